"""The accounts whose webhooks are taken, as `[webhooks.NAME]` of the settings says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mailtui.errors import ConfigError
from mailtui.model.enums import EventProvider
from mailtui.services.receiving.secrets import is_reference

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]{1,64}){1,8}")
_HINT = "docs/receiver.md shows what a table of an account takes"


class Verify(StrEnum):
    """How a request shows that it is the provider's."""

    SIGNATURE = "signature"
    """Signed with a key that only the provider has (or shares with us)."""
    BASIC = "basic"
    """User and password in `Authorization` (RFC 7617)."""
    TOKEN = "token"  # noqa: S105 - a way, no secret
    """A token in a header."""


SERVICES = (
    EventProvider.SES,
    EventProvider.SENDGRID,
    EventProvider.MAILGUN,
    EventProvider.POSTMARK,
    EventProvider.SPARKPOST,
    EventProvider.BREVO,
    EventProvider.MAILJET,
)
"""Those that post webhooks."""
SIGNING = (EventProvider.SES, EventProvider.SENDGRID, EventProvider.MAILGUN)
"""Those that sign."""


@dataclass(frozen=True, slots=True)
class Hook:
    """One account whose webhooks are taken."""

    name: str
    provider: EventProvider
    path: str
    """Where its requests are posted to."""
    server: str
    """What the account is called in searches (`server:`)."""
    verify: Verify
    secret: str = ""
    """Where the key, the password or the token is: `env:NAME` or `file:PATH`."""
    user: str = ""
    topics: tuple[str, ...] = ()
    """Amazon SNS: the ARNs of the topics let in."""
    certificate: str = ""
    """Amazon SNS: the file of the certificate (PEM); empty: fetched from Amazon."""
    confirm: bool = False
    """Amazon SNS: whether subscriptions of those topics are confirmed by themselves."""
    accept_unsigned: bool = False
    """Whether everything that is posted is believed."""


_OWN = tuple(name for name in Hook.__dataclass_fields__ if name != "name")
"""What a table may say."""


def hooks_of(tables: object) -> tuple[Hook, ...]:
    """The accounts that the settings name. ConfigError names everything that is wrong, never a secret."""
    if not isinstance(tables, Mapping):
        raise ConfigError("webhooks in the settings is no table", _HINT)
    faults: list[ConfigError] = []
    found: list[Hook] = []
    for name, table in tables.items():
        try:
            found.append(_hook(str(name), table))
            faults += _faults(found[-1])
        except ConfigError as error:
            faults.append(error)
    paths: dict[str, Hook] = {}
    for hook in found:
        other = paths.setdefault(hook.path, hook)
        if other is not hook:
            why = f"has the path {hook.path}, which webhooks.{other.name} has already"
            faults.append(_wrong(hook.name, why))
    if faults:
        raise faults[0] if len(faults) == 1 else _together(faults)
    return tuple(found)


def _together(faults: Sequence[ConfigError]) -> ConfigError:
    """All that is wrong, each with what mends it."""
    lines = [f"{one.title}:\n    {one.hint}" for one in faults]
    return ConfigError(f"{len(faults)} things are wrong with webhooks in the settings", "\n".join(lines))


def open_part(table: object) -> object:
    """What may be shown of a table: all but a secret that was written where its reference belongs."""
    if not isinstance(table, Mapping):
        return "no table"
    return {
        str(key): value if key != "secret" or is_reference(str(value)) else "no reference"
        for key, value in table.items()
    }


def _hook(name: str, table: object) -> Hook:
    if not _NAME.fullmatch(name):
        raise _wrong(name, "has a name with more than letters, digits, dots and dashes")
    if not isinstance(table, Mapping):
        raise _wrong(name, "is no table")
    for key in table:
        if key not in _OWN:
            raise _wrong(name, f"has no setting {str(key)[:40]!r}; there are {', '.join(_OWN)}")
    provider = _provider(name, table)
    text = {key: _text(name, table, key) for key in ("path", "server", "secret", "user", "certificate")}
    return Hook(
        name,
        provider,
        text["path"] or ("/" + (name if name == provider else f"{provider}/{name}")),
        text["server"] or name,
        _verify(name, provider, table, text["user"]),
        text["secret"],
        text["user"],
        _topics(name, table),
        text["certificate"].removeprefix("file:"),
        _flag(name, table, "confirm"),
        _flag(name, table, "accept_unsigned"),
    )


def _faults(hook: Hook) -> Iterator[ConfigError]:
    """What does not fit together."""
    if not _PATH.fullmatch(hook.path):
        yield _wrong(hook.name, "has a path that is none; write it as in /mailgun/shop")
    if hook.secret and not is_reference(hook.secret):
        yield _wrong(
            hook.name,
            "has a secret that is no reference",
            'never write a secret into the settings: secret = "env:NAME" or "file:/path"',
        )
    if hook.accept_unsigned:
        return
    by_sns = hook.verify is Verify.SIGNATURE and hook.provider is EventProvider.SES
    if by_sns and not hook.topics:
        yield _wrong(
            hook.name,
            "names no topics: whoever has an account at Amazon could post to it",
            'name those of your own: topics = ["arn:aws:sns:eu-west-1:123456789012:mail"]',
        )
    if not by_sns and not hook.secret:
        yield _wrong(hook.name, "names no secret", 'secret = "env:NAME" or "file:/path"')
    if hook.verify is Verify.BASIC and not hook.user:
        yield _wrong(hook.name, "names no user", 'user = "mailtui" beside the secret, which is the password')


def _provider(name: str, table: Mapping[Any, Any]) -> EventProvider:
    said = table.get("provider", name)
    if said not in SERVICES:
        raise _wrong(name, "names no provider that mailtui knows", f"provider = one of {', '.join(SERVICES)}")
    return EventProvider(said)


def _verify(name: str, provider: EventProvider, table: Mapping[Any, Any], user: str) -> Verify:
    """By itself: the signature where there is one, else user and password, else a token."""
    said = table.get("verify")
    if said is None:
        if provider in SIGNING:
            return Verify.SIGNATURE
        return Verify.BASIC if user else Verify.TOKEN
    ways = [way for way in Verify if way is not Verify.SIGNATURE or provider in SIGNING]
    if said not in ways:
        raise _wrong(name, "is verified in a way that it cannot be", f"verify = one of {', '.join(ways)}")
    return Verify(said)


def _text(name: str, table: Mapping[Any, Any], key: str) -> str:
    said = table.get(key, "")
    if not isinstance(said, str):
        raise _wrong(name, f"has a {key} that is no text")
    return said


def _flag(name: str, table: Mapping[Any, Any], key: str) -> bool:
    said = table.get(key, False)
    if not isinstance(said, bool):
        raise _wrong(name, f"has {key} other than true or false")
    return said


def _topics(name: str, table: Mapping[Any, Any]) -> tuple[str, ...]:
    said = table.get("topics", ())
    said = (said,) if isinstance(said, str) else said
    if not isinstance(said, list | tuple) or not all(isinstance(one, str) and one for one in said):
        raise _wrong(name, "has topics that are no list of ARNs")
    return tuple(said)


def _wrong(name: str, why: str, hint: str = _HINT) -> ConfigError:
    return ConfigError(f"webhooks.{name[:64]} in the settings {why}", hint)
