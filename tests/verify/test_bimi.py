"""BIMI: each code out of a zone that has this fault and no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.verify.checking import codes, findings, look, published, sane, txt
from tests.verify.dns_server import DnsServer

from mailtui.verify import bimi

NAME = "default._bimi.example.org"
GOOD = "v=BIMI1; l=https://example.org/logo.svg; a=https://example.org/proof.pem"

FAULTS = {
    "bimi-none note": "example.org. A 192.0.2.1",
    "bimi-syntax warn": txt(NAME, "v=BIMI1; l=http://example.org/logo.svg"),
}


@pytest.mark.parametrize("code", FAULTS)
async def test_each_code(code: str, dns: DnsServer) -> None:
    checked = await look(bimi.check, dns, FAULTS[code], bimi=True)
    assert codes(checked) == [code]
    (finding,) = findings(checked)
    sane([finding])
    zone = published(FAULTS[code], finding.publish) if finding.publish else txt(NAME, GOOD)
    assert codes(await look(bimi.check, dns, zone, bimi=True)) == []


@pytest.mark.parametrize(
    "text", [GOOD, "v=BIMI1; l=; a=;", "v=BIMI1; l=https://a.example/x.svg; avp=personal; x=1"]
)
async def test_good(text: str, dns: DnsServer) -> None:
    assert codes(await look(bimi.check, dns, txt(NAME, text), bimi=True)) == []


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["v=bimi1; l="], "does not begin"),
        (["v=BIMI1; a=https://example.org/proof.pem"], "l= is missing"),
        (["v=BIMI1; l=https://example.org/a.svg, https://example.org/b.svg"], "is no https address"),
        (["v=BIMI1; l=https:///logo.svg"], "is no https address"),
        (["v=BIMI1; l=; a=self"], "a=self"),
        (["v=BIMI1; l=; avp=none"], "avp=none"),
        (["v=BIMI1; l=; l="], "more than once"),
        ([GOOD, "v=BIMI1; l="], "2 records"),
    ],
)
async def test_words(texts: list[str], words: str, dns: DnsServer) -> None:
    zone = "\n".join(txt(NAME, text) for text in texts)
    (finding,) = findings(await look(bimi.check, dns, zone, bimi=True))
    assert words in finding.found


async def test_nothing_to_check(dns: DnsServer) -> None:
    assert await look(bimi.check, dns, FAULTS["bimi-none note"]) == []


async def test_no_answer_is_no_finding(dns: DnsServer) -> None:
    dns.fault(NAME, "refused")
    (checked,) = await look(bimi.check, dns, bimi=True)
    assert (checked.findings, checked.seen) == ((), None)
    assert NAME in checked.unsure


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_any_text_is_judged(texts: list[str]) -> None:
    sane(bimi.judge("example.org", texts))
