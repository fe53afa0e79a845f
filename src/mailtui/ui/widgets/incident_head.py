"""The head of an incident: what fails where, whom it hits, since when, who looks after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.model.visible import shown
from mailtui.ui import words
from mailtui.ui.rendering import one_line
from mailtui.ui.tones import Run
from mailtui.ui.widgets.columns import STATE_TONES
from mailtui.ui.widgets.head_lines import HeadLines, Line, labelled, remark_lines
from mailtui.ui.widgets.incident_columns import RECOVERED, side_word, state_word
from mailtui.ui.words import Look, Tone, count

if TYPE_CHECKING:
    from mailtui.model.incident import Incident


class IncidentHead(HeadLines):
    """Shows the head of one incident."""

    def show(self, incident: Incident) -> None:
        """Show the head of this incident."""
        self.put(head_lines(shown(incident), self.look))


def head_lines(incident: Incident, look: Look) -> list[Line]:
    """The rows of the head, the most important first."""
    return [
        _first(incident, look),
        labelled("at", *_where(incident)),
        labelled("hit", *_people(incident, look)),
        labelled("times", *_times(incident, look)),
        labelled("with", *_care(incident)),
        *remark_lines(incident.remarks, look),
        labelled("says", (one_line(incident.sample_reply) or "nothing", Tone.PLAIN)),
    ]


def _first(incident: Incident, look: Look) -> Line:
    word = state_word(incident)
    area = f" ({incident.area})" if incident.area else ""
    left = [
        (f"{word}  ", Tone.GOOD if word == RECOVERED else STATE_TONES[incident.state]),
        (incident.failure_class, Tone.STRONG),
        (f"  {side_word(incident)}{area}", Tone.PLAIN),
    ]
    if incident.recovered is not None:
        return left, [(f"recovered {words.age(incident.recovered, look)}", Tone.GOOD)]
    return left, [(f"{incident.severity}, since {_span(incident, look)}", Tone.WAITING)]


def _span(incident: Incident, look: Look) -> str:
    return words.duration(max(0, look.now() - incident.onset) / 1_000_000)


def _where(incident: Incident) -> list[Run]:
    host = f", host {incident.host}" if incident.host and incident.host != incident.provider else ""
    egress = f" from {incident.egress}" if incident.egress else ""
    phase = str(incident.phase).replace("_", " ")
    return [
        (incident.provider, Tone.STRONG),
        (f"  via {incident.server}{egress}, at {phase}{host}", Tone.PLAIN),
    ]


def _people(incident: Incident, look: Look) -> list[Run]:
    runs: list[Run] = [
        (count(incident.recipients, "person", "people"), Tone.STRONG),
        (f", {count(incident.messages, 'message')}, {count(incident.failures, 'failure')}", Tone.PLAIN),
    ]
    if incident.waiting:
        verb = "waits" if incident.waiting == 1 else "wait"
        bounce = f", first bounces {words.age(incident.next_bounce, look)}" if incident.next_bounce else ""
        runs.append((f"; {incident.waiting} {verb}{bounce}", Tone.WAITING))
    return runs


def _times(incident: Incident, look: Look) -> list[Run]:
    runs: list[Run] = [
        (f"onset {words.stamp(incident.onset, look)} {words.zone_name(incident.onset, look)}", Tone.PLAIN),
        (f", last seen {words.short_stamp(incident.last_seen, look)}", Tone.PLAIN),
    ]
    if incident.reopened is not None:
        runs.append((f", came back {words.short_stamp(incident.reopened, look)}", Tone.WAITING))
    if incident.recovered is not None:
        runs.append((f", recovered {words.short_stamp(incident.recovered, look)}", Tone.GOOD))
    return runs


def _care(incident: Incident) -> list[Run]:
    who = (incident.assignee, Tone.STRONG) if incident.assignee else ("nobody yet (a takes it)", Tone.DIM)
    before = f"  incident {incident.id}"
    if incident.previous is not None:
        before += f", the same as incident {incident.previous} before"
    return [who, (f"  state {incident.state}", Tone.PLAIN), (before, Tone.DIM)]
