"""The time zone of this machine, by its IANA name."""

from __future__ import annotations

import os
from pathlib import Path

_LOCALTIME = Path("/etc/localtime")


def machine_zone() -> str | None:
    """Such as `Europe/Berlin`: from TZ, else /etc/localtime; UTC without either, None when it has no name."""
    if os.environ.get("TZ"):
        return os.environ["TZ"].lstrip(":")
    if not _LOCALTIME.exists():
        return "UTC"
    _, found, name = str(_LOCALTIME.resolve()).partition("zoneinfo/")
    return name if found else None
