"""Header fields of mails, well written and not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.model.enums import Role
from mailtui.model.moment import iso
from mailtui.parsing.mail.fields import read

MAIL = b"""From: =?utf-8?q?Ann_K=C3=B6nig?= <Ann@a.example>
To: "Bob, the builder" <bob@b.example>, Undisclosed recipients:;
Cc: eve@e.example, BOB@b.example
Subject: =?iso-8859-1?q?Gr=FC=DFe?=
 from here
Date: Sat, 21 Nov 2026 12:00:00 +0100
Message-ID: <one@a.example>
In-Reply-To: <zero@b.example>
References: <minus@b.example>
\t<zero@b.example>

Hello
"""


def test_what_a_mail_says() -> None:
    mail = read(MAIL)
    assert mail.letter.message_id == "one@a.example"
    assert mail.letter.mentioned == ("zero@b.example", "minus@b.example")
    assert mail.letter.subject.split() == ["Grüße", "from", "here"]
    assert iso(mail.letter.date or 0) == "2026-11-21T11:00:00+00:00"
    assert (mail.sender, mail.from_name) == ("Ann@a.example", "Ann König")
    assert mail.recipients == ((Role.TO, "bob@b.example"), (Role.CC, "eve@e.example"))
    assert mail.letter.participants == {"ann@a.example", "bob@b.example", "eve@e.example"}
    assert mail.size == len(MAIL)


def test_without_an_id_it_is_named_after_its_content() -> None:
    one, same, other = (read(b"Subject: x\n\n" + body).letter.message_id for body in (b"a", b"a", b"b"))
    assert one == same != other
    assert one.endswith("@no-message-id.invalid")


@pytest.mark.parametrize(
    ("field", "moment"),
    [
        (
            b"Date: yesterday\nReceived: from x by y; Sat, 21 Nov 2026 11:00:00 +0000",
            "2026-11-21T11:00:00+00:00",
        ),
        (b"Date: Sat, 21 Nov 26 11:00 GMT", "2026-11-21T11:00:00+00:00"),
        (b"Date: 99 Foo 2026", None),
        (b"Received: from nowhere", None),
    ],
)
def test_dates_that_are_none(field: bytes, moment: str | None) -> None:
    date = read(field + b"\n\n").letter.date
    assert (None if date is None else iso(date)) == moment


def test_bytes_that_are_no_ascii() -> None:
    assert read("Subject: Grüße\n\n".encode()).letter.subject == "Grüße"
    assert read("Subject: Grüße\n\n".encode("latin-1")).letter.subject == "Grüße"


LINES = (*MAIL.splitlines(), b"From: <", b"To: ,;:<@>", b"\0")


@given(st.one_of(st.binary(), st.lists(st.sampled_from(LINES))))
def test_nothing_is_refused(raw: bytes | list[bytes]) -> None:
    mail = read(raw if isinstance(raw, bytes) else b"\n".join(raw))
    assert mail.letter.message_id
    assert all("@" in address for _, address in mail.recipients)
