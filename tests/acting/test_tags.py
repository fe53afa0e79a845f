"""Tags as acts: all or none, undone in full, never over what somebody else did meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.acting.conftest import ANN, BOB, EVE

from mailtui.errors import NotAllowedError, NotFoundError, QueryError, UsageError
from mailtui.model.enums import SubjectKind
from mailtui.model.operator import Operator
from mailtui.model.work import Carried, Subject, TagView
from mailtui.services.acting import Acting
from mailtui.store.engine import reader
from mailtui.store.work import tags

Desk = Callable[[Operator], Acting]


@pytest.fixture
def messages(database: Path) -> list[Subject]:
    with sqlite3.connect(database) as connection:
        found = [row[0] for row in connection.execute("SELECT id FROM message ORDER BY id LIMIT 6")]
    connection.close()
    return [Subject(SubjectKind.MESSAGE, one) for one in found]


@pytest.fixture
def known(database: Path) -> Callable[[], list[TagView]]:
    def ask() -> list[TagView]:
        engine = reader(database)
        with engine.connect() as connection:
            found = tags.known(connection)
        engine.dispose()
        return found

    return ask


@pytest.fixture
def carried(database: Path) -> Callable[[list[Subject]], list[Carried]]:
    def ask(subjects: list[Subject]) -> list[Carried]:
        engine = reader(database)
        with engine.connect() as connection:
            found = tags.carried(connection, subjects)
        engine.dispose()
        return found

    return ask


def test_tags_are_put_on_and_taken_off_together(desk_of: Desk, messages, known, carried) -> None:
    ann = desk_of(ANN)
    done = ann.tag(messages, "+vip +todo", "the customer called")
    assert (done.title, done.count, done.changed) == ("tag 6 messages +vip +todo", 6, 6)
    assert carried(messages) == [Carried("todo", "", 6), Carried("vip", "", 6)]
    done = ann.tag(messages[:2], "+known -todo")
    assert (done.count, done.changed) == (2, 2)
    assert carried(messages) == [Carried("known", "", 2), Carried("todo", "", 4), Carried("vip", "", 6)]
    ann.undo()
    assert carried(messages) == [Carried("todo", "", 6), Carried("vip", "", 6)]
    ann.undo()
    assert carried(messages) == []
    ann.redo()
    assert carried(messages) == [Carried("todo", "", 6), Carried("vip", "", 6)]


def test_what_is_so_already_is_no_change(desk_of: Desk, messages) -> None:
    ann = desk_of(ANN)
    ann.tag(messages, "+vip")
    again = ann.tag(messages, "+vip -never-made")
    assert (again.changed, again.undo_id, again.refused) == (0, None, ())


def test_subjects_that_are_gone_are_refused_and_the_rest_goes_on(desk_of: Desk, messages, carried) -> None:
    gone = [Subject(SubjectKind.MESSAGE, 10**9), Subject(SubjectKind.CAMPAIGN, 1)]
    done = desk_of(ANN).tag([*gone, *messages], "+vip +todo")
    assert done.changed == len(messages)
    assert {one.subject for one in done.refused} == set(gone)
    assert len(done.refused) == 2
    assert carried([*gone, *messages]) == [Carried("todo", "", 6), Carried("vip", "", 6)]


def test_undo_leaves_what_others_took_off(desk_of: Desk, messages, carried) -> None:
    ann, bob = desk_of(ANN), desk_of(BOB)
    ann.tag(messages, "+vip")
    bob.tag(messages[:1], "-vip")
    undone = ann.undo()
    assert (undone.changed, len(undone.refused)) == (5, 1)
    assert carried(messages) == []
    bob.undo()
    assert carried(messages) == [Carried("vip", "", 1)]


@pytest.mark.parametrize(
    ("expression", "position"), [("", 0), ("vip", 0), ("+vip -", 5), ("+vip -vip", 5), ("+a +[red]", 4)]
)
def test_an_expression_that_is_none_says_where(
    expression: str, position: int, desk_of: Desk, messages, known
) -> None:
    with pytest.raises(QueryError) as raised:
        desk_of(ANN).tag(messages, expression)
    assert raised.value.position == position
    assert known() == []


def test_a_viewer_tags_nothing(desk_of: Desk, messages, known) -> None:
    eve = desk_of(EVE)
    for verb in (
        lambda: eve.tag(messages, "+vip"),
        lambda: eve.rename_tag("vip", "boss"),
        lambda: eve.delete_tag("vip"),
    ):
        with pytest.raises(NotAllowedError):
            verb()
    assert known() == []


def test_a_tag_gets_another_name_and_colour(desk_of: Desk, messages, known) -> None:
    ann = desk_of(ANN)
    ann.tag(messages, "+vip")
    ann.rename_tag("VIP", "Boss")
    ann.colour_tag("boss", "Red")
    assert known() == [TagView("boss", "red", 6)]
    ann.undo()
    ann.undo()
    assert known() == [TagView("vip", "", 6)]
    with pytest.raises(UsageError, match="no colour"):
        ann.colour_tag("vip", "\x1b[31m")
    with pytest.raises(NotFoundError, match="no tag boss"):
        ann.rename_tag("boss", "vip")
    with pytest.raises(UsageError, match="cannot be the name"):
        ann.rename_tag("vip", "two words")


def test_a_name_that_is_taken_is_for_merging(desk_of: Desk, messages, known, carried) -> None:
    ann = desk_of(ANN)
    ann.tag(messages[:4], "+vip")
    ann.tag(messages[3:], "+boss")
    with pytest.raises(UsageError, match="there is a tag boss already"):
        ann.rename_tag("vip", "boss")
    ann.merge_tag("vip", "boss")
    assert known() == [TagView("boss", "", 6)]
    ann.undo()
    assert known() == [TagView("boss", "", 3), TagView("vip", "", 4)]
    assert carried(messages[:3]) == [Carried("vip", "", 3)]
    with pytest.raises(UsageError, match="itself"):
        ann.merge_tag("vip", "vip")


def test_a_deleted_tag_comes_back_with_all_that_carried_it(desk_of: Desk, messages, known) -> None:
    ann = desk_of(ANN)
    ann.tag(messages, "+vip")
    ann.colour_tag("vip", "cyan")
    ann.delete_tag("vip")
    assert known() == []
    ann.undo()
    assert known() == [TagView("vip", "cyan", 6)]


def test_undo_of_an_older_act_never_means_another_tag(desk_of: Desk, messages, known, carried) -> None:
    """The tag is no more; one that was made since, even of the same name, is another."""
    ann, bob = desk_of(ANN), desk_of(BOB)
    ann.tag(messages, "+vip")
    ann.tag(messages, "-vip")
    bob.delete_tag("vip")
    bob.tag(messages[:1], "+vip")
    undone = ann.undo()
    assert (undone.changed, len(undone.refused)) == (0, 6)
    assert carried(messages) == [Carried("vip", "", 1)]
    assert known() == [TagView("vip", "", 1)]


def test_a_name_that_was_taken_meanwhile_is_told(desk_of: Desk, messages, known) -> None:
    ann, bob = desk_of(ANN), desk_of(BOB)
    ann.tag(messages, "+vip")
    ann.rename_tag("vip", "boss")
    bob.tag(messages[:2], "+vip")
    with pytest.raises(UsageError, match="another tag vip by now"):
        ann.undo()
    assert known() == [TagView("boss", "", 6), TagView("vip", "", 2)]


def test_an_act_that_is_stopped_leaves_nothing(desk_of: Desk, messages, known, monkeypatch) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk_of(ANN).tag(messages, "+vip", progress=stop)
    assert known() == []
