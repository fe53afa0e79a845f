"""A file that was read to its middle; a worker that reads it; domains that are asked about."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from tests.people.world import dump, give, read
from tests.worker.processes import mailtui, worker

from mailtui.ingest.tables import importing
from mailtui.services.contacts.importing import Request, import_file
from mailtui.services.desk import open_desk
from mailtui.store.engine import writer
from mailtui.verify.answers import Answer, Kind
from mailtui.verify.reaching import Takes, look, look_all

ROWS = "email,first_name,tags\n" + "".join(f"u{n}@x.example,N{n},a\n" for n in range(50))


class Killed(Exception):
    """As kill -9 between two transactions."""


def test_killed_between_transactions_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 7)
    path, found = give(tmp_path, "c.csv", ROWS), []
    for name, deaths in (("whole", 0), ("killed", 3)):
        database = tmp_path / f"{name}.db"
        writer(database).dispose()
        for life in range(deaths):

            def die(out, *_: object, life: int = life) -> None:
                if out.rows > 7 * (life + 1):
                    raise Killed

            with pytest.raises(Killed):
                import_file(database, Request(path, zone="UTC", list="News"), die)
        read(database, path, list="News")
        found.append(dump(database))
    assert found[0] == found[1]


def test_while_a_worker_has_the_database_it_reads_the_file(tmp_path: Path) -> None:
    database = tmp_path / "mailtui.db"
    writer(database).dispose()
    path = give(tmp_path, "c.csv", ROWS + "nobody,,\n")
    with worker(database):
        done = mailtui(database, "contacts", "import", path, "--list", "News", "--json")
        assert done.returncode == 4, done.stderr
        told = json.loads(done.stdout)
        assert (told["new"], told["bad"], told["problems"][0]["line"]) == (50, 1, 52)
    assert open_desk(database).people.lists()[0].active == 50


class Dns:
    """Knows a few names, and how many are asked about at once."""

    def __init__(self) -> None:
        self.now = self.most = 0

    async def ask(self, name: str, type: str) -> Answer:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        self.now -= 1
        known = {
            ("mx.example", "MX"): Answer(name, type, Kind.OK, ("10 a.mx.example",)),
            ("null.example", "MX"): Answer(name, type, Kind.OK, ("0 .",)),
            ("gone.example", "MX"): Answer(name, type, Kind.NXDOMAIN),
            ("six.example", "AAAA"): Answer(name, type, Kind.OK, ("2001:db8::1",)),
            ("half.example", "AAAA"): Answer(name, type, Kind.UNSURE, why="SERVFAIL"),
            ("mute.example", "MX"): Answer(name, type, Kind.UNSURE, why="no answer"),
        }
        return known.get((name, type), Answer(name, type, Kind.NODATA))


@pytest.mark.parametrize(
    ("domain", "takes"),
    [
        ("mx.example", Takes(True)),
        ("six.example", Takes(True)),
        ("[192.0.2.1]", Takes(True)),
        ("null.example", Takes(False, "a null MX: it takes no mail")),
        ("gone.example", Takes(False, "no such domain")),
        ("none.example", Takes(False, "no MX, and no address")),
        ("half.example", Takes(None, "AAAA: SERVFAIL")),
        ("mute.example", Takes(None, "MX: no answer")),
    ],
)
async def test_whether_a_domain_takes_mail(domain: str, takes: Takes) -> None:
    assert await look(domain, Dns()) == takes


async def test_many_domains_a_few_at_once() -> None:
    dns, told = Dns(), {}
    await look_all([f"d{n}.example" for n in range(200)], dns, told.__setitem__, at_once=5)
    assert len(told) == 200
    assert dns.most <= 10  # A and AAAA of each of five
