"""The failures of one transaction: their causes, and what they are to the course of incidents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mailtui.diagnosis import Diagnoser
from mailtui.ingest.causes import Causes, Judged
from mailtui.ingest.incidents.keeping import Keeper
from mailtui.ingest.inheriting import Domain, Inheriting
from mailtui.ingest.news import News
from mailtui.ingest.places import domain_of
from mailtui.ingest.tried import owned_of
from mailtui.store.engine import Connection
from mailtui.store.in_columns import Success
from mailtui.store.inheriting import Heir, hand_down, is_of_hosts
from mailtui.store.naming import Naming
from mailtui.store.owned import Failures, Owned, TriedMessage
from mailtui.store.verdicts import Verdicts


class Judging:
    """Everything an import remembers of failures between transactions."""

    def __init__(self, connection: Connection, naming: Naming, diagnoser: Diagnoser) -> None:
        self._keeper = Keeper(connection)
        self._verdicts = Verdicts(connection, naming, self._keeper.born)
        self._causes = Causes(diagnoser, self._verdicts)
        self._inheriting = Inheriting(self._verdicts)
        self._news = News(self._verdicts, self._keeper, naming)
        self._heirs: list[Heir] = []
        self._failures: dict[Domain, int] = {}

    def judge(self, connection: Connection, messages: Sequence[Owned]) -> list[Failures]:
        """The causes of all failures of `messages`, which are about to be written."""
        failures = []
        for owned, first in self._news.sift(connection, messages):
            attempts = self._causes.of_attempts(owned)
            recipients = self._causes.of_recipients(owned, attempts)
            self._news.tell(owned, attempts, first)
            self._heirs.extend(_heirs(owned, recipients))
            self._note_failures(owned, attempts, first)
            failures.append(Failures(_ids(attempts), _ids(recipients)))
        return failures

    def delivered(self, server_id: int, successes: Iterable[Success]) -> None:
        """Deliveries at the first try, which are about to be written, are news."""
        self._news.tell_successes(server_id, successes)

    def tried(
        self, connection: Connection, server_id: int, messages: Sequence[TriedMessage]
    ) -> Sequence[Failures | None]:
        """As `judge`, of messages that are plain but for tries that failed."""
        return self.judge(connection, [owned_of(server_id, one) for one in messages])

    def forget(self, connection: Connection, message: int) -> None:
        """A message is about to lose lines: what was told of its attempts no longer holds."""
        self._news.disturb(connection, message)

    def write(self, connection: Connection) -> None:
        """Write the causes that are new; to be called before the rows that point to them."""
        self._verdicts.write(connection)

    def settle(self, connection: Connection) -> None:
        """All rows are written: hand causes down, and bring the incidents up to date."""
        handed = self._inheriting.settle(connection, self._heirs, self._failures)
        self._verdicts.write(connection)
        hand_down(connection, handed)
        self._heirs, self._failures = [], {}
        self._keeper.settle(connection)

    def _note_failures(self, owned: Owned, attempts: Sequence[Judged | None], first: int) -> None:
        """Remember since when there are new failures at a domain."""
        for attempt, judged in zip(owned.facts.attempts[first:], attempts[first:], strict=True):
            if judged is not None and not judged.diagnosis.inherits:
                key = owned.server_id, domain_of(owned.facts.recipients[attempt.recipient].address)
                self._failures[key] = min(self._failures.get(key, attempt.time), attempt.time)


class Unjudged:
    """In place of `Judging`, where failures are to be diagnosed later, all at once: `ingest.rediagnosing`."""

    def judge(self, _connection: Connection, messages: Sequence[Owned]) -> list[Failures]:
        """No failure has a cause yet."""
        return [
            Failures([None] * len(owned.facts.attempts), [None] * len(owned.facts.recipients))
            for owned in messages
        ]

    def delivered(self, _server_id: int, _successes: Iterable[Success]) -> None:
        """No course is told of successes."""

    def tried(
        self, _connection: Connection, _server_id: int, messages: Sequence[TriedMessage]
    ) -> Sequence[Failures | None]:
        """No failure has a cause yet."""
        return [None] * len(messages)

    def forget(self, _connection: Connection, _message: int) -> None:
        """Nothing was told."""

    def write(self, _connection: Connection) -> None:
        """There is nothing to write."""

    def settle(self, _connection: Connection) -> None:
        """There are no incidents yet."""


def _ids(judged: Sequence[Judged | None]) -> list[int | None]:
    return [None if one is None else one.kept.cause for one in judged]


def _heirs(owned: Owned, recipients: Sequence[Judged | None]) -> Iterator[Heir]:
    for number, judged in enumerate(recipients):
        if judged is not None and judged.diagnosis.inherits:
            facts = owned.facts.recipients[number]
            words = is_of_hosts(facts.reply)
            yield Heir(owned.id, number, owned.server_id, facts.address, owned.facts.last_seen, words)
