"""The `KEY=value` fields of a line, left to right, as Exim writes them.

Values are quoted (`T="..."`), in angle brackets (`F=<...>`), a host (`H=name (helo) [ip]:port*`), or
run to the next space. A few fields are a bare word (`K`, `L`, `PRDR`). No key is read twice, which
keeps the work linear whatever the line holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from mailtui.parsing.exim import escapes, numbers, peer

QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
ANGLE = re.compile(r'<((?:"(?:[^"\\]++|\\.)*+"[^>]*|[^>]*))>', re.DOTALL)
_KEY = re.compile(
    r" (?:(id|Ci|[A-Z][A-Z0-9]{0,5})\*?=|(L[-.*]{0,2}|K|DS|PRDR|TFO\*?|ARC|SPF|DMARC)(?= |$|:(?: |$)))",
    re.ASCII,
)
_INTERFACE = re.compile(r"\[([^\[\]\s]{1,100})\](?::([0-9]{1,5}))?", re.ASCII)
_SHADOW = re.compile(r" \([^)]*\)(?= |$)")
_STRANGERS = 12
_SPACED = frozenset("AU") | {"SNI"}
"""Values that a client can put spaces into."""


class Fields(NamedTuple):
    """What was read. `end`: where the fields end. `stopped`: a value ended in the colon of a message.
    `clean`: every value looks as Exim writes it (no stray or missing quote)."""

    values: dict[str, str]
    peer: peer.Peer | None
    end: int
    stopped: bool
    clean: bool


Fits = Callable[[str, int], bool]


def scan(
    text: str, start: int, *, message: bool = False, fits: Fits | None = None, last: bool = False
) -> Fields:
    """Read fields from the space at `start` on, up to the first thing that is no field.

    With `message` a colon after a value ends the fields (`T=smtp: text`). `fits(text, end)` says
    whether what follows the fields is sensible; it decides where a hostile HELO name ends (see `peer`).
    """
    values: dict[str, str] = {}
    host: peer.Peer | None = None
    at, strangers, clean = start, 0, True
    while (found := _KEY.match(text, at)) is not None:
        key = found[1] or found[2]
        if key in values or strangers > _STRANGERS:
            break
        if found[1] is None:
            values[key] = ""
            at = found.end()
            continue
        if key == "H":
            host = _host(text, found.end(), message, fits, last)
            if host is not None:
                values[key] = text[found.end() : host.end]
                at = host.end
                continue
        strangers += key not in KNOWN
        value, at = _value(text, found.end(), key)
        clean = clean and _tidy(text[found.end() : at], key)
        if message and value.endswith(":") and (at == len(text) or text[at] == " "):
            values[key] = value[:-1]
            return Fields(values, host, at - 1, True, clean)
        values[key] = value
    return Fields(values, host, at, False, clean)


KNOWN = frozenset(
    [
        "F",
        "P",
        "Q",
        "R",
        "T",
        "S",
        "H",
        "I",
        "X",
        "A",
        "L",
        "K",
        "C",
        "U",
        "DS",
        "CV",
        "DN",
        "PS",
        "QT",
        "DT",
        "RT",
        "ST",
        "SNI",
        "PRX",
        "PRDR",
        "DKIM",
        "TFO",
        "Ci",
        "id",
        "M8S",
    ]
)


def _tidy(raw: str, key: str) -> bool:
    """Whether quotes stand only where Exim puts them."""
    if raw.startswith('"'):
        return key == "id" or (len(raw) > 1 and raw.endswith(('"', '"*', '":')))
    return raw.startswith("<") or '"' not in raw


def _host(text: str, start: int, message: bool, fits: Fits | None, last: bool) -> peer.Peer | None:
    if fits is None:
        return peer.read(text, start)
    judge = fits

    def sensible(end: int) -> bool:
        rest = scan(text, end, message=message)
        return rest.clean and "H" not in rest.values and judge(text, rest.end)

    return peer.read(text, start, sensible, last)


def _value(text: str, start: int, key: str) -> tuple[str, int]:
    """The value at `start` without its quotes or brackets, and where it ends."""
    first = text[start : start + 1]
    if first == '"' and key != "id":
        found = QUOTED.match(text, start)
        return (found[1], _after(text, found.end())) if found else (text[start + 1 :], len(text))
    if first == "<":
        found = ANGLE.match(text, start)
        if found and text[found.end() : found.end() + 1] in ("", " ", ":"):
            return found[1], found.end()
    if first == '"':
        found = QUOTED.match(text, start)
        end = _space(text, found.end() if found else start)
        return text[start:end], end
    end = _space(text, start)
    if key in _SPACED:
        end = _beyond_spaces(text, end)
    if key == "ST" and (shadow := _SHADOW.match(text, end)):
        end = shadow.end()
    return text[start:end], end


def _after(text: str, end: int) -> int:
    """Past the `*` or whatever sticks to a closing quote, but not past a colon."""
    while text[end : end + 1] not in ("", " ", ":"):
        end += 1
    return end


def _space(text: str, start: int) -> int:
    end = text.find(" ", start)
    return len(text) if end < 0 else end


def _beyond_spaces(text: str, end: int) -> int:
    """A client's own words may hold spaces: up to 8 words that are no field belong to the value."""
    probe = end
    for _ in range(8):
        if probe >= len(text) or _KEY.match(text, probe):
            return probe if probe < len(text) else end
        if text[probe - 1] == ":" or text.startswith(
            (" rejected ", " temporarily ", " for ", " from <"), probe
        ):
            return end
        probe = _space(text, probe + 1)
    return end


_PLAIN = {
    "R": "router",
    "T": "transport",
    "F": "sender",
    "P": "return_path",
    "X": "tls",
    "A": "auth",
    "U": "user",
    "DKIM": "dkim",
}
"""Fields whose value goes into the event as it is."""


def fill(found: dict[str, Any], fields: Fields) -> None:
    """Put the fields of a delivery, deferral, failure or rejection into an event."""
    for key, value in fields.values.items():
        name = _PLAIN.get(key)
        if name is not None:
            found[name] = value
        elif key in _READERS:
            _READERS[key](found, value)
    if fields.peer is not None:
        fields.peer.fill(found)
    elif "H" in fields.values and "[" not in fields.values["H"]:
        found["host"] = fields.values["H"]


def _interface(found: dict[str, Any], value: str) -> None:
    ours = _INTERFACE.match(value)
    if ours:
        found["interface_ip"] = ours[1]
        _put(found, "interface_port", numbers.port(ours[2]))


def _confirmation(found: dict[str, Any], value: str) -> None:
    found["confirmation"] = escapes.confirmation(value)


def _put(found: dict[str, Any], name: str, value: object) -> None:
    if value is not None:
        found[name] = value


_READERS: dict[str, Callable[[dict[str, Any], str], None]] = {
    "I": _interface,
    "C": _confirmation,
    "S": lambda found, value: _put(found, "size", numbers.whole(value)),
    "QT": lambda found, value: _put(found, "queue_time", numbers.seconds(value)),
    "DT": lambda found, value: _put(found, "delivery_time", numbers.seconds(value)),
}
