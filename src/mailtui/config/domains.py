"""What the settings say about looking at domains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mailtui.config.settings import Settings

if TYPE_CHECKING:
    from mailtui.services.domains.options import Options


def domain_options(settings: Settings, servers: Sequence[str] = ()) -> Options:
    """The options in force; `servers` (IP or IP:PORT) win over the resolvers of the settings.

    ConfigError when one is written otherwise.
    """
    from mailtui.diagnosis.outlook.durations import duration
    from mailtui.services.domains.course import Intervals
    from mailtui.services.domains.options import Options, resolvers

    return Options(
        resolvers=resolvers(servers or settings.resolvers),
        timeout=settings.dns_timeout,
        dnsbl=settings.dnsbl,
        intervals=Intervals(ok=duration(settings.recheck_ok), not_ok=duration(settings.recheck)),
    )
