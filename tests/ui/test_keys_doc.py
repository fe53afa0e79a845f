"""docs/keys.md says what the catalogue says."""

from pathlib import Path

from mailtui.ui.commands.reference import markdown


def test_the_page_of_keys_is_fresh():
    page = Path(__file__).parents[2] / "docs" / "keys.md"
    assert page.read_text() == markdown(), "python -m mailtui.ui.commands.reference > docs/keys.md"
