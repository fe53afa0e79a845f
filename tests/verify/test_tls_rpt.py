"""TLS-RPT: each code out of a zone that has this fault and no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.verify.checking import codes, findings, look, published, sane, txt
from tests.verify.dns_server import DnsServer

from mailtui.verify import tls_rpt

NAME = "_smtp._tls.example.org"

FAULTS = {
    "tlsrpt-none note": "example.org. A 192.0.2.1",
    "tlsrpt-syntax warn": txt(NAME, "v=TLSRPTv1; rua=tls@example.org"),
}


@pytest.mark.parametrize("code", FAULTS)
async def test_each_code(code: str, dns: DnsServer) -> None:
    checked = await look(tls_rpt.check, dns, FAULTS[code])
    assert codes(checked) == [code]
    (finding,) = findings(checked)
    sane([finding])
    assert codes(await look(tls_rpt.check, dns, published(FAULTS[code], finding.publish))) == []


@pytest.mark.parametrize(
    "text",
    ["v=TLSRPTv1;rua=mailto:a@b.example", "v=TLSRPTv1; rua=https://a.example/x,mailto:a@b.example; x=1;"],
)
async def test_good(text: str, dns: DnsServer) -> None:
    assert codes(await look(tls_rpt.check, dns, txt(NAME, text))) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("v=tlsrptv1; rua=mailto:a@b.example", "exactly “v=TLSRPTv1;”"),
        ("v=TLSRPTv1 rua=mailto:a@b.example", "is not TLSRPTv1"),
        ("v=TLSRPTv1", "rua= is missing"),
        ("v=TLSRPTv1; rua=", "rua= is empty"),
        ("v=TLSRPTv1; rua=http://a.example", "neither mailto: nor https:"),
        ("v=TLSRPTv1; rua=mailto:a@b.example; rua=mailto:c@d.example", "more than once"),
    ],
)
async def test_words(text: str, words: str, dns: DnsServer) -> None:
    (finding,) = findings(await look(tls_rpt.check, dns, txt(NAME, text)))
    assert words in finding.found


async def test_several_records_become_one(dns: DnsServer) -> None:
    zone = "\n".join(txt(NAME, f"v=TLSRPTv1; rua=mailto:{one}@example.org") for one in "ab")
    (finding,) = findings(await look(tls_rpt.check, dns, zone))
    assert finding.publish[0].value == "v=TLSRPTv1; rua=mailto:a@example.org,mailto:b@example.org"


async def test_nothing_to_check(dns: DnsServer) -> None:
    assert await look(tls_rpt.check, dns, FAULTS["tlsrpt-none note"], receives=False) == []


async def test_no_answer_is_no_finding(dns: DnsServer) -> None:
    dns.fault(NAME, "refused")
    (checked,) = await look(tls_rpt.check, dns)
    assert (checked.findings, checked.seen) == ((), None)
    assert NAME in checked.unsure


@given(st.lists(st.text(), min_size=1, max_size=3))
def test_any_text_is_judged(texts: list[str]) -> None:
    sane(tls_rpt.judge("example.org", texts))
