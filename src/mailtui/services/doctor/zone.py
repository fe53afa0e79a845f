"""Which time zone is used for log times that carry none."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from mailtui.services.doctor.finding import Finding, Verdict

_LOCALTIME = Path("/etc/localtime")


def look(named: str | None) -> Finding:
    """The zone of the settings, or else this machine's."""
    if named:
        return Finding(Verdict.OK, "time zone", f"log times without a zone are read as {named} (settings)")
    name = _system()
    offset = datetime.now().astimezone().strftime("%z")
    if name is None:
        return Finding(
            Verdict.WARN,
            "time zone",
            f"this machine's zone has no name (now UTC{offset})",
            'name it in the settings, such as time_zone = "Europe/Berlin"',
        )
    text = f"log times without a zone are read as {name} (this machine's, now UTC{offset})"
    return Finding(Verdict.OK, "time zone", text)


def _system() -> str | None:
    """The IANA name of the machine's zone, if it can be known."""
    if os.environ.get("TZ"):
        return os.environ["TZ"].lstrip(":")
    if not _LOCALTIME.exists():
        return "UTC"
    _, found, name = str(_LOCALTIME.resolve()).partition("zoneinfo/")
    return name if found else None
