"""A keymap file: other keys for commands, by command id.

    # keymap.toml
    base = "vim"
    "query.failures" = "F"
    "move.down" = ["j", "down"]

`base` is the keymap it changes: `default` when it names none. Every mistake is told with file and line;
Textual itself would pass over unknown ids and clashes in silence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from mailtui.errors import ConfigError
from mailtui.ui.commands import CATALOGUE
from mailtui.ui.commands.keys import textual_key

Keymap = Mapping[str, str]
"""Command id to its keys in Textual's names, joined by commas; every command of the catalogue is in it."""

DEFAULT = "default"
SHIPPED = ("vim", "mutt")
NAMES = (DEFAULT, *SHIPPED)
_FOLDER = Path(__file__).parent


def defaults() -> dict[str, str]:
    """The keys of the catalogue."""
    return {command.id: _joined(command.keys) for command in CATALOGUE.values()}


def find(wanted: str) -> Keymap:
    """The keymap of that name, or that of the file at that path; ConfigError when it cannot be."""
    if wanted == DEFAULT:
        return defaults()
    if wanted in SHIPPED:
        return load(_FOLDER / f"{wanted}.toml")
    path = Path(wanted).expanduser()
    if path.name == wanted and not path.suffix and not path.exists():
        near = get_close_matches(wanted, NAMES, 1)
        question = f"did you mean {near[0]}? " if near else ""
        known = f"keymaps: {', '.join(NAMES)}, or the path of a file"
        raise ConfigError(f"there is no keymap {wanted!r}", f"{question}{known}")
    return load(path)


def load(path: Path) -> Keymap:
    """Read a keymap file; ConfigError with file and line when something in it cannot be."""
    try:
        text = path.read_text("utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}", "name another file, or none") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text", "save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}", 'a line looks like "query.failures" = "F"') from error
    return _checked(dict(_flat(table)), path, text)


def _checked(wanted: dict[str, object], path: Path, text: str) -> Keymap:
    keymap = dict(_base(wanted.pop("base", DEFAULT), path, text))
    for identifier, keys in wanted.items():
        where = f"{path}:{_line_of(identifier, text)}"
        if identifier not in CATALOGUE:
            near = get_close_matches(identifier, CATALOGUE, 1)
            hint = f"did you mean {near[0]}?" if near else "docs/keys.md lists the commands"
            raise ConfigError(f"{where}: there is no command {identifier!r}", hint)
        keymap[identifier] = _keys(keys, where)
    _refuse_clashes(keymap, wanted, path, text)
    return keymap


def _base(name: object, path: Path, text: str) -> Keymap:
    """What a file builds on: a keymap of mailtui's own, for another file could lead in a circle."""
    if name not in NAMES:
        where = f"{path}:{_line_of('base', text)}"
        raise ConfigError(f"{where}: there is no keymap {name!r} to build on", f"bases: {', '.join(NAMES)}")
    return find(str(name))


def _keys(value: object, where: str) -> str:
    written = value if isinstance(value, list) else [value]
    found = []
    for key in written:
        name = textual_key(key) if isinstance(key, str) else None
        if name is None:
            raise ConfigError(f"{where}: there is no key {key!r}", "write a character, or a name such as f5")
        found.append(name)
    if not found:
        raise ConfigError(f"{where}: no key at all", "leave the line out to keep the default")
    return ",".join(found)


def _refuse_clashes(keymap: Keymap, wanted: Mapping[str, object], path: Path, text: str) -> None:
    owners: dict[str, str] = {}
    for identifier in sorted(keymap, key=lambda one: one in wanted):
        for key in keymap[identifier].split(","):
            other = owners.setdefault(key, identifier)
            if other != identifier:
                where = f"{path}:{_line_of(identifier, text)}"
                raise ConfigError(
                    f"{where}: {identifier} and {other} would have the same key {key}",
                    f"give {other} another key too",
                )


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """TOML reads `move.down = ...` and `[move]` as tables within tables: both mean the id `move.down`."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _line_of(identifier: str, text: str) -> int:
    """The line that sets it, found by its name or by the last part of it in its section."""
    group, _, last = identifier.rpartition(".")
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        heading = re.match(r"\s*\[([^\[\]]+)\]", line)
        name = re.match(r"""\s*["']?([\w.-]+)["']?\s*=""", line)
        if heading:
            section = heading[1].strip().strip("\"'")
        elif name and (name[1] == identifier or (section == group and name[1] == last)):
            return number
    return 1


def _joined(keys: tuple[str, ...]) -> str:
    return ",".join(textual_key(key) or key for key in keys)
