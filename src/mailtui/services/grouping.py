"""From what the tables know of incidents to incidents as they are shown, in the order of triage."""

from __future__ import annotations

from collections.abc import Sequence

from mailtui.model.enums import IncidentState, Side
from mailtui.model.incident import Incident
from mailtui.model.moment import HOUR
from mailtui.model.urgency import score, urgency
from mailtui.services.bouncing import first_bounce
from mailtui.services.retrying import Retrying
from mailtui.store import symptoms
from mailtui.store.engine import Connection
from mailtui.store.incidents import Known
from mailtui.store.symptoms import Newest, Queued

HOURS = 24
DECIDED = frozenset({IncidentState.RESOLVED, IncidentState.IGNORED})
_NOTHING = Newest(Side.UNKNOWN, None, 0.0, None, False)


def is_over(one: Known | Incident) -> bool:
    """Whether nobody need look after it: it recovered, or people said so."""
    return one.recovered is not None or one.state in DECIDED


def grouped(connection: Connection, known: Sequence[Known], retrying: Retrying, now: int) -> list[Incident]:
    """Incidents as they are shown: open ones by score, then the others, newest first."""
    newest = symptoms.newest(connection, [one.id for one in known])
    waiting = _waiting(connection, known)
    start = now - now % HOUR - (HOURS - 1) * HOUR
    hours = symptoms.hours(connection, {one.signature_id for one in known}, start, HOURS)
    made = [
        _incident(
            one,
            newest.get(one.id, _NOTHING),
            waiting.get(one.id),
            tuple(hours.get(one.signature_id, ())) or (0,) * HOURS,
            retrying,
            now,
        )
        for one in known
    ]
    return sorted(made, key=_place)


def _waiting(connection: Connection, known: Sequence[Known]) -> dict[int, Queued]:
    """What waits belongs to the latest incident of its signature."""
    latest = [one for one in known if one.is_latest]
    of_many = {one.id: one.signature_id for one in latest if one.recipient is None}
    found = symptoms.queued(connection) if of_many else {}
    alone = symptoms.queued_alone(connection, [one.id for one in latest if one.recipient is not None])
    return alone | {id_: found[signature] for id_, signature in of_many.items() if signature in found}


def _place(one: Incident) -> tuple[bool, float, int, int]:
    over = is_over(one)
    return over, 0.0 if over else -one.score, -(one.recovered or one.last_seen), -one.id


def _incident(
    one: Known, newest: Newest, queued: Queued | None, hours: tuple[int, ...], retrying: Retrying, now: int
) -> Incident:
    bounce = None if queued is None else first_bounce(one, newest, queued, retrying.policy(), now)
    waiting = 0 if queued is None else queued.number
    points = _points(one, waiting, bool(newest.final), bounce, now)
    return Incident(
        id=one.id,
        failure_class=one.failure_class,
        side=newest.side,
        area=newest.area,
        provider=one.provider,
        host=newest.host or newest.ip,
        server=one.server,
        egress=one.egress,
        phase=one.phase,
        template=one.template,
        sample_reply=newest.reply or "",
        rule=newest.rule,
        confidence=newest.confidence,
        onset=one.onset,
        opened=one.opened,
        recovered=one.recovered,
        reopened=one.reopened,
        first_seen=one.first_seen,
        last_seen=one.last_seen,
        failures=one.failures,
        messages=one.messages,
        recipients=one.recipients,
        waiting=waiting,
        next_bounce=bounce,
        severity=urgency(points),
        score=points,
        state=one.state,
        assignee=one.assignee,
        previous=one.previous,
        hours=hours,
        recipient=one.recipient,
    )


def _points(one: Known, waiting: int, final: bool, bounce: int | None, now: int) -> float:
    return score(
        one.recipients,
        waiting,
        final=final,
        age=now - one.onset,
        quiet=now - one.last_seen,
        left=None if bounce is None else bounce - now,
        recovered=one.recovered is not None,
        known=one.previous is not None,
    )
