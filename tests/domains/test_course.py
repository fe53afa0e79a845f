"""A whole domain, look by look."""

from __future__ import annotations

from mailtui.model.enums import CheckArea, DomainState, Severity
from mailtui.model.finding import Checked, Finding
from mailtui.model.moment import DAY, HOUR, MINUTE
from mailtui.services.domains.course import Intervals, Look, Standing, looked, next_look

OK, FAILING, UNKNOWN = DomainState.OK, DomainState.FAILING, DomainState.UNKNOWN


def answer(area: CheckArea, target: str = "x.example", bad: bool = False, unsure: str = "") -> Checked:
    found = Finding("code", Severity.FAIL, area, target, "", "", (), "", "")
    return Checked(area, target, (found,) if bad else (), None, unsure)


def look(*answers: Checked, cut: str = "") -> Look:
    return Look(answers, cut)


MX, SPF = answer(CheckArea.MX), answer(CheckArea.SPF)
BAD, LOST = answer(CheckArea.SPF, bad=True), answer(CheckArea.SPF, unsure="timeout")
NEW = Standing()


def test_the_domain_is_as_its_worst_area() -> None:
    now, _ = looked(NEW, look(MX, BAD), HOUR)
    assert now.state is FAILING
    assert [(one.area, one.state) for one in now.areas] == [(CheckArea.MX, OK), (CheckArea.SPF, FAILING)]


def test_a_first_look_with_a_gap_does_not_say_ok() -> None:
    now, _ = looked(NEW, look(MX, LOST), HOUR)
    assert (now.state, now.unsure) == (UNKNOWN, "timeout")
    now, _ = looked(now, look(MX, SPF), 2 * HOUR)
    assert (now.state, now.since) == (OK, 2 * HOUR)


def test_a_gap_later_keeps_the_verdict() -> None:
    before, _ = looked(NEW, look(MX, SPF), HOUR)
    now, changes = looked(before, look(MX, LOST), 2 * HOUR)
    assert (now.state, now.since, now.checked, changes) == (OK, HOUR, HOUR, [])


def test_a_target_that_is_gone_goes_only_after_a_look_without_gaps() -> None:
    two = look(MX, SPF, answer(CheckArea.DANE, "a.example", bad=True))
    before, _ = looked(NEW, two, HOUR)
    assert before.state is FAILING
    lost, _ = looked(before, look(MX, LOST), 2 * HOUR)
    assert lost.state is FAILING
    gone, _ = looked(lost, look(MX, SPF), 3 * HOUR)
    assert (gone.state, len(gone.checks)) == (OK, 2)


def test_a_look_that_was_broken_off_changes_nothing() -> None:
    before, _ = looked(NEW, look(MX, BAD), HOUR)
    now, changes = looked(before, look(cut="no answer within 60 s"), 2 * HOUR)
    assert (now.state, now.areas[1].state, changes) == (FAILING, FAILING, [])
    assert now.unsure == "no answer within 60 s"
    first, _ = looked(NEW, look(cut="stopped"), HOUR)
    assert (first.state, first.checked) == (UNKNOWN, None)


def test_hourly_while_not_ok_daily_when_ok_soon_when_in_doubt() -> None:
    fine, _ = looked(NEW, look(MX, SPF), HOUR)
    doubt, _ = looked(fine, look(MX, BAD), 2 * HOUR)
    assert doubt.state is OK
    every = Intervals()
    assert next_look(fine, every, 0, 0.5) == DAY
    assert next_look(fine, every, 0, 0.0) == int(0.9 * DAY)
    assert 11 * MINUTE <= next_look(doubt, every, 0, 1.0) <= 15 * MINUTE
    lost, _ = looked(fine, look(MX, LOST), 2 * HOUR)
    assert next_look(lost, every, 0, 0.5) == HOUR


def test_an_area_that_came_to_no_end_speaks_for_its_targets() -> None:
    """It is named by the domain, while what it looks at are addresses."""
    listed, free = answer(CheckArea.DNSBL, "192.0.2.1", bad=True), answer(CheckArea.DNSBL, "192.0.2.2")
    before, _ = looked(NEW, look(MX, listed, free), HOUR)
    stuck = answer(CheckArea.DNSBL, unsure="no end within 60 s")
    now, _ = looked(before, look(MX, stuck), 2 * HOUR)
    assert [(one.target, one.state, one.unsure) for one in now.checks[1:]] == [
        ("192.0.2.1", FAILING, "no end within 60 s"),
        ("192.0.2.2", OK, "no end within 60 s"),
    ]


def test_a_stand_in_goes_when_its_area_has_answers() -> None:
    stuck = answer(CheckArea.RDNS, unsure="no end within 60 s")
    before, _ = looked(NEW, look(MX, stuck), HOUR)
    assert before.state is UNKNOWN
    now, _ = looked(before, look(MX, answer(CheckArea.RDNS, "192.0.2.1"), LOST), 2 * HOUR)
    assert [one.target for one in now.checks] == ["x.example", "x.example", "192.0.2.1"]


def test_a_block_list_that_never_answers_does_not_hold_back_the_rest() -> None:
    refused = answer(CheckArea.DNSBL, "192.0.2.1 list.example", unsure="you may not ask")
    now, _ = looked(NEW, look(MX, SPF, refused), HOUR)
    assert (now.state, now.unsure, now.areas[-1].state) == (OK, "you may not ask", UNKNOWN)
    assert next_look(now, Intervals(), 0, 0.5) == DAY
