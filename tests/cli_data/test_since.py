"""`--since` means what `since:` means in a query."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from tests.cli_data.views import AT

from mailtui.cli.since import since
from mailtui.errors import UsageError
from mailtui.model.moment import DAY, HOUR, iso


def test_ago_and_dates() -> None:
    assert since("2h", AT, UTC) == AT - 2 * HOUR
    assert since(" 3D ", AT, UTC) == AT - 3 * DAY
    assert iso(since("2026-11-18", AT, UTC)) == "2026-11-18T00:00:00+00:00"
    assert iso(since("2026-11-18 10:30", AT, UTC)) == "2026-11-18T10:30:00+00:00"


def test_a_day_begins_where_the_operator_is() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert iso(since("yesterday", AT, berlin)) == "2026-11-19T23:00:00+00:00"
    assert iso(since("2026-07-01", AT, berlin)) == "2026-06-30T22:00:00+00:00"


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "2026-11-18..2026-11-20"])
def test_what_is_no_time_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="is no point in time") as error:
        since(text, AT, UTC)
    assert "yesterday" in error.value.hint
