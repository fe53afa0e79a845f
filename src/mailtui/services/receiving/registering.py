"""The accounts of the settings made known to a database: whose events they are, and where the secret is."""

from __future__ import annotations

from collections.abc import Sequence
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


def register(connection: Connection, hooks: Sequence[Hook]) -> Registered:
    """Make the accounts known; those that the settings do not name any more are not active."""
    found, time = Registered({}, {}), now()
    for hook in hooks:
        try:
            account = services.account(connection, hook.server, hook.provider)
        except ConfigError as error:
            found.broken[hook.name] = error.title
            continue
        source = services.source(connection, account.server_id, hook.provider, f"webhook {hook.path}")
        row = providers.register(connection, hook.name, account, hook.secret, time)
        found.places[hook.name] = Place(account, source, row)
    providers.keep_only(connection, [place.provider for place in found.places.values()])
    sources.followed(connection, [place.source for place in found.places.values()])
    return found
