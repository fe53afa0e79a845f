"""Every rule wins its own examples; the rules together are sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mailtui.diagnosis import Context, Diagnoser, builtin_providers, builtin_rules
from mailtui.diagnosis.classes import CLASSES
from mailtui.diagnosis.rule import Example, Rule, Stage
from mailtui.model.diagnosis import After
from mailtui.model.enums import FailureClass, Suppress

EXAMPLES = [(rule, example) for rule in builtin_rules() for example in rule.examples]
ADDRESS_CLASSES = {
    FailureClass.RECIPIENT_UNKNOWN,
    FailureClass.RECIPIENT_DISABLED,
    FailureClass.RECIPIENT_MOVED,
}


@pytest.fixture(scope="module")
def diagnoser() -> Diagnoser:
    return Diagnoser(builtin_rules())


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda value: getattr(value, "id", None))
def test_a_rule_wins_its_examples(diagnoser: Diagnoser, rule: Rule, example: Example) -> None:
    text, host, phase, errno = example
    found = diagnoser.diagnose(Context(text, host=host, phase=phase, errno=errno))
    assert (found.rule, found.failure_class) == (rule.id, rule.failure_class), found.candidates


def test_ids_are_unique_across_files() -> None:
    ids = [rule.id for rule in builtin_rules()]
    assert len(ids) == len(set(ids))


def test_every_class_has_facts_and_a_rule() -> None:
    assert set(CLASSES) == set(FailureClass)
    assert {rule.failure_class for rule in builtin_rules()} == set(FailureClass)


def test_rules_name_known_providers() -> None:
    known = {provider.id for provider in builtin_providers().known}
    assert {name for rule in builtin_rules() for name in rule.provider} <= known


def test_codes_alone_are_never_surer_than_words_are_asked_to_be() -> None:
    for rule in builtin_rules():
        if rule.stage is Stage.CODE:
            assert rule.confidence <= 0.7
        if rule.stage in (Stage.ENHANCED, Stage.CODE, Stage.LOCAL):
            assert not rule.match


def test_only_recipient_and_domain_may_be_suppressed() -> None:
    for name, facts in CLASSES.items():
        may = facts.suppress is not Suppress.NEVER
        assert may == (facts.side == "rcpt" and name is not FailureClass.RECIPIENT_RATE)
    assert CLASSES[FailureClass.RECIPIENT_DISABLED].suppress == After(2, 7)
    assert CLASSES[FailureClass.MAILBOX_FULL].suppress == After(3, 30)


def test_the_iana_registry_is_covered(corpora: Path) -> None:
    """Every X.n.n of the registry but the undefined X.0.0, the expiry X.4.7 and the good X.1.5 has a rule."""
    text = (corpora / "bounce-pairs/iana-enhanced-status-registry.txt").read_text("utf-8")
    codes = {(int(a), int(b)) for a, b in re.findall(r"^X\.(\d+)\.(\d+)", text, re.MULTILINE)}
    codes -= {(0, 0), (4, 7), (1, 5)}
    spans = [span for rule in builtin_rules() if rule.stage is Stage.ENHANCED for span in rule.esc]
    missing = [code for code in codes if not any(span.first <= code <= span.last for span in spans)]
    assert missing == []
