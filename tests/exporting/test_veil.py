"""No local part gets through the veil, wherever it stands; domains do."""

import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.yanking.matters import explained, line, matter, row

from mailtui.model.enums import Status
from mailtui.model.veil import MASK, MASKED, anonymous
from mailtui.model.view import RowKey

ATOM = st.text(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*/=?^_`{|}~-ßéя", min_size=1
)
LOCALS = st.lists(ATOM, min_size=1, max_size=3).map(".".join).filter(lambda local: len(local) > 3)
WRAPPERS = (
    "{a}", "<{a}>", "user {l} unknown; <{a}>", "=> {l} <{a}> R=local_user", "F=<{a}> for {a}", "mailto:{a}",
    '"{l}" <{a}>: mailbox full', "550 5.1.1 {a}... User unknown ({l})", "{l}%40example.org and {a}",
)  # fmt: skip


def without_tokens(text):
    return re.sub(r"u-[0-9a-f]{12}", "", text)


@given(local=LOCALS, wrapper=st.sampled_from(WRAPPERS), key=st.binary(min_size=32, max_size=32))
def test_no_local_part_in_a_text(local, wrapper, key):
    text = wrapper.format(a=f"{local}@example.org", l=local)
    for veil in (MASKED, anonymous(key)):
        hidden = veil.text(text)
        assert local.lower() not in without_tokens(hidden).lower(), hidden
        assert "example.org" in hidden
        assert veil.text(hidden) == hidden


@given(local=LOCALS, quoted=st.booleans())
def test_no_local_part_in_a_row(local, quoted):
    address = f'"{local}"@example.org' if quoted else f"{local}@example.org"
    mail = row(recipient=address, reply=f"550 no mailbox {local}", subject=f"For {local}!", sender=local)
    hidden = MASKED.value(mail)
    told = f"{hidden.sender} {hidden.recipient} {hidden.reply.removeprefix('550')} {hidden.subject}"
    assert local.lower() not in told.lower()
    assert hidden.recipient == f"{MASK}@example.org"
    assert MASKED.value(mail).key == mail.key


def test_what_is_no_name_stays():
    mail = row(recipient="mx1@example.org", server="mx1", queue_id="mx1", reply="550 mx1 is no user")
    hidden = MASKED.value(mail)
    assert (hidden.server, hidden.queue_id) == ("mx1", "mx1")
    assert hidden.reply == f"550 {MASK} is no user"
    assert hidden.status is Status.BLOCKED
    assert MASKED.value(row(sender="")).sender == ""
    assert MASKED.text("connection timed out") == "connection timed out"


@pytest.mark.parametrize("address", ["|/usr/bin/vacation bob", "/var/mail/bob", ":blackhole:"])
def test_paths_and_pipes_are_texts(address):
    hidden = MASKED.value(row(recipient=address, original="bob@example.org")).recipient
    assert "bob" not in hidden
    assert hidden.startswith(address[:5])


def test_whatever_holds_a_row_is_hidden_with_it():
    whole = matter(row(recipient="bob+news@example.org"), lines=(line("x => bob <bob+news@example.org>"),))
    whole = whole.__class__(rows=whole.rows, lines=whole.lines, total=1)
    told = repr(MASKED.value((whole, explained())))
    assert "bob" not in told
    assert isinstance(MASKED.value(RowKey(1, 2, 3)), RowKey)


@pytest.mark.parametrize(
    "text", ["<info@info.example>", "info info@mail.info.example.", "user info: info@info"]
)
def test_domains_stay_whatever_the_name_is(text):
    hidden = MASKED.text(text)
    assert hidden.count("info") == text.partition("@")[2].count("info")
    assert MASKED.value(row(recipient="example@example.org")).recipient == f"{MASK}@example.org"


def test_tokens_join_within_an_export_and_not_between_two():
    one, other = anonymous(b"1" * 32), anonymous(b"2" * 32)
    assert one.text("bob@a.example, BOB@b.example") == one.text("Bob@a.example, bob@b.example")
    assert one.text("bob@a.example") != one.text("bot@a.example")
    assert one.text("bob@a.example") != other.text("bob@a.example")
    json.dumps(one.text("\udcffbob@a.example"))


LONG = {
    "word": "x" * 60_000 + " b",
    "quotes": '"' * 60_000,
    "escapes": '"\\' * 30_000,
    "open": "(a" * 30_000,
}


@pytest.mark.parametrize("name", LONG)
def test_a_hostile_line_costs_little(name):
    began = time.process_time()
    MASKED.text(f"{LONG[name]}@b")
    assert time.process_time() - began < 2


def test_thousands_of_names_cost_little():
    rows = tuple(row(recipient=f"person{number}@example.org", reply="550 no") for number in range(3_000))
    began = time.process_time()
    hidden = MASKED.value((rows, "for person17 and person2999"))
    assert time.process_time() - began < 5
    assert hidden[1] == f"for {MASK} and {MASK}"
