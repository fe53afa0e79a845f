"""Mail that was sent before, and is delivered now: the events between two lots of a file are mostly that.

Nothing was tried before and nobody opened it, so what it comes to follows from what is told now.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from mailtui.ingest.events.late import is_of
from mailtui.ingest.events.matching import Found
from mailtui.model.enums import Outcome
from mailtui.model.mail_told import Plain
from mailtui.model.standing import Standing
from mailtui.store.events import State
from mailtui.store.sent import Delivered

_UNKNOWN = Outcome.UNKNOWN.code


def delivered(found: Found, there: Mapping[int, State]) -> Delivered | None:
    """What becomes of a mail if all that was told of it before is that it was sent; see `confirmed`."""
    if not len(found.messages) == 1 == len(found.mails):
        return None
    (message,) = found.messages
    state, mail = there[message], found.mails[0]
    plain = mail.plain
    if plain is None or not plain.tries or plain.received is not None or not is_of(state, mail):
        return None
    stood = state.recipients[0]
    if stood.outcome != _UNKNOWN or stood.sent is None or plain.first_seen < state.first_seen:
        return None
    if stood.opens or stood.machine_opens or stood.clicks or stood.machine_clicks:
        return None
    last_seen = max(state.first_seen + state.seen_for, plain.last_seen)
    as_known = plain._replace(recipient=stood.address)  # which may be written otherwise than it is told now
    return Delivered(message, stood.time, state.first_seen, last_seen, mail, as_known)


def confirmed(one: Delivered, sent: Mapping[int, Collection[bytes]]) -> bool:
    """Whether these are all the events there are of a mail, and none of them is told now otherwise."""
    keys: Collection[bytes] = sent.get(one.id, ())
    return bool(keys) and not any(row[0] in keys for row in one.mail.rows)


def standing_after(before: Standing, plain: Plain) -> Standing:
    """Where the recipient stands."""
    return before._replace(
        outcome=Outcome.ACCEPTED,
        opened=plain.opened,
        opens_human=plain.opens,
        opens_machine=plain.machine_opens,
    )
