"""What the first lines of an opened log tell: that it is one, of which type, and when it begins."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from os.path import basename

from mailtui.errors import InputError
from mailtui.ingest.packed import foreign
from mailtui.ingest.reading import LogStream
from mailtui.model.clock import MONTHS
from mailtui.parsing.detect import Format, detect

SAMPLE = 64 * 1024
"""How many bytes are looked at."""
_SPARSE = 16 * 1024 * 1024
"""How far to look for a first line behind zeros, which a crash or a rotation by truncation leaves."""
_STAMP = re.compile(
    rb"^\0*(?:<\d{1,3}>)?(?:1 )?"
    rb"(?:(?P<date>\d{4}-\d\d-\d\d)[ T]|(?P<month>[A-Z][a-z]{2}) (?P<day>[ 123]\d) )(?P<time>\d\d:\d\d:\d\d)",
    re.MULTILINE,
)


class NoLogError(InputError):
    """It is text, and no mail log."""


def identify(stream: LogStream) -> Format:
    """What sort of mail log this is; the stream stays where it is.

    InputError when it is empty, binary, damaged from its beginning, or no mail log.
    """
    sample = sample_of(stream)
    if not sample:
        raise stream.failure or InputError(
            f"{stream.path} is empty",
            "nothing is lost: import it again when the mail server has written to it",
        )
    found = detect(sample, basename(stream.path))
    if found is None:
        raise _not_a_log(stream.path, sample)
    return found


def sample_of(stream: LogStream) -> bytes:
    """The first bytes that say something (zeros in front left out), which stay to be read."""
    sample = stream.peek(SAMPLE).lstrip(b"\0")
    if not sample:
        sample = stream.peek(_SPARSE).lstrip(b"\0")[:SAMPLE]
    return sample


def first_stamp(sample: bytes, modified: float) -> str:
    """The first time stamp as it is written, `2026-11-20 23:27:43`; empty when there is none.

    A syslog stamp gets the year that puts it before `modified`, the file's mtime (epoch seconds).
    """
    found = _STAMP.search(sample)
    if found is None:
        return ""
    time = found["time"].decode()
    if found["date"]:
        return f"{found['date'].decode()} {time}"
    month = MONTHS.get(found["month"].decode(), 0)
    latest = datetime.fromtimestamp(modified, UTC) + timedelta(days=1)
    stamp = f"{month:02d}-{int(found['day']):02d} {time}"
    year = latest.year if stamp <= f"{latest:%m-%d %H:%M:%S}" else latest.year - 1
    return f"{year:04d}-{stamp}"


def nobodys(path: str, sample: bytes) -> InputError:
    """What nobody knows of all that an import reads."""
    what = "logs (main, reject, panic), events of sending services (JSON, JSON Lines) and mail are read"
    if sample.lstrip()[:1] in (b"{", b"["):
        hint = f"{what}; `--format SERVICE`, such as --format ses, says whose events they are"
    else:
        hint = f"{what}; `--format SERVICE` says whose events they are, `mailtui parse FILE` shows each line"
    return InputError(f"{path} is not an Exim log, and neither events nor mail that is known", hint)


def _not_a_log(path: str, sample: bytes) -> InputError:
    archive = foreign(sample)
    if archive:
        return InputError(
            f"{path} is {archive}", "unpack it first; gzip, xz, bzip2 and zstd are read as they are"
        )
    if b"\0" in sample:
        return InputError(
            f"{path} is binary, not a log", "name the log itself: mainlog, rejectlog or paniclog"
        )
    return NoLogError(
        f"{path} is not an Exim log",
        "name a main, reject or panic log; `mailtui parse FILE` shows what is made of each line",
    )
