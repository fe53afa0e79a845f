"""Threads: the reference's groups, merging, subjects, and that order makes no difference."""

from __future__ import annotations

import json
import mailbox
from collections.abc import Iterable
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.model.conversations.letter import Letter, letter_of, message_ids, parent_of
from mailtui.model.conversations.subject import base_subject
from mailtui.model.conversations.threads import Placed, Threads
from mailtui.model.moment import DAY, HOUR, from_datetime

ANN, BOB, EVE = "ann@a.example", "bob@b.example", "eve@e.example"


def letter(
    name: str, to: str = "", *references: str, subject: str = "", day: float = 0, who: Any = (ANN, BOB)
) -> Letter:
    ids = (to,) if to else ()
    return Letter(name, ids, references, subject, round(day * DAY), frozenset(who))


def _groups(letters: Iterable[Letter], **options: bool) -> set[frozenset[str]]:
    threads = Threads(**options)
    names = []
    for one in letters:
        threads.add(one)
        names.append(one.message_id)
    found: dict[int | None, set[str]] = {}
    for name in names:
        found.setdefault(threads.thread_of(name), set()).add(name)
    assert None not in found
    return {frozenset(group) for group in found.values()}


def test_a_reply_is_in_the_thread_of_what_it_answers() -> None:
    threads = Threads()
    assert threads.add(letter("a")) == Placed(0)
    assert threads.add(letter("b", "a")) == Placed(0)
    assert threads.add(letter("c")) == Placed(1)
    assert threads.thread_of("x") is None


def test_threads_that_turn_out_to_be_one_are_merged() -> None:
    threads = Threads()
    for name in "abc":
        threads.add(letter(name))
    assert threads.add(letter("d", "c", "b", "a")) == Placed(0, (1, 2))
    assert {threads.thread_of(name) for name in "abcd"} == {0}


def test_answers_to_one_that_never_came_are_together() -> None:
    assert _groups([letter("b", "a"), letter("c", "a")]) == {frozenset("bc")}


def test_the_answer_may_come_first() -> None:
    threads = Threads()
    assert threads.add(letter("b", "a")) == Placed(0)
    assert threads.add(letter("a")) == Placed(0)


def test_a_message_that_answers_itself_or_in_a_circle() -> None:
    assert _groups([letter("a", "a"), letter("b", "c"), letter("c", "b")]) == {
        frozenset("a"),
        frozenset("bc"),
    }


@pytest.mark.parametrize(
    ("day", "who", "subject", "together"),
    [
        (6.9, (BOB, EVE), "Re: Lunch", True),
        (-6.9, (BOB, EVE), "AW: lunch", True),
        (7.1, (BOB, EVE), "Re: Lunch", False),
        (1, (EVE,), "Re: Lunch", False),
        (1, (BOB,), "Re: Dinner", False),
        (1, (BOB,), "Lunch", True),
    ],
)
def test_by_subject_time_and_people(day: float, who: Any, subject: str, together: bool) -> None:
    first = letter("a", subject="Lunch")
    second = letter("b", subject=subject, day=day, who=who)
    assert (len(_groups([first, second])) == 1) == together
    assert (len(_groups([second, first])) == 1) == together
    assert len(_groups([first, second], by_subject=False)) == 2


def test_reports_of_a_machine_can_be_kept_apart() -> None:
    reports = [letter(str(day), subject="Daily report", day=day) for day in range(3)]
    reply = letter("re", subject="Re: Daily report", day=1)
    assert len(_groups(reports)) == 1
    assert len(_groups(reports, replies_only=True)) == 3
    assert len(_groups([*reports, reply], replies_only=True)) == 1


def test_two_conversations_with_one_subject_stay_two() -> None:
    """Both answer something by their headers: the subject says nothing then."""
    letters = [letter("b", "a", subject="Re: Hi"), letter("d", "c", subject="Re: Hi")]
    assert len(_groups(letters)) == 2
    assert len(_groups([*letters, letter("e", subject="Re: Hi")])) == 1


def test_without_subject_nothing_is_joined() -> None:
    assert len(_groups([letter("a", subject="Re:"), letter("b", subject="")])) == 2
    assert len(_groups([letter("a", subject="x"), letter("b", subject="x")._replace(date=None)])) == 2


def test_a_message_without_id_is_found_by_its_subject() -> None:
    threads = Threads()
    threads.add(letter("a", subject="Lunch"))
    assert threads.add(letter("", subject="Re: Lunch")) == Placed(0)
    assert threads.add(letter("", subject="Re: Dinner")) == Placed(1)
    assert threads.add(letter("", subject="")) == Placed(2)


@pytest.mark.parametrize(
    ("header", "ids"),
    [
        ("<a@x> <b@x>", ("a@x", "b@x")),
        ("<a@x><b@x>", ("a@x", "b@x")),
        ("<a\r\n @x>", ("a@x",)),
        ("Message from Ann of Monday <a@x>", ("a@x",)),
        ("a@x b@x", ("a@x", "b@x")),
        ("<a@x> (<b@x>'s message) <a@x>", ("a@x", "b@x")),
        ("nothing", ()),
        ("<>", ()),
    ],
)
def test_ids_of_headers(header: str, ids: tuple[str, ...]) -> None:
    assert message_ids(header) == ids


def test_addresses_are_no_ids() -> None:
    one = letter_of("<b@x>", f"<{ANN}>'s message of Monday <a@x>", "", "Re: x", 0, [f"Ann <{ANN.upper()}>"])
    assert one.mentioned == ("a@x",)


def test_the_parent_is_the_newest_known() -> None:
    one = letter("d", "c", "a", "b")
    assert one.mentioned == ("c", "b", "a")
    assert [parent_of(one, known) for known in ("abc", "ab", "a", "")] == ["c", "b", "a", ""]


# against reference programs


def _letters(folder: Path) -> dict[str, Letter]:
    found = (
        _read(message_from_bytes(path.read_bytes(), policy=policy.compat32))
        for path in folder.rglob("mail/**/*")
        if path.is_file()
    )
    return {one.message_id: one for one in found}


def _read(mail: Message) -> Letter:
    def text(name: str) -> str:
        return " ".join(str(value) for value in mail.get_all(name, []))

    try:
        date = from_datetime(parsedate_to_datetime(text("date")).astimezone())
    except ValueError:
        date = None
    people = [text(name) for name in ("from", "to", "cc", "reply-to")]
    return letter_of(
        text("message-id"), text("in-reply-to"), text("references"), text("subject"), date, people
    )


def _names(node: dict[str, Any]) -> set[str]:
    return {node["id"]}.union(*map(_names, node["children"]))


def _children(node: dict[str, Any]) -> set[tuple[str, str]]:
    return {(child["id"], node["id"]) for child in node["children"]}.union(*map(_children, node["children"]))


def _references(corpora: Path) -> list[Path]:
    return sorted((corpora / "threading").glob("notmuch-*/**/threads.json"))


def test_groups_are_notmuchs(corpora: Path) -> None:
    """Each folder alone, and all as one mailbox: by the headers alone, which is what notmuch does."""
    everything: dict[str, Letter] = {}
    expected: set[frozenset[str]] = set()
    for path in _references(corpora):
        letters = _letters(path.parent)
        groups = {
            frozenset(set().union(*map(_names, thread)) & letters.keys())
            for thread in json.loads(path.read_text())
        }
        assert _groups(letters.values(), by_subject=False) == groups, path.parent.name
        everything |= letters
        expected |= groups
    assert len(everything) > 35
    assert _groups(everything.values(), by_subject=False) == expected
    assert _groups(reversed(everything.values()), by_subject=False) == expected


def test_parents_are_notmuchs(corpora: Path) -> None:
    for path in _references(corpora):
        letters = _letters(path.parent)
        expected = set().union(
            *(_children(root) for thread in json.loads(path.read_text()) for root in thread)
        )
        found = {(name, parent_of(one, letters)) for name, one in letters.items()}
        assert {pair for pair in found if pair[1]} == expected, path.parent.name


@pytest.mark.parametrize("name", ["thread3", "thread4", "thread7"])
def test_mailboxes_of_imaptest_are_one_thread(corpora: Path, name: str) -> None:
    """THREAD=REFERENCES (RFC 5256) joins by subject whenever and whoever: all have one day, one person."""
    box = mailbox.mbox(corpora / f"threading/imaptest/{name}.mbox", create=False)
    letters = [_read(mail)._replace(date=0, participants=frozenset({ANN})) for mail in box]
    box.close()
    assert len(letters) >= 2
    assert len(_groups(letters)) == 1


def test_odd_mails_of_other_programs_are_read(corpora: Path) -> None:
    """Broken headers, charsets, attachments: every one gets a thread."""
    folder = corpora / "threading"
    files = [path for name in ("mu", "public-inbox", "hyperkitty") for path in (folder / name).rglob("*")]
    threads = Threads()
    for path in files:
        if path.is_file():
            assert (
                threads.add(_read(message_from_bytes(path.read_bytes(), policy=policy.compat32))).thread >= 0
            )
    assert len(files) > 20


# any order

LETTERS = st.lists(
    st.builds(
        Letter,
        message_id=st.sampled_from("abcdefgh"),
        in_reply_to=st.lists(st.sampled_from("abcxyz"), max_size=1).map(tuple),
        references=st.lists(st.sampled_from("abcxyz"), max_size=2).map(tuple),
        subject=st.sampled_from(["Hi", "Re: Hi", "Other", ""]),
        date=st.one_of(st.none(), st.integers(-30, 30).map(lambda hours: hours * 12 * HOUR)),
        participants=st.frozensets(st.sampled_from([ANN, BOB, EVE]), max_size=2),
    ),
    max_size=8,
    unique_by=lambda one: one.message_id,
)


@given(LETTERS, st.randoms(use_true_random=False), st.booleans())
def test_order_and_repetition_make_no_difference(
    letters: list[Letter], random: Any, replies_only: bool
) -> None:
    again = letters * 2
    random.shuffle(again)
    assert _groups(again, replies_only=replies_only) == _groups(letters, replies_only=replies_only)


@given(LETTERS, st.booleans())
def test_groups_are_those_of_the_plain_definition(letters: list[Letter], replies_only: bool) -> None:
    groups: list[set[str]] = []
    for one in letters:
        mine = {one.message_id, *one.mentioned}
        mine |= {other.message_id for other in letters if _belong(one, other, replies_only)}
        near = [group for group in groups if group & mine]
        groups = [group for group in groups if not group & mine] + [mine.union(*near)]
    names = {one.message_id for one in letters}
    expected = {frozenset(group & names) for group in groups}
    assert _groups(letters, replies_only=replies_only) == expected - {frozenset()}


def _belong(one: Letter, other: Letter, replies_only: bool) -> bool:
    base, base2 = base_subject(one.subject), base_subject(other.subject)
    loose = [
        not mail.mentioned and (base_subject(mail.subject).is_reply or not replies_only)
        for mail in (one, other)
    ]
    return (
        bool(base.text)
        and base.text == base2.text
        and None not in (one.date, other.date)
        and abs(one.date - other.date) <= 7 * DAY
        and bool(one.participants & other.participants)
        and any(loose)
    )


@given(LETTERS)
def test_merged_threads_are_told(letters: list[Letter]) -> None:
    """Whoever follows what is told has the same threads in the end."""
    threads = Threads()
    kept: dict[str, int] = {}
    for one in letters:
        placed = threads.add(one)
        kept[one.message_id] = placed.thread
        kept = {name: placed.thread if thread in placed.merged else thread for name, thread in kept.items()}
    assert kept == {one.message_id: threads.thread_of(one.message_id) for one in letters}


@pytest.mark.parametrize("mentioned", ["", "x"])
def test_many_with_one_subject_take_time_by_their_number(mentioned: str) -> None:
    def seconds(count: int) -> float:
        threads, begun = Threads(), process_time()
        for number in range(count):
            to = f"{mentioned}{number}" if mentioned and number % 2 else ""
            threads.add(letter(str(number), to, subject="Report", day=number / 100))
        return process_time() - begun

    small, large = seconds(1000), seconds(8000)
    assert large < 40 * max(small, 0.01)
