"""Letters in the database: the threads of the pure rules, in whatever order and parts they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailtui.model.conversations.letter import Letter
from mailtui.model.conversations.mail import Placed
from mailtui.model.conversations.threads import Threads
from mailtui.model.enums import MessageKind, QueueState, Role
from mailtui.model.facts import MessageFacts, RecipientFacts
from mailtui.model.moment import DAY
from mailtui.store.conversations.mailboxes import mailbox
from mailtui.store.conversations.placing import place
from mailtui.store.engine import Connection, Engine, writer
from mailtui.store.facts import save_messages
from mailtui.store.naming import Naming
from mailtui.store.owned import Failures, Owned

PEOPLE = ("ann@a.example", "bob@b.example", "eve@e.example")
NAMES = "abcdefgh"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = writer(tmp_path_factory.mktemp("letters") / "mailtui.db")
    yield engine
    engine.dispose()


@st.composite
def letters(draw: st.DrawFn) -> list[Letter]:
    found = []
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1)):
        ids = st.lists(st.sampled_from(NAMES + "xyz"), max_size=2)
        subject = draw(st.sampled_from(("", "Lunch", "Re: Lunch", "Dinner", "[x] fwd: dinner")))
        people = draw(st.sets(st.sampled_from(PEOPLE), min_size=1))
        date = draw(st.one_of(st.none(), st.integers(0, 40).map(lambda day: day * DAY)))
        found.append(Letter(name, tuple(draw(ids)[:1]), tuple(draw(ids)), subject, date, frozenset(people)))
    return found


def _file(connection: Connection, letters: Sequence[Letter], told: dict[str, str] | None = None) -> None:
    server, _ = mailbox(connection, "mail", "-")
    for letter in letters:
        sender, *others = sorted(letter.participants)
        message = 1 + NAMES.index(letter.message_id)
        facts = MessageFacts(
            letter.message_id,
            MessageKind.CONVERSATION,
            first_seen=letter.date or 0,
            last_seen=letter.date or 0,
            sender=sender,
            subject=letter.subject,
            recipients=[RecipientFacts(one.upper(), Role.TO, queue_state=QueueState.NONE) for one in others],
        )
        naming = Naming(connection, lambda host, ip: "")
        owned = Owned(message, server, facts, replaced=False)
        save_messages(connection, naming, naming, [owned], [Failures((), [None] * len(others))])
    place(
        connection,
        [
            Placed(1 + NAMES.index(one.message_id), one, told_thread=(told or {}).get(one.message_id, ""))
            for one in letters
        ],
    )


def _threads(connection: Connection) -> set[tuple[frozenset[str], str, int, int, int]]:
    groups: dict[int, set[str]] = {}
    for thread, name in connection.exec_driver_sql("SELECT thread_id, rfc_id FROM letter"):
        groups.setdefault(thread, set()).add(name)
    rows = connection.exec_driver_sql("SELECT id, subject, first, last, messages FROM thread")
    return {(frozenset(groups.pop(id_)), *rest) for id_, *rest in rows}


def _pure(letters: Sequence[Letter]) -> set[frozenset[str]]:
    threads = Threads()
    for one in letters:
        threads.add(one)
    groups: dict[int | None, set[str]] = {}
    for one in letters:
        groups.setdefault(threads.thread_of(one.message_id), set()).add(one.message_id)
    return {frozenset(group) for group in groups.values()}


def _empty(connection: Connection) -> None:
    for table in ("message_reference", "letter", "thread", "message_link", "recipient", "message"):
        connection.exec_driver_sql(f"DELETE FROM {table}")


@settings(max_examples=120)
@given(letters(), st.data())
def test_any_order_and_any_parts_give_the_threads_of_the_rules(
    engine: Engine, found: list[Letter], data: st.DataObject
) -> None:
    again = data.draw(st.permutations(found))
    cut = data.draw(st.integers(0, len(found)))
    with engine.begin() as connection:
        _empty(connection)
        _file(connection, found)
        whole = _threads(connection)
        _empty(connection)
        for part in (again[:cut], again[cut:]):
            _file(connection, part)
        assert _threads(connection) == whole
    assert {group for group, *_ in whole} == _pure(found)


def test_a_thread_says_what_its_letters_say(engine: Engine) -> None:
    first = Letter("a", (), (), "[list] Lunch", 2 * DAY, frozenset(PEOPLE))
    reply = Letter("b", ("a",), (), "Re: Lunch", 3 * DAY, frozenset(PEOPLE))
    with engine.begin() as connection:
        _empty(connection)
        _file(connection, [reply, first])
        assert _threads(connection) == {(frozenset("ab"), "Lunch", 2 * DAY, 3 * DAY, 2)}


def test_what_another_system_calls_one_thread_is_one(engine: Engine) -> None:
    one, two, three = (
        Letter(name, (), (), name, DAY, frozenset(PEOPLE[at : at + 1])) for at, name in enumerate("abc")
    )
    with engine.begin() as connection:
        _empty(connection)
        _file(connection, [one], {"a": "77"})
        _file(connection, [two, three], {"b": "77", "c": "78"})
        assert {group for group, *_ in _threads(connection)} == {frozenset("ab"), frozenset("c")}


def test_the_same_letter_again_changes_nothing(engine: Engine) -> None:
    letter = Letter("a", ("x",), (), "Lunch", DAY, frozenset(PEOPLE))
    with engine.begin() as connection:
        _empty(connection)
        _file(connection, [letter])
        before = _threads(connection)
        place(connection, [Placed(1, letter), Placed(1, letter)])
        assert _threads(connection) == before


def test_notes_go_with_a_thread_that_is_part_of_another(engine: Engine) -> None:
    one = Letter("a", (), (), "", DAY, frozenset(PEOPLE))
    two = Letter("b", (), (), "", DAY, frozenset(PEOPLE))
    both = Letter("c", ("a",), ("b",), "", DAY, frozenset(PEOPLE))
    with engine.begin() as connection:
        _empty(connection)
        _file(connection, [one])
        _file(connection, [two])
        connection.exec_driver_sql("INSERT INTO tag (id, name, colour) VALUES (1, 'vip', '')")
        newest = connection.exec_driver_sql("SELECT max(id) FROM thread").scalar_one()
        connection.exec_driver_sql("INSERT INTO tagging (tag_id, kind, ref) VALUES (1, 7, ?)", (newest,))
        _file(connection, [both])
        (left,) = connection.exec_driver_sql("SELECT id FROM thread").scalars()
        assert left < newest
        assert connection.exec_driver_sql("SELECT kind, ref FROM tagging").all() == [(7, left)]
