"""Easy DKIM: our CNAME, and the key at its other end."""

from __future__ import annotations

import pytest
from tests.verify.checking import codes, findings, look, published, sane, txt
from tests.verify.dns_server import DnsServer
from tests.verify.keys import rsa_key

from mailtui.verify import ses

OURS = "tok1._domainkey.example.org"
KEY = txt("tok1.dkim.amazonses.com", f"p={rsa_key(2048)}")
ALIAS = f"{OURS}. CNAME tok1.dkim.amazonses.com.\n"

FAULTS = {
    "ses-cname-missing fail": KEY,
    "ses-cname-wrong fail": f"{OURS}. CNAME tok2.dkim.amazonses.com.\n{KEY}",
    "ses-key-none fail": ALIAS,
}


@pytest.mark.parametrize("code", FAULTS)
async def test_each_code(code: str, dns: DnsServer) -> None:
    checked = await look(ses.check, dns, FAULTS[code], ses_tokens=("tok1",))
    assert codes(checked) == [code]
    (finding,) = findings(checked)
    sane([finding])
    zone = published(FAULTS[code], finding.publish) if finding.publish else ALIAS + KEY
    assert codes(await look(ses.check, dns, zone, ses_tokens=("tok1",))) == []


async def test_all_is_right(dns: DnsServer) -> None:
    (checked,) = await look(ses.check, dns, ALIAS + KEY, ses_tokens=("TOK1",))
    assert codes([checked]) == []
    assert checked.seen is not None
    assert checked.seen.values == ("tok1.dkim.amazonses.com",)


async def test_another_suffix(dns: DnsServer) -> None:
    zone = f"{OURS}. CNAME tok1.abc.dkim.eu-south-1.amazonses.com.\n"
    zone += txt("tok1.abc.dkim.eu-south-1.amazonses.com", f"p={rsa_key(2048)}")
    suffix = "abc.dkim.eu-south-1.amazonses.com."
    assert codes(await look(ses.check, dns, zone, ses_tokens=("tok1",), ses_suffix=suffix)) == []


async def test_a_revoked_key_is_none(dns: DnsServer) -> None:
    zone = ALIAS + txt("tok1.dkim.amazonses.com", "v=DKIM1; p=")
    assert codes(await look(ses.check, dns, zone, ses_tokens=("tok1",))) == ["ses-key-none fail"]


async def test_the_key_itself_is_judged_and_nothing_of_ours_mends_it(dns: DnsServer) -> None:
    zone = ALIAS + txt("tok1.dkim.amazonses.com", f"t=y; p={rsa_key(2048)}")
    (finding,) = findings(await look(ses.check, dns, zone, ses_tokens=("tok1",)))
    assert (finding.code, finding.publish) == ("dkim-testing", ())


async def test_the_domain_was_appended(dns: DnsServer) -> None:
    zone = f"{OURS}.example.org. CNAME tok1.dkim.amazonses.com.\n{KEY}"
    (finding,) = findings(await look(ses.check, dns, zone, ses_tokens=("tok1",)))
    assert finding.code == "ses-cname-missing"
    assert f"{OURS}.example.org" in finding.found


async def test_what_is_not_known(dns: DnsServer) -> None:
    dns.load(ALIAS + KEY)
    dns.fault("tok1.dkim.amazonses.com", "servfail")
    (checked,) = await look(ses.check, dns, ses_tokens=("tok1",))
    assert checked.findings == ()
    assert "tok1.dkim.amazonses.com" in checked.unsure
    dns.heal()
    dns.fault(OURS, "timeout", "CNAME")
    (checked,) = await look(ses.check, dns, ses_tokens=("tok1",))
    assert (checked.findings, checked.seen) == ((), None)
    assert OURS in checked.unsure


async def test_no_token_is_nothing_to_check(dns: DnsServer) -> None:
    assert await look(ses.check, dns, KEY) == []
