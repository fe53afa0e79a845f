"""Writes docs/keys.md from the catalogue: `python -m mailtui.ui.commands.reference > docs/keys.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from mailtui.ui.commands.catalogue import CATALOGUE, GROUPS
from mailtui.ui.commands.keys import shown_key

HEAD = """\
# Keys

Made from the catalogue of commands (`mailtui.ui.commands`); a test keeps it fresh.

`?` shows those of the screen you are on: type to search, `enter` does one. `:` finds any command by its
name. A command that cannot be done now is grey; its key says why.

These are the keys of the keymap `default`. The setting `keymap` names another: `vim`, `mutt`, or the path
of a TOML file with command ids, as [settings.md](settings.md#keymaps) says:

```toml
base = "vim"
"query.failures" = "F"
"move.down" = ["j", "down"]
```

An unknown id, an unknown key or two commands with the same key are errors with file and line.
"""


def markdown() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_groups()])


def _groups() -> Iterator[str]:
    for group, heading in GROUPS.items():
        commands = [command for command in CATALOGUE.values() if command.group == group]
        if not commands:
            continue
        yield f"## {heading}\n"
        yield "| key | command | id | what it does |\n|---|---|---|---|"
        for command in commands:
            keys = " ".join(_code(shown_key(key)) for key in command.keys)
            yield f"| {keys} | {command.title} | `{command.id}` | {command.help} |"
        yield ""


def _code(key: str) -> str:
    return "`` ` ``" if key == "`" else f"`{key}`"


if __name__ == "__main__":
    sys.stdout.write(markdown())
