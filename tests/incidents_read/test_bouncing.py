"""When the first mail of an incident bounces: by which clock, under which rule."""

from __future__ import annotations

import pytest

from mailtui.model.enums import FailureClass, IncidentState, Phase, Side
from mailtui.model.moment import DAY, HOUR, MINUTE
from mailtui.model.retry import RetrySettings
from mailtui.services.bouncing import first_bounce
from mailtui.services.retrying import Retrying
from mailtui.store.incidents import Known
from mailtui.store.symptoms import Newest, Queued

ONSET = 1_795_168_800_000_000
NOW = ONSET + 10 * HOUR
KNOWN = Known(
    *(1, 1, ONSET, ONSET, None, None, ONSET, NOW - HOUR, 9, 9, 9, None, IncidentState.NEW, None),
    *(FailureClass.CONNECT_FAILED, Phase.CONNECT, "connection refused", "far.example", "", "mx1", "exim"),
    *(True, None, ONSET - DAY),
)
REFUSED = Newest(
    *(Side.NET, None, 0.9, "connect-failed", False, NOW - HOUR, 1, 1, "mx.far.example", None, None, 111),
    "Connection refused",
)
WAITING = Queued(9, ONSET + HOUR, ONSET + HOUR)


def days(known: Known = KNOWN, newest: Newest = REFUSED, rules: str | None = None) -> float:
    """Days from onset to the first bounce."""
    policy = Retrying(RetrySettings(rules=rules, ask=False)).policy()
    found = first_bounce(known, newest, WAITING, policy, NOW)
    assert found is not None
    return (found - ONSET) / DAY


def test_the_clock_of_a_host_begins_at_the_onset() -> None:
    assert days() == pytest.approx(4, abs=0.01)


def test_where_a_part_fails_it_begins_after_the_last_success() -> None:
    assert days(KNOWN._replace(delivered=ONSET + 8 * HOUR)) > days()


def test_that_of_an_address_begins_when_its_message_came() -> None:
    full = REFUSED._replace(errno=-44, smtp_code=452, reply="452 4.2.2 over quota")
    assert days(KNOWN._replace(phase=Phase.RCPT), full) == pytest.approx(4 + 1 / 24, abs=0.01)


def test_the_rules_of_the_settings_hold() -> None:
    assert days(rules="far.example * F,1d,1h\n* * F,4d,6h") == pytest.approx(1, abs=0.1)
    assert days(rules="other.example * F,1d,1h\n* * F,4d,6h") == pytest.approx(4, abs=0.1)


def test_postfix_counts_from_the_arrival() -> None:
    assert days(KNOWN._replace(mta="postfix")) == pytest.approx(5 + 1 / 24, abs=30 * MINUTE / DAY)
