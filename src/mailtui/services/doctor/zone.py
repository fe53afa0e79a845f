"""Which time zone is used for log times that carry none."""

from __future__ import annotations

from mailtui.services.doctor.finding import Finding, Verdict
from mailtui.services.zone import machine_zone

_UTC = frozenset({"UTC", "Etc/UTC", "Etc/Universal", "Etc/Zulu", "UCT", "Zulu", "GMT", "Etc/GMT"})


def look(named: str | None) -> Finding:
    """Whether the zone that imports use is that of this machine, which its Exim writes in."""
    if named:
        return Finding(Verdict.OK, "time zone", f"log times without a zone are read as {named} (settings)")
    here = machine_zone()
    if here in _UTC:
        return Finding(Verdict.OK, "time zone", "log times without a zone are UTC, as on this machine")
    return Finding(
        Verdict.WARN,
        "time zone",
        f"log times without a zone are read as UTC, but this machine's zone is {here or 'not named'}",
        f'write time_zone = "{here or "Europe/Berlin"}" in the settings, or name it: import --time-zone',
    )
