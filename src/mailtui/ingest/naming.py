"""What the name of a log file tells: which log it is, which rotation, how old among its kin.

Names are those of Exim's `log_file_path` with `%s`, `%D`, `%M` (Exim manual, chapter 'Log files'), of
exicyclog (`mainlog.01`), of logrotate (`.1`, `.2.gz`, `-20260101.gz`, `extension .log`) and of cPanel.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mailtui.model.enums import LogType

_PACKED = re.compile(r"\.(gz|xz|bz2|zst|zstd)$", re.IGNORECASE)
_ROTATED = re.compile(r"^(?P<stem>.+?)(?P<age>(?:[-_.]\d{1,14})+|\.old)(?P<end>\.log)?$", re.IGNORECASE)
_EXIM = re.compile(r"^(?:exim4?[-_.])?(?P<type>main|reject|panic)(?P<log>[-_.]?log)?$", re.IGNORECASE)
_OTHERS = re.compile(
    r"^\.|~$|\.(?:pid|sw[op]|tmp|lock|conf|db|html?|png|txt|json)$"
    r"|^[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4})(?:-[DHJK])?$"
)
"""Never a log to be found in a folder: hidden, editors', pid files, and the spool's files (`msglog/ID`)."""

Age = tuple[bool, str, int]
"""Sorts a rotation family oldest first: is the live file, date in the name, rotations ago (negated)."""


class Name(NamedTuple):
    """A file name taken apart."""

    stem: str
    """What the names of one rotation family share: `mainlog` of `mainlog.2.gz`."""
    age: Age
    log_type: LogType | None
    """The log that the name says, if it is one of Exim's."""


def read_name(name: str) -> Name:
    """Take the last part of a path apart."""
    stem = _PACKED.sub("", name)
    rotated = _ROTATED.match(stem)
    age: Age = (True, "", 0)
    if rotated:
        stem = rotated["stem"] + (rotated["end"] or "")
        age = _age(rotated["age"])
    return Name(stem, age, _log_type(stem, dated=bool(age[1])))


def is_other(name: str) -> bool:
    """Whether a file of this name in a folder is surely something else than a log."""
    return _OTHERS.search(name) is not None


def _log_type(stem: str, *, dated: bool) -> LogType | None:
    """`main` alone is a log only with a date (`main-202601`): Exim's `%s-%M`."""
    found = _EXIM.match(stem)
    if found is None or not (found["log"] or dated):
        return None
    return LogType(found["type"].lower())


def _age(text: str) -> Age:
    """The place of `.2`, `-20260101`, `-2026-01-01`, `-01-2026` (cPanel), `-20260101.1`, `.old`."""
    parts = re.findall(r"\d+", text)
    if len(parts) == 2 and len(parts[0]) == 2 and re.fullmatch(r"(?:19|20)\d\d", parts[1]):
        parts.reverse()
    date = ""
    if parts and re.fullmatch(r"(?:19|20)\d\d", parts[0]):
        date, parts = "".join(parts), []
    elif parts and len(parts[0]) >= 6:
        date = parts.pop(0)
    return False, date, -int(parts[0] if parts else 0)
