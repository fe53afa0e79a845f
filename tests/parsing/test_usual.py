"""The quick way of reading usual lines of trouble and the general way say the same."""

# ruff: noqa: E501 - log lines are long

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.parsing.reading import ID, STAMP, records, type_of

from mailtui.model.clock import Clock
from mailtui.model.enums import EventKind
from mailtui.parsing.exim import escapes, prefix, usual
from mailtui.parsing.exim.parser import Parser
from mailtui.parsing.exim.records import HEAD

GOLDEN = Path(__file__).parents[1] / "golden/exim"
LINES = sorted({line for path in GOLDEN.glob("*.log") for line in path.read_bytes().split(b"\n") if line})
STAMPED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} (?![+\[-])", re.ASCII)


def agree(raw: bytes) -> bool:
    """Whether the quick way takes the line; it must then say what the general way says."""
    text = escapes.decode(raw)
    if not STAMPED.match(text) or "\n" in text:
        return False
    parser = Parser(Clock(year=2026))
    general = parser.general(text)
    assert parser.plain_event(text, HEAD, parser.moment(text[: HEAD - 1])) == general, raw
    note = None if prefix.IDENTIFIED.match(text, HEAD) else usual.note(text, HEAD)
    assert note is None or (note is general.kind and general.queue_id is None), raw
    identified = prefix.IDENTIFIED.match(text, HEAD)
    found = {"queue_id": identified[1]} if identified else {}
    return note is not None or usual.read(text, identified.end() if identified else HEAD, found)


USUAL = [
    "no host name found for IP address 203.0.113.9",
    "unexpected disconnection while reading SMTP command from (ylmf-pc) [107.178.192.35] D=1s",
    'SMTP syntax error in "\\026\\003\\001\\001" H=[142.49.51.59] NULL character(s) present (shown as \'?\')',
    "SMTP connection from [192.0.2.1] lost",
    "H=(dsl-5747.dyn.isp.example) [3.201.137.59] sender verify fail for <grace@x.example>: Unrouteable address",
    "H=(dsl) [51.198.198.229] F=<vera@x.example> rejected RCPT <nosuch@lab.example>: Unrouteable address",
    "H=a.example (WIN-0) [51.198.198.229]:99 F=<> rejected RCPT <nosuch@lab.example>: 57.1.1.1 is in a black list",
    "H=(User) [89.181.7.7] F=<erin@x.example> temporarily rejected RCPT <sven@lab.example>: 451 4.7.1 greylisted.",
    "login authenticator failed for (WIN-19KUGG) [189.118.120.181]: 535 Incorrect authentication data (set_id=max@x)",
    "plain authenticator failed for a.example ([10.0.0.1]) [189.118.120.181]: 535 Incorrect authentication data",
    f"{ID} == a@b.example R=dnslookup T=remote_smtp defer (110): Connection timed out DT=2s",
    f"{ID} == a@b.example R=dnslookup T=remote_smtp defer (-44) H=mx [192.0.2.9]:25: SMTP error from remote mail server after RCPT TO:<a@b.example>: 450 4.2.0 later",
    f"{ID} == a <a@b.example> R=localuser T=maildir defer (-22): mailbox is full",
    f"{ID} == a@b.example routing defer (-52): retry time not reached",
    f"{ID} ** a@b.example R=dnslookup T=remote_smtp H=mx [192.0.2.9]: SMTP error from remote mail server after RCPT TO:<a@b.example>: 550 5.1.1 no",
    f"{ID} ** a@b.example: Unrouteable address",
    f"{ID} ** a@b.example R=dnslookup T=remote_smtp: retry timeout exceeded",
    f"{ID} H=mx.b.example [192.0.2.9] Connection timed out",
    f"{ID} H=mx.b.example [192.0.2.9]: SMTP error from remote mail server after initial connection: 421 4.3.2 later",
]  # fmt: skip


@pytest.mark.parametrize("text", USUAL)
def test_usual_lines_are_taken(text: str) -> None:
    assert agree(f"{STAMP}{text}".encode())


def test_on_our_own_lines() -> None:
    assert sum(map(agree, LINES)) > 20


def test_a_note_is_never_of_a_kind_that_is_read() -> None:
    """Refusals have rows, and what is not understood is listed."""
    kinds = {kind for _, kind in usual.NOTES.values()}
    assert not kinds & {EventKind.REJECTION, EventKind.TEMPORARY_REJECTION, EventKind.UNRECOGNISED}


PIECES = [
    " H=mx [192.0.2.9]", "H=mx [192.0.2.9]", "H=(helo) [192.0.2.9]", "H=mx (helo) [192.0.2.9]:25", "H=([10.0.0.1]) [::1]", "H=(a) [1.2.3.4]", "H=mx", "H=[192.0.2.9]",
    "H=(x) [9.9.9.9]) [192.0.2.9]", "H=(fake) [6.6.6.6]:25 F=<a@b>) [192.0.2.9]", " I=[192.0.2.1]:25", " R=dnslookup", " R=r:", " T=remote_smtp", " T=smtp:", " F=<a@b>",
    " F=<>", ' F=<"a b"@c>', " X=TLS1.3:A:256", " A=plain:joe", " U=root", " P=esmtp", " <orig@x.example>", ' <"q q"@x>', " (parent@x) <o@x>", " rejected RCPT <a@b>",
    " rejected RCPT <a@b> X=y", " temporarily rejected RCPT <a@b>", " temporarily rejected RCPT a@b", " rejected MAIL <a@b>", " rejected EHLO or HELO x", " rejected after DATA", " refused RCPT <a@b>",
    " defer (110)", " defer (-44)", " defer (x)", " routing defer (-1)", " defer (0)", ": Connection refused", " Connection refused", " Connection timed out", ": retry time not reached",
    ": SMTP error from remote mail server after RCPT TO:<a@b>: 450 4.2.0 no", ": host mx [192.0.2.9] said: no", ": 550 5.1.1 no", ": 4", ":", ": ", " ", ": : x", ": a\\nb", " DT=2s", ": DT=2s", " QT=3s", "\r", "\u00a0",
    " sender verify fail for <a@b>", " sender verify defer for <a@b>", " Warning: x", "plain authenticator failed for ", "rejected authenticator failed for ", "unqualified authenticator failed for ",
    ": 535 Incorrect authentication data", " (set_id=a)", " (set_id=(a))", ": 435 later", "no host name found for IP address 192.0.2.1", "unexpected ", "SMTP syntax error in \"x\"", "SMTP connection from ", " H=mx [192.0.2.9] x",
    " tmp-reject from cutthrough ", "a@b.example", "bob", "a:b@c", "/f", "|x", "<>", " 'x'", '"', "\\",
]  # fmt: skip


@given(
    st.sampled_from(["", f"{ID} ", f"{ID} == ", f"{ID} ** "]),
    st.sampled_from(["", "a@b.example", "bob <bob@b.example>", *PIECES]),
    st.lists(st.sampled_from(PIECES), max_size=6),
)
@settings(max_examples=3000)
@example("", "H=(a) [1.2.3.4]", [" rejected RCPT <a@b>", ": 5"])
def test_on_any_heap_of_pieces(before: str, first: str, pieces: list[str]) -> None:
    agree(f"{STAMP}{before}{first}{''.join(pieces)}".encode())


@given(st.data())
@settings(max_examples=3000)
def test_on_usual_lines_with_something_wrong(data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(USUAL))
    at = data.draw(st.integers(0, len(line)))
    wrong = data.draw(st.one_of(st.text(max_size=3), st.sampled_from(PIECES)))
    agree(f"{STAMP}{line[:at]}{wrong}{line[at + data.draw(st.integers(0, 9)) :]}".encode("utf-8", "replace"))


@pytest.mark.parametrize(
    "folder", ["exim-testsuite/log", "exim-generated", "exim-samples", "lab/exim-default", "lab/exim-v498all"]
)
def test_on_every_real_log(corpora: Path, folder: str) -> None:
    for path in sorted((corpora / folder).rglob("*")):
        if path.is_file() and path.suffix not in (".gz", ".html"):
            for record in records(path.read_bytes(), type_of(path)):
                agree(record.raw)
