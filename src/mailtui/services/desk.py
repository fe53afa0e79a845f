"""The bundle of services that a screen or a command works with."""

from __future__ import annotations

import time
from datetime import UTC, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mailtui.services.operators import reading
from mailtui.services.search import Search
from mailtui.services.searches import Searches
from mailtui.services.state import State
from mailtui.store.engine import Engine, reader, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailtui.model.retry import RetrySettings
    from mailtui.model.thresholds import Threshold
    from mailtui.services.acting import Acting
    from mailtui.services.acting.auditing import Auditing
    from mailtui.services.campaigns import Campaigns
    from mailtui.services.contacts import People
    from mailtui.services.conversations import Conversations
    from mailtui.services.domains.desk import Domains
    from mailtui.services.domains.options import Options
    from mailtui.services.incidents import Incidents
    from mailtui.services.noting import Notes
    from mailtui.services.operators import Roles
    from mailtui.services.persons.reading import Persons
    from mailtui.services.providers import Providers
    from mailtui.services.suppressing import Suppressions
    from mailtui.services.tracing import Tracing
    from mailtui.services.webhooks import Webhooks
    from mailtui.services.working import Working


class Desk:
    """All services on one database."""

    def __init__(
        self,
        engine: Engine,
        database: Path,
        zone: tzinfo,
        rules: Path | None = None,
        retry: RetrySettings | None = None,
        looking: Options | None = None,
        quiet_minutes: int = 10,
        roles: Roles | None = None,
        thresholds: tuple[Threshold, ...] | None = None,
    ) -> None:
        self._thresholds = thresholds
        self._engine = engine
        self._database = database
        self.place = str(database)
        """Which database it is, for what is kept of several."""
        self._zone = zone
        self._rules = rules
        self._retry = retry
        self._looking = looking
        self._roles = roles
        self.reader = reading()
        self.search = Search(engine, now, zone, self.reader)
        self.state = State(engine, database, now, quiet_minutes)
        self.searches = Searches(None)
        """The saved searches; who opens the desk says in which file."""
        self.absent: Callable[[], str] = str
        """Says why nobody works, '' when it does not know; who starts workers says how."""

    @cached_property
    def tracing(self) -> Tracing:
        """Imported when it is first asked for: a list is shown without the parser."""
        from mailtui.services.tracing import Tracing

        return Tracing(self._engine, self._rules, self._retry, now, self.reader)

    @cached_property
    def incidents(self) -> Incidents:
        """Imported when it is first asked for, like `tracing`."""
        from mailtui.model.retry import RetrySettings
        from mailtui.services.incidents import Incidents
        from mailtui.services.retrying import Retrying

        retrying = Retrying(self._retry or RetrySettings(ask=False))
        return Incidents(self._engine, now, self._zone, retrying, self.reader)

    @cached_property
    def acting(self) -> Acting:
        """Imported when it is first asked for, like `tracing`; ConfigError when a group does not exist."""
        from mailtui.services.acting import Acting
        from mailtui.services.operators import who

        return Acting(self._database, who(self._database, self._roles), now, hands_over=True)

    @cached_property
    def notes(self) -> Notes:
        """Notes and tags, read; imported when it is first asked for, like `tracing`."""
        from mailtui.services.noting import Notes

        return Notes(self._engine, self.reader, now, self._zone)

    @cached_property
    def working(self) -> Working:
        """Imported when it is first asked for, like `tracing`."""
        from mailtui.services.working import Working

        return Working(self._engine, self._database, now, self.absent)

    @cached_property
    def suppressions(self) -> Suppressions:
        """Imported when it is first asked for, like `tracing`."""
        from mailtui.services.suppressing import Suppressions

        return Suppressions(self._engine)

    @cached_property
    def audit(self) -> Auditing:
        """Imported when it is first asked for, like `tracing`."""
        from mailtui.services.acting.auditing import Auditing

        return Auditing(self._engine, now, self._zone)

    @cached_property
    def domains(self) -> Domains:
        """Imported when it is first asked for, like `tracing`."""
        from mailtui.services.domains.desk import Domains

        return Domains(self._database, self._engine, now, self._looking, reads=self.reader)

    @cached_property
    def campaigns(self) -> Campaigns:
        """Imported when it is first asked for, like `tracing`."""
        from mailtui.model.thresholds import THRESHOLDS
        from mailtui.services.campaigns import Campaigns

        limits = THRESHOLDS if self._thresholds is None else self._thresholds
        return Campaigns(self._engine, lambda: now(), self.reader, limits)

    @cached_property
    def people(self) -> People:
        """Contacts, lists, segments and templates; imported when it is first asked for, like `tracing`."""
        from mailtui.services.contacts import People

        return People(self._engine, self._looking)

    @cached_property
    def conversations(self) -> Conversations:
        """Imported when it is first asked for, like `tracing`."""
        from mailtui.services.conversations import Conversations

        return Conversations(self._engine, self.reader)

    @cached_property
    def persons(self) -> Persons:
        """People by their addresses; imported when it is first asked for, like `tracing`."""
        from mailtui.services.persons.reading import Persons

        return Persons(self._engine, self.reader)

    @cached_property
    def providers(self) -> Providers:
        """Accounts that mail is sent through; imported when it is first asked for, like `tracing`."""
        from mailtui.services.providers import Providers

        return Providers(self._engine, self._database, self._rules)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Imported when it is first asked for, like `tracing`."""
        from mailtui.services.webhooks import Webhooks

        return Webhooks(self._engine)


def open_desk(
    database: Path,
    zone: tzinfo = UTC,
    rules: Path | None = None,
    retry: RetrySettings | None = None,
    looking: Options | None = None,
    quiet_minutes: int = 10,
    roles: Roles | None = None,
    thresholds: tuple[Threshold, ...] | None = None,
) -> Desk:
    """Open the database for reading; StoreError when there is none, or none that can be read.

    `zone` is what dates in queries are meant in; `rules` is the operator's own file of diagnosis rules,
    read when the first failure is traced; `retry` is what the settings say of the server's retries,
    `looking` what they say of looking at domains, `quiet_minutes` after which time a silent log is told,
    `roles` who may do what, `thresholds` the limits of campaigns.
    """
    engine = reader(database)
    with told(database):
        return Desk(engine, database, zone, rules, retry, looking, quiet_minutes, roles, thresholds)


def now() -> int:
    """UTC microseconds."""
    return time.time_ns() // 1000
