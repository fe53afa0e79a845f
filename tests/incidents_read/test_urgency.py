"""People affected x time left x novelty: each of them moves an incident up."""

from __future__ import annotations

import pytest

from mailtui.model.enums import Urgency
from mailtui.model.moment import DAY, HOUR
from mailtui.model.urgency import score, urgency

USUAL = {
    "people": 10,
    "waiting": 10,
    "age": 3 * HOUR,
    "quiet": 0,
    "left": 3 * DAY,
    "final": False,
    "recovered": False,
    "known": False,
}


def of(**changed: object) -> float:
    return score(**(USUAL | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ({"people": 20}, {}),
        ({"left": HOUR}, {"left": 2 * DAY}),
        ({"left": -HOUR}, {"left": HOUR}),
        ({"left": HOUR}, {"left": None}),
        ({"age": HOUR}, {"age": DAY}),
        ({"known": False}, {"known": True}),
        ({"waiting": 0, "final": True}, {"waiting": 0, "final": True, "quiet": 2 * HOUR}),
        ({"waiting": 0, "final": True}, {"waiting": 10, "final": True}),
        ({"people": 100, "final": True}, {"people": 100}),
        ({"people": 10}, {"people": 100, "waiting": 0}),
        ({"waiting": 12, "people": 10}, {"waiting": 10}),
        ({"recovered": True, "waiting": 3}, {"recovered": True, "waiting": 0}),
    ],
)
def test_what_comes_first(more: dict[str, object], less: dict[str, object]) -> None:
    assert of(**more) > of(**less)


def test_a_recovered_incident_is_about_those_that_still_wait() -> None:
    assert of(recovered=True, waiting=0) == 0


def test_the_numbers_of_the_documentation() -> None:
    """docs/incidents.md: 1 + 3 x 2^(-left/12 h), 1 + 2^(-age/12 h), half as much again when it is unknown."""
    assert of(left=DAY, age=12 * HOUR, known=True) == pytest.approx(10 * 1.75 * 1.5)
    assert of(left=0, age=0) == pytest.approx(10 * 4 * 2 * 1.5)
    assert of(left=None, age=1000 * DAY, known=True) == pytest.approx(10)


@pytest.mark.parametrize(
    ("points", "word"),
    [
        (0, Urgency.LOW),
        (19.9, Urgency.LOW),
        (20, Urgency.MEDIUM),
        (100, Urgency.HIGH),
        (500, Urgency.CRITICAL),
    ],
)
def test_the_words(points: float, word: Urgency) -> None:
    assert urgency(points) is word
