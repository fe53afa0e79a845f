"""However the events are cut into calls and restarts, the incidents are the same."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.incidents.story import GREYLISTED, at, course_of, fails, ok

from mailtui.ingest.incidents import SUCCESS, Course, Event, Spell
from mailtui.ingest.incidents.waiting import MOST

Told = dict[tuple[int, int], Spell]
GAPS = (0, 0.02, 1, 4, 30, 400, 900)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Traffic in spells of different luck, with few messages and addresses, so that they meet again."""
    events, now = [], 0.0
    for _ in range(draw(st.integers(1, 7))):
        luck = draw(st.sampled_from((0.0, 0.1, 0.5, 1.0)))
        gap = draw(st.sampled_from(GAPS))
        chance = random.Random(draw(st.integers(0, 1000)))
        for _ in range(draw(st.integers(1, 25))):
            now += gap * chance.random()
            signature = SUCCESS if chance.random() < luck else chance.choice((1, 1, 1, 2, GREYLISTED))
            events.append(Event(at(now), signature, chance.randrange(40), chance.randrange(12)))
    return sorted(events)


def collect(course: Course, known: Told) -> None:
    """Do with what is told what the store does: the newest word on an incident replaces the one before."""
    known.update({(spell.signature, spell.onset): spell for spell in course.changed()})


def batches(events: list[Event], cuts: set[int]) -> list[list[Event]]:
    """The events in pieces that never part what has one time."""
    pieces: list[list[Event]] = [[]]
    for number, event in enumerate(events):
        if number in cuts and pieces[-1] and pieces[-1][-1].time < event.time:
            pieces.append([])
        pieces[-1].append(event)
    return pieces


@given(histories(), st.data())
def test_all_at_once_in_pieces_and_with_restarts(events: list[Event], data: st.DataObject):
    whole, known = course_of(events), Told()
    whole.feed(events)
    collect(whole, known)
    cuts = data.draw(st.sets(st.integers(1, len(events))))
    for restart, tell in ((False, True), (True, True), (True, False)):
        course, pieced = course_of(events), Told()
        baseline, greylisted = course._baseline, course._greylisted
        for piece in batches(events, cuts):
            course.feed(piece)
            if tell:
                collect(course, pieced)
            if restart:
                course = Course.load(course.dump(), baseline, greylisted)
        collect(course, pieced)
        assert (pieced, course.incidents()) == (known, whole.incidents())
        assert course.dump() == whole.dump()


@given(histories())
def test_what_an_incident_tells_fits_together(events: list[Event]):
    course = course_of(events)
    course.feed(events)
    spells = course.changed()
    onsets = {(spell.signature, spell.onset) for spell in spells}
    assert len(onsets) == len(spells)
    for spell in spells:
        assert spell.onset <= spell.opened <= spell.last_seen
        assert spell.recovered is None or spell.recovered >= spell.opened
        assert spell.reopened is None or spell.reopened >= spell.opened
        assert spell.previous is None or (spell.signature, spell.previous) in onsets
        if spell.recipient is not None:
            continue
        counted = sum(
            event.signature == spell.signature and spell.onset <= event.time <= spell.last_seen
            for event in events
        )
        assert abs(counted - spell.failures) <= sum(event.time == spell.onset for event in events)


def test_memory_does_not_grow_with_traffic():
    chance = random.Random(1)
    sizes = []
    course = course_of([])
    for day in range(4):
        for number in range(5000):
            minute = day * 1440 + number * 0.28
            kind = chance.choice((SUCCESS, SUCCESS, 1, 2, 3))
            course.feed([Event(at(minute), kind, day * 5000 + number, day * 5000 + number)])
        course.changed()
        sizes.append(len(course.dump()))
    assert max(sizes) < MOST * 80 + 3000


def test_an_event_of_the_past_is_refused():
    course = course_of([])
    course.feed(ok(5))
    with pytest.raises(ValueError, match="after one of"):
        course.feed(fails(4))


def test_another_version_is_refused():
    state = json.loads(course_of([]).dump()) | {"version": 0}
    with pytest.raises(ValueError, match="version 0"):
        Course.load(json.dumps(state).encode(), lambda signature, time: (0, 0))
