"""Which time zone is used for log times that carry none."""

from __future__ import annotations

from mailtui.services.doctor.finding import Finding, Verdict
from mailtui.services.zones import machine_zone_name


def look(named: str | None) -> Finding:
    """Whether the zone that imports use is known: from the settings, or that of this machine."""
    if named:
        return Finding(Verdict.OK, "time zone", f"log times without a zone are read as {named} (settings)")
    here = machine_zone_name()
    if here:
        return Finding(
            Verdict.OK, "time zone", f"log times without a zone are read as {here}, the zone of this machine"
        )
    return Finding(
        Verdict.WARN,
        "time zone",
        "log times without a zone are read as UTC: this machine's zone has no name",
        'write time_zone = "Europe/Berlin" (or yours) in the settings, or name it: import --time-zone',
    )
