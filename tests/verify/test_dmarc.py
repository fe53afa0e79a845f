"""DMARC: each code out of a zone that has this fault and no other."""

from __future__ import annotations

import pytest
from tests.verify.checking import codes, findings, look, published, sane, txt
from tests.verify.dns_server import DnsServer

from mailtui.verify import dmarc

NAME = "_dmarc.example.org"
RUA = "rua=mailto:dmarc@example.org"
GOOD = f"v=DMARC1; p=reject; {RUA}"
THEIRS = "example.org._report._dmarc.reports.example"

FAULTS = {
    "dmarc-none fail": "example.org. A 192.0.2.1",
    "dmarc-multiple fail": f"{txt(NAME, GOOD)}\n{txt(NAME, 'v=DMARC1; p=none; rua=mailto:z@example.org')}",
    "dmarc-syntax fail": txt(NAME, f"v=DMARC1 p=reject; {RUA}"),
    "dmarc-syntax warn": txt(NAME, f"v=DMARC1; p=reject; adkim=x; {RUA}"),
    "dmarc-policy fail": txt(NAME, f"v=DMARC1; p=rejected; {RUA}"),
    "dmarc-none-policy warn": txt(NAME, f"v=DMARC1; p=none; {RUA}"),
    "dmarc-sp-none warn": txt(NAME, f"v=DMARC1; p=reject; sp=none; {RUA}"),
    "dmarc-test warn": txt(NAME, f"v=DMARC1; p=reject; t=y; {RUA}"),
    "dmarc-pct note": txt(NAME, f"v=DMARC1; p=reject; pct=20; {RUA}"),
    "dmarc-no-rua note": txt(NAME, "v=DMARC1; p=reject"),
    "dmarc-uri fail": txt(NAME, "v=DMARC1; p=reject; rua=dmarc@example.org"),
    "dmarc-uri warn": txt(NAME, f"v=DMARC1; p=reject; {RUA}; ruf=https://example.org/x"),
    "dmarc-external warn": txt(NAME, "v=DMARC1; p=reject; rua=mailto:a@reports.example"),
}


@pytest.mark.parametrize("code", FAULTS)
async def test_each_code(code: str, dns: DnsServer) -> None:
    """The fault is found and nothing else; what the findings say to publish mends it within three steps."""
    zone = FAULTS[code]
    checked = await look(dmarc.check, dns, zone)
    assert codes(checked) == [code]
    sane(findings(checked))
    if code == "dmarc-uri warn":
        return  # it stays as it is: that URI may have its reasons
    for _ in range(3):
        zone = published(zone, [one for found in findings(checked) for one in found.publish])
        checked = await look(dmarc.check, dns, zone)
    assert codes(checked) == []


async def test_a_good_record(dns: DnsServer) -> None:
    (checked,) = await look(
        dmarc.check, dns, txt(NAME, f"V = DMARC1 ;P=Reject;\t{RUA}, mailto:b@example.org!10m ;")
    )
    assert codes([checked]) == []
    assert checked.seen is not None
    assert checked.seen.values == (f"v=DMARC1; p=Reject; {RUA}, mailto:b@example.org!10m",)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("v=DMARC1; p=reject; p=none", "dmarc-syntax fail", "more than once"),
        ("v=DMARC1;; p=reject", "dmarc-syntax warn", "two semicolons"),
        ("v=DMARC1; p=reject; hello", "dmarc-syntax warn", "“hello” is no tag"),
        ("v=DMARC1; p=reject; aspf=", "dmarc-syntax warn", "aspf="),
        ("v=DMARC1; p=reject; fo=9", "dmarc-syntax warn", "fo=9"),
        ("v=DMARC1; p=reject; t=maybe", "dmarc-syntax warn", "t=maybe"),
        ("v=DMARC1; sp=reject; p=reject", "dmarc-syntax warn", "does not follow v="),
        ("v=dmarc1; p=reject", "dmarc-syntax fail", "not read as"),
        ("v=DMARC 1; p=reject", "dmarc-syntax fail", "not read as"),
        ('"v=DMARC1; p=reject', "dmarc-syntax fail", "not read as"),
        ("v=DMARC1; p=reject; sp=all", "dmarc-policy fail", "sp=all"),
        ("v=DMARC1; p=reject; np=all", "dmarc-policy fail", "np=all"),
        ("v=DMARC1; p=", "dmarc-policy fail", "p="),
        ("v=DMARC1; ruf=mailto:a@example.org", "dmarc-policy fail", "no p="),
        ("v=DMARC1; p=reject; np=none", "dmarc-sp-none warn", "np=none"),
        ("v=DMARC1; p=reject; pct=150", "dmarc-pct note", "pct=150"),
        ("v=DMARC1; p=reject; rua=mailto:", "dmarc-uri fail", "no mail address"),
        ("v=DMARC1; p=reject; ruf=mailto://example.org", "dmarc-uri fail", "ruf: "),
        ("v=DMARC1; p=reject; rua=", "dmarc-no-rua note", "no rua="),
    ],
)
async def test_words(text: str, code: str, words: str, dns: DnsServer) -> None:
    zone = txt(NAME, text if "ru" in text else f"{text}; {RUA}")
    many = findings(await look(dmarc.check, dns, zone))
    told = {f"{one.code} {one.severity}": one for one in many}
    assert code in told
    assert words in told[code].found
    sane(many)


async def test_one_record_mends_all(dns: DnsServer) -> None:
    zone = txt(
        NAME, "v=DMARC1; p=rejected; sp=none; t=y; pct=5; adkim=s; fo=1; x=1; rua=dmarc@example.org; ruf=?"
    )
    many = findings(await look(dmarc.check, dns, zone))
    assert [one.code for one in many] == ["dmarc-policy", "dmarc-test", "dmarc-pct", "dmarc-uri", "dmarc-uri"]
    (record,) = {record for one in many for record in one.publish}
    assert record.value == f"v=DMARC1; p=reject; {RUA}; adkim=s; fo=1; x=1"


async def test_several_records_become_one(dns: DnsServer) -> None:
    (finding,) = findings(await look(dmarc.check, dns, FAULTS["dmarc-multiple fail"]))
    assert finding.publish[0].value == f"v=DMARC1; p=reject; {RUA},mailto:z@example.org"


async def test_no_stricter_policy_before_reports_came(dns: DnsServer) -> None:
    many = findings(await look(dmarc.check, dns, txt(NAME, "v=DMARC1; p=none")))
    assert [one.code for one in many] == ["dmarc-none-policy", "dmarc-no-rua"]
    assert {one.publish[0].value for one in many} == {"v=DMARC1; p=none; rua=mailto:postmaster@example.org"}


async def test_no_stricter_policy_while_own_mail_does_not_align(dns: DnsServer) -> None:
    many = findings(await look(dmarc.check, dns, FAULTS["dmarc-none-policy warn"], mail_from="other.example"))
    assert [(one.code, one.publish) for one in many] == [("dmarc-none-policy", ()), ("align-spf", ())]


async def test_a_domain_that_takes_no_mail_gets_no_reports(dns: DnsServer) -> None:
    (finding,) = findings(await look(dmarc.check, dns, "example.org. A 192.0.2.1", receives=False))
    assert finding.publish[0].value == "v=DMARC1; p=none"


async def test_the_domain_was_appended(dns: DnsServer) -> None:
    (finding,) = findings(await look(dmarc.check, dns, txt(f"{NAME}.example.org", GOOD)))
    assert finding.code == "dmarc-none"
    assert "enter “_dmarc” there" in finding.advice


async def test_other_records_there_are_not_dmarc(dns: DnsServer) -> None:
    assert codes(await look(dmarc.check, dns, txt(NAME, "v=spf1 -all"))) == ["dmarc-none fail"]
    assert codes(await look(dmarc.check, dns, f"{txt(NAME, 'v=spf1 -all')}\n{txt(NAME, GOOD)}")) == []


async def test_who_takes_the_reports(dns: DnsServer) -> None:
    """Somebody else must publish it, not we; and their DNS does not make ours unsure."""
    zone = FAULTS["dmarc-external warn"]
    own, theirs = await look(dmarc.check, dns, zone)
    assert own.findings == ()
    (finding,) = theirs.findings
    assert (finding.name, finding.publish[0].snippet()) == (THEIRS, f'{THEIRS}. 3600 IN TXT "v=DMARC1"')
    assert "in their zone, not in yours" in finding.advice
    assert (
        codes(await look(dmarc.check, dns, f"{zone}\n*._report._dmarc.reports.example. TXT v=DMARC1;")) == []
    )
    dns.fault(THEIRS, "servfail")
    own, theirs = await look(dmarc.check, dns)
    assert (own.unsure, own.findings, theirs.findings) == ("", (), ())
    assert THEIRS in theirs.unsure


async def test_reports_within_the_organisation_need_no_leave(dns: DnsServer) -> None:
    checked = await look(dmarc.check, dns, txt(NAME, "v=DMARC1; p=reject; rua=mailto:a@x.y.example.org"))
    assert codes(checked) == []
    assert len(checked) == 1


@pytest.mark.parametrize("how", ["servfail", "refused", "timeout", "lame", "garbage", "cut"])
async def test_no_answer_is_no_finding(how: str, dns: DnsServer) -> None:
    dns.fault(NAME, how)
    (checked,) = await look(dmarc.check, dns, "example.org. A 192.0.2.1")
    assert (checked.findings, checked.seen) == ((), None)
    assert NAME in checked.unsure
