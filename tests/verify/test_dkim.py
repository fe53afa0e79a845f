"""DKIM keys: each code out of a zone that has this fault and no other."""

from __future__ import annotations

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.verify.checking import codes, findings, look, published, sane, txt
from tests.verify.dns_server import DnsServer
from tests.verify.keys import ED25519, ec_key, ed25519_wrapped, rsa_bare, rsa_key

from mailtui.verify import dkim
from mailtui.verify.dkim_judge import judge
from mailtui.verify.dkim_key import public_part, read

NAME = "s1._domainkey.example.org"
GOOD = f"v=DKIM1; k=rsa; p={rsa_key(2048)}"

FAULTS = {
    "dkim-none fail": ["v=spf1 -all"],
    "dkim-multiple fail": [GOOD, "some-verification=1"],
    "dkim-syntax fail": ["v=DKIM1; k=rsa"],
    "dkim-revoked fail": ["v=DKIM1; k=rsa; p="],
    "dkim-weak fail": [f"p={rsa_key(768)}"],
    "dkim-1024 warn": [f"p={rsa_key(1024)}"],
    "dkim-big warn": [f"p={rsa_key(8192)}"],
    "dkim-testing warn": [f"v=DKIM1; t=s:y; p={rsa_key(2048)}"],
    "dkim-mismatch fail": [f"p={rsa_key(2048, seed=2)}"],
}


@pytest.mark.parametrize("code", FAULTS)
async def test_each_code(code: str, dns: DnsServer) -> None:
    """The fault is found and nothing else; publishing what the finding says mends it."""
    zone = "\n".join(txt(NAME, text) for text in FAULTS[code])
    known = {"s1": rsa_key(2048) if code.startswith("dkim-mismatch") else None}
    checked = await look(dkim.check, dns, zone, selectors=known)
    assert codes(checked) == [code]
    sane(findings(checked))
    wanted = {"s1": rsa_key(2048)}
    told = [one for one in findings(await look(dkim.check, dns, zone, selectors=wanted)) if one.publish]
    zone = published(zone, told[0].publish) if told else txt(NAME, GOOD)
    assert codes(await look(dkim.check, dns, zone, selectors=wanted)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("v=DKIM2; p=abcd", "v=DKIM2 is not DKIM1"),
        (f"k=rsa; v=DKIM1; p={rsa_key(2048)}", "v= is not the first tag"),
        ("v=DKIM1; p=; p=", "p= is there more than once"),
        ("v=DKIM1; k=ed25519; p=HbawiMnQXTCopHTkR0jlKQ==", "an Ed25519 key has 32 bytes, this one 16"),
        (f"v=DKIM1; k=ed25519; p={ed25519_wrapped()}", "this one 44"),
        ("v=DKIM1; k=dsa; p=abcd", "k=dsa is no kind of key"),
        (f"v=DKIM1; p={rsa_key(2048)[:-30]}", "cut off"),
        (f"v=DKIM1; p={rsa_key(2048)[:-8]}", "cut off"),
        ("v=DKIM1; p=***", "no base64"),
        (f"v=DKIM1; p={ec_key()}", "no RSA public key"),
        (f"v=DKIM1; s=tlsrpt; p={rsa_key(2048)}", "s=tlsrpt does not allow the key for mail"),
        (f"v=DKIM1 p={rsa_key(2048)}", "is not DKIM1"),
        (f"v=DKIM1;; p={rsa_key(2048)}", "two semicolons"),
        (f"v=DKIM1; n=\x1b[31m; p={rsa_key(2048)}", "n= has a character in it"),
        ("v=DKIM1; k=rsa; -----BEGIN PUBLIC KEY-----", "is no tag"),
    ],
)
def test_syntax(text: str, words: str) -> None:
    (finding,) = judge(NAME, [text])
    assert finding.code == "dkim-syntax"
    assert words in finding.found


@pytest.mark.parametrize(
    "text",
    [
        f"p={rsa_key(2048)}",
        f"v=DKIM1; k=rsa; h=sha1:sha256; s=*; t=s; n=made by hand; x=1; p={rsa_key(4096)};",
        f"v=DKIM1 ;\tk=rsa ; p = {rsa_key(2048)[:60]} {rsa_key(2048)[60:]} ;",
        f"v=DKIM1; s=email:other; p={rsa_bare(2048)}",
        f"v=DKIM1; k=ed25519; p={ED25519}",
        "k=ed25519; p=yi50DjK5O9pqbFpNHklsv9lqaS0ArSYu02qp1S0DW1Y=",
    ],
)
def test_good_keys(text: str) -> None:
    assert judge(NAME, [text]) == ()


def test_only_sha1_is_weak() -> None:
    (finding,) = judge(NAME, [f"v=DKIM1; h=sha1; p={rsa_key(2048)}"])
    assert (finding.code, finding.found) == ("dkim-weak", "h=sha1")
    assert judge(NAME, [finding.publish[0].value]) == ()


def test_all_findings_say_the_same_record() -> None:
    key = rsa_key(1024)
    many = judge(NAME, [f"v=DKIM1; h=sha1; t=y; p={key}"], rsa_key(2048))
    assert [one.code for one in many] == ["dkim-weak", "dkim-1024", "dkim-testing", "dkim-mismatch"]
    assert {record.value for one in many for record in one.publish} == {GOOD}


@pytest.mark.parametrize("bits", [512, 768, 1023, 1024, 1025, 2047, 2048, 4096, 16384])
def test_sizes(bits: int) -> None:
    assert read(f"p={rsa_key(bits)}").bits == bits
    assert read(f"p={rsa_bare(bits)}").bits == bits


def test_sizes_as_cryptography_sees_them() -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = rsa.generate_private_key(65537, 2048).public_key()
    for form, encoding in (
        (PublicFormat.SubjectPublicKeyInfo, Encoding.DER),
        (PublicFormat.PKCS1, Encoding.DER),
    ):
        text = base64.b64encode(public.public_bytes(encoding, form)).decode()
        assert read(f"p={text}").bits == public.key_size


async def test_the_key_is_compared_without_white_space(dns: DnsServer) -> None:
    key = rsa_key(2048)
    zone = txt(NAME, f"v=DKIM1; p={key[:99]} \t {key[99:]}")
    pem = "-----BEGIN PUBLIC KEY-----\n" + "\n".join(key[at : at + 64] for at in range(0, len(key), 64))
    for known in (
        key,
        f"{key[:10]} {key[10:]}",
        f"v=DKIM1; k=rsa; p={key}",
        f'"v=DKIM1; p={key}"',
        f"{pem}\n-----END",
    ):
        assert public_part(known) == key
        assert codes(await look(dkim.check, dns, zone, selectors={"s1": known})) == []


async def test_a_record_with_the_domain_appended_is_found(dns: DnsServer) -> None:
    zone = txt(f"{NAME}.example.org", GOOD)
    (finding,) = findings(await look(dkim.check, dns, zone, selectors={"s1": None}))
    assert finding.code == "dkim-none"
    assert f"{NAME}.example.org" in finding.found
    assert "enter “s1._domainkey” there" in finding.advice


async def test_a_cname_to_the_key_is_followed(dns: DnsServer) -> None:
    zone = f"{NAME}. CNAME key.provider.example.\n{txt('key.provider.example', GOOD)}"
    assert codes(await look(dkim.check, dns, zone, selectors={"s1": None})) == []


async def test_keys_of_another_signer(dns: DnsServer) -> None:
    zone = txt("s1._domainkey.provider.example", GOOD)
    (checked,) = await look(dkim.check, dns, zone, selectors={"s1@Provider.example": None})
    assert checked.target == "s1._domainkey.provider.example"
    assert codes([checked]) == []


async def test_no_selector_is_nothing_to_check(dns: DnsServer) -> None:
    assert await look(dkim.check, dns, "example.org. A 192.0.2.1") == []


@pytest.mark.parametrize("how", ["servfail", "refused", "timeout", "lame", "empty", "garbage", "cut"])
async def test_no_answer_is_no_finding(how: str, dns: DnsServer) -> None:
    dns.fault(NAME, how)
    known = {"s1": None, "s2": None}
    first, second = await look(dkim.check, dns, selectors=known)
    if how != "empty":  # the server does know the zone
        assert (first.findings, first.seen) == ((), None)
        assert NAME in first.unsure
    assert codes([second]) == ["dkim-none fail"]


def test_same_keys_look_the_same() -> None:
    from mailtui.verify.answers import Answer, Kind

    one = Answer(NAME, "TXT", Kind.OK, (f"v=DKIM1; k=rsa; p={ED25519}",))
    two = Answer(NAME, "TXT", Kind.OK, (f"v=DKIM1;p={ED25519[:9]} {ED25519[9:]};  k=rsa;",))
    assert dkim.canonical_keys(one) == dkim.canonical_keys(two)


@given(st.lists(st.text(), max_size=3).filter(bool), st.none() | st.text(min_size=1))
@example(["p=" + "A" * 65_536], None)
@example(["p=MAAA"], None)
@example(["v=DKIM1;" * 8000], "x")
@example(["p=" + base64.b64encode(b"\x30\xff" + b"\xff" * 90).decode()], None)
@example(["p=" + base64.b64encode(b"\x30\x04\x05\x02aa").decode()], None)
def test_any_text_is_judged(texts: list[str], wanted: str | None) -> None:
    sane(judge(NAME, texts, wanted))


@given(st.binary(max_size=200))
def test_any_bytes_for_a_key(data: bytes) -> None:
    sane(judge(NAME, [f"v=DKIM1; p={base64.b64encode(data).decode()}"]))
