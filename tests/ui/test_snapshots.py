"""What the screens look like, at the size they are designed for first and at a comfortable one."""

import pytest
from tests.ui import domains
from tests.ui.conftest import settle
from tests.ui.fakes import HOSTILE, FakeDesk, FakeSearch, FakeState, FakeTracing, make_hostile
from tests.ui.incidents import ALL, FakeIncidents, hostile

from mailtui.errors import StoreError
from mailtui.model.view import StoreState

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def look_at(snap_compare, make_app):
    """Compare the screen after some keys with the picture of it."""

    def compare(desk, size, *keys, query=""):
        async def before(pilot):
            await settle(pilot)
            for key in keys:
                await (key(pilot) if callable(key) else pilot.press(key))
                await settle(pilot)

        return snap_compare(make_app(desk, query), terminal_size=size, run_before=before)

    return compare


@pytest.mark.parametrize("size", SIZES)
def test_the_verdict_of_every_row_is_seen_first(look_at, desk, size):
    assert look_at(desk, size)


@pytest.mark.parametrize("size", SIZES)
def test_facts_and_raw_lines_beside_the_list(look_at, desk, size):
    assert look_at(desk, size, "j", "j", "p", "P")


@pytest.mark.parametrize("size", SIZES)
def test_the_large_histogram(look_at, desk, size):
    assert look_at(desk, size, "i")


@pytest.mark.parametrize("size", SIZES)
def test_help(look_at, desk, size):
    assert look_at(desk, size, "?")


@pytest.mark.parametrize("size", SIZES)
def test_completion_while_typing(look_at, desk, size):
    assert look_at(desk, size, "/", *"status:b", "down")


@pytest.mark.parametrize("size", SIZES)
def test_an_error_in_the_query(look_at, desk, size):
    assert look_at(desk, size, query="to:bob stauts:bounced")


@pytest.mark.parametrize("size", SIZES)
def test_no_match(look_at, size):
    assert look_at(FakeDesk(FakeSearch(count=500)), size, query="status:bounced to:@nowhere.example")


@pytest.mark.parametrize("size", SIZES)
def test_an_empty_database(look_at, size):
    assert look_at(FakeDesk(FakeSearch(count=0), state=FakeState(StoreState(0, 0, None))), size)


@pytest.mark.parametrize("size", SIZES)
def test_hostile_text(look_at, size):
    assert look_at(FakeDesk(FakeSearch(count=60, make=make_hostile), FakeTracing(make_hostile)), size, "p")


# -- triage and incident -------------------------------------------------------------------------


@pytest.fixture
def busy():
    """Incidents of every state, and single failures."""
    return FakeDesk(FakeSearch(count=300), incidents=FakeIncidents(ALL, unfiled=113))


@pytest.mark.parametrize("size", SIZES)
def test_what_is_failing(look_at, busy, size):
    assert look_at(busy, size, query=None)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_failing(look_at, size):
    assert look_at(FakeDesk(FakeSearch(count=0), incidents=FakeIncidents()), size, query=None)


@pytest.mark.parametrize("size", SIZES)
def test_triage_that_cannot_be_read(look_at, busy, size):
    busy.incidents.error = StoreError("the database is locked", "stop the other import")
    assert look_at(busy, size, query=None)


@pytest.mark.parametrize("size", SIZES)
def test_failures_without_a_cause(look_at, busy, size):
    busy.incidents.undiagnosed = 1204
    assert look_at(busy, size, "j", "p", query=None)


@pytest.mark.parametrize("size", SIZES)
def test_choosing_a_state(look_at, busy, size):
    assert look_at(busy, size, "m", query=None)


@pytest.mark.parametrize("size", SIZES)
def test_an_incident(look_at, busy, size):
    assert look_at(busy, size, "j", "enter", query=None)


@pytest.mark.parametrize("size", SIZES)
def test_the_card_of_an_incident(look_at, busy, size):
    assert look_at(busy, size, "enter", *(["x"] if size[0] < 100 else []), "j", "P", query=None)


@pytest.mark.parametrize("size", SIZES)
def test_an_incident_that_is_no_more(look_at, busy, size):
    async def forget(pilot):
        busy.incidents.known = ()

    assert look_at(busy, size, "enter", forget, "r", query=None)


@pytest.mark.parametrize("size", SIZES)
def test_hostile_incidents(look_at, size):
    known = tuple(hostile(text, number) for number, text in enumerate(HOSTILE, 1))
    assert look_at(FakeDesk(FakeSearch(count=0), incidents=FakeIncidents(known)), size, "p", query=None)


# -- domains -------------------------------------------------------------------------------------


@pytest.fixture
def senders():
    """Domains of every state."""
    known = domains.FakeDomains(domains.ALL, suggested=domains.SUGGESTED)
    return FakeDesk(FakeSearch(count=300), domains=known)


@pytest.mark.parametrize("size", SIZES)
def test_the_list_of_domains(look_at, senders, size):
    assert look_at(senders, size, "5", "j")


@pytest.mark.parametrize("size", SIZES)
def test_no_domains(look_at, size):
    assert look_at(FakeDesk(FakeSearch(count=9)), size, "5")


@pytest.mark.parametrize("size", SIZES)
def test_a_domain_that_is_not_known_for_sure(look_at, senders, size):
    assert look_at(senders, size, "5", "G")


@pytest.mark.parametrize("size", SIZES)
def test_adding_a_domain(look_at, senders, size):
    assert look_at(senders, size, "5", "plus", *"shop")


@pytest.mark.parametrize("size", SIZES)
def test_choosing_from_the_logs(look_at, senders, size):
    assert look_at(senders, size, "5", "A", "space")


@pytest.mark.parametrize("size", SIZES)
def test_taking_a_domain_off_the_list(look_at, senders, size):
    assert look_at(senders, size, "5", "D")


@pytest.mark.parametrize("size", SIZES)
def test_a_domain_and_what_mends_it(look_at, senders, size):
    assert look_at(senders, size, "5", "j", "enter", "P")


@pytest.mark.parametrize("size", SIZES)
def test_the_checks_of_a_domain(look_at, senders, size):
    assert look_at(senders, size, "5", "j", "enter", "pagedown", *(["pagedown"] if size[1] < 40 else []))


@pytest.mark.parametrize("size", SIZES)
def test_the_spf_tree_and_history_of_a_domain(look_at, senders, size):
    assert look_at(senders, size, "5", "j", "enter", "G")


@pytest.mark.parametrize("size", SIZES)
def test_an_unsure_domain_in_detail(look_at, senders, size):
    assert look_at(senders, size, "5", "G", "enter")


@pytest.mark.parametrize("size", SIZES)
def test_hostile_domains(look_at, size):
    found = [domains.hostile(text, number) for number, text in enumerate(HOSTILE, 1)]
    known = domains.FakeDomains(tuple(one.row for one in found), {one.row.name: one for one in found})
    assert look_at(FakeDesk(FakeSearch(count=0), domains=known), size, "5", "j", "enter")
