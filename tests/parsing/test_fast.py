"""The quick way and the general way of reading a line say the same."""

# ruff: noqa: E501 - log lines are long

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.parsing.reading import ID, STAMP, records, type_of

from mailtui.model.clock import Clock
from mailtui.model.event import Event
from mailtui.parsing.exim import escapes
from mailtui.parsing.exim.parser import Parser

GOLDEN = Path(__file__).parents[1] / "golden/exim"
LINES = sorted({line for path in GOLDEN.glob("*.log") for line in path.read_bytes().split(b"\n") if line})


def both(raw: bytes) -> tuple[Event | None, Event]:
    """The event as the quick way has it (None: it leaves the line), and as the general way has it."""
    text = escapes.decode(raw)
    return Parser(Clock(year=2026))._common(text), Parser(Clock(year=2026)).general(text)


def agree(raw: bytes) -> bool:
    """Whether the quick way took the line; it must then say what the general way says."""
    quick, general = both(raw)
    assert quick is None or quick == general, raw
    return quick is not None


def test_on_our_own_lines_and_it_takes_most() -> None:
    taken = [
        agree(line)
        for line in LINES
        if any(mark in line for mark in (b" <= ", b" => ", b" -> ", b" Completed"))
    ]
    for line in LINES:
        agree(line)
    assert sum(taken) > 0.5 * len(taken)


FIELDS = [
    " H=mx.example [192.0.2.5]", " H=mx (helo) [192.0.2.5]:25", " H=([10.1.2.3]) [192.0.2.5]", " H=[2001:db8::1]:9", " H=mx", " I=[192.0.2.1]:25",
    " R=dnslookup", f" R={ID}", " R=r:", " T=remote_smtp", ' T="a subject"', ' T="q \\"x\\" \\303\\274 \\\\n"', " U=root", " P=esmtps", " P=<a@b>",
    " P=<>", " F=<a@b>", " F=<>", " X=TLS1.3:A:256", " X=TLS1.3:A:256*", " CV=no", ' DN="/C=US/O=A, B/CN=x"', " A=plain:joe", " A=plain:joe x",
    " S=352", " S=sss", " S=99999999999999999999", " M8S=0", " K", " L", " L.", " DKIM=d.example", " RT=0.2s", " id=a@b", ' id="a b"@c', " id*=x",
    ' C="250 OK id=1xUY2E-000000008IR-2k2P"', ' C="250-x\\\\n250 \\"queued as ABC\\""', " QT=3s", " QT=1m3s", " QT=q", " DT=0.304s", " DT=", " DS",
    " from <a@b>", " for a@b", ' for a@b "c d"@e', " Ci=7", " Q=slow", " PRDR", " junk", " H=mx [192.0.2.5]*", " H=mx [192.0.2.5]:99999",
    " <orig@x.example>", ' <"q q"@x>', " (parent@x) <o@x>", ":", " : text", "\t", "\r", "\u00a0", "\n x", " ", '"', "\\",
]  # fmt: skip
ADDRESSES = [
    "a@b.example",
    "<>",
    "bob",
    '"q q"@b',
    "|/bin/x y",
    "/f",
    ">r@x",
    ":blackhole:",
    "caf\u00e9@x",
    "a:b@c",
    "blackhole (x)",
    "a(b)@c",
    "",
]


@given(
    st.sampled_from(["<=", "=>", "->", "Completed"]),
    st.sampled_from(ADDRESSES),
    st.lists(st.sampled_from(FIELDS), max_size=9),
)
@settings(max_examples=1500)
@example("<=", "a@b", [" for x@y\n z"])
@example("=>", "a@b", [' C="250\n ok"'])
def test_on_any_heap_of_fields(marker: str, address: str, fields: list[str]) -> None:
    space = " " if address else ""
    agree(f"{STAMP}{ID} {marker}{space}{address}{''.join(fields)}".encode())


@given(st.sampled_from(["<=", "=>", "->", "Completed"]), st.text(max_size=40))
@settings(max_examples=500)
def test_on_any_text(marker: str, text: str) -> None:
    agree(f"{STAMP}{ID} {marker} {text}".encode("utf-8", "replace"))


@given(st.data())
@settings(max_examples=500)
def test_on_our_lines_with_something_wrong(data: st.DataObject) -> None:
    line = data.draw(st.sampled_from(LINES))
    at = data.draw(st.integers(30, max(30, len(line))))
    agree(line[:at] + data.draw(st.binary(max_size=3)) + line[at + data.draw(st.integers(0, 9)) :])


@pytest.mark.parametrize(
    "folder", ["exim-testsuite/log", "exim-generated", "exim-samples", "lab/exim-default", "lab/exim-v498all"]
)
def test_on_every_real_log(corpora: Path, folder: str) -> None:
    for path in sorted((corpora / folder).rglob("*")):
        if path.is_file() and path.suffix not in (".gz", ".html"):
            for record in records(path.read_bytes(), type_of(path)):
                agree(record.raw)
