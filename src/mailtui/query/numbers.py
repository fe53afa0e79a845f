"""Numbers with units: `10M` bytes, `30s`, `2h`. Read into the base unit and written back exactly."""

from __future__ import annotations

import re
from decimal import Decimal

from mailtui.query.fields import FieldType

KIB = 1024
LIMIT = 2.0**53
"""Above this a float no longer holds every whole number, and no size or time is that large."""

_SIZES = {"": 1, "b": 1} | {
    unit + tail: KIB**power for power, unit in enumerate("kmgt", 1) for tail in ("", "b", "ib")
}
_DURATIONS = {
    "": 1, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400, "w": 604800, "week": 604800, "weeks": 604800,
}  # fmt: skip
_UNITS = {FieldType.SIZE: _SIZES, FieldType.DURATION: _DURATIONS}
_WRITTEN = {
    FieldType.SIZE: (("T", KIB**4), ("G", KIB**3), ("M", KIB**2), ("K", KIB), ("", 1)),
    FieldType.DURATION: (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)),
}
_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)([a-z]*)", re.IGNORECASE)


def read(text: str, type_: FieldType) -> float | None:
    """The number in the base unit of the type; None when it is no number, or none that big is possible."""
    found = _NUMBER.fullmatch(text)
    unit = _UNITS.get(type_, {"": 1}).get(found[2].lower()) if found else None
    if found is None or unit is None:
        return None
    number: float = float(found[1]) * unit
    if number > LIMIT or (type_ not in _UNITS and not number.is_integer()):
        return None
    return number


def written(number: float, type_: FieldType) -> str:
    """The shortest text that `read` turns into exactly this number."""
    for unit, worth in _WRITTEN.get(type_, (("", 1),)):
        if number and number % worth == 0:
            return f"{int(number // worth)}{unit}"
    unit = "s" if type_ is FieldType.DURATION else ""
    return f"{Decimal(repr(number)).normalize():f}{unit}"
