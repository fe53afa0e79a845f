"""Reading a failure: what servers write around replies, codes within text, multi-line replies, providers."""

from __future__ import annotations

import pytest

from mailtui.diagnosis import Context, builtin_providers
from mailtui.diagnosis.folding import fold
from mailtui.diagnosis.joining import joined
from mailtui.diagnosis.mending import mended
from mailtui.diagnosis.reply import read
from mailtui.model.enums import Phase


@pytest.mark.parametrize(
    ("text", "words", "code", "host", "phase"),
    [
        (
            "SMTP error from remote mail server after RCPT TO:<b@x.example>: 550 5.1.1 no",
            "550 5.1.1 no", 550, None, Phase.RCPT,
        ),
        (
            "SMTP error from remote mail server after MAIL FROM:<a@y.example> SIZE=1: host mx.x.example"
            " [192.0.2.1]: 451 later",
            "451 later", 451, "mx.x.example", Phase.MAIL,
        ),
        (
            "SMTP error from remote mail server after pipelined end of data: 554 no",
            "554 no", 554, None, Phase.END_OF_DATA,
        ),
        (
            "host mx.x.example[192.0.2.1] said: 550-5.1.1 no 550 5.1.1 one (in reply to RCPT TO command)",
            "550 5.1.1 no one", 550, "mx.x.example", Phase.RCPT,
        ),
        (
            "host mx.x.example[2001:db8::1] said: 554 no (in reply to DATA command)",
            "554 no", 554, "mx.x.example", Phase.DATA,
        ),
        (
            "host mx.x.example[192.0.2.1] refused to talk to me: 421 busy",
            "421 busy", 421, "mx.x.example", Phase.BANNER,
        ),
        (
            "connect to mx.x.example[192.0.2.1]:25: Connection refused",
            "connect to mx.x.example[192.0.2.1]:25: Connection refused", None, "mx.x.example", Phase.CONNECT,
        ),
        (
            "192.0.2.1 does not like recipient. Remote host said: 550 no Giving up on 192.0.2.1.",
            "550 no", 550, None, Phase.RCPT,
        ),
        ("550-one\n550-two\n550 three", "550 one two three", 550, None, None),
        ("550-5.1.1 one\\n550 5.1.1 two", "550 5.1.1 one two", 550, None, None),
        ("Diagnostic-Code: smtp; 552 full", "Diagnostic-Code: smtp; 552 full", 552, None, None),
        ("it failed with #5.2.2", "it failed with #5.2.2", None, None, None),
        ("delivered 550 messages", "delivered 550 messages", None, None, None),
    ],
)  # fmt: skip
def test_what_is_around_a_reply(text, words, code, host, phase) -> None:
    reply = read(Context(text))
    assert (reply.text, reply.code, reply.host, reply.phase) == (words, code, host, phase)


def test_the_context_wins_over_the_text() -> None:
    known = Context("550 5.1.1 no", "mx.x.example", phase=Phase.MAIL, smtp_code=450, enhanced_code="4.0.0")
    reply = read(known)
    assert (reply.code, reply.enhanced, reply.host, reply.phase) == (450, "4.0.0", "mx.x.example", Phase.MAIL)


@pytest.mark.parametrize(
    ("text", "enhanced"),
    [
        ("550 5.1.1 no", "5.1.1"),
        ("550 no (#5.2.2 - chk)", "5.2.2"),
        ("550-#5.1.0 no", "5.1.0"),
        ("550 5.7.606 no", "5.7.606"),
        ("550 see 192.0.2.5.1.1", None),
        ("550 from 5.1.1.1", None),
    ],
)
def test_enhanced_codes_within_text(text: str, enhanced: str | None) -> None:
    assert read(Context(text)).enhanced == enhanced


def test_who_speaks() -> None:
    assert read(Context("550 no")).remote is True
    assert read(Context("Permission denied", errno=13)).remote is False
    assert read(Context("Permission denied")).remote is None
    assert read(Context("550 no", remote=False)).remote is False


@pytest.mark.parametrize(
    ("host", "provider"),
    [
        ("aspmx.l.google.com", "google"),
        ("ALT1.ASPMX.L.GOOGLE.COM.", "google"),
        ("customer-example.mail.protection.outlook.com", "microsoft"),
        ("mx00.gmx.net", "ionos"),
        ("notgoogle.com", None),
        ("google.com.evil.example", None),
        ("", None),
        (None, None),
        ("." * 100_000, None),
    ],
)
def test_providers_by_suffix(host: str | None, provider: str | None) -> None:
    assert builtin_providers().of_host(host) == provider


def test_folding() -> None:
    assert fold("L'adresse <bob@x.example> n'existe PAS; doesn't 192.0.2.1 can not Boîte") == (
        " l adresse n existe pas doesnt cannot boite "
    )
    assert fold("") == "  "


def test_joining_keeps_what_is_no_reply() -> None:
    assert joined("no code\nhere") == "no code here"
    assert joined("") == ""


def test_misread_utf8_is_mended() -> None:
    right = "la boîte aux lettres de cet abonné est pleine à ras bord, désolé"
    assert mended(right.encode().decode("latin-1")) == right
    assert mended(right) == right
    assert mended("plain") == "plain"
