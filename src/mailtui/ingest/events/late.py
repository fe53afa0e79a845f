"""What recipients do with mail that is in the database: opens, clicks, wishes, long after it was sent.

They change nothing of how the mail fared, so neither its other events nor its attempts are read. The rest is
`folding.folded`, which would come to the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mailtui.diagnosis.machines.verdict import Visit, judge
from mailtui.ingest.events.folding import NOBODY
from mailtui.ingest.events.telling import least
from mailtui.model.enums import Actor, EventProvider, Outcome, ProviderEventKind
from mailtui.model.mail_told import EventRow, MailTold
from mailtui.model.provider_event import ProviderEvent
from mailtui.model.standing import Standing, fold
from mailtui.store.events import ACT_KINDS, Act, State, Stood

_ACTS = frozenset(ACT_KINDS)
_OPENED, _CLICKED = ProviderEventKind.OPENED.code, ProviderEventKind.CLICKED.code
_UNKNOWN = Outcome.UNKNOWN.code
_HUMAN, _MACHINE = Actor.HUMAN.code, Actor.MACHINE.code


class Acted(NamedTuple):
    """What becomes of a mail."""

    new: Sequence[tuple[EventRow, int, int | None]]
    """Events, each with the number of its recipient and the code of who it was."""
    changed: Sequence[tuple[bytes, int]]
    """Events that are there: keys, and codes of who it was after all."""
    before: Standing
    after: Standing
    last_seen: int


def is_late(state: State, mail: MailTold) -> bool:
    """Whether all that is told is what the one recipient of a mail, whose end is known, did after it left.

    Where no end is known, what the recipient did may tell it.
    """
    return (
        is_of(state, mail)
        and state.recipients[0].outcome != _UNKNOWN
        and all(row[1] in _ACTS and row[2] >= state.first_seen for row in mail.rows)
    )


def is_of(state: State, mail: MailTold) -> bool:
    """Whether what is told is of the one recipient of a mail, and changes nothing of the mail as a whole."""
    if len(state.recipients) != 1 or "0" + state.name not in mail.ids or len(mail.ids) > 1:
        return False
    there = state.recipients[0]
    if there.opens is None or not there.address:
        return False
    address = there.address.lower()
    return (
        all(row[-1].lower() in ("", address) for row in mail.rows)
        and mail.campaign in ("", there.campaign_name)
        and least(state.subject, mail.subject) == state.subject
        and least(state.sender, mail.sender) == state.sender
    )


def acted(state: State, mail: MailTold, known: Sequence[Act], opens_tracked: bool) -> Acted | None:
    """What a mail comes to; None when something that was told before is told otherwise."""
    there = {act.key: act for act in known}
    new: dict[bytes, tuple[EventRow, int]] = {}
    for row in mail.rows:
        number = 0 if row[-1] else NOBODY
        act = _act(row, number)
        other = there.get(row[0])
        if other is not None and act != other._replace(actor=None):
            return None
        if other is None:
            there[row[0]] = act
            new[row[0]] = row, number
    acts = sorted(there.values(), key=lambda one: (one.time, one.key))
    actors = _actors(acts, opens_tracked)
    before = standing_of(state.recipients[0])
    changed = [
        (act.key, actors[act.key]) for act in known if act.key in actors and act.actor != actors[act.key]
    ]
    last = max((row[2] for row, _ in new.values()), default=0)
    return Acted(
        [(row, number, actors.get(key)) for key, (row, number) in new.items()],
        changed,
        before,
        _standing(before, acts, actors),
        max(last, state.first_seen + state.seen_for),
    )


def standing_of(there: Stood) -> Standing:
    """Where a recipient stands by the rows of the database."""
    return Standing(
        Outcome.of_code(there.outcome),
        sent=there.sent,
        opened=there.opened,
        clicked=there.clicked,
        complained=there.complained,
        unsubscribed=there.unsubscribed,
        opens_human=there.opens or 0,
        opens_machine=there.machine_opens or 0,
        clicks_human=there.clicks or 0,
        clicks_machine=there.machine_clicks or 0,
    )


def _act(row: EventRow, number: int) -> Act:
    key, kind, time, *_, link, machine, head, agent, visitor, _ = row
    return Act(
        key,
        number,
        kind,
        time,
        link,
        None if machine is None else int(machine),
        int(head),
        agent,
        visitor,
        None,
    )


def _actors(acts: Sequence[Act], opens_tracked: bool) -> dict[bytes, int]:
    """Who is behind each open and click: codes."""
    if not any(act.kind == _CLICKED for act in acts):
        return {
            act.key: _MACHINE if act.machine or act.head or act.agent else _HUMAN
            for act in acts
            if act.kind == _OPENED
        }
    visits = [act for act in acts if act.kind in (_OPENED, _CLICKED)]
    verdicts = judge([_visit(act) for act in visits], opens_tracked, str)
    return {act.key: found.actor.code for act, found in zip(visits, verdicts, strict=True)}


def _visit(act: Act) -> Visit:
    return Visit(
        act.kind == _CLICKED,
        act.time,
        act.link,
        None if act.machine is None else bool(act.machine),
        "HEAD" if act.head else "",
        act.agent,
        "" if act.visitor is None else str(act.visitor),
    )


def _standing(before: Standing, acts: Sequence[Act], actors: dict[bytes, int]) -> Standing:
    """`acts` in time."""
    if len(acts) == len(actors):  # no wishes
        opens = [act.time for act in acts if act.kind == _OPENED]
        opened = [act.time for act in acts if act.kind == _OPENED and actors[act.key] == _HUMAN]
        clicked = [act.time for act in acts if act.kind == _CLICKED and actors[act.key] == _HUMAN]
        return before._replace(
            opened=opened[0] if opened else None,
            clicked=clicked[0] if clicked else None,
            unsubscribed=None,
            opens_human=len(opened),
            opens_machine=len(opens) - len(opened),
            clicks_human=len(clicked),
            clicks_machine=len(acts) - len(opens) - len(clicked),
        )
    events = [
        ProviderEvent(EventProvider.SES, ProviderEventKind.of_code(act.kind), act.key.hex(), act.time)
        for act in acts
    ]
    found = fold(events, {key.hex(): Actor.of_code(code) for key, code in actors.items()})
    return found._replace(
        outcome=before.outcome,
        outcome_time=before.outcome_time,
        deferred=before.deferred,
        sent=before.sent,
        complained=before.complained,
    )
