"""The columns of the list of incidents: which there are at a width, and what an incident says in each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from mailtui.model.enums import IncidentState
from mailtui.model.moment import SECOND
from mailtui.ui import words
from mailtui.ui.remarks import brief
from mailtui.ui.rendering import width
from mailtui.ui.tones import Run
from mailtui.ui.widgets.blocks import sparkline
from mailtui.ui.widgets.columns import (
    CLASS_WIDTH,
    SIDE_WIDTH,
    STATE_TONES,
    Cell,
    Column,
    side_text,
    taker_text,
)
from mailtui.ui.words import Look, Tone

if TYPE_CHECKING:
    from mailtui.model.incident import Incident

STATE, CLASS = 9, CLASS_WIDTH
"""Cells: state and class are never cut."""
LEAST_PROVIDER, MOST_PROVIDER = 12, 40
WIDE, WITH_ADDRESS = 100, 28
"""In so wide a list the provider gets so many cells where our address must stand beside it."""
RECOVERED = "recovered"
SET_ASIDE = frozenset({IncidentState.RESOLVED, IncidentState.IGNORED})


def is_open(incident: Incident) -> bool:
    """Whether somebody should look at it: it goes on, and nobody has set it aside."""
    return incident.recovered is None and incident.state not in SET_ASIDE


def needs_somebody(incident: Incident) -> bool:
    """Whether it goes on, nobody has set it aside, and it does not wait for the other side."""
    return is_open(incident) and incident.state is not IncidentState.WAITING


def state_word(incident: Incident) -> str:
    """What people decided; where it is over by itself, that."""
    over = incident.recovered is not None and incident.state not in SET_ASIDE
    return RECOVERED if over else str(incident.state)


def twins(incidents: Iterable[Incident]) -> frozenset[int]:
    """The ids of those that only our address tells from another of the same class and provider."""
    alike: dict[tuple[str, str], list[Incident]] = {}
    for incident in incidents:
        alike.setdefault((incident.failure_class, incident.provider), []).append(incident)
    several = (group for group in alike.values() if len({one.egress for one in group}) > 1)
    return frozenset(one.id for group in several for one in group)


def needs_room(incident: Incident) -> bool:
    """Whether much is to be said of it: who takes it, notes, tags, a long name of the provider."""
    return bool(incident.assignee or incident.remarks) or width(incident.provider) > LEAST_PROVIDER


def columns(cells: int, apart: Collection[int] = (), *, full: bool = False) -> tuple[Column[Incident], ...]:
    """The columns for a list of `cells` cells: one cell before each, the most important ones always.

    `apart`: the ids of incidents that are told from others by our address. `full`: some need room for
    what is said of them: in a narrow list the onset then takes less.
    """
    onset = _SINCE if full and cells < WIDE else _ONSET
    first, last = (_STATE, _CLASS, _SIDE), (_PEOPLE, onset)
    room = cells - 1 - sum(column.width + 1 for column in (*first, *last))
    room -= WITH_ADDRESS if apart and cells >= WIDE else LEAST_PROVIDER + (_ONSET.width - onset.width)
    more = list(_fitting(room))
    tail = [column for column in (_MAILS, *last, _LAST, _HOURS, _BOUNCES, _WHO) if column in (*last, *more)]
    used = 1 + sum(column.width + 1 for column in (*first, *tail))
    provider = max(4, min(MOST_PROVIDER, cells - used))
    lead = partial(_lead, named=_WHO in tail)
    return (*first, Column("PROVIDER", provider, partial(_provider, apart), middle=True, lead=lead), *tail)


def _fitting(room: int) -> Iterator[Column[Incident]]:
    """What can be shown besides, in the order of what one would miss."""
    for column in (_BOUNCES, _HOURS, _LAST, _MAILS, _WHO):
        if column.width < room:
            room -= column.width + 1
            yield column


def _toned(incident: Incident, tone: Tone) -> Tone:
    """What is over, or set aside, is dim in all its columns."""
    return tone if is_open(incident) else Tone.DIM


def _state(incident: Incident, _: Look) -> Cell:
    word = state_word(incident)
    return word, Tone.DIM if word == RECOVERED else _toned(incident, STATE_TONES[incident.state])


def _class(incident: Incident, _: Look) -> Cell:
    return incident.failure_class, _toned(incident, Tone.STRONG)


def _side(incident: Incident, _: Look) -> Cell:
    return side_word(incident), _toned(incident, Tone.PLAIN)


def side_word(incident: Incident) -> str:
    """US, THEM, RCPT, NET, POLICY; `?` when nobody can say."""
    return side_text(incident.side)


def _provider(apart: Collection[int], incident: Incident, _: Look) -> Cell:
    """With our address where nothing else tells it from another; a narrow column keeps its end."""
    egress = f" from {incident.egress}" if incident.egress and incident.id in apart else ""
    return f"{incident.provider}{egress}", _toned(incident, Tone.PLAIN)


def _lead(incident: Incident, look: Look, cells: int, *, named: bool) -> list[Run]:
    """Who takes it, where there is no column for that (`named`), notes and tags."""
    runs: list[Run] = []
    if incident.assignee and not named:
        runs.append((taker_text(incident.assignee), _toned(incident, Tone.PLAIN)))
    if incident.remarks:
        runs += brief(incident.remarks, look, cells - sum(width(text) for text, _ in runs))
    return runs


def _mails(incident: Incident, _: Look) -> Cell:
    return words.brief(incident.messages), Tone.DIM


def _people(incident: Incident, _: Look) -> Cell:
    return words.brief(incident.recipients), _toned(incident, Tone.STRONG)


def _onset(incident: Incident, look: Look) -> Cell:
    return words.short_stamp(incident.onset, look), _toned(incident, Tone.PLAIN)


def _since(incident: Incident, look: Look) -> Cell:
    age = words.duration(max(0, look.now() - incident.onset) / SECOND)
    return age, _toned(incident, Tone.PLAIN)


def _last(incident: Incident, look: Look) -> Cell:
    return words.age(incident.last_seen, look), Tone.DIM


def _hours(incident: Incident, look: Look) -> Cell:
    return sparkline(incident.hours, _HOURS.width, look), _toned(incident, Tone.FAILED)


def _bounces(incident: Incident, look: Look) -> Cell:
    if incident.next_bounce is None:
        return "", Tone.DIM
    soon = words.age(incident.next_bounce, look) if incident.next_bounce > look.now() else "due"
    brief = soon if len(soon) <= _BOUNCES.width else soon.removeprefix("in ")
    return brief, _toned(incident, Tone.WAITING)


def _who(incident: Incident, _: Look) -> Cell:
    return incident.assignee or "", _toned(incident, Tone.PLAIN)


_STATE = Column("STATE", STATE, _state)
_CLASS = Column("CLASS", CLASS, _class)
_SIDE = Column("SIDE", SIDE_WIDTH, _side)
_PEOPLE = Column("PEOPLE", 6, _people, right=True)
_ONSET = Column("ONSET", 11, _onset)
_SINCE = Column("SINCE", 6, _since)
_MAILS = Column("MAILS", 5, _mails, right=True)
_LAST = Column("LAST", 10, _last)
_HOURS = Column("24 HOURS", 12, _hours)
_BOUNCES = Column("BOUNCES", 7, _bounces)
_WHO = Column("WHO", 7, _who)
