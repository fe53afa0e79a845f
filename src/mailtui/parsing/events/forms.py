"""Form bodies as a mapping, as a JSON object would tell the same (RFC 7578 multipart, and URL-encoded)."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

_BOUNDARY = re.compile(r"--([^\r\n]{1,70})\r?\n[Cc]ontent-")
_NAME = re.compile(r'[; \t]name="([^"\r\n]{0,200})"')
_ENCODED = re.compile(r"[A-Za-z0-9_.%+\-]{1,100}=")
_MOST = 2000
"""Fields that are read."""


def form(text: str) -> dict[str, str | list[str]] | None:
    """The fields of a form; a name that comes twice has a list. None when it is no form."""
    boundary = _BOUNDARY.match(text)
    if boundary:
        return _collected(_parts(text, boundary[1].rstrip()))
    if _ENCODED.match(text) and "&" in text and "\n" not in text.strip():
        try:
            return _collected(parse_qsl(text.strip(), keep_blank_values=True, max_num_fields=_MOST))
        except ValueError:
            return None
    return None


def _parts(text: str, boundary: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for part in text.split(f"--{boundary}", _MOST):
        head, mark, body = part.replace("\r\n", "\n").partition("\n\n")
        name = _NAME.search(head[:2000])
        if mark and name:
            found.append((name[1], body.removesuffix("\n")))
    return found


def _collected(fields: list[tuple[str, str]]) -> dict[str, str | list[str]]:
    kept: dict[str, str | list[str]] = {}
    for name, value in fields:
        before = kept.get(name)
        if before is None:
            kept[name] = value
        elif isinstance(before, list):
            before.append(value)
        else:
            kept[name] = [before, value]
    return kept
