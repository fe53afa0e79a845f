"""Whether what the receiver needs is installed: it is an extra, which most do not need."""

from __future__ import annotations

from importlib.util import find_spec

from mailtui.errors import ConfigError

NEEDED = ("uvicorn", "cryptography")
INSTALL = "pip install 'mailtui[webhooks]'"


def missing() -> list[str]:
    """The packages that are not there."""
    return [name for name in NEEDED if find_spec(name) is None]


def require() -> None:
    """ConfigError when one is not there."""
    absent = missing()
    if absent:
        raise ConfigError(f"taking webhooks needs {' and '.join(absent)}", f"install it: {INSTALL}")
