"""The time zone of this machine, by name, so that summer and winter are both right."""

from __future__ import annotations

import os
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

_LOCALTIME = Path("/etc/localtime")


def machine_zone_name() -> str | None:
    """The IANA name of the machine's zone (TZ, else /etc/localtime), None when it cannot be known."""
    name = os.environ.get("TZ", "").lstrip(":")
    if not name:
        if not _LOCALTIME.exists():
            return "UTC"
        _, _, name = str(_LOCALTIME.resolve()).partition("zoneinfo/")
    return name if _zone(name) else None


def machine_zone() -> tzinfo:
    """The machine's zone; its present offset from UTC when the zone has no name."""
    named = machine_zone_name()
    zone = _zone(named) if named else None
    return zone or datetime.now().astimezone().tzinfo or UTC


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
