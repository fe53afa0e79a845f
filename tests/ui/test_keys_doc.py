"""docs/keys.md says what the catalogue says."""

from pathlib import Path

from mailtui.ui import keymaps
from mailtui.ui.commands.reference import keymap, markdown


def test_the_page_of_keys_is_fresh():
    page = Path(__file__).parents[2] / "docs" / "keys.md"
    assert page.read_text() == markdown(), "python -m mailtui.ui.commands.reference > docs/keys.md"


def test_the_default_keymap_is_fresh_and_changes_nothing():
    path = Path(keymaps.__file__).with_name("default.toml")
    told = "python -m mailtui.ui.commands.reference keymap > src/mailtui/ui/keymaps/default.toml"
    assert path.read_text() == keymap(), told
    assert keymaps.load(path) == keymaps.defaults()
