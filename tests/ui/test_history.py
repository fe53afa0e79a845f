"""Where the user has been."""

import pytest

from mailtui.model.view import RowKey
from mailtui.ui.history import History, Place


def test_back_and_forward_with_the_row():
    history, key = History(), RowKey(1, 2, 3)
    history.go("a")
    history.mark(key)
    history.go("b")
    assert history.step(-1) == Place("a", key)
    assert history.step(1) == Place("b")
    assert not history.can(1)


def test_going_somewhere_new_drops_what_lay_ahead():
    history = History()
    for text in "abc":
        history.go(text)
    history.step(-2)
    history.go("d")
    assert history.texts == ["d", "a"]
    with pytest.raises(IndexError):
        history.step(1)


def test_the_same_query_twice_is_one_place():
    history = History()
    history.go("a")
    history.go("a")
    assert not history.can(-1)


def test_nowhere_yet():
    history = History()
    history.mark(RowKey(1, 2, 3))
    assert history.here is None
    assert not history.can(0)


def test_to_and_fro():
    history = History()
    assert history.to_last == 0
    for text in ("a", "b", "c"):
        history.go(text)
    history.step(-2)
    assert history.step(history.to_last).text == "c"
    assert history.step(history.to_last).text == "a"
    history.go("d")
    assert history.step(history.to_last).text == "a"
    assert history.step(history.to_last).text == "d"


async def test_to_and_fro_between_two_queries(visit):
    from tests.ui.fakes import FakeDesk, FakeSearch

    async with visit(FakeDesk(FakeSearch(count=900)), "to:bob") as user:
        await user.press("minus")
        assert "no other query" in user.notice
        await user.press("exclamation_mark", "minus")
        assert user.query == "to:bob"
        await user.press("minus")
        assert user.query == "to:bob is:failed"
