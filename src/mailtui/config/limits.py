"""From which rates on campaigns are told to be past a limit: as is known, and as the settings say."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from mailtui.config.paths import config_file
from mailtui.config.settings import Settings
from mailtui.errors import ConfigError
from mailtui.model.enums import EventProvider
from mailtui.model.metrics import Metrics
from mailtui.model.thresholds import THRESHOLDS, Threshold

OWN = ("metric", "warn", "critical", "mailbox", "service", "off")
_VARIABLE = "MAILTUI_LIMITS"
_MOST = 100.0
_EXAMPLE = """\
write it such as

  [limits.ses-bounce]
  warn = 2
  critical = 4

docs/campaigns.md names the limits that are known"""


def limits(settings: Settings) -> tuple[Threshold, ...]:
    """The limits in force, each with its source. ConfigError says what is wrong with one."""
    if not settings.limits:
        return THRESHOLDS
    where = f"set by {_VARIABLE}" if os.environ.get(_VARIABLE) else f"set in {config_file()}"
    known = {one.key: one for one in THRESHOLDS}
    said = {str(name): _limit(str(name), table, known, where) for name, table in settings.limits.items()}
    return tuple(one for one in (known | said).values() if one is not None)


def _limit(name: str, table: object, known: Mapping[str, Threshold], where: str) -> Threshold | None:
    """One limit; None where it is put out of force."""
    if not isinstance(table, Mapping):
        raise _wrong(name, "is no table")
    for key in table:
        if key not in OWN:
            raise _wrong(name, f"has {key!r}, which is none of {', '.join(OWN)}")
    if table.get("off") is True:
        return None
    old = known.get(name)
    warn = _percent(name, table, "warn", None if old is None else old.warn)
    critical = _percent(name, table, "critical", None if old is None else old.critical)
    if warn > critical:
        raise _wrong(name, "warns above the rate that is critical")
    if old is not None:
        if set(table) & {"metric", "mailbox", "service"}:
            raise _wrong(name, "is known: only warn, critical and off can be set")
        return old._replace(warn=warn, critical=critical, source=where)
    metric = _one_of(name, table, "metric", Metrics._fields)
    if not metric:
        raise _wrong(name, f"has no metric: one of {', '.join(Metrics._fields)}")
    service = _one_of(name, table, "service", tuple(EventProvider))
    mailbox = table.get("mailbox", "")
    if not isinstance(mailbox, str):
        raise _wrong(name, "has a mailbox that is no text")
    return Threshold(name, metric, warn, critical, where, mailbox.lower(), service, name)


def _percent(name: str, table: Mapping[Any, Any], key: str, default: float | None) -> float:
    """A rate in percent, as a fraction of 1."""
    value = table.get(key)
    if value is None and default is not None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST:
        raise _wrong(name, f"needs {key}: a percentage from 0 to 100, such as 0.1")
    return value / 100


def _one_of(name: str, table: Mapping[Any, Any], key: str, words: tuple[str, ...]) -> str:
    value = table.get(key, "")
    if value and value not in words:
        raise _wrong(name, f"has {key} = {value!r}, which is none of {', '.join(words)}")
    return str(value)


def _wrong(name: str, what: str) -> ConfigError:
    return ConfigError(f"the limit {name!r} of the settings {what}", _EXAMPLE)
