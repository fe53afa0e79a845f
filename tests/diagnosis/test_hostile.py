"""Replies are written by strangers: diagnosing never raises, and never takes more than linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.diagnosis import Context, Diagnoser, builtin_rules
from mailtui.diagnosis.automaton import REMEMBERED, Automaton
from mailtui.diagnosis.phrases import PhraseError, compiled
from mailtui.model.enums import FailureClass, Phase

DIAGNOSER = Diagnoser(builtin_rules())
WORDS = sorted(
    {w for r in builtin_rules() for p in r.match for e in p.elements for c in e.choices for w in c}
)
TEXTS = st.text() | st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@given(
    TEXTS,
    st.none() | st.text(max_size=30),
    st.none() | st.sampled_from(list(Phase)),
    st.none() | st.integers(),
)
def test_total(text: str, host: str | None, phase: Phase | None, errno: int | None) -> None:
    found = DIAGNOSER.diagnose(Context(text, host=host, phase=phase, errno=errno))
    assert 0 <= found.confidence <= 1
    assert (found.rule is None) <= (found.failure_class is FailureClass.UNCATEGORISED)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_text(data: bytes) -> None:
    DIAGNOSER.diagnose(Context(data.decode("utf-8", "surrogateescape")))


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "\x1b[2J550 5.1.1 User unknown", "550", "550 ", "\u202e", "٥٥٠ x"]
)
def test_odd_texts(text: str) -> None:
    DIAGNOSER.diagnose(Context(text))


def test_control_characters_do_not_hide_words() -> None:
    assert DIAGNOSER.diagnose(Context("550 \x08User\tunknown\x1b[0m")).failure_class == "recipient-unknown"


@pytest.mark.parametrize(
    "unit",
    [
        "user ", "a@", "host x [1] said: ", "said: 550 ", "SMTP error from remote mail server after ",
        ": host ", "(in reply to ", "5.1.1 ", "'", "l'", "\xc3\xa9", "mailbox a b c ", "550-", "exceed",
        "Giving up on ", "(((",
    ],
)  # fmt: skip
def test_a_megabyte_of_anything(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    start = time.process_time()
    DIAGNOSER.diagnose(Context(text))
    assert time.process_time() - start < 1


def test_strangers_words_do_not_fill_the_memory() -> None:
    automaton = Automaton([(compiled("quota* ... full"), 1)])
    for number in range(REMEMBERED // 2):
        automaton.find([f"quota{number}", "x", f"quo{number}", "full"])
    assert automaton._steps <= REMEMBERED + 1
    assert automaton.find(["quota", "is", "full"]) == {1: 10}


@pytest.mark.parametrize("text", ["", "...", "a ...", "(a", "a)", "(a|(b))", "(|)", "x*", "ab*", ")a("])
def test_phrases_that_cannot_be(text: str) -> None:
    with pytest.raises(PhraseError):
        compiled(text)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("mailbox (is |was |)full", "mailbox full", True),
        ("mailbox (is |was |)full", "the mailbox is full now", True),
        ("mailbox (is |was |)full", "mailbox not full", False),
        ("quota* reached", "quotas reached", True),
        ("quota* reached", "quo reached", False),
        ("user ... unknown", "user a b c d unknown", True),
        ("user ... unknown", "user a b c d e unknown", False),
        ("user ... unknown", "user user a b c d unknown", True),
        ("over (the disk|) quota", "over the disk quota", True),
        ("over (the disk|) quota", "over the quota", False),
        ("over (the disk|) quota", "over quota", True),
        ("no (such |) user (here|)", "no user", True),
    ],
)
def test_phrases(phrase: str, text: str, found: bool) -> None:
    assert bool(Automaton([(compiled(phrase), 1)]).find(text.split())) is found
