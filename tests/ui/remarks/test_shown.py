"""Notes and tags where rows, heads, panels and timelines show them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ui.trace import fakes

from mailtui.model.enums import SubjectKind
from mailtui.model.moment import SECOND
from mailtui.model.work import NoteView, Remarks, Subject, TagOn, recipient
from mailtui.ui import remarks, words
from mailtui.ui.rendering import safe, width
from mailtui.ui.widgets.facts import row_facts
from mailtui.ui.widgets.timeline_painter import RowPainter
from mailtui.ui.widgets.timeline_rows import EventRow, NoteRow, Story, ThreadRow
from mailtui.ui.widgets.trace_head import head_lines
from mailtui.ui.widgets.trace_parts import facts_of, raw_of
from mailtui.ui.words import Look, Tone

LOOK = Look(zone=UTC, now=lambda: 2_000_000_000 * SECOND)
ASCII = replace(LOOK, ascii=True)
MESSAGE, ADDRESS, INCIDENT = SubjectKind.MESSAGE, SubjectKind.ADDRESS, SubjectKind.INCIDENT
TAGS = (TagOn("vip", "red", MESSAGE), TagOn("waiting-for-customer", "", MESSAGE), TagOn("boss", "", ADDRESS))


def text(runs: list[tuple[str, Tone]]) -> str:
    return "".join(said for said, _ in runs)


def note(subject: Subject, at: int, says: str = "called them", **more: object) -> NoteView:
    return replace(NoteView(1, subject, "ann", False, False, says, at, None, 1), **more)


def test_a_narrow_row_has_the_mark_the_first_tag_and_how_many_more() -> None:
    found = Remarks((MESSAGE,), TAGS)
    assert text(remarks.brief(found, LOOK, 60)) == "✎ vip waiting-for-customer @boss "
    assert text(remarks.brief(found, LOOK, 12)) == "✎ vip +2 "
    assert text(remarks.brief(found, LOOK, 4)) == "✎ +3 "
    assert text(remarks.brief(found, ASCII, 12)) == "n vip +2 "
    assert remarks.brief(Remarks(), LOOK, 60) == []


def test_what_is_only_on_the_address_is_marked_apart() -> None:
    assert text(remarks.brief(Remarks((ADDRESS,), TAGS[2:]), LOOK, 20)) == "✎@ @boss "
    assert text(remarks.brief(Remarks((ADDRESS, MESSAGE)), LOOK, 20)) == "✎ "


def test_a_colour_is_a_tone_beside_the_word() -> None:
    runs = remarks.brief(Remarks((), TAGS), LOOK, 60)
    assert runs[0] == ("vip ", Tone.TAG_RED)
    assert runs[1][1] is Tone.TAG
    assert remarks.tag_tone("\x1b[31m") is Tone.TAG
    assert set(words.TONE_STYLES) == set(Tone)


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@given(
    st.lists(st.builds(TagOn, names, names, st.sampled_from(SubjectKind)), max_size=9).map(tuple),
    st.integers(0, 40),
)
def test_it_takes_hardly_more_room_than_there_is(tags: tuple[TagOn, ...], cells: int) -> None:
    runs = remarks.brief(Remarks((MESSAGE,), tags), LOOK, cells)
    shown = sum(width(safe(said)) for said, _ in runs)
    assert shown <= max(cells, len("✎ +9 ")) or any(safe(tag.name) != tag.name for tag in tags)


def test_the_panel_has_the_notes_in_full_with_author_and_time() -> None:
    row = fakes.plain().recipients[0]
    written = note(Subject(ADDRESS, 3), row.key.time, "line one\n[red]line two", private=True, own=True)
    facts = row_facts(replace(row, remarks=Remarks((ADDRESS,), TAGS, (written,))), LOOK)
    (tags,) = [fact.text for fact in facts if fact.label == "tags"]
    assert tags == "vip, waiting-for-customer; on the address: boss"
    (told,) = [fact.text for fact in facts if fact.label == "note"]
    assert told.startswith("you, 20")
    assert "private, on the address" in told
    assert told.endswith(":\nline one\n[red]line two")
    assert not [fact for fact in row_facts(row, LOOK) if fact.label in ("tags", "note")]


def test_the_head_of_a_trace_has_its_tags() -> None:
    trace = fakes.plain()
    before = len(head_lines(trace, LOOK))
    lines = head_lines(replace(trace, remarks=Remarks((MESSAGE,), TAGS)), LOOK)
    assert len(lines) == before + 1
    assert any("vip waiting-for-customer @boss ✎ 1 note" in text(left) for left, _ in lines)


def test_notes_stand_in_the_timeline_at_their_time() -> None:
    trace = fakes.bounced()
    row = trace.recipients[0]
    times = [event.time for event in trace.threads[0].events if event.time is not None]
    mine = recipient(row.key.owner, row.key.number)
    notes = (
        note(mine, min(times) + 1, id=1),
        note(Subject(MESSAGE, trace.message.id), max(times) + SECOND, "[/oops]\x1b[31m", id=2),
        note(Subject(ADDRESS, 7), max(times) + 2 * SECOND, id=3),
    )
    story = Story(replace(trace, remarks=Remarks((), (), notes)), lambda moment: words.day(moment, LOOK))
    rows = story.rows(frozenset())
    threads = {found.key: found for found in rows if isinstance(found, ThreadRow)}
    placed = {
        found.note.id: (threads[found.key[:2]].thread.kind, at)
        for at, found in enumerate(rows)
        if isinstance(found, NoteRow)
    }
    assert [placed[number][0] for number in (1, 2, 3)] == ["recipient", "system", "system"]
    events = [at for at, found in enumerate(rows) if isinstance(found, EventRow)]
    assert (
        min(events)
        < placed[1][1]
        < max(at for at in events if at < placed[2][1])
        < placed[2][1]
        < placed[3][1]
    )
    painted = [text(RowPainter(LOOK, 20).runs(rows[placed[number][1]], 80)) for number in (1, 2, 3)]
    assert painted[0].endswith("✎ ann: called them")
    assert painted[1].endswith("ann: [/oops]\\x1b[31m")
    assert "ann on the address: " in painted[2]
    assert facts_of(rows[placed[2][1]], trace, LOOK)[-1].text == "[/oops]\x1b[31m"
    assert raw_of(rows[placed[2][1]], trace) == []


def test_a_message_of_which_nothing_else_is_known_shows_its_notes_too() -> None:
    trace = fakes.plain()
    bare = replace(trace, threads=tuple(one for one in trace.threads if one.kind != "system"))
    written = note(Subject(MESSAGE, trace.message.id), 5)
    story = Story(replace(bare, remarks=Remarks((), (), (written,))), lambda moment: words.day(moment, LOOK))
    assert [row.note for row in story.rows(frozenset()) if isinstance(row, NoteRow)] == [written]


@pytest.mark.parametrize("kind", SubjectKind)
def test_a_note_on_anything_can_be_said(kind: SubjectKind) -> None:
    assert remarks.note_line(note(Subject(kind, 1), 0), LOOK).endswith(": called them")
