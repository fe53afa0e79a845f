"""The settings file: read, and what is in it by key and line."""

from __future__ import annotations

import re
from pathlib import Path

from mailtui.config.settings import NAMES
from mailtui.errors import ConfigError


def read(path: Path) -> tuple[dict[str, object], dict[str, int]]:
    """The values in the file and the line of each; both empty when there is no file.

    ConfigError when it cannot be read, is not TOML, or has a key that is no setting.
    """
    text = _text(path)
    if not text:
        return {}, {}
    import tomllib  # most have no settings file, and the first paint waits for this

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}", "write one `name = value` per line") from error
    lines = {key: line_of(key, text) for key in values}
    for key in values:
        if key not in NAMES:
            raise ConfigError(f"{path}:{lines[key]}: there is no setting {key!r}", nearest(key))
    return values, lines


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}", f"look at `ls -l {path}`") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text", "save it as UTF-8") from error


def line_of(key: str, text: str) -> int:
    """The 1-based line on which `key` is set (or its table opened); 1 when it is written some other way."""
    name = re.escape(key)
    found = re.search(rf"^[ \t]*(?:\[+[ \t]*)?[\"']?{name}[\"']?[ \t]*[=.\]]", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def nearest(key: str, prefix: str = "") -> str:
    """The hint for a name that is no setting."""
    from difflib import get_close_matches

    near = get_close_matches(key.lower().replace("-", "_"), NAMES, 1)
    if near:
        return f"did you mean {prefix}{near[0].upper() if prefix else near[0]}?"
    return f"the settings are {', '.join(NAMES)}; `mailtui config` prints them"
