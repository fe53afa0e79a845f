"""Marks as a set: what holds whatever is marked in whatever order."""

from hypothesis import given
from hypothesis import strategies as st

from mailtui.ui.marks import Marks, marked_text

items = st.sets(st.integers(0, 30))


@given(items, st.integers(0, 30))
def test_toggling_twice_changes_nothing_and_once_only_that_item(before, item):
    marks = Marks(before)
    marks.toggle(item)
    assert (item in marks) is (item not in before)
    assert marks.frozen() - {item} == frozenset(before - {item})
    marks.toggle(item)
    assert marks.frozen() == before


@given(items, items)
def test_inverting_twice_changes_nothing_and_leaves_alone_what_is_elsewhere(before, listed):
    marks = Marks(before)
    marks.invert(listed)
    assert all((item in marks) is (item not in before) for item in listed)
    assert marks.outside(listed) == len(before - listed)
    marks.invert(listed)
    assert marks.frozen() == before


@given(items, items)
def test_marking_more_loses_none_and_unmarking_leaves_no_other(before, more):
    marks = Marks(before)
    marks.add(more)
    assert marks.frozen() == before | more
    marks.drop(more)
    assert marks.frozen() == before - more


@given(items, items)
def test_what_was_taken_does_not_follow_later_marks(before, more):
    marks = Marks(before)
    taken = marks.frozen()
    marks.add(more)
    marks.clear()
    assert (taken, len(marks)) == (frozenset(before), 0)


@given(st.lists(st.integers(0, 9), min_size=1))
def test_ranges_begin_at_what_was_marked_or_unmarked_last(toggled):
    marks = Marks()
    for item in toggled:
        marks.toggle(item)
    marks.add(range(20))
    assert marks.anchor == toggled[-1]


def test_what_is_said_of_marks():
    assert marked_text(0, 0) == ""
    assert marked_text(1, 0) == "1 marked"
    assert marked_text(1412, 12) == "1 412 marked, 12 of them not in this list"
    assert marked_text(412, 412) == "412 marked, none of them in this list"
