"""A record to publish, as a line of a zone file that a name server reads."""

from __future__ import annotations

import dns.rdata
import dns.rdataclass
import dns.rdatatype
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.model.finding import Record


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (
            Record("example.org", "MX", "mx.example.org", priority=10),
            "example.org. 3600 IN MX 10 mx.example.org.",
        ),
        (Record("example.org", "MX", ".", priority=0), "example.org. 3600 IN MX 0 ."),
        (Record("a.example.org", "A", "192.0.2.1", 60), "a.example.org. 60 IN A 192.0.2.1"),
        (Record("w.example.org", "CNAME", "a.example.org."), "w.example.org. 3600 IN CNAME a.example.org."),
        (Record("example.org", "TXT", 'a "b" \\'), 'example.org. 3600 IN TXT "a \\"b\\" \\\\"'),
        (Record("example.org", "TXT", ""), 'example.org. 3600 IN TXT ""'),
    ],
)
def test_the_line(record: Record, line: str) -> None:
    assert record.snippet() == line


def test_long_texts_are_in_pieces() -> None:
    line = Record("s1._domainkey.example.org", "TXT", "x" * 600).snippet()
    assert [len(piece) for piece in line.split('"')[1::2]] == [255, 255, 90]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_any_text_is_read_back(text: str) -> None:
    line = Record("example.org", "TXT", text).snippet()
    assert line.isascii()
    assert line.isprintable()
    data = dns.rdata.from_text(dns.rdataclass.IN, dns.rdatatype.TXT, line.split(" IN TXT ", 1)[1])
    assert b"".join(data.strings).decode() == text
