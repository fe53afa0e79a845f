"""What strangers write is shown, never obeyed: on every widget, whatever the text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style
from tests.ui import domains
from tests.ui.conftest import LOOK, settle
from tests.ui.fakes import HOSTILE, NOON, FakeDesk, FakeSearch, FakeState, FakeTracing, make_hostile
from tests.ui.incidents import FakeIncidents, hostile
from textual.app import App

from mailtui.model.view import Completion, ImportProgress, StoreState, Total
from mailtui.ui import rendering
from mailtui.ui.commands import CATALOGUE
from mailtui.ui.language import read
from mailtui.ui.screens import empty
from mailtui.ui.screens.plain import plain_incident, plain_row
from mailtui.ui.widgets.completion_list import CompletionList
from mailtui.ui.widgets.domain_columns import Listed
from mailtui.ui.widgets.domain_columns import columns as domain_columns
from mailtui.ui.widgets.domain_page import page_lines
from mailtui.ui.widgets.incident_columns import columns
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.query_hint import hint
from mailtui.ui.widgets.row_painter import Painter, RowPainter, Styles
from mailtui.ui.words import Look, Tone

DANGEROUS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
STYLES = Styles({tone: Style.null() for tone in Tone}, Style.null(), Style(bold=True), Style(reverse=True))
texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=[]), max_size=60))


def assert_harmless(text: str) -> None:
    found = DANGEROUS.search(text.replace("\n", ""))
    assert found is None, ascii(text)


def screen_text(app: App[object]) -> str:
    return "\n".join("".join(part.text for part in strip) for strip in app.screen._compositor.render_strips())


@pytest.mark.parametrize("width", [79, 119, 180])
@given(number=st.integers(0, 500), word=texts)
@settings(max_examples=60, deadline=None)
def test_rows_are_harmless_and_exactly_as_wide_as_the_list(width, number, word):
    painter = RowPainter(width, LOOK, STYLES)
    strip = painter.row(make_hostile(number), cursor=False, word=word)
    assert_harmless(strip.text)
    assert strip.cell_length == width
    assert all(segment.style is None or not segment.style.meta for segment in strip)


@given(number=st.integers(0, 500))
@settings(max_examples=60, deadline=None)
def test_plain_lines_are_harmless(number):
    line = plain_row(make_hostile(number), Look(now=lambda: NOON))
    assert_harmless(line)
    assert "\n" not in line


@given(text=texts)
@settings(max_examples=200, deadline=None)
def test_the_hint_of_any_query_is_one_harmless_line(text):
    said = hint(read(text), 77)
    assert_harmless(said)
    assert "\n" not in said
    assert_harmless(empty.no_match(text, [(text, Total(1, exact=True))]))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_screen_full_of_hostile_rows(make_app, size):
    desk = FakeDesk(FakeSearch(count=300, make=make_hostile), FakeTracing(make_hostile))
    desk.state = FakeState(
        StoreState(
            5, 5, NOON, ImportProgress("/x/\x1b[31m[/oops]", 0, 1, 1, 2, 3, 4.0, 5), notes=("[red]\x07",)
        )
    )
    app = make_app(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in ("p", "P", "j", "j", "j", "pagedown", "G", "i", "?", "escape", "f"):
            await pilot.press(key)
            await settle(pilot)
            assert_harmless(screen_text(app))
        assert app.is_running, "[@click=app.quit] did nothing"


@pytest.mark.parametrize("width", [79, 119, 180])
@given(text=texts)
@settings(max_examples=60, deadline=None)
def test_incidents_are_harmless_and_exactly_as_wide_as_the_list(width, text):
    strip = Painter(columns(width), width, LOOK, STYLES).row(hostile(text), cursor=False, word=text)
    assert_harmless(strip.text)
    assert strip.cell_length == width
    assert all(segment.style is None or not segment.style.meta for segment in strip)


@given(text=texts)
@settings(max_examples=60, deadline=None)
def test_incidents_in_plain_lines_are_harmless(text):
    line = plain_incident(hostile(text), LOOK)
    assert_harmless(line)
    assert "\n" not in line


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_triage_and_incident_full_of_hostile_text(make_app, size):
    known = tuple(hostile(text, number) for number, text in enumerate(HOSTILE, 1))
    line = "".join(HOSTILE).encode("utf-8", "surrogatepass")
    desk = FakeDesk(
        FakeSearch(count=300, make=make_hostile),
        FakeTracing(make_hostile),
        incidents=FakeIncidents(known, unfiled=9, line=line),
    )
    app = make_app(desk, None, me="\x1b[31m[/oops]")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        triage = ("p", "P", "j", "a", "m", "o", "G", "p", "g", "enter")
        for key in (*triage, "x", "P", "P", "a", "m", "i", "escape", "?", "escape", "q", "?"):
            await pilot.press(key)
            await settle(pilot)
            assert_harmless(screen_text(app))
        assert app.is_running


@pytest.mark.parametrize("width", [79, 119, 180])
@given(text=texts)
@settings(max_examples=60, deadline=None)
def test_domains_are_harmless_and_exactly_as_wide_as_the_list(width, text):
    painter = Painter(domain_columns(width, 20), width, LOOK, STYLES)
    strip = painter.row(Listed(domains.hostile(text).row), cursor=False, word=text)
    assert_harmless(strip.text)
    assert strip.cell_length == width
    assert all(segment.style is None or not segment.style.meta for segment in strip)


@pytest.mark.parametrize("cells", [78, 1_000_000])
@given(text=texts)
@settings(max_examples=60, deadline=None)
def test_the_page_of_a_domain_painted_is_harmless(cells, text):
    for line in page_lines(domains.hostile(text), [make_hostile(3)], cells, LOOK):
        painted = rendering.strip([(part, None) for part, _ in line.runs], 79)
        assert_harmless(painted.text)
        assert painted.cell_length == 79


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_domains_full_of_hostile_text(make_app, size):
    found = [domains.hostile(text, number) for number, text in enumerate(HOSTILE, 1)]
    known = domains.FakeDomains(tuple(one.row for one in found), {one.row.name: one for one in found})
    bad = "".join(HOSTILE)
    known.suggested = (domains.Suggestion(bad, 1, NOON, (bad,), (bad,)),)
    desk = FakeDesk(FakeSearch(count=300, make=make_hostile), FakeTracing(make_hostile), domains=known)
    app = make_app(desk, None)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        listed = ("5", "j", "G", "A", "space", "escape", "D", "escape", "plus", "x", "enter", "escape", "R")
        for key in (*listed, "g", "enter", "G", "P", "pageup", "pageup", "w", "q", "r", "D", "y"):
            await pilot.press(key)
            await settle(pilot)
            assert_harmless(screen_text(app))
        assert app.is_running
        app.go_domains()
        await settle(pilot)
        for place in range(len(known.known)):
            app.domains.rows.move_to(place)
            await pilot.press("enter")
            await settle(pilot)
            assert_harmless(screen_text(app))
            assert_harmless("".join(app.screen.plain()))
            await pilot.press("q")


@pytest.mark.parametrize("text", HOSTILE)
async def test_notices_queries_and_completions(make_app, desk, text):
    app = make_app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.screen.query_one(KeyLine).say(text, error=True)
        await pilot.pause()
        assert_harmless(screen_text(app))
        await pilot.press("/")
        app.search.bar.input.insert_text_at_cursor(text)
        app.screen.query_one(CompletionList).offer([Completion(text, text, 1)])
        await settle(pilot)
        assert_harmless(screen_text(app))
        app.search.bar.input.set_text(text)
        await settle(pilot)
        assert_harmless(screen_text(app))
        await pilot.press("escape", "\\")
        app.screen.query_one("#find").insert_text_at_cursor(text)
        await settle(pilot)
        assert_harmless(screen_text(app))


def test_the_catalogue_itself_has_no_markup():
    assert not [command for command in CATALOGUE.values() if "[/" in command.title + command.help]
