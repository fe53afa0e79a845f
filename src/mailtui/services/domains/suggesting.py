"""Suggesting domains: what the logs show of mail that was submitted here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mailtui.errors import InputError
from mailtui.model.clock import Clock
from mailtui.model.domain import Suggestion
from mailtui.model.enums import LogType
from mailtui.parsing.exim.parser import Parser
from mailtui.services.domains.egress import public
from mailtui.store import lines
from mailtui.store.domains import reading, sending
from mailtui.store.domains.sending import Sender
from mailtui.store.engine import Connection

MOST = 200
"""Domains suggested at most."""
_LOOKED_AT = 100
"""Newest messages of a domain whose egress addresses are looked up."""
_READ = 10
"""Of those, messages whose lines are read for selectors."""


def suggestions(connection: Connection) -> list[Suggestion]:
    """Domains that sent through us and are not on the list, or lack what the logs show; most mail first."""
    found = []
    for sender in sending.senders(connection, MOST):
        suggestion = _suggestion(connection, sender)
        if suggestion is not None:
            found.append(suggestion)
    return found


def _suggestion(connection: Connection, sender: Sender) -> Suggestion | None:
    from mailtui.verify.names import canonical

    try:
        name = canonical(sender.name)
    except InputError:  # a sender may write what it likes
        return None
    kept = reading.named(connection, name)
    newest = sending.newest(connection, sender.id, _LOOKED_AT)
    ips = set(filter(public, sending.egresses(connection, newest)))
    keys = set(_selectors(connection, name, newest[:_READ]))
    if kept is not None:
        expected = reading.expected(connection, kept)
        ips, keys = ips - set(expected.ips), keys - expected.selectors.keys()
        if not ips and not keys:
            return None
    return Suggestion(
        name, sender.messages, sender.last_seen, tuple(sorted(ips)), tuple(sorted(keys)), kept is not None
    )


def _selectors(connection: Connection, name: str, messages: Iterable[int]) -> Iterator[str]:
    """Selectors on `DKIM=domain:selector` of delivery lines."""
    parser = Parser(Clock(), LogType.MAIN)
    for message in messages:
        for entry in lines.of_message(connection, message):
            if entry.log_type is LogType.MAIN and b" DKIM=" in entry.raw:
                domain, _, selector = (parser.parse(entry.raw).dkim or "").partition(":")
                if selector and domain.lower() == name:
                    yield selector.lower()
