"""SPF of a domain: every code from a zone that has that one fault, the tree, who passes, what to publish."""

from __future__ import annotations

import pytest
from tests.verify.dns_server import DnsServer

from mailtui.model.enums import Severity
from mailtui.model.finding import Checked, Expected
from mailtui.verify.resolving import DnsResolver
from mailtui.verify.spf import check

HELPERS = """
mx.example.org.     A   192.0.2.1
a.example.net.      TXT "v=spf1 ip4:198.51.100.0/24 -all"
ten.example.net.    TXT "v=spf1 include:a.example.net include:a.example.net include:a.example.net include:a.example.net include:a.example.net include:a.example.net include:a.example.net include:a.example.net include:a.example.net -all"
seven.example.net.  TXT "v=spf1 include:a.example.net include:a.example.net include:a.example.net include:a.example.net include:a.example.net include:a.example.net -all"
open.example.net.   TXT "v=spf1 +all"
two.example.net.    TXT "v=spf1 -all"
two.example.net.    TXT "v=spf1 ~all"
bad.example.net.    TXT "v=spf1 foo -all"
empty.example.net.  TXT "hello"
back.example.net.   TXT "v=spf1 include:example.org -all"
"""  # noqa: E501
CODES = {
    "spf-none": ("hello", "F", "v=spf1 mx ~all"),
    "spf-multiple": (
        "v=spf1 mx -all|v=spf1 include:a.example.net ~all",
        "F",
        "v=spf1 include:a.example.net mx -all",
    ),
    "spf-syntax": ("v=spf1 mx ipv4:192.0.2.1 -all", "F", "v=spf1 mx -all"),
    "spf-lookups": (
        "v=spf1 mx include:ten.example.net -all",
        "F",
        "v=spf1 ip4:192.0.2.1 include:ten.example.net -all",
    ),
    "spf-voids": (
        "v=spf1 mx a:x.example.org a:y.example.org exists:z.example.org -all",
        "F",
        "v=spf1 mx -all",
    ),
    "spf-mx-limit": ("v=spf1 mx:many.example.org -all", "F", "v=spf1 -all"),
    "spf-include-none": ("v=spf1 mx include:empty.example.net -all", "F", "v=spf1 mx -all"),
    "spf-loop": ("v=spf1 mx include:back.example.net -all", "F", "v=spf1 mx -all"),
    "spf-passall": ("v=spf1 mx +all", "F", "v=spf1 mx ~all"),
    "spf-neutral": ("v=spf1 mx ?all", "W", "v=spf1 mx ~all"),
    "spf-no-all": ("v=spf1 mx", "W", "v=spf1 mx ~all"),
    "spf-ptr": ("v=spf1 mx ptr -all", "W", "v=spf1 mx -all"),
    "spf-long": (f"v=spf1 {'ip4:192.0.2.1 ' * 32}-all", "N", None),
    "spf-redirect-ignored": ("v=spf1 mx redirect=a.example.net -all", "N", "v=spf1 mx -all"),
    "spf-macro": ("v=spf1 mx exists:%{i}.example.org -all", "N", None),
    "spf-must": ("v=spf1 mx -all", "F", "v=spf1 include:a.example.net mx -all"),
    "spf-ip": ("v=spf1 mx -all", "F", "v=spf1 ip4:203.0.113.9 mx -all"),
}
EXPECTED = {
    "spf-must": Expected("example.org", spf_terms=("include:A.example.net.",)),
    "spf-ip": Expected("example.org", ips=("192.0.2.1", "203.0.113.9")),
}


def zone(*records: str) -> str:
    many = "\n".join(f"many.example.org. MX 10 mx{n}.example.org." for n in range(11))
    texts = "\n".join(f"example.org. TXT {strings(text)}" for text in records)
    return f"{HELPERS}\n{many}\n{texts}\nexample.org. MX 10 mx.example.org."


def strings(text: str) -> str:
    return " ".join(f'"{text[at : at + 200]}"' for at in range(0, len(text), 200))


async def look(dns: DnsServer, *records: str, expected: Expected | None = None) -> Checked:
    dns.load(zone(*records))
    resolver = DnsResolver([dns.address], timeout=0.2)
    (checked,) = await check(expected or Expected("example.org"), resolver)
    return checked


@pytest.mark.parametrize("code", CODES)
async def test_every_code_and_nothing_else(dns: DnsServer, code: str) -> None:
    records, severity, publish = CODES[code]
    checked = await look(dns, *records.split("|"), expected=EXPECTED.get(code))
    (finding,) = checked.findings
    assert (finding.code, finding.severity.name[0]) == (code, severity)
    assert finding.rfc.startswith("RFC 7208 section")
    assert finding.found
    assert finding.expected
    assert finding.advice.endswith(".")
    assert [record.value for record in finding.publish] == ([publish] if publish else [])
    assert checked.unsure == ""


@pytest.mark.parametrize("code", [code for code, (_, _, publish) in CODES.items() if publish])
async def test_what_is_to_be_published_is_right(dns: DnsServer, code: str) -> None:
    checked = await look(dns, *CODES[code][0].split("|"), expected=EXPECTED.get(code))
    (record,) = checked.findings[0].publish
    again = await look(dns, record.value, expected=EXPECTED.get(code))
    assert [finding.code for finding in again.findings if finding.severity is Severity.FAIL] == []


async def test_nothing_to_say(dns: DnsServer) -> None:
    for record in ("v=spf1 mx -all", "v=spf1 mx ~all", "V=SPF1 MX ~ALL", "v=spf1 redirect=a.example.net"):
        checked = await look(dns, record, expected=Expected("example.org"))
        assert checked.findings == ()
        assert checked.unsure == ""


async def test_nearly_too_many_lookups_is_a_note(dns: DnsServer) -> None:
    (finding,) = (await look(dns, "v=spf1 mx include:seven.example.net -all")).findings
    assert (finding.code, finding.severity) == ("spf-lookups", Severity.NOTE)
    assert "include:seven.example.net 7, mx 1" in finding.found


async def test_errors_in_what_is_included_are_told_where_they_are(dns: DnsServer) -> None:
    for include, code, name in [
        ("bad", "spf-syntax", "bad.example.net"),
        ("two", "spf-multiple", "two.example.net"),
        ("open", "spf-passall", "open.example.net"),
    ]:
        (finding,) = (await look(dns, f"v=spf1 mx include:{include}.example.net -all")).findings
        assert (finding.code, finding.name) == (code, name)
        assert [record.value for record in finding.publish] == ["v=spf1 mx -all"]


async def test_a_redirect_to_nothing_and_the_end_of_one(dns: DnsServer) -> None:
    (finding,) = (await look(dns, "v=spf1 mx redirect=empty.example.net")).findings
    assert (finding.code, finding.name) == ("spf-include-none", "example.org")
    assert finding.publish[0].value == "v=spf1 mx ~all"


async def test_a_required_term_may_be_in_an_included_record(dns: DnsServer) -> None:
    expected = Expected("example.org", spf_terms=("ip4:198.51.100.0/24",))
    assert (await look(dns, "v=spf1 include:a.example.net ~all", expected=expected)).findings == ()


async def test_the_tree_shows_what_each_term_costs(dns: DnsServer) -> None:
    checked = await look(
        dns, "v=spf1 mx a:gone.example.org include:seven.example.net ptr -all mx:late.example"
    )
    assert checked.spf is not None
    tree = checked.spf.tree
    assert (tree.term, tree.lookups) == ("example.org", 10)
    assert [(one.term, one.lookups, one.problem) for one in tree.children] == [
        ("mx", 1, ""),
        ("a:gone.example.org", 1, "nothing is there"),
        ("include:seven.example.net", 7, ""),
        ("ptr", 1, ""),
        ("-all", 0, ""),
        ("mx:late.example", 0, "never looked at: all is there"),
    ]
    assert [one.lookups for one in tree.children[2].children] == [1] * 6 + [0]
    assert tree.children[2].record.startswith("v=spf1 include:a.example.net")


async def test_who_passes_and_via_which_include(dns: DnsServer) -> None:
    ips = ("192.0.2.1", "198.51.100.7", "2001:db8::1")
    checked = await look(
        dns, "v=spf1 mx include:seven.example.net ~all", expected=Expected("example.org", ips=ips)
    )
    assert checked.spf is not None
    assert [(one.ip, one.result, one.via) for one in checked.spf.senders] == [
        ("192.0.2.1", "pass", ("mx",)),
        ("198.51.100.7", "pass", ("include:seven.example.net", "include:a.example.net")),
        ("2001:db8::1", "softfail", ()),
    ]
    (finding,) = [one for one in checked.findings if one.code == "spf-ip"]
    assert finding.name == "2001:db8::1"
    assert "198.51.100.7 passes via include:seven.example.net > include:a.example.net" in finding.found
    assert finding.publish[0].value == "v=spf1 ip6:2001:db8::1 mx include:seven.example.net ~all"


async def test_an_address_is_not_added_when_the_mended_record_lets_it_pass(dns: DnsServer) -> None:
    expected = Expected("example.org", ips=("198.51.100.7",), spf_terms=("include:a.example.net",))
    checked = await look(dns, "v=spf1 mx -all", expected=expected)
    assert {finding.code for finding in checked.findings} == {"spf-must", "spf-ip"}
    assert {finding.publish[0].value for finding in checked.findings} == {
        "v=spf1 include:a.example.net mx -all"
    }


async def test_the_domain_of_the_envelope_sender_counts(dns: DnsServer) -> None:
    dns.load(f'{HELPERS}\nbounces.example.org. TXT "v=spf1 ip4:192.0.2.9 -all"')
    expected = Expected("example.org", mail_from="bounces.example.org", ips=("192.0.2.9",))
    sending, own = await check(expected, DnsResolver([dns.address]))
    assert (sending.target, sending.findings) == ("bounces.example.org", ())
    assert own.target == "example.org"
    assert [(one.code, one.severity) for one in own.findings] == [("spf-none", Severity.WARN)]


@pytest.mark.parametrize("name", ["example.org", "a.example.net", "mx.example.org"])
async def test_what_is_not_known_is_not_said(dns: DnsServer, name: str) -> None:
    dns.load(zone("v=spf1 a:mx.example.org include:a.example.net -all"))
    dns.fault(name, "servfail")
    expected = Expected("example.org", ips=("203.0.113.9",), spf_terms=("include:other.example",))
    (checked,) = await check(expected, DnsResolver([dns.address], timeout=0.1))
    assert "SERVFAIL" in checked.unsure
    assert checked.findings == ()


async def test_what_is_wrong_anyway_is_told_though_not_all_is_known(dns: DnsServer) -> None:
    dns.load(zone("v=spf1 include:a.example.net foo -all"))
    dns.fault("a.example.net", "timeout")
    (checked,) = await check(Expected("example.org"), DnsResolver([dns.address], timeout=0.1))
    assert checked.unsure
    assert [finding.code for finding in checked.findings] == ["spf-syntax"]


async def test_a_record_without_an_end_is_left_in_time(dns: DnsServer) -> None:
    dns.load(
        "\n".join(
            f'*.{n}.example.org. TXT "v=spf1 ' + " ".join(f"include:{m}.%{{d}}" for m in range(8)) + ' -all"'
            for n in range(1)
        )
        + '\nexample.org. TXT "v=spf1 include:0.0.example.org -all"'
    )
    (checked,) = await check(Expected("example.org", ips=("192.0.2.1",)), DnsResolver([dns.address]))
    assert "spf-lookups" in [finding.code for finding in checked.findings]
    assert sum(dns.asked.values()) < 200


async def test_hostile_text_is_kept_as_it_is(dns: DnsServer) -> None:
    dns.load('example.org. TXT "v=spf1 [red]x\\027[31m \\226\\128\\174 -all"')
    (checked,) = await check(Expected("example.org"), DnsResolver([dns.address]))
    assert {finding.code for finding in checked.findings} == {"spf-syntax"}
    assert checked.findings[0].publish[0].value == "v=spf1 -all"
