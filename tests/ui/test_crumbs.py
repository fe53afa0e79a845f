"""Where am I, and how did I come here: the screens under this one, in the status line."""

from tests.ui.fakes import FakeDesk, FakeSearch
from tests.ui.incidents import ALL, FakeIncidents

from mailtui.ui.widgets.status_line import crumbs


async def test_the_way_is_told_and_taken_back(visit):
    async with visit(FakeDesk(FakeSearch(count=300), incidents=FakeIncidents(ALL))) as user:
        assert user.lines[0].startswith(" mailtui  Triage  ")
        await user.press("enter")
        assert user.lines[0].startswith(" mailtui  Triage > Incident  ")
        await user.press("enter")
        assert user.lines[0].startswith(" mailtui  Triage > Incident > Trace  ")
        await user.press("q", "2")
        assert user.lines[0].startswith(" mailtui  Triage > Incident > Search  ")
        await user.press("enter")
        assert user.lines[0].startswith(" mailtui  .. > Incident > Search > Trace  ")
        await user.press("1")
        assert user.lines[0].startswith(" mailtui  Triage  ")


def test_a_long_way_is_told_by_its_end():
    assert crumbs(()) == ""
    assert crumbs(("a", "b")) == "a > b > "
    assert crumbs(("a", "b", "c", "d")) == ".. > c > d > "
