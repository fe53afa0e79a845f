"""A restart goes on where the user was; what cannot be read is passed over with a word."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ui.fakes import FakeDesk, FakeSearch
from tests.ui.incidents import ALL, FakeIncidents

from mailtui.ui.session import Session, SessionFile, key_of, number_of, text_of, words_of


@pytest.fixture
def desk():
    return FakeDesk(FakeSearch(count=2_000), incidents=FakeIncidents(ALL))


@pytest.fixture
def file(tmp_path):
    """The file as the next session finds it."""

    def open_it(database="mail.db", **options):
        return SessionFile(tmp_path / "state" / "session.json", tmp_path / database, **options)

    return open_it


async def test_search_comes_back_with_query_row_and_panels(visit, desk, file):
    async with visit(desk, session=file()) as user:
        await user.press("2", "exclamation_mark", "p", *["pagedown"] * 3, "k", "k")
        before = user.list.cursor, user.list.key, user.list.scroll_offset.y
        assert before[2] > 0
        await user.press("ctrl+q")
    async with visit(desk, session=file()) as user:
        assert user.app.screen is user.app.search
        assert user.query == "is:failed"
        assert (user.list.cursor, user.list.key, user.list.scroll_offset.y) == before
        assert user.app.search.has_class("-facts")
        await user.press("q")
        assert user.app.screen is user.app.triage
        await user.press("q")
        assert user.app._exit


@pytest.mark.parametrize("key", ["q", "1"])
async def test_home_lies_under_what_comes_back(visit, desk, file, key):
    async with visit(desk, session=file()) as user:
        await user.press("2", "ctrl+q")
    async with visit(desk, session=file()) as user:
        assert user.lines[0].startswith(" mailtui  Triage > Search  ")
        await user.press("enter")
        assert user.lines[0].startswith(" mailtui  Triage > Search > Trace  ")
        await user.press("q", key)
        assert user.app.screen is user.app.triage
        assert user.lines[0].startswith(" mailtui  Triage  ")
        await user.press("2")
        assert user.lines[0].startswith(" mailtui  Triage > Search  ")
        await user.press("q")
        assert user.app.screen is user.app.triage
        assert not user.app._exit


async def test_the_order_comes_back_as_part_of_the_query(visit, desk, file):
    async with visit(desk, session=file()) as user:
        await user.press("2", "slash")
        await user.type("to:bob sort:-delay")
        await user.press("enter", "q", "q")
    async with visit(desk, session=file()) as user:
        assert user.app.screen is user.app.triage
        await user.press("2")
        assert user.query == "to:bob sort:-delay"


async def test_triage_comes_back_to_its_incident(visit, desk, file):
    async with visit(desk, session=file()) as user:
        await user.press("j", "j", "j")
        before = user.app.triage.rows.incident.id
        await user.press("ctrl+q")
    async with visit(desk, session=file()) as user:
        assert user.app.triage.rows.incident.id == before


async def test_triage_comes_back_to_its_row_and_query(visit, desk, file):
    async with visit(desk, session=file()) as user:
        await user.press("exclamation_mark", "G", "k")
        before = user.app.triage.rows.key
        assert before is not None
        await user.press("ctrl+q")
    async with visit(desk, session=file()) as user:
        assert user.app.triage.rows.key == before
        assert user.app.triage.bar.reading.text == "is:failed"
        assert "is:failed" in user.text


@pytest.mark.parametrize(("keys", "name"), [(("2", "enter"), "TraceScreen"), (("enter",), "IncidentScreen")])
async def test_what_was_open_on_top_is_open_again(visit, desk, file, keys, name):
    async with visit(desk, session=file()) as user:
        await user.press(*keys, "ctrl+q")
    async with visit(desk, session=file()) as user:
        assert type(user.app.screen).__name__ == name
        await user.press("q")
        assert user.app.screen in (user.app.triage, user.app.search)


async def test_fresh_starts_clean_and_keeps_anew(visit, desk, file):
    async with visit(desk, session=file()) as user:
        await user.press("2", "exclamation_mark", "ctrl+q")
    async with visit(desk, session=file(fresh=True)) as user:
        assert user.app.screen is user.app.triage
        await user.press("2")
        assert user.query == ""
        await user.press("ctrl+q")
    assert file().read().screens["SearchScreen"]["query"] == ""


async def test_a_query_that_was_asked_for_wins(visit, desk, file):
    async with visit(desk, session=file()) as user:
        await user.press("2", "exclamation_mark", "ctrl+q")
    async with visit(desk, "to:bob", session=file()) as user:
        assert user.query == "to:bob"


async def test_every_database_has_its_own(visit, desk, file):
    async with visit(desk, session=file("a.db")) as user:
        await user.press("2", "ctrl+q")
    assert file("b.db").read() == Session()
    file("b.db").write(Session("TriageScreen"))
    assert file("a.db").read().screen == "SearchScreen"
    assert file("b.db").read().screen == "TriageScreen"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 99}', '{"version": 1, "databases": 7}', "\0\xff"]
)
async def test_a_broken_file_is_passed_over_with_a_word(visit, desk, file, tmp_path, text):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "session.json").write_text(text, "latin-1")
    async with visit(desk, session=file()) as user:
        assert user.app.screen is user.app.triage
        assert "where you were is forgotten" in user.notice
        await user.press("ctrl+q")
    assert file().read().screen == "TriageScreen"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(JSON)
def test_nothing_in_the_file_is_trusted(tmp_path_factory, part):
    path = tmp_path_factory.mktemp("state") / "session.json"
    database = path.with_name("mail.db")
    path.write_text(json.dumps({"version": 1, "databases": {str(database): part}}))
    found = SessionFile(path, database).read()
    kept = {"a": part}
    assert isinstance(found.screen, str)
    assert all(isinstance(one, dict) for one in found.screens.values())
    assert isinstance(text_of(kept, "a"), str)
    assert all(isinstance(word, str) for word in words_of(kept, "a"))
    assert number_of(kept, "a") is None or isinstance(part, int)
    assert key_of(kept, "a") is None or len(part) == 3


async def test_hostile_memories_cost_nothing(visit, desk, file, tmp_path):
    screens = {
        "SearchScreen": {"query": "stauts:x", "row": [1, 2], "below": "x", "panels": ["-nope", 7]},
        "TriageScreen": {"query": 7, "incident": "x"},
    }
    (tmp_path / "state").mkdir()
    file().write(Session("SearchScreen", ("trace", -1), screens))
    async with visit(desk, session=file()) as user:
        await user.press("q")
        assert "stauts" in user.text
        await user.press("escape", "q")
        assert user.app.screen is user.app.triage


def test_the_file_is_for_its_owner_alone(file, tmp_path):
    file().write(Session("TriageScreen"))
    assert (tmp_path / "state" / "session.json").stat().st_mode & 0o777 == 0o600


async def test_nothing_to_come_back_to_is_kept_too(visit, file):
    """A healthy server has no rows on Triage; the session is written down every so often all the same."""
    healthy = FakeDesk(FakeSearch(count=0), incidents=FakeIncidents(()))
    async with visit(healthy, session=file()) as user:
        assert user.app.triage.rows.count == 0
        user.app.keep_session()
        await user.press("2", "ctrl+q")
    async with visit(healthy, session=file()) as user:
        assert user.app.screen is user.app.search
