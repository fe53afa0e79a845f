"""Retry rules: what is read, which rule holds, and for which errors."""

from __future__ import annotations

import pytest

from mailtui.diagnosis import Context
from mailtui.diagnosis.outlook import (
    DEFAULT,
    Failure,
    RuleError,
    choose,
    duration,
    failure_of,
    parse_rules,
    spoken,
)
from mailtui.diagnosis.outlook.patterns import any_of, matches
from mailtui.model.enums import Phase
from mailtui.model.moment import DAY, HOUR, MINUTE

RULES = r"""
# more specific ones first
alice@wonderland.example  quota_5d  F,7d,3h
"wonderland.example"      quota
*   rcpt_4xx   senders=:   F,1h,30m
wonderland.example        *         F,1h,15m; G,2d,1h,2; \
                                    H,3d12h,30m,1.555;
!*.slow.example  refused_A   F,2h,20m
* * F,4d,6h
"""


def test_rules_are_read_in_order() -> None:
    rules = parse_rules(RULES)
    assert [rule.pattern for rule in rules] == [
        "alice@wonderland.example",
        "wonderland.example",
        "*",
        "wonderland.example",
        "!*.slow.example",
        "*",
    ]


def test_steps() -> None:
    steps = parse_rules(RULES)[3].steps
    assert [(step.letter, step.cutoff, step.interval, step.factor) for step in steps] == [
        ("F", HOUR, 15 * MINUTE, 1.0),
        ("G", 2 * DAY, HOUR, 2.0),
        ("H", 3 * DAY + 12 * HOUR, 30 * MINUTE, 1.555),
    ]
    assert parse_rules(RULES)[1].steps == ()
    assert parse_rules(DEFAULT)[0].cutoff == 4 * DAY


def test_steps_alone_hold_for_everything() -> None:
    (rule,) = parse_rules("F,2h,15m; F,1d,1h")
    assert (rule.pattern, rule.error, len(rule.steps)) == ("*", "*", 2)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("*", "an address pattern, an error and steps"),
        ("* * X,1h,1m", "'X' is no way to reckon"),
        ("* * F,1h", "F takes 2 values, not 1"),
        ("* * G,1h,1m", "G takes 3 values, not 2"),
        ("* * F,1h,soon", "'soon' is no length of time"),
        ("* * F,1h,0s", "more than nothing"),
        ("* * G,1h,1m,0.5", "no factor"),
        ("* * F,1h,1m\n* * F,2,1m", "retry rule 2"),
    ],
)
def test_what_is_no_rule_is_named(text: str, why: str) -> None:
    with pytest.raises(RuleError, match=why):
        parse_rules(text)


@pytest.mark.parametrize(
    ("item", "key", "wanted"),
    [
        ("*", "far.example", True),
        ("far.example", "FAR.example", True),
        ("far.example", "bob@far.example", True),
        ("*.example", "mx.far.example", True),
        ("*@far.example", "far.example", True),
        ("bob@far.example", "far.example", False),
        ("bob@far.example", "bob@far.example", True),
        ("*ob@far.example", "bob@far.example", True),
        ("!far.example", "far.example", False),
        ("! *.example", "far.other", True),
        (r"^\N[^@]+@xyz\d+\.abc\.example$\N", "xyz12.abc.example", True),
        (r"^\Nxyz\d+\.abc\.example$\N", "xyz12.abc.example", False),
        ("^(", "far.example", None),
        ("^(a+)+$", "a" * 60 + "@b.example", False),
        ("+slow", "far.example", None),
        ("lsearch;/etc/slow", "far.example", None),
        ("${lookup{x}}", "far.example", None),
        ("192.0.2.7", "192.0.2.7", True),
    ],
)
def test_patterns(item: str, key: str, wanted: bool | None) -> None:
    assert matches(item, key) in ((wanted, None) if item == "^(a+)+$" else (wanted,))


@pytest.mark.parametrize(
    ("items", "sender", "wanted"),
    [(":", "", True), (":", "a@b.example", False), ("a@b.example : *.c", "x@y.c", True), ("*", None, None)],
)
def test_senders(items: str, sender: str | None, wanted: bool | None) -> None:
    assert any_of(items, sender) is wanted


@pytest.mark.parametrize(
    ("failure", "error", "wanted"),
    [
        (Failure("rcpt", 452), "rcpt_4xx", True),
        (Failure("rcpt", 452), "rcpt_45x", True),
        (Failure("rcpt", 452), "rcpt_450", False),
        (Failure("rcpt", 452), "data_4xx", False),
        (Failure("refused"), "refused", True),
        (Failure("refused"), "refused_mx", None),
        (Failure("refused"), "timeout", False),
        (Failure("timeout"), "timeout_connect_a", None),
        (Failure("quota"), "quota_5d", None),
        (Failure("lost_connection"), "lost_connection", True),
        (Failure(None), "*", True),
        (Failure(None), "quota", False),
    ],
)
def test_errors(failure: Failure, error: str, wanted: bool | None) -> None:
    assert failure.is_named(error) is wanted


@pytest.mark.parametrize(
    ("context", "name"),
    [
        (Context("Connection refused", errno=111), "refused"),
        (Context("Connection timed out"), "timeout"),
        (Context("452 4.2.2 full", errno=-44, smtp_code=452), "rcpt"),
        (Context("451 later", phase=Phase.END_OF_DATA, smtp_code=451), "data"),
        (Context("mailbox is full", errno=-22), "quota"),
        (Context("421 timed out", phase=Phase.BANNER, smtp_code=421), None),
        (Context("something else"), None),
    ],
)
def test_failures_by_number_phase_and_words(context: Context, name: str | None) -> None:
    assert failure_of(context).name == name


def test_the_first_rule_that_matches_is_taken() -> None:
    rules = parse_rules(RULES)
    refused = Failure("refused")
    assert choose(rules, ["mx.a.example", "wonderland.example"], refused).rule is rules[3]
    assert choose(rules, ["bob@wonderland.example"], Failure("quota")).rule is rules[1]
    assert choose(rules, ["bob@b.example"], Failure("rcpt", 450), "").rule is rules[2]
    assert choose(rules, ["bob@b.example"], Failure("rcpt", 450), "a@b").rule is rules[5]
    assert choose([], ["b.example"], refused).rule is None


def test_a_rule_that_only_exim_can_evaluate_is_told() -> None:
    rules = parse_rules("+slow * F,1h,5m\n* * F,1d,1h")
    found = choose(rules, ["far.example"], Failure(None))
    assert found.rule is rules[1]
    assert found.unsure == rules[:1]


def test_lengths() -> None:
    assert duration("1d2h30m") == DAY + 2 * HOUR + 30 * MINUTE
    assert spoken(DAY + 2 * HOUR + 30 * MINUTE) == "1 d 2 h"
    assert spoken(0) == "0 s"
