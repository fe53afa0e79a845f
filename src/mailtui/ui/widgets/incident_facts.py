"""An incident in words: its card, and every field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailtui.model.diagnosis import After
from mailtui.model.enums import FailureClass, Side, Suppress
from mailtui.model.visible import shown
from mailtui.ui import words
from mailtui.ui.widgets.facts import Fact, remark_facts
from mailtui.ui.widgets.incident_columns import side_word, state_word
from mailtui.ui.words import Look, Tone, count

if TYPE_CHECKING:
    from mailtui.model.incident import Incident

TEACH = "No rule knows this reply: read it, then `mailtui teach` makes a rule of it"


def incident_card(incident: Incident, look: Look) -> list[Fact]:
    """The diagnosis card: cause, side, proof, what is new about it, outlook, next step."""
    incident = shown(incident)
    return [
        Fact("CAUSE", _cause(incident), Tone.STRONG),
        Fact("SIDE", _side(incident)),
        Fact("PROOF", _proof(incident, look)),
        Fact("CHANGED", _changed(incident, look)),
        Fact("OUTLOOK", _outlook(incident, look)),
        Fact("NEXT", advice(incident), Tone.STRONG),
        Fact("COMMAND", f"mailtui incident {incident.id}"),
    ]


def incident_facts(incident: Incident, look: Look) -> list[Fact]:
    """The card, then every field that the list has no room for."""
    incident = shown(incident)
    remarks = remark_facts(incident.remarks, look)
    return [*incident_card(incident, look), Fact("", ""), *remarks, *_fields(incident, look)]


def advice(incident: Incident) -> str:
    """The next step for this class of failures."""
    from mailtui.diagnosis.classes import advice_on

    if incident.failure_class is FailureClass.UNCATEGORISED and incident.sample_reply.strip():
        return TEACH
    return advice_on(incident.failure_class, incident.sample_reply)


def _fields(incident: Incident, look: Look) -> Iterator[Fact]:
    fields = (
        ("state", state_word(incident)),
        ("assignee", incident.assignee or "nobody"),
        ("urgency", str(incident.severity)),
        ("provider", incident.provider),
        ("host", incident.host or ""),
        ("our IP", incident.egress),
        ("server", incident.server),
        ("phase", str(incident.phase).replace("_", " ")),
        ("onset", _when(incident.onset, look)),
        ("opened", _when(incident.opened, look)),
        ("reopened", _when(incident.reopened, look)),
        ("recovered", _when(incident.recovered, look)),
        ("last seen", _when(incident.last_seen, look)),
        ("people", str(incident.recipients)),
        ("messages", str(incident.messages)),
        ("failures", str(incident.failures)),
        ("waiting", str(incident.waiting)),
        ("template", incident.template),
        ("before it", f"incident {incident.previous}" if incident.previous else ""),
        ("id", str(incident.id)),
    )
    return (Fact(label, text) for label, text in fields if text)


def _cause(incident: Incident) -> str:
    by = f"   confidence {incident.confidence:.2f}  rule {incident.rule}" if incident.rule else ""
    return f"{incident.failure_class}{by}"


def _side(incident: Incident) -> str:
    if incident.side is Side.UNKNOWN:
        return "nobody can say"
    area = f" ({incident.area})" if incident.area else ""
    return f"{side_word(incident)}{area}{_suppress(incident)}"


def _suppress(incident: Incident) -> str:
    """What it means for the addresses."""
    from mailtui.diagnosis.classes import CLASSES

    known = CLASSES.get(incident.failure_class)
    if known is None:
        return ""
    if isinstance(known.suppress, After):
        return f": suppress an address after {known.suppress.times} failures in {known.suppress.days} days"
    return ": suppress the addresses" if known.suppress is Suppress.NOW else ": do not suppress the addresses"


def _proof(incident: Incident, look: Look) -> str:
    host = f"{incident.host}: " if incident.host else ""
    more = f"  [{count(incident.failures, 'failure')} like it]"
    return f"{words.stamp(incident.last_seen, look)} {host}{incident.sample_reply}{more}"


def _changed(incident: Incident, look: Look) -> str:
    said = f"none failed like this before {words.stamp(incident.onset, look)}"
    if incident.previous is not None:
        said = f"began {words.stamp(incident.onset, look)}; the same as incident {incident.previous} before"
    if incident.reopened is not None:
        said += f"; came back {words.stamp(incident.reopened, look)}"
    return said


def _outlook(incident: Incident, look: Look) -> str:
    if incident.recovered is not None:
        return f"recovered {words.stamp(incident.recovered, look)}"
    if not incident.waiting:
        return "nobody's mail of it waits: what failed has bounced"
    still = "waits" if incident.waiting == 1 else "wait"
    waits = f"{count(incident.waiting, 'recipient')} still {still}"
    if incident.next_bounce is None:
        return f"{waits}; when it bounces is not known"
    return f"{waits}; the first bounces {_when(incident.next_bounce, look)}"


def _when(moment: int | None, look: Look) -> str:
    return "" if moment is None else f"{words.stamp(moment, look)}, {words.age(moment, look)}"
