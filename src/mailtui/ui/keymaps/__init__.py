"""Other keys for commands: keymaps that come with mailtui, and files of the user's own.

`vim.toml` and `mutt.toml` stand here; `default` is the catalogue itself, and `default.toml` what it says.
"""

from mailtui.ui.keymaps.reading import DEFAULT, SHIPPED, Keymap, defaults, find, load

__all__ = ["DEFAULT", "SHIPPED", "Keymap", "defaults", "find", "load"]
