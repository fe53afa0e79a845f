"""Which record holds for a domain, and what is aligned with it: by tree walk and by public suffix list."""

from __future__ import annotations

import pytest
from tests.verify.checking import codes, findings, look, resolver, txt
from tests.verify.dns_server import DnsServer

from mailtui.model.finding import Expected
from mailtui.verify import dmarc
from mailtui.verify.dmarc_tree import names, walk
from mailtui.verify.organisation import organisational

REJECT = "v=DMARC1; p=reject; rua=mailto:d@example.org"


def test_the_names_of_a_walk() -> None:
    assert names("a.b.example.org") == ["a.b.example.org", "b.example.org", "example.org", "org"]
    long = names("a.b.c.d.e.f.g.h.i.j.mail.example.com")
    assert long[:2] == ["a.b.c.d.e.f.g.h.i.j.mail.example.com", "g.h.i.j.mail.example.com"]
    assert len(long) == 8
    assert names("org") == ["org"]


@pytest.mark.parametrize(
    ("records", "domain", "organisation"),
    [
        ({}, "a.example.org", "a.example.org"),
        ({"example.org": "p=none"}, "a.example.org", "example.org"),
        ({"a.example.org": "p=none", "example.org": "p=none"}, "a.example.org", "example.org"),
        ({"a.example.org": "p=none; psd=n", "example.org": "p=none"}, "a.example.org", "a.example.org"),
        ({"org": "p=none; psd=y"}, "a.example.org", "example.org"),
        ({"example.org": "p=none", "org": "p=none; psd=y"}, "a.example.org", "example.org"),
        ({"example.org": "p=none", "org": "p=none"}, "a.example.org", "org"),
        ({"org": "p=none; psd=y"}, "org", "org"),
    ],
)
async def test_the_organisational_domain(
    records: dict[str, str], domain: str, organisation: str, dns: DnsServer
) -> None:
    """RFC 9989 section 4.10.2."""
    dns.load("\n".join(txt(f"_dmarc.{name}", f"v=DMARC1; {rest}") for name, rest in records.items()))
    assert (await walk(domain, resolver(dns))).organisation == organisation


def test_the_organisational_domain_by_the_list() -> None:
    assert organisational("A.b.Example.co.uk.") == "example.co.uk"
    assert organisational("co.uk") == "co.uk"
    assert organisational("") == ""


async def of_sub(dns: DnsServer, zone: str, domain: str = "a.b.example.org", **more: object) -> list[str]:
    dns.load(zone)
    checked = await dmarc.check(Expected(domain, **more), resolver(dns))  # type: ignore[arg-type]
    return codes(checked)


async def test_a_subdomain_inherits(dns: DnsServer) -> None:
    assert await of_sub(dns, txt("_dmarc.example.org", REJECT)) == []


async def test_a_subdomain_inherits_sp(dns: DnsServer) -> None:
    assert await of_sub(dns, txt("_dmarc.example.org", f"{REJECT}; sp=none")) == ["dmarc-none-policy warn"]
    assert await of_sub(dns, txt("_dmarc.example.org", REJECT.replace("reject", "none; sp=reject"))) == []


async def test_a_record_in_between_counts_only_for_the_tree_walk(dns: DnsServer) -> None:
    zone = txt("_dmarc.b.example.org", REJECT)
    assert await of_sub(dns, zone) == ["dmarc-none warn"]
    dns.load(zone)
    (finding,) = findings(await dmarc.check(Expected("a.b.example.org"), resolver(dns)))
    assert "counts only for receivers that follow RFC 9989" in finding.found
    assert finding.publish[0].value == REJECT
    assert await of_sub(dns, f"{zone}\n{finding.publish[0].snippet()}") == []


async def test_a_record_of_a_public_suffix(dns: DnsServer) -> None:
    zone = txt("_dmarc.gov.uk", "v=DMARC1; p=reject; psd=y; rua=mailto:d@gov.uk")
    assert await of_sub(dns, zone, "mail.dept.gov.uk") == ["dmarc-none warn"]


async def test_an_unsure_parent_makes_it_unsure(dns: DnsServer) -> None:
    dns.load(txt("_dmarc.example.org", REJECT))
    dns.fault("_dmarc.b.example.org", "servfail")
    (checked,) = await dmarc.check(Expected("a.b.example.org"), resolver(dns))
    assert checked.findings == ()
    assert "_dmarc.b.example.org" in checked.unsure


OWN = txt("_dmarc.example.org", REJECT)
STRICT = txt("_dmarc.example.org", f"{REJECT}; aspf=s; adkim=s")


@pytest.mark.parametrize(
    ("zone", "expected", "code"),
    [
        (OWN, {"mail_from": "bounce.example.org"}, []),
        (OWN, {"mail_from": "other.example", "selectors": {"s1": None}}, ["align-spf warn"]),
        (OWN, {"mail_from": "other.example", "ses_tokens": ("t",)}, ["align-spf warn"]),
        (OWN, {"mail_from": "other.example"}, ["align-spf warn"]),
        (OWN, {"selectors": {"s1@other.example": None}}, ["align-dkim warn"]),
        (OWN, {"selectors": {"s1@other.example": None, "s2": None}}, []),
        (OWN, {"selectors": {"s1@mail.example.org": None}}, []),
        (STRICT, {"mail_from": "bounce.example.org", "selectors": {"s1": None}}, ["align-spf warn"]),
        (STRICT, {"selectors": {"s1@mail.example.org": None}}, ["align-dkim warn"]),
        (
            OWN,
            {"mail_from": "other.example", "selectors": {"s1@other.example": None}},
            ["align-dkim fail", "align-spf fail"],
        ),
        (
            STRICT,
            {"mail_from": "bounce.example.org", "selectors": {"s1@mail.example.org": None}},
            ["align-dkim fail", "align-spf fail"],
        ),
        (
            OWN.replace("p=reject", "p=reject; t=y"),
            {"mail_from": "other.example", "selectors": {"s1@other.example": None}},
            ["align-dkim warn", "align-spf warn", "dmarc-test warn"],
        ),
    ],
)
async def test_alignment(zone: str, expected: dict[str, object], code: list[str], dns: DnsServer) -> None:
    """A failure only where neither SPF nor DKIM vouches for the domain, and the policy is applied."""
    assert codes(await look(dmarc.check, dns, zone, **expected)) == code


async def test_receivers_may_disagree_about_alignment(dns: DnsServer) -> None:
    """A subdomain that says psd=n is an organisation of its own, but not for the public suffix list."""
    zone = OWN + "\n" + txt("_dmarc.bounce.example.org", "v=DMARC1; p=none; psd=n")
    checked = await look(dmarc.check, dns, zone, mail_from="bounce.example.org")
    assert codes(checked) == ["align-spf warn"]
    assert "only for receivers that follow RFC 7489" in findings(checked)[0].found


async def test_alignment_that_is_not_known(dns: DnsServer) -> None:
    dns.fault("_dmarc.bounce.example.org", "timeout")
    (checked,) = await look(dmarc.check, dns, OWN, mail_from="bounce.example.org")
    assert checked.findings == ()
    assert "_dmarc.bounce.example.org" in checked.unsure
