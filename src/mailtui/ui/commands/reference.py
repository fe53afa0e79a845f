"""Writes docs/keys.md and keymaps/default.toml from the catalogue.

python -m mailtui.ui.commands.reference > docs/keys.md
python -m mailtui.ui.commands.reference keymap > src/mailtui/ui/keymaps/default.toml
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from mailtui.ui.commands.catalogue import CATALOGUE, GROUPS
from mailtui.ui.commands.command import Command
from mailtui.ui.commands.keys import shown_key

HEAD = """\
# Keys

Made from the catalogue of commands (`mailtui.ui.commands`); a test keeps it fresh.

`?` shows those of the screen you are on: type to search, `enter` does one. `:` finds any command by its
name. A command that cannot be done now is grey; its key says why, also on a screen that
has it not at all.

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


KEYMAP_HEAD = """\
# The default keys, made from the catalogue of commands: a file to begin one of your own with.
# Leave only the lines that you change; what is not named keeps the key it has in the base.

base = "default"
"""


def keymap() -> str:
    """A keymap file that says of every command what is so anyway."""
    return "\n".join([KEYMAP_HEAD, *_keymap_groups()])


def _keymap_groups() -> Iterator[str]:
    for group, heading in GROUPS.items():
        commands = [command for command in CATALOGUE.values() if command.group == group and command.keys]
        if commands:
            yield f"# {heading}"
            yield from (_keymap_line(command) for command in commands)
            yield ""


def _keymap_line(command: Command) -> str:
    keys = ", ".join(json.dumps(key) for key in command.keys)
    return f'"{command.id}" = [{keys}]'.ljust(44) + f"# {command.title}"


if __name__ == "__main__":
    sys.stdout.write(keymap() if sys.argv[1:] == ["keymap"] else markdown())
