"""Whatever the bytes: an event, no exception, and never more than linear time."""

# ruff: noqa: E501 - log lines are long

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.parsing.reading import ID, STAMP, records

from mailtui.model.clock import Clock
from mailtui.model.enums import EventKind, LogType
from mailtui.model.event import Event
from mailtui.parsing.detect import detect
from mailtui.parsing.exim.parser import Parser

GOLDEN = Path(__file__).parents[1] / "golden/exim"
LINES = [line for path in sorted(GOLDEN.glob("*.log")) for line in path.read_bytes().split(b"\n") if line]
TYPES = st.sampled_from(list(LogType))
PIECES = st.sampled_from(
    [b" ", b"<", b">", b'"', b"\\", b"[", b"]", b"(", b")", b":", b": ", b" : ", b"=", b"H=", b" H=(", b") [1.2.3.4]", b" F=<",
     b' T="', b' C="', b" R=", b" S=", b" P=", b" id=", b" for ", b" from <", b" defer (", b" rejected RCPT <", b"=> ", b"** ",
     b"== ", b"<= ", b"Completed", b"\n", b"\0", b"\xff", b"550 5.1.1 ", b" after RCPT TO:<", b"SMTP error from remote mail server",
     b" in response to ", b"\\n", b"\\303", b"9" * 30, b"[1/2] ", b"[1\\2] ", b"Nov 20 23:30:11 mx exim[1]: ", STAMP.encode(),
     ID.encode() + b" "]
)  # fmt: skip


def parse(raw: bytes, log_type: LogType = LogType.MAIN) -> Event:
    return Parser(Clock(year=2026), log_type).parse(raw)


@given(st.binary(max_size=300), TYPES)
def test_any_bytes(raw: bytes, log_type: LogType) -> None:
    found = parse(raw, log_type)
    assert isinstance(found.kind, EventKind)
    found.as_json()


@given(
    st.lists(PIECES, max_size=25),
    st.sampled_from([b"", STAMP.encode(), STAMP.encode() + ID.encode() + b" "]),
    TYPES,
)
@settings(max_examples=400)
def test_any_heap_of_log_words(pieces: list[bytes], prefix: bytes, log_type: LogType) -> None:
    raw = prefix + b"".join(pieces)
    parse(raw, log_type).as_json()
    detect(raw)


@given(st.data())
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_real_lines_with_something_wrong(data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(LINES))
    at = data.draw(st.integers(0, len(line)))
    cut = data.draw(st.integers(0, 20))
    parse(line[:at] + data.draw(PIECES) + line[at + cut :]).as_json()


@given(st.binary(max_size=2000), TYPES, st.integers(1, 50))
def test_records_lose_no_byte(data: bytes, log_type: LogType, size: int) -> None:
    found = records(data, log_type)
    lines = data.removesuffix(b"\n").split(b"\n") if data else []
    assert sorted(line for record in found for line in record.raw.split(b"\n")) == sorted(lines)
    assert sum(record.lines for record in found) == len(lines)


ENDLESS = [
    b" F=<", b' T="', b' <"', b" <", b") [1.1.1.1]", b") [1.1.1.1] P=x", b") [1.1.1.1] T=\"", b'\\"', b"\\", b'"', b" (", b" (a) <b",
    b" H=", b" H=(", b" A=x", b" X1=y", b": ", b" : ", b" rejected ", b" from ", b" for ", b" after ", b"host x [1.1.1.1]: ", b"\\303",
    b"\\n550", b" defer (", b": error ignored", b"[", b"]", b" DT=1s", b" by ", b"<>", b"a@b ", b" id=\"", b"queued as", b"id=", b"<a",
    b" - gsmtp", b"550-5.1.1 x\\n", b" in response to ", b"0", b"x",
]  # fmt: skip
BEGINNINGS = [b"", b"<= a", b"<= a H=x (", b'<= "', b"=> a", b"=> |a", b"** a", b"** a R=b: ", b"== a", b"== a defer (1): ", b"=> a C=\"",
              b"H=x (", b"H=(", b"H=x [1.1.1.1] ", b"rejected RCPT <", b"rejected from <", b"x authenticator failed for (",
              b"SMTP connection from (", b"SMTP error from remote mail server after RCPT TO:<", b"SMTP syntax error in \"",
              b"Frozen ", b"recipient <", b"SMTP protocol synchronization error (x): rejected \"", b"unqualified sender rejected: <"]  # fmt: skip


def test_time_is_linear_in_the_length_of_a_line() -> None:
    """Half a MiB of every nasty repetition behind every beginning, with and without an id."""
    size = 1 << 19
    for beginning in BEGINNINGS:
        for part in ENDLESS:
            raw = STAMP.encode() + ID.encode() + b" " + beginning + part * (size // len(part))
            started = process_time()
            parse(raw)
            assert process_time() - started < 1.5, (beginning, part)


@pytest.mark.parametrize(
    "part", [b" a", b"\n", b"x\n", b" x\n", b"2026-11-20 23:28:50 x\n", b"Envelope-to: <a@b>\n", b"    <a>\n"]
)
def test_time_is_linear_in_the_length_of_a_record(part: bytes) -> None:
    raw = STAMP.encode() + b"H=x [1.1.1.1] rejected after DATA: no\n" + part * ((1 << 20) // len(part))
    started = process_time()
    for record in records(raw, LogType.REJECT):
        parse(record.raw, LogType.REJECT)
    assert process_time() - started < 6
