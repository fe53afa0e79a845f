"""Templates: one for failures of one cause, stable, linear, and the same when applied again."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailtui.diagnosis import template

WORDS = (
    "550 550-5.1.1 5.1.1 550- <a@b.example> [192.0.2.1] 2001:db8::1 mx1.example.org [TSS04] (S3140) 12:34:56"
    " 2026-11-20T10:00:00Z https://x.example/?a=1#b https://x.example/1234567/192.0.2.1 deadbeef01 deadbeef"
    " x1y2z3 OFR_506 [506] <addr> <id> <query> ?<query> a@ @b .. ... -- \\n user unknown's 4.16.55.1 #102 1K"
    " 1,234 é ß İ gsmtp - x147 a.b-1"
)
PIECES = st.sampled_from(WORDS.split(" "))
REPLIES = st.lists(PIECES, max_size=12).flatmap(
    lambda words: st.sampled_from([" ", "", "-", "\n"]).map(lambda gap: gap.join(words))
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "550-5.1.1 <Bob@x.example>: no\n550 5.1.1 such user x11-20020a17.1 - gsmtp",
            "550 5.1.1 <addr>: no such user <id> - gsmtp",
        ),
        ("550 5.1.1 no such user x147 - gsmtp", "550 5.1.1 no such user <id> - gsmtp"),
        (
            "550-5.7.1 blocked [OFR_506] (S3140).\n"
            "550 5.7.1 see a41be03b00d2f7-7ff6eb27f5dsi12.53 - gsmtp (RCPT)",
            "550 5.7.1 blocked [ofr_506] (s3140). see <id> - gsmtp (rcpt)",
        ),
        ("550 5.2.2 [TSS04] 4.2.2 - gsmtp", "550 5.2.2 [tss04] 4.2.2 - gsmtp"),
        (
            "421 4.7.0 [TSS04] Messages from 192.0.2.25 deferred; see https://p.example/error-codes?id=1",
            "421 4.7.0 [tss04] messages from <ip> deferred; see https://p.example/error-codes?<query>",
        ),
        ("550 5.7.1 block list (S3140). [AM7EUR03.prod.example 2026-11-20T10:00:00.000Z 08DB7A]",
         "550 5.7.1 block list (s3140). [<host> <time> <id>]"),
        ("blocked using zen.spamhaus.org", "blocked using zen.spamhaus.org"),
        ("450 greylisted for 287 seconds", "450 greylisted for <n> seconds"),
        ("mail rejected. OFR_506 [506]", "mail rejected. ofr_506 [506]"),
        ("client [2001:db8::25] at 10:11:12 deadbeefcafe", "client [<ip>] at <time> <id>"),
        ("550 5.5.0 mailbox unavailable (S2017062302).", "550 5.5.0 mailbox unavailable (s2017062302)."),
        ("550 RESOLVER.ADR.RecipNotFound; no", "550 resolver.adr.recipnotfound; no"),
    ],
)  # fmt: skip
def test_tokens(text: str, expected: str) -> None:
    assert template(text) == expected


@given(REPLIES | st.text(max_size=80))
@example("550 550 5.1.1 5.1.1")
@example("İ550-x")
@example("https://x.example/?a=1#b<a@b.example>")
def test_applied_again_it_changes_nothing(text: str) -> None:
    once = template(text)
    assert template(once) == once


@pytest.mark.parametrize(
    "unit",
    [
        "a@",
        "1.",
        "1:",
        "<a@b> ",
        "550-",
        "http://a/",
        "?<query>",
        "é",
        "x1 ",
        "\ud83d",
        "[",
        "a.b-",
        "550 ",
        "a1 - gsmtp ",
        "a-",
    ],
)
def test_a_megabyte_of_anything(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    start = time.process_time()
    made = template(text)
    assert time.process_time() - start < 0.5
    assert len(made) < 20_000
