"""The accounts of the settings made known to a database: whose events they are, and where the secret is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mailtui.errors import ConfigError
from mailtui.services.receiving.hooks import Hook
from mailtui.services.run import now
from mailtui.store import providers, services, sources
from mailtui.store.engine import Connection
from mailtui.store.services import Account


class Place(NamedTuple):
    """Where the payloads of an account go."""

    account: Account
    source: int
    provider: int
    """Its row among the providers."""


class Registered(NamedTuple):
    """The accounts by their names in the settings."""

    places: dict[str, Place]
    broken: dict[str, str]
    """Why those are not among them that the database knows as something else."""


def register(
    connection: Connection, hooks: Sequence[Hook], lame: Mapping[str, str] | None = None
) -> Registered:
    """Make the accounts known; those that the settings do not name any more are not active.

    `lame`: why accounts take nothing, by their names: said of them wherever they are shown.
    """
    found, time, troubles, rows = Registered({}, {}), now(), dict(lame or {}), []
    for hook in hooks:
        try:
            account = services.account(connection, hook.server, hook.provider)
        except ConfigError as error:
            found.broken[hook.name] = error.title
            rows.append(_register(connection, hook, None, error.title, time))
            continue
        source = services.source(connection, account.server_id, hook.provider, f"webhook {hook.path}")
        rows.append(_register(connection, hook, account.server_id, troubles.get(hook.name, ""), time))
        found.places[hook.name] = Place(account, source, rows[-1])
    providers.keep_only(connection, rows)
    sources.followed(connection, [place.source for place in found.places.values()])
    for name in troubles.keys() & found.places.keys():
        sources.trouble(connection, found.places[name].source, _nothing(troubles[name]))
    return found


def _register(connection: Connection, hook: Hook, server: int | None, why: str, time: int) -> int:
    trouble = _nothing(why) if why else ""
    return providers.register(connection, hook.name, hook.provider, server, hook.secret, trouble, time)


def _nothing(why: str) -> str:
    return f"takes nothing: {why}"
