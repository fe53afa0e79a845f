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
