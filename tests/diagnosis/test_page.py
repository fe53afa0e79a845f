"""docs/diagnosis.md is what the rules say."""

from __future__ import annotations

from pathlib import Path

from mailtui.diagnosis.reference import reference

PAGE = Path(__file__).parents[2] / "docs/diagnosis.md"


def test_the_page_is_fresh() -> None:
    made = "python -m mailtui.diagnosis.reference > docs/diagnosis.md"
    assert PAGE.read_text(encoding="utf-8") == reference(), made
