"""What the settings say about other systems' databases that the worker reads again and again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mailtui.config.settings import Settings
from mailtui.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from mailtui.model.foreign import Refreshed

OWN = ("url", "password", "format", "time_zone", "every")
EVERY = 10
"""Minutes between two readings, where nothing is said."""
_LONGEST = 7 * 24 * 60
_EXAMPLE = """\
write it such as

  [databases.shop]
  url = "postgresql://reader@db.example/openmailer"
  password = "env:SHOP_PASSWORD"
  every = 10

docs/foreign-databases.md says the rest"""


def databases(settings: Settings) -> tuple[Refreshed, ...]:
    """The databases that are named; ConfigError says what is wrong with one."""
    return tuple(_database(str(name), table) for name, table in settings.databases.items())


def _database(name: str, table: object) -> Refreshed:
    from mailtui.model.foreign import Asked, Refreshed
    from mailtui.services.foreign import SYSTEM_NAMES, location
    from mailtui.services.imports import check_zone
    from mailtui.services.receiving.secrets import is_reference

    if not isinstance(table, Mapping):
        raise _wrong(name, "is no table")
    for key in table:
        if key not in OWN:
            raise _wrong(name, f"has {key!r}, which is none of {', '.join(OWN)}")
    every = table.get("every", EVERY)
    if isinstance(every, bool) or not isinstance(every, int) or not 1 <= every <= _LONGEST:
        raise _wrong(name, f"has every = {every!r}: minutes, from 1 to {_LONGEST}")
    said = {key: _text(name, table, key) for key in ("url", "password", "format", "time_zone")}
    if said["password"] and not is_reference(said["password"]):
        raise _wrong(name, "has a password that is no reference: write env:NAME or file:/PATH")
    if said["format"] and said["format"] not in SYSTEM_NAMES:
        raise _wrong(name, f"has a format that is none of {', '.join(SYSTEM_NAMES)}")
    check_zone(said["time_zone"] or None)
    asked = Asked(said["url"], said["password"], said["format"], name, said["time_zone"])
    try:
        location(asked)
    except UsageError as error:
        raise ConfigError(f"databases.{name}: {error.title}", error.hint) from None
    return Refreshed(asked, every)


def _text(name: str, table: Mapping[Any, Any], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise _wrong(name, f"has a {key} that is no text")
    return value


def _wrong(name: str, what: str) -> ConfigError:
    return ConfigError(f"the database {name!r} of the settings {what}", _EXAMPLE)


def open_part(table: object) -> object:
    """What may be shown of a table: a password that stands where its reference belongs is not."""
    from mailtui.model.foreign import without_password
    from mailtui.services.receiving.secrets import is_reference

    if not isinstance(table, Mapping):
        return "no table"
    shown = {str(key): value for key, value in table.items()}
    if "password" in shown and not is_reference(str(shown["password"])):
        shown["password"] = "no reference"  # noqa: S105 - that is what it is not
    if "url" in shown:
        shown["url"] = without_password(str(shown["url"]))
    return shown
