"""The diagnosis card in words: a label and a text for each thing that is known, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mailtui.model.diagnosis import Diagnosis
from mailtui.model.domain import SenderSetup
from mailtui.model.enums import Suppress
from mailtui.model.foresight import Stamp, before, changes, outlook_lines
from mailtui.model.view import Explained, Freeze, TraceEvent


def card(found: Explained, stamp: Stamp) -> Iterator[tuple[str, str]]:
    """Lines of the card; a line without a label goes on with the one above. Texts may be hostile."""
    diagnosis = found.diagnosis
    yield "CAUSE", diagnosis.reckoned
    yield "SIDE", _side(diagnosis)
    yield "PROOF", _proof(found.proof, stamp)
    if found.origin is not None:
        yield "", f"inherited from {found.origin.queue_id} at {stamp(found.proof.time)}"
    if found.inherited:
        yield "", _proof(found.last, stamp)
    yield from _labelled("", before(found.precedent, stamp))
    yield from _labelled("CHANGED", changes(found, stamp))
    if found.outlook is not None:
        yield from _labelled("OUTLOOK", outlook_lines(found.outlook, stamp))
    if found.setup is not None:
        yield from _labelled("DOMAIN", _setup(found.setup, stamp))
    yield "NEXT", diagnosis.advice
    yield from _labelled("COMMAND", found.commands)


def freeze_card(found: Freeze, stamp: Stamp) -> Iterator[tuple[str, str]]:
    """As `card`, for a recipient that waits because the message is frozen, and that nothing was tried for."""
    yield "CAUSE", found.reason
    if found.event is not None:
        yield "PROOF", _proof(found.event, stamp)
    yield "NEXT", "Nothing is tried while it is frozen: look at the message, then thaw or remove it"
    yield from _labelled("COMMAND", found.commands)


def _labelled(label: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The label before the first only."""
    for text in texts:
        yield label, text
        label = ""


def _side(diagnosis: Diagnosis) -> str:
    area = f" ({diagnosis.area})" if diagnosis.area else ""
    return f"{diagnosis.side.upper()}{area}{_suppress(diagnosis)}"


def _setup(setup: SenderSetup, stamp: Stamp) -> Iterator[str]:
    """Is it us: what DNS says of the sender's domain, and the records that mend it."""
    if setup.state is None:
        yield f"{setup.domain} is not on the list of domains: mailtui domains verify {setup.domain}"
        return
    doubt = f", could not check: {setup.unsure}" if setup.unsure else ""
    known = f" by DNS at {stamp(setup.checked)}" if setup.checked is not None else ""
    none = "" if setup.findings else ": nothing found that explains this"
    yield f"{setup.domain} {setup.state}{known}{doubt}{none}"
    for one in setup.findings:
        yield f"{one.severity} {one.code} {one.name}: {' '.join(one.found.split())}"
    for record in dict.fromkeys(record for one in setup.findings for record in one.publish):
        yield f"publish {record.snippet()}"


def _suppress(diagnosis: Diagnosis) -> str:
    """What it means for the address, where a rule says what the failure is."""
    after = diagnosis.after
    if diagnosis.rule is None or diagnosis.inherits:
        return ""
    if after is not None:
        return f": suppress the address after {after.times} failures within {after.days} days"
    if diagnosis.suppress is Suppress.NOW:
        return ": suppress the address"
    return ": do not suppress the address for this"


def _proof(event: TraceEvent, stamp: Stamp) -> str:
    where = f"  ({event.raw.path}:{event.raw.line_number})" if event.raw else ""
    return f"{stamp(event.time)}  {event.text}{where}"
