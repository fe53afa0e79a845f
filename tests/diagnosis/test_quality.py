"""How good the rules are on labelled replies (benchmarks/diagnosis_quality.py): no worse than promised."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.diagnosis_quality import measure, pairs


@pytest.fixture
def labelled(corpora: Path) -> Path:
    if not (corpora / "bounce-pairs/pairs.tsv").is_file():
        pytest.skip("no labelled replies beside this checkout")
    return corpora


def test_coverage_agreement_and_dangerous_errors(labelled: Path) -> None:
    quality = measure(pairs(labelled))
    assert quality.pairs > 300
    assert quality.share(quality.covered) >= 95
    assert quality.share(quality.agreed) >= 90
    assert quality.share(len(quality.dangerous)) <= 0.5


@pytest.mark.parametrize("half", ["open", "blind"])
def test_the_half_that_rules_were_not_written_on_is_no_worse(labelled: Path, half: str) -> None:
    quality = measure(pairs(labelled, half=half))
    assert quality.share(quality.covered) >= 95
    assert quality.share(quality.agreed) >= 88
    assert len(quality.dangerous) <= 1
