"""The order in which a conversation is read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailtui.model.conversations.letter import Letter
from mailtui.model.conversations.tree import tree


def _letter(name: str, to: str = "", date: int | None = 0) -> Letter:
    return Letter(name, tuple(to), (), "", date)


def _shape(*letters: Letter) -> list[tuple[str, int]]:
    return [(node.letter.message_id, node.depth) for node in tree(letters)]


def test_answers_stand_under_what_they_answer() -> None:
    found = _shape(_letter("d", "a", 9), _letter("b", "a", 1), _letter("c", "b", 5), _letter("a"))
    assert found == [("a", 0), ("b", 1), ("c", 2), ("d", 1)]


def test_what_is_missing_is_told_of_the_first_only() -> None:
    found = tree([_letter("b", "x", 1), _letter("c", "b", 2)])
    assert [(node.letter.message_id, node.missing) for node in found] == [("b", "x"), ("c", "")]


def test_a_circle_is_shown_from_its_oldest() -> None:
    assert _shape(_letter("a", "b", 2), _letter("b", "a", 1)) == [("b", 0), ("a", 1)]


def test_a_thousand_answers_below_each_other() -> None:
    letters = [Letter(str(at), (str(at - 1),), (), "", at) for at in range(3000)]
    assert _shape(*letters)[-1] == ("2999", 2999)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdefx"), st.integers(0, 3))))
def test_every_letter_is_there_once(given_: list[tuple[str, str, int]]) -> None:
    letters = {name: _letter(name, to, date) for name, to, date in given_}
    found = [name for name, _ in _shape(*letters.values())]
    assert sorted(found) == sorted(letters)
