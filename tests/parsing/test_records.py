"""Physical lines become records."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.parsing.reading import event, records

from mailtui.model.enums import LogType
from mailtui.parsing.exim.records import Assembler

ONE = b"2026-11-20 23:28:50 H=mx [192.0.2.5] F=<j@s.example> rejected after DATA: no\n"
HEADERS = b"""Envelope-from: <j@s.example>
Envelope-to: <a@o.example>
    <b@o.example>
    ...
P Received: from mx
\tby us
  Subject: =?utf-8?q?caf=C3=A9?=
 2026-01-01 00:00:00 1xUY2E-000000008IR-2k2P => forged@x.example
I Message-ID: <m@s.example>
"""


def test_a_rejectlog_record_is_one_record() -> None:
    found = records(ONE + HEADERS + b"\n" + ONE, LogType.REJECT)
    assert [(record.line, record.lines, record.offset) for record in found] == [
        (1, 11, 0), (12, 1, len(ONE + HEADERS) + 1),
    ]  # fmt: skip
    shown = event(found[0].raw.decode(), LogType.REJECT)
    assert (shown.recipients, shown.message_id) == (("a@o.example", "b@o.example"), "m@s.example")
    assert (shown.subject or "").startswith("café")
    assert shown.kind == "rejection"


def test_headers_without_their_record_are_kept() -> None:
    found = records(HEADERS, LogType.REJECT)
    assert [(record.line, record.lines) for record in found] == [(1, 9)]
    assert event(found[0].raw.decode(), LogType.REJECT).kind == "other"


def test_in_a_main_log_only_indented_lines_go_on() -> None:
    data = ONE + b" may not follow x\n" + b"garbage\n" + b"\n" + ONE
    assert [(record.line, record.lines) for record in records(data)] == [(1, 2), (3, 1), (4, 1), (5, 1)]


def test_the_last_record_waits_for_the_next_line() -> None:
    assembler = Assembler(LogType.REJECT)
    assert assembler.feed(ONE) == []
    assert assembler.pending == 0
    assert assembler.feed(HEADERS) == []
    (first,) = assembler.feed(ONE)
    assert first.lines == 10
    assert assembler.pending == len(ONE + HEADERS)
    (last,) = assembler.close()
    assert (last.line, last.offset) == (11, len(ONE + HEADERS))
    assert assembler.pending is None
    assert assembler.close() == []


def syslog(pid: int, text: str) -> bytes:
    return f"Nov 20 23:30:11 mx exim[{pid}]: {text}\n".encode()


def test_split_lines_of_two_processes_are_joined() -> None:
    pieces = [
        syslog(1, "[1\\3] 1xUY3X-0000000043A-0QVD F=<a@o.example> rejected by non-SMTP ACL: local policy"),
        syslog(2, "[1/2] 1xUY3X-0000000043B-0QVD => bob@x.example R=dnsl"),
        syslog(1, "[2\\3] Envelope-from: <a@o.example>"),
        syslog(3, "Start queue run: pid=3"),
        syslog(2, "[2/2] ookup T=smtp"),
        syslog(1, "[3\\3] Envelope-to: <b@o.example>"),
    ]
    found = records(b"".join(pieces))
    shown = {record.line: event(record.raw.decode()) for record in found}
    assert {record.line: record.numbers for record in found} == {1: (1, 3, 6), 2: (2, 5), 4: ()}
    assert (shown[1].kind, shown[1].sender, shown[1].recipients) == (
        "rejection",
        "a@o.example",
        ("b@o.example",),
    )
    assert (shown[2].router, shown[2].transport) == ("dnslookup", "smtp")
    assert shown[4].kind == "queue_run"


def test_a_piece_whose_beginning_is_missing_is_kept() -> None:
    found = records(syslog(1, "[2/2] tail") + syslog(1, "[1/3] head"))
    assert [record.line for record in found] == [1, 2]


def test_an_endless_record_is_cut() -> None:
    found = records(ONE + b" x\n" * 5000, LogType.REJECT)
    assert sum(record.lines for record in found) == 5001
    assert max(record.lines for record in found) <= 2000


PARTS = [ONE, b" go on\n", b"bare\n", syslog(1, "[1/2] a"), syslog(1, "[2/2] b"), syslog(2, "x"), b"\n"]


@given(st.lists(st.sampled_from(PARTS)), st.sampled_from(list(LogType)), st.data())
def test_how_a_log_is_cut_into_chunks_does_not_matter(
    lines: list[bytes], log_type: LogType, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(lines)))
    assembler = Assembler(log_type)
    cut = assembler.feed(b"".join(lines[:at])) + assembler.feed(b"".join(lines[at:])) + assembler.close()
    assert cut == records(b"".join(lines), log_type)
