"""Whatever strangers publish: no check breaks, every text is bounded, every record to publish can be one."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.verify.checking import sane

from mailtui.model.finding import Checked, Expected
from mailtui.verify import bimi, dane, dkim, dmarc, mta_sts, ownership, ses, tls_rpt
from mailtui.verify.answers import Answer, Kind
from mailtui.verify.mta_sts_fetch import Page, parsed
from mailtui.verify.mta_sts_policy import read
from mailtui.verify.tags import canonical, parse

EXPECTED = Expected(
    "example.org",
    selectors={"s1": None, "s2": "MIGf", "s3@other.example": "x"},
    ses_tokens=("t1",),
    token="a-token",
    mail_from="bounce.example",
    bimi=True,
)
CHECKS = [ownership.check, dkim.check, ses.check, dmarc.check, tls_rpt.check, bimi.check, dane.check]
NASTY = [
    "\x1b]0;title\x07\x1b[31m[bold]</b>\u202e\udcff\x00\x85",
    "v=DMARC1; p=reject; rua=" + ",".join(f"mailto:a@{'x' * 63}.{'y' * 63}.example{n}" for n in range(900)),
    "v=DMARC1; p=reject; rua=mailto:a@" + "x." * 150 + "example",
    "v=DMARC1; p=none; rua=mailto:[link](x)@[bold].example, mailto:a@b\x1b[0m.example",
    "v=DMARC1;" * 7000,
    "v=DMARC1; " + "a" * 65_000,
    "v=STSv1; id=" + "1" * 65_000,
    "v=TLSRPTv1; rua=" + "mailto:" * 9000,
    "v=BIMI1; l=https://" + "/" * 65_000,
    "v=DKIM1; p=" + "A" * 65_000,
    "v=DKIM1; t=" + "y:" * 32_000 + "; p=AAAA",
    "=" * 65_000,
    ";" * 65_000,
]


class Everywhere:
    """A DNS where every name has the same records, of whatever type."""

    def __init__(self, texts: list[str], kind: Kind = Kind.OK) -> None:
        self._texts = texts
        self._kind = kind

    async def ask(self, name: str, type: str) -> Answer:
        if self._kind is not Kind.OK:
            return Answer(name, type, self._kind, why="no reason \x1b[31m")
        records = {"MX": ("10 mx.example.org", "20 ."), "A": ("192.0.2.1",), "AAAA": ()}
        return Answer(name, type, self._kind, records.get(type, tuple(sorted(set(self._texts)))))


class Served:
    """A policy server that has one page for all."""

    def __init__(self, body: bytes) -> None:
        self._page = Page(200, "text/plain", body)

    async def get(self, host: str, address: str) -> Page:
        return self._page


async def _all(texts: list[str], kind: Kind = Kind.OK) -> list[Checked]:
    world, body = Everywhere(texts, kind), "\n".join(texts).encode("utf-8", "surrogatepass")
    checked = [one for check in CHECKS for one in await check(EXPECTED, world)]
    return checked + await mta_sts.check(EXPECTED, world, Served(body))


def _bounded(checked: list[Checked]) -> None:
    for one in checked:
        sane(one.findings)
        assert len(one.unsure) < 1000
        for finding in one.findings:
            assert finding.found.isprintable() or finding.found  # shown as text by who shows it
            assert len(finding.advice) < 2000


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text() | st.sampled_from(NASTY), min_size=1, max_size=3))
@example(NASTY)
async def test_any_records_anywhere(texts: list[str]) -> None:
    _bounded(await _all(texts))


@pytest.mark.parametrize("kind", [Kind.NODATA, Kind.NXDOMAIN])
async def test_nothing_anywhere(kind: Kind) -> None:
    _bounded(await _all([], kind))


async def test_no_answer_anywhere_is_no_finding() -> None:
    checked = await _all([], Kind.UNSURE)
    assert checked
    assert all(one.unsure and not one.findings and one.seen is None for one in checked)


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
async def test_long_records_take_no_time(text: str) -> None:
    began = time.process_time()
    _bounded(await _all([text]))
    assert time.process_time() - began < 2


@given(st.text() | st.sampled_from(NASTY))
def test_tags(text: str) -> None:
    tags = parse(text)
    assert parse(str(tags)).pairs == tags.pairs
    assert canonical(parse(canonical(tags))) == canonical(tags)


@given(st.text() | st.sampled_from(NASTY))
def test_policies(text: str) -> None:
    read(text)


@given(st.binary() | st.binary().map(lambda rest: b"HTTP/1.1 200 OK\r\n" + rest), st.booleans())
@example(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", True)
@example(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx", True)
@example(b"HTTP/1.1 100 Continue\r\n\r\n" * 50, True)
@example(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nx", True)
def test_any_reply_over_https(data: bytes, ended: bool) -> None:
    assert parsed(data, ended=ended) is not None or not ended
