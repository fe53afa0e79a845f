"""Which attempts of a message are new, and whom to tell: the course of each destination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mailtui.ingest.causes import Judged
from mailtui.ingest.incidents import SUCCESS, Event
from mailtui.ingest.incidents.keeping import Keeper
from mailtui.ingest.places import domain_of, place
from mailtui.model.enums import DestinationKind
from mailtui.model.facts import AttemptFacts
from mailtui.store.attempts import Saved, destinations, saved
from mailtui.store.engine import Connection
from mailtui.store.in_columns import Success
from mailtui.store.naming import Naming
from mailtui.store.owned import Owned
from mailtui.store.verdicts import Place, Verdicts

REMEMBERED = 50_000
"""Hosts whose destination is held in memory; then these are forgotten."""


class News:
    """Tells the keeper of incidents what is new, once."""

    def __init__(self, verdicts: Verdicts, keeper: Keeper, naming: Naming) -> None:
        self._verdicts = verdicts
        self._keeper = keeper
        self._naming = naming
        self._places: dict[tuple[int, str | None, str | None, str | None], int] = {}

    def sift(self, connection: Connection, messages: Sequence[Owned]) -> Iterator[tuple[Owned, int]]:
        """Each message with the place of its first new attempt.

        A message whose attempts are others than those in the database is no news but a correction:
        its destinations are gone through afresh.
        """
        unsure = [owned.id for owned in messages if owned.saved is None and owned.replaced]
        before = saved(connection, unsure) if unsure else {}
        for owned in messages:
            if owned.saved is not None:
                yield owned, owned.saved
                continue
            old = before.get(owned.id, [])
            if old != _like_saved(owned.facts.attempts[: len(old)]):
                self.disturb(connection, owned.id)
                yield owned, 0
            else:
                yield owned, len(old)

    def disturb(self, connection: Connection, message: int) -> None:
        """The attempts of a message that are in the database no longer hold."""
        for destination in destinations(connection, message):
            self._keeper.disturb(destination)

    def tell(self, owned: Owned, judged: Sequence[Judged | None], first: int) -> None:
        """Tell of the attempts from number `first` on."""
        attempts = owned.facts.attempts
        for number in range(first, len(attempts)):
            verdict = judged[number]
            if verdict is None:
                self._succeeded(owned, attempts[number])
            elif not verdict.diagnosis.inherits:
                self._failed(owned, attempts[number], verdict)

    def _failed(self, owned: Owned, attempt: AttemptFacts, verdict: Judged) -> None:
        address = owned.facts.recipients[attempt.recipient].address
        if not (attempt.host or attempt.ip):
            self._keeper.follow(owned.server_id, domain_of(address), verdict.kept.destination)
        event = Event(attempt.time, verdict.kept.signature, owned.id, self._naming.address(address) or 0)
        self._keeper.note(verdict.kept.destination, event, usual=verdict.usual)

    def _succeeded(self, owned: Owned, attempt: AttemptFacts) -> None:
        address = owned.facts.recipients[attempt.recipient].address
        event = Event(attempt.time, SUCCESS, owned.id, self._naming.address(address) or 0)
        if attempt.host or attempt.ip:
            where = owned.server_id, attempt.egress_ip, attempt.host, attempt.ip
            self._keeper.note(self._destination(where), event)
        followed = self._keeper.followed(owned.server_id, address)
        if followed is not None:
            self._keeper.note(followed, event)

    def tell_successes(self, server_id: int, successes: Iterable[Success]) -> None:
        """Tell of deliveries at the first try."""
        note, followed, places = self._keeper.note, self._keeper.followed, self._places.get
        addresses = self._naming.addresses.at_hand.get
        for message, address, time, host, ip, egress in successes:
            address_id = addresses(address) or self._naming.address(address) or 0
            event = Event(time, SUCCESS, message, address_id)
            if host or ip:
                where = server_id, egress, host, ip
                note(places(where) or self._destination(where), event)
            domain = followed(server_id, address)
            if domain is not None:
                note(domain, event)

    def _destination(self, key: tuple[int, str | None, str | None, str | None]) -> int:
        found = self._places.get(key)
        if found is None:
            where: Place = place(*key, "")
            assert where.kind is DestinationKind.PROVIDER
            found = self._verdicts.destination(where)
            if len(self._places) >= REMEMBERED:
                self._places.clear()
            self._places[key] = found
        return found


def _like_saved(attempts: Sequence[AttemptFacts]) -> list[Saved]:
    return [Saved(one.time, one.outcome, one.recipient) for one in attempts]
