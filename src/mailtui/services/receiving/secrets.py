"""References to secrets: where one is, in the settings; what it is, only in the memory of the worker."""

from __future__ import annotations

import os
import re
import stat

from mailtui.errors import ConfigError

_REFERENCE = re.compile(r"env:[A-Za-z_][A-Za-z0-9_]*|file:/[^\0]*")
LARGEST = 64 * 1024
"""Bytes of a file that may be a secret."""


def is_reference(text: str) -> bool:
    """Whether it says where a secret is: `env:NAME` or `file:/PATH`."""
    return _REFERENCE.fullmatch(text) is not None


def read(reference: str) -> str:
    """The secret, without white space around it. ConfigError when it is not there, names the place only."""
    kind, _, place = reference.partition(":")
    if kind == "env":
        found = os.environ.get(place, "")
        if not found:
            hint = f"set it in the service's environment: EnvironmentFile= with a line {place}=..."
            raise ConfigError(f"the variable {place} of a secret is not set", hint)
        return found.strip()
    try:
        with open(place, encoding="utf-8") as file:
            found = file.read(LARGEST).strip()
    except OSError as error:
        raise ConfigError(f"the secret's file {place} cannot be read: {error.strerror}", _rights()) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"the secret's file {place} is no text", "save it as one line") from error
    if not found:
        raise ConfigError(f"the secret's file {place} is empty", "write the secret into it, as one line")
    return found


def warning(reference: str) -> str:
    """What is unwise about where it is; empty when nothing is."""
    kind, _, place = reference.partition(":")
    if kind != "file":
        return ""
    try:
        mode = os.stat(place).st_mode
    except OSError:
        return ""
    readable = mode & (stat.S_IROTH | stat.S_IWOTH)
    return f"the secret's file {place} can be read by everybody: chmod 640 {place}" if readable else ""


def _rights() -> str:
    import getpass

    try:
        return f"let {getpass.getuser()} read it, and nobody else"
    except (KeyError, OSError):
        return "let the worker's user read it, and nobody else"
