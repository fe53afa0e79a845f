"""Masked mode: no name of a person on any screen, in any panel, line, copy or export, whatever is typed."""

import csv
from base64 import b64decode
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style
from tests.ui import domains
from tests.ui.audit import act
from tests.ui.conftest import LOOK
from tests.ui.fakes import NOON, FakeDesk, FakeSearch, FakeState, FakeTracing, make_row
from tests.ui.incidents import ALL, FakeIncidents
from textual.drivers.headless_driver import HeadlessDriver

from mailtui.model.act import PersonView
from mailtui.model.view import Completion, ImportProgress, StoreState
from mailtui.model.visible import is_shared, share
from mailtui.query.masking import masked_filter, masked_query
from mailtui.ui.language import read
from mailtui.ui.screens.plain import plain_incident, plain_row
from mailtui.ui.widgets.completion_list import CompletionList
from mailtui.ui.widgets.facts import row_facts
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.query_hint import hint
from mailtui.ui.widgets.row_painter import RowPainter, Styles
from mailtui.ui.words import Tone

PEOPLE = ("zebedee", "ermintrude", "brian-snail", "dylan.rabbit", "dougal+sugar", "Mr.Rusty")
STYLES = Styles({tone: Style.null() for tone in Tone}, Style.null(), Style(bold=True), Style(reverse=True))
ATOM = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-äß", min_size=5, max_size=12)
LOCALS = st.lists(ATOM, min_size=1, max_size=2).map(lambda parts: f"zq{'.'.join(parts)}")
"""Names that stand in no word of ours."""


@pytest.fixture(autouse=True)
def shared():
    share(True)
    yield
    share(False)


def secret(number):
    """A mail of people with names that stand in no other text."""
    who, other = PEOPLE[number % len(PEOPLE)], PEOPLE[(number + 1) % len(PEOPLE)]
    return replace(
        make_row(number),
        sender=f"{other}@shop.example",
        recipient=f"{who}@gmail.com",
        original=f"{who}@alias.example",
        subject=f"Dear {who}",
        reply=f'550 no mailbox "{who}" here\n550 <{who}@gmail.com>: {who} is unknown',
        message_id=f"{other}.7@shop.example",
    )


def hidden_row(local):
    address = f"{local}@example.org"
    return replace(secret(5), sender=address, recipient=address, reply=f"550 {local} <{address}>: no {local}")


def assert_nobody(text, people=PEOPLE):
    lowered = text.lower()
    assert not [who for who in people if who.lower() in lowered], text


@pytest.mark.parametrize("width", [79, 119, 180])
@given(local=LOCALS, word=st.booleans())
@settings(max_examples=40)
def test_nobody_in_a_row_of_a_list(width, local, word):
    share(True)
    row = hidden_row(local)
    strip = RowPainter(width, LOOK, STYLES).row(row, cursor=False, word=local[:4] if word else "")
    assert local[:5].lower() not in strip.text.lower()
    assert strip.cell_length == width


@given(local=LOCALS)
@settings(max_examples=40)
def test_nobody_in_facts_and_plain_lines(local):
    share(True)
    row = hidden_row(local)
    told = " ".join(fact.text for fact in row_facts(row, LOOK)) + plain_row(row, LOOK)
    incident = replace(ALL[0], sample_reply=row.reply, recipient=row.recipient)
    told += plain_incident(incident, LOOK)
    assert_nobody(told, [local])


@given(local=LOCALS, form=st.sampled_from(["to:{}", "from:={}@x.org", "{}@", "to:a,{}@x.org", '"{}"', "-{}"]))
@settings(max_examples=80)
def test_nobody_in_a_query_or_what_is_said_of_it(local, form):
    share(True)
    text = form.format(local)
    assert len(masked_query(text)) == len(text)
    assert_nobody(masked_query(text), [local])
    for wrong in (text, f"{text} stat:bounced", f"{text} status:nope", f"({text}"):
        assert_nobody(hint(read(wrong), 200), [local])


@given(text=st.text(max_size=40))
def test_a_masked_query_is_as_long_as_the_query(text):
    assert len(masked_query(text)) == len(text)


def test_words_of_the_language_can_be_read():
    for text in (
        "status:bounced since:2h",
        "to:@gmail.com",
        "@example.org",
        "1tKxyz-000000001AB-2cDe",
        "stat",
    ):
        assert masked_query(text) == text


def make_desk():
    incident = replace(
        ALL[0],
        sample_reply="550 user zebedee unknown <zebedee@gmail.com>",
        template="550 user zebedee unknown <zebedee@gmail.com>",
        recipient="ermintrude@gmail.com",
    )
    line = b"2026-11-21 12:00:00 1tK => zebedee <zebedee@gmail.com> F=<ermintrude@shop.example> R=local_user"
    progress = ImportProgress("/x/zebedee@gmail.com", 0, 1, 1, 2, 3, 4.0, 5)
    found = [domains.hostile(f"{who}@gmail.com", number) for number, who in enumerate(PEOPLE, 1)]
    return FakeDesk(
        search=FakeSearch(count=300, make=secret),
        tracing=FakeTracing(secret),
        state=FakeState(StoreState(9, 9, NOON, progress, notes=("dylan.rabbit@x.org",))),
        incidents=FakeIncidents((incident, *ALL[1:]), unfiled=9, line=line),
        domains=domains.FakeDomains(tuple(one.row for one in found), {one.row.name: one for one in found}),
    )


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(
    "walk",
    [
        ("p", "P", "j", "j", "i", "x", "enter", "x", "P", "P", "p", "j", "q", "?", "escape"),
        ("2", "p", "P", "j", "enter", "p", "P", "P", "j", "x", "q", "y", "j", "j", "escape", "X", "escape"),
        ("5", "j", "enter", "P", "G", "q", "space", "y", "escape"),
        ("2", "space", "space", "y", "escape", "c", "escape", "t", "escape", "s", "escape", "a", "escape"),
    ],
    ids=["triage", "search", "domains", "acts"],
)
async def test_nobody_on_any_screen(visit, walk, size):
    async with visit(make_desk(), None, size=size, me="florence") as user:
        assert "names masked" in user.text
        for key in walk:
            await user.press(key)
            assert_nobody(user.text)
            assert_nobody("\n".join(getattr(user.app.screen, "plain", list)()))


async def test_nobody_in_what_is_typed(visit):
    async with visit(make_desk(), "") as user:
        await user.press("/")
        for text in ("to:zebedee", " from:ermintrude@", " dylan.rabbit", ' "brian-snail"', " nosuch:zebedee"):
            await user.type(text)
            assert_nobody(user.text)
        user.app.screen.query_one(CompletionList).offer([Completion("to:zebedee@gmail.com", "zebedee@x", 1)])
        await user.press()
        assert_nobody(user.text)
        user.app.screen.query_one(KeyLine).say("mail to zebedee@gmail.com")
        await user.press()
        assert_nobody(user.text)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("side:", "them"),
        ("class:", "uncategorised"),
        ("status:deferred,bou", "bounced"),
        ("-status:bou", "bounced"),
        ("note:", "any"),
        ("to:zebedee queue:", "deferred"),
    ],
)
async def test_closed_words_are_offered_to_be_read(visit, typed, word):
    async with visit(make_desk(), "") as user:
        await user.press("/")
        await user.type(typed)
        box = user.app.screen.query_one(CompletionList)
        shown = [str(option.prompt).split()[0] for option in box.options]
        assert word in shown
        assert shown == [offer.text for offer in box.offers]


@pytest.mark.parametrize("field", ["to", "from", "sender", "recipient", "assignee", "note", "provider"])
def test_of_values_only_those_that_name_people_are_dots(field):
    masked = masked_query(f'{field}:zebedee,"dougal sugar"')
    assert ("zebedee" in masked) == (field == "provider")
    assert ("dougal" in masked) == (field == "provider")


@pytest.mark.parametrize(
    ("typed", "seen"), [("victor", "••••••"), ("by:victor since:2d", "by:•••••• since:2d")]
)
async def test_nobody_in_what_is_asked_of_the_audit(visit, typed, seen):
    async with visit(make_desk(), None, size=(120, 40)) as user:
        await user.press("B", "/")
        await user.type(typed)
        assert_nobody(user.text, ("victor",))
        assert seen in user.text
        await user.press("enter")
        assert user.app.screen.query_text == typed
        assert f"only {seen}" in user.text
        assert f"No act matches {seen}." in user.text
        assert_nobody(user.text, ("victor",))


async def test_nobody_in_what_is_wrong_with_a_question_to_the_audit(visit):
    async with visit(make_desk(), None, size=(120, 40)) as user:
        await user.press("B", "/", *"nope:victor", "enter")
        assert "cannot read this" in user.notice
        assert_nobody(user.text, ("victor", "nope"))


@given(text=st.text(max_size=40))
def test_a_masked_filter_is_as_long_as_the_filter(text):
    assert len(masked_filter(text)) == len(text)


def test_in_a_filter_what_names_nobody_can_be_read():
    for text in ("on:incident:7", "act:state", "until:yesterday", "@example.org", "on:d12.1 since:2h"):
        assert masked_filter(text) == text
    assert masked_filter("on:bob@example.org bob:x") == "on:•••@example.org •••••"


async def test_people_are_offered_as_dots(visit):
    desk = make_desk()
    desk.search.complete = lambda *_: [Completion("zebedee", "", 1), Completion("dylan.rabbit@x.org", "", 1)]
    async with visit(desk, "") as user:
        await user.press("/")
        await user.type("to:")
        assert user.app.screen.query_one(CompletionList).is_open
        assert_nobody(user.text)
        assert "@x.org" in user.text


async def test_what_is_typed_still_finds(visit):
    async with visit(make_desk(), "") as user:
        await user.press("\\", *"zebedee")
        assert_nobody(user.text)
        await user.press("enter", "n", *("N" * 3))
        assert_nobody(user.text)
        assert user.list.word == "zebedee"
        await user.press("escape")
        await user.press("/")
        await user.type("to:zebedee")
        await user.press("enter")
        assert user.query == "to:zebedee"
        assert "to:•••••••" in user.text
        assert user.list.count == 100


async def test_nobody_in_a_copy_or_an_export(visit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sent = []
    monkeypatch.setattr(HeadlessDriver, "write", lambda self, data: sent.append(data))
    for name in ("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    async with visit(make_desk(), "") as user:
        for key in "asmlrcqtp":
            await user.press("y", key, "escape")
        await user.press("X", "c")
    copies = [b64decode(part.partition("\x07")[0]).decode() for part in "".join(sent).split("\x1b]52;c;")[1:]]
    assert len(copies) >= 7
    assert copies[0] == "•••@gmail.com"
    assert_nobody("\n".join(copies))
    (path,) = tmp_path.glob("*.csv")
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert len(rows) == 300
    assert_nobody(path.read_text())


@pytest.mark.parametrize("walk", [(), ("2",), ("2", "enter"), ("enter",)], ids=str)
async def test_the_key_masks_all_that_is_shown_and_shows_it_again(visit, walk):
    share(False)
    async with visit(make_desk(), None, size=(120, 40)) as user:
        await user.press(*walk, "p")
        assert "zebedee@gmail.com" in user.text
        await user.press("H")
        assert is_shared()
        assert_nobody(user.text)
        await user.press("H")
        assert "names masked" not in user.text
        assert "zebedee@gmail.com" in user.text


@pytest.mark.parametrize(
    ("typed", "masked"), [("zebedee@gmail.com", "•••@gmail.com"), ("zebedee", "•••••••"), ("ann", "•••")]
)
async def test_the_key_masks_what_narrows_the_audit_at_once(visit, typed, masked):
    share(False)
    desk = make_desk()
    desk.audit.known = [act(1), act(2, by=PersonView(0, "root", "", ""))]
    empty = typed != "ann"
    async with visit(desk, size=(120, 40)) as user:
        await user.press("B", "/", *typed, "enter")
        assert f"only {typed}" in user.lines[0]
        assert (f"No act matches {typed}." in user.text) == empty
        await user.press("H")
        assert_nobody(user.text)
        assert f"only {masked}" in user.lines[0]
        assert (f"No act matches {masked}." in user.text) == empty
        await user.press("H")
        assert f"only {typed}" in user.lines[0]


async def test_a_screen_underneath_is_masked_when_it_comes_up(visit):
    share(False)
    async with visit(make_desk(), None, size=(120, 40)) as user:
        await user.press("p", "enter", "H", "q")
        assert_nobody(user.text)
