"""The state rule: what is not known changes nothing, worse needs two looks, better none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.model.domain import Change, Check
from mailtui.model.enums import ChangeKind, CheckArea, DomainState, Severity
from mailtui.model.finding import Checked, Finding, Seen
from mailtui.model.moment import DAY, HOUR, MINUTE
from mailtui.services.domains.standing import APART, judged, rolled_up

OK, WARNINGS, FAILING = DomainState.OK, DomainState.WARNINGS, DomainState.FAILING
PENDING, UNKNOWN = DomainState.PENDING, DomainState.UNKNOWN


def answer(severity: Severity | None = None, unsure: str = "", seen: str | None = None) -> Checked:
    findings = () if severity is None else (finding(severity),)
    told = None if seen is None else Seen(CheckArea.SPF, "x.example", (seen,))
    return Checked(CheckArea.SPF, "x.example", findings, told, unsure)


def finding(severity: Severity, unsure: str = "") -> Finding:
    return Finding(f"spf-{severity}", severity, CheckArea.SPF, "x.example", "", "", (), "", "", unsure)


GOOD, WARN, FAIL = answer(), answer(Severity.WARN), answer(Severity.FAIL)
LOST = answer(unsure="timeout")


def after(*steps: tuple[int, Checked]) -> Check:
    """How it stands after answers at those minutes."""
    return course(steps)[0]


def course(steps: object) -> tuple[Check, list[Change]]:
    check, changes = None, []
    for minute, told in steps:  # type: ignore[attr-defined]
        check, more = judged(check, told, minute * MINUTE)
        changes += more
    assert check is not None
    return check, changes


def test_a_first_verdict_is_believed() -> None:
    assert after((0, GOOD)).state is OK
    assert after((0, WARN)).state is WARNINGS
    assert after((0, FAIL)).state is FAILING
    assert after((0, answer(Severity.NOTE))).state is OK


def test_what_was_good_is_broken_after_two_failures_ten_minutes_apart() -> None:
    assert after((0, GOOD), (1, FAIL)).state is OK
    assert after((0, GOOD), (1, FAIL), (10, FAIL)).state is OK
    broken = after((0, GOOD), (1, FAIL), (10, FAIL), (11, FAIL))
    assert (broken.state, broken.since, broken.failures) == (FAILING, 1 * MINUTE, 3)


def test_a_failure_that_passes_is_forgotten() -> None:
    check = after((0, GOOD), (1, FAIL), (5, GOOD), (12, FAIL))
    assert (check.state, check.failures, check.failing_from) == (OK, 1, 12 * MINUTE)
    assert check.doubted


def test_bad_is_good_at_once() -> None:
    check = after((0, FAIL), (1, GOOD))
    assert (check.state, check.since, check.findings) == (OK, 1 * MINUTE, ())
    assert after((0, FAIL), (1, WARN)).state is WARNINGS


def test_one_failure_among_warnings_makes_warnings() -> None:
    assert after((0, GOOD), (1, WARN), (12, FAIL)).state is WARNINGS
    assert after((0, GOOD), (1, FAIL), (12, WARN)).state is WARNINGS


def test_a_lost_answer_keeps_verdict_findings_and_time_and_says_why() -> None:
    before = after((0, FAIL))
    check = after((0, FAIL), (5, LOST), (9, LOST))
    assert (check.unsure, check.unsure_since, check.tried) == ("timeout", 5 * MINUTE, 9 * MINUTE)
    assert replace(check, unsure="", unsure_since=None, tried=0, fresh=1) == before
    assert [one.unsure for one in check.told()] == ["timeout"]


def test_a_lost_answer_does_not_break_a_row_of_failures() -> None:
    assert after((0, GOOD), (1, FAIL), (6, LOST), (12, FAIL)).state is FAILING


def test_what_was_never_known_is_unknown() -> None:
    assert after((0, LOST)).state is UNKNOWN
    assert after((0, LOST), (5, FAIL)).state is FAILING


def test_what_a_lost_answer_proves_all_the_same_counts() -> None:
    proven = answer(Severity.FAIL, unsure="one include timed out")
    assert after((0, GOOD), (1, proven)).state is OK
    assert after((0, GOOD), (1, proven), (12, proven)).state is FAILING
    guessed = Checked(
        CheckArea.SPF, "x.example", (finding(Severity.FAIL, unsure="perhaps"),), None, unsure="timeout"
    )
    assert after((0, GOOD), (1, guessed), (30, guessed)).state is OK
    assert after((0, FAIL), (30, answer(Severity.WARN, unsure="timeout"))).state is FAILING


def test_changes_are_told_old_and_new() -> None:
    _, changes = course([(0, answer(seen="a")), (5, answer(seen="b")), (6, LOST), (7, answer(seen="b"))])
    assert [(one.kind, one.old, one.new) for one in changes] == [
        (ChangeKind.STATE, "pending", "ok"),
        (ChangeKind.SEEN, "a", "b"),
    ]


ANSWERS = st.sampled_from([GOOD, WARN, FAIL])
GAPS = st.integers(0, 90)


@given(st.lists(st.tuples(GAPS, ANSWERS, st.booleans()), min_size=1, max_size=40))
def test_answers_that_are_lost_change_no_state(steps: list[tuple[int, Checked, bool]]) -> None:
    """With lost answers put in anywhere, each state is what it would be without them."""
    check = told = None
    minute = 0
    for gap, one, lose in steps:
        minute += gap
        if lose and check is not None:
            lost, changes = judged(check, LOST, minute * MINUTE)
            assert (lost.state, lost.since, lost.findings) == (check.state, check.since, check.findings)
            assert changes == []
            check = lost
        check, _ = judged(check, one, minute * MINUTE)
        told, _ = judged(told, one, minute * MINUTE)
        assert check == told


@given(st.lists(st.tuples(GAPS, ANSWERS), min_size=1, max_size=40))
def test_worse_takes_two_answers_that_say_so(steps: list[tuple[int, Checked]]) -> None:
    order = [OK, WARNINGS, FAILING]
    check, minute, said = None, 0, []
    for gap, one in steps:
        minute += gap
        said.append((minute * MINUTE, after((0, one)).state))
        now, _ = judged(check, one, minute * MINUTE)
        if check is not None and order.index(now.state) > order.index(check.state):
            bad = [time for time, state in said if order.index(state) >= order.index(now.state)]
            assert bad[-1] == minute * MINUTE
            assert any(bad[-1] - time >= APART for time in bad)
        check = now


@pytest.mark.parametrize(
    ("before", "parts", "state"),
    [
        (None, [], PENDING),
        (None, [PENDING], PENDING),
        (None, [OK, UNKNOWN], UNKNOWN),
        (None, [WARNINGS, UNKNOWN], UNKNOWN),
        (None, [FAILING, UNKNOWN], FAILING),
        (PENDING, [OK, WARNINGS], WARNINGS),
        (OK, [OK, UNKNOWN], OK),
        (OK, [UNKNOWN], OK),
        (FAILING, [OK, UNKNOWN], OK),
        (OK, [OK, FAILING], FAILING),
        (UNKNOWN, [OK, OK], OK),
    ],
)
def test_the_whole_is_as_its_worst_part(
    before: DomainState | None, parts: list[DomainState], state: DomainState
) -> None:
    assert rolled_up(before, [(part, HOUR) for part in parts], DAY)[0] is state


def test_since_of_the_whole() -> None:
    assert rolled_up(OK, [(OK, HOUR), (OK, DAY)], 2 * DAY) == (OK, None)
    assert rolled_up(OK, [(OK, HOUR), (FAILING, DAY)], 2 * DAY) == (FAILING, DAY)
    assert rolled_up(FAILING, [(OK, HOUR)], 2 * DAY) == (OK, 2 * DAY)


def test_what_is_only_guessed_is_shown_until_it_is_known() -> None:
    """A block list that refuses to answer us: a note that says so, beside what was known."""
    why = "you may not ask"
    refused = Checked(CheckArea.SPF, "x.example", (finding(Severity.NOTE, unsure=why),), None, why)
    check = after((0, FAIL), (5, refused), (9, LOST))
    assert [one.code for one in check.findings] == ["spf-fail"]
    check = after((0, FAIL), (5, refused))
    assert [(one.code, one.unsure) for one in check.told()] == [
        ("spf-note", why),
        ("spf-fail", why),
    ]
    assert check.state is FAILING


def test_what_a_try_with_gaps_proves_is_certain_and_what_it_could_not_see_is_not() -> None:
    proven = answer(Severity.WARN, unsure="timeout")
    assert [(one.code, one.unsure) for one in after((0, FAIL), (5, proven)).told()] == [
        ("spf-warn", ""),
        ("spf-fail", "timeout"),
    ]


def test_half_a_first_answer_is_no_verdict_unless_it_fails() -> None:
    assert after((0, answer(Severity.WARN, unsure="timeout"))).state is UNKNOWN
    assert after((0, answer(Severity.FAIL, unsure="timeout"))).state is FAILING
