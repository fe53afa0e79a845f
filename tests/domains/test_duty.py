"""The background worker looks at domains that are due."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.domains.conftest import Lab
from tests.verify.dns_server import DnsServer

from mailtui.services.domains.options import Options
from mailtui.services.domains.wishes import Wish
from mailtui.worker import duties
from mailtui.worker.work import Work

Duty = Callable[[Callable[[], bool]], None]


class Schedule:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.duties: list[Duty] = []

    def every(self, interval: float, jitter: float, duty: Duty) -> None:
        assert 0 < jitter < interval
        self.duties.append(duty)


def test_it_is_on_the_schedule(tmp_path: Path) -> None:
    lab = Lab(tmp_path / "mailtui.db")
    lab.engine.dispose()
    schedule = Schedule()
    with DnsServer('example.org. MX 10 mx.example.org.\nexample.org. TXT "v=spf1 -all"\n') as dns:
        options = Options(resolvers=(dns.address,), timeout=0.5, dnsbl=())
        duties.set_up(schedule, Work(lab.path, looking=options))  # type: ignore[arg-type]
        for duty in schedule.duties:
            duty(lambda: False)
        assert not dns.asked
        lab = Lab(lab.path)
        lab.desk.add("example.org", Wish())
        for duty in schedule.duties:
            duty(lambda: False)
        assert lab.desk.detail("example.org").row.tried is not None
        assert dns.asked
        lab.engine.dispose()
