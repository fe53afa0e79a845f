"""The head of a person's page: whom it is about, whether they may be mailed, what they are part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.model.person_masking import shown_person
from mailtui.ui import words
from mailtui.ui.rendering import one_line
from mailtui.ui.tones import Run
from mailtui.ui.widgets.facts import Fact
from mailtui.ui.widgets.head_lines import HeadLines, Line, labelled
from mailtui.ui.words import LOCAL, Look, Tone, count

if TYPE_CHECKING:
    from mailtui.model.person import CampaignOf, ContactView, PersonView
    from mailtui.model.suppression import SuppressionView

CONSENT = {None: "nobody said", True: "given", False: "not given"}
FEW = 3
STATUSES = {"subscribed": Tone.GOOD, "pending": Tone.WAITING}


class PersonHead(HeadLines):
    """Shows the head of one person."""

    def show(self, person: PersonView) -> None:
        """Show the head of this person."""
        self.put(head_lines(shown_person(person), self.look))


def held(person: PersonView) -> SuppressionView | None:
    """Why they are not to be mailed; None: they may be."""
    from mailtui.model.enums import SuppressionState

    return next((one for one in person.suppressions if one.state is SuppressionState.ACTIVE), None)


def head_lines(person: PersonView, look: Look) -> list[Line]:
    """The rows of the head, the most important first."""
    return [
        _first(person),
        labelled("mails", *_mails(person, look)),
        labelled("contact", *_contact(person.contact, look)),
        labelled("lists", *_lists(person)),
        labelled("suppress", *_suppressed(person, look)),
        labelled("got", *_campaigns(person, look)),
        labelled("failed", *_failure(person, look)),
        labelled("tags", *_remarks(person, look)),
    ]


def _first(person: PersonView) -> Line:
    left: list[Run] = [(person.address, Tone.STRONG)]
    if person.spellings:
        left.append((f"  also written {', '.join(person.spellings)}", Tone.DIM))
    if person.erasing is not None:
        return left, [("is being erased", Tone.FAILED)]
    one = held(person)
    return left, [("may be mailed", Tone.GOOD) if one is None else ("not to be mailed", Tone.FAILED)]


def _mails(person: PersonView, look: Look) -> list[Run]:
    if person.first is None:
        return [("none that mailtui has read", Tone.DIM)]
    said = f"{person.received} received, {person.sent} sent, {person.refused} refused"
    span = f"  {words.short_stamp(person.first, look)} to {words.short_stamp(person.last, look)}"
    return [(said, Tone.PLAIN), (span, Tone.DIM)]


def _contact(contact: ContactView | None, look: Look) -> list[Run]:
    if contact is None:
        return [("none: no list of contacts has this address", Tone.DIM)]
    runs: list[Run] = [(f"{contact.name}, ", Tone.PLAIN)] if contact.name else []
    runs.append((contact.status, STATUSES.get(contact.status, Tone.FAILED)))
    when = f" {words.short_stamp(contact.consent_at, look)}" if contact.consent_at else ""
    source = f" by {contact.source}" if contact.source else ""
    return [*runs, (f"; consent {CONSENT[contact.consent]}{when}{source}", Tone.PLAIN)]


def _lists(person: PersonView) -> list[Run]:
    if not person.lists:
        return [("on none", Tone.DIM)]
    now = [one.name for one in person.lists if one.state == "active"]
    before = [one.name for one in person.lists if one.state != "active"]
    runs: list[Run] = [(", ".join(now) or "on none now", Tone.PLAIN)]
    return [*runs, (f"; once {', '.join(before)}", Tone.DIM)] if before else runs


def _suppressed(person: PersonView, look: Look) -> list[Run]:
    one = held(person)
    if one is not None:
        whom = f"{one.target}: " if one.target != person.address.lower() else ""
        until = f" until {words.short_stamp(one.until, look)}" if one.until is not None else ""
        said = f"suppressed: {whom}{one.reason}, since {words.short_stamp(one.since, look)}{until}"
        return [(said, Tone.FAILED), ("  s lifts", Tone.DIM)]
    if any(one.is_open for one in person.suppressions):
        return [("proposed to be suppressed", Tone.WAITING), ("  O decides", Tone.DIM)]
    before = f", was {count(len(person.suppressions), 'time')}" if person.suppressions else ""
    return [(f"not suppressed{before}", Tone.PLAIN), ("  s suppresses", Tone.DIM)]


def _campaigns(person: PersonView, look: Look) -> list[Run]:
    if not person.campaigns:
        return [("mail of no campaign", Tone.DIM)]
    said = [f"{one.name} ({did(one, look, brief=True)})" for one in person.campaigns[:FEW]]
    more = len(person.campaigns) - FEW
    return [("; ".join(said), Tone.PLAIN), (f" and {more} more" if more > 0 else "", Tone.DIM)]


def did(one: CampaignOf, look: Look, *, brief: bool = False) -> str:
    """What somebody did with the mail of a campaign."""
    acts = [word for word in ("opened", "clicked", "complained", "unsubscribed") if getattr(one, word)]
    if brief:
        return acts[-1] if acts else one.outcome
    said = [one.outcome if one.mails == 1 else f"{one.mails} mails, the last {one.outcome}"]
    said += [f"{word} {words.short_stamp(getattr(one, word), look)}" for word in acts]
    return ", ".join([*said, "opened by machines only"] if one.machine else said)


def _failure(person: PersonView, look: Look) -> list[Run]:
    last = person.failure
    if last is None:
        return [("nothing that mailtui has read", Tone.DIM)]
    return [
        (f"{words.short_stamp(last.time, look)} ", Tone.DIM),
        (f"{last.failure_class} {last.side.upper()}", Tone.STRONG),
        (f"  {one_line(last.reply)}", Tone.PLAIN),
    ]


def _remarks(person: PersonView, look: Look) -> list[Run]:
    noted = one_line(person.contact.notes) if person.contact is not None else ""
    if not (person.tags or person.notes or noted):
        return [("none; t tags, c writes a note", Tone.DIM)]
    runs: list[Run] = [(f"{one.name} ", Tone.TAG) for one in person.tags]
    if person.notes:
        note = person.notes[-1]
        said = f"{note.author} {words.short_stamp(note.created, look)}: {one_line(note.text)}"
        runs.append((f"{count(len(person.notes), 'note')}, {said}", Tone.PLAIN))
    if noted:
        runs.append((f"{'; ' if person.notes else ''}of the contact: {noted}", Tone.PLAIN))
    return runs


def person_facts(person: PersonView, look: Look = LOCAL) -> list[Fact]:
    """All of it in full, campaign by campaign, list by list, note by note."""
    person = shown_person(person)
    facts = [Fact("address", person.address, Tone.STRONG), *_of_contact(person.contact, look)]
    for one in person.lists:
        since = one.subscribed if one.state == "active" else one.unsubscribed
        facts.append(Fact("list", f"{one.name}: {one.state} {_when(since, look)}".rstrip()))
    for held_ in person.suppressions:
        said = f"{held_.state}: {held_.target}, {held_.reason}, {_when(held_.since, look)}"
        facts.append(Fact("suppressed", said))
        facts += [Fact(" ", text) for text in (held_.cause, held_.lift_reason) if text]
    facts += [Fact("campaign", f"{one.name}: {did(one, look)}") for one in person.campaigns]
    if person.failure is not None:
        facts.append(Fact("failed", f"{_when(person.failure.time, look)} {person.failure.reply}"))
    facts += [Fact("tags", " ".join(one.name for one in person.tags), Tone.TAG)] if person.tags else []
    for note in person.notes:
        facts.append(Fact("note", f"{note.author} {_when(note.created, look)}:\n{note.text}"))
    return facts


def _of_contact(contact: ContactView | None, look: Look) -> list[Fact]:
    if contact is None:
        return []
    found = (
        Fact("name", contact.name),
        Fact("status", contact.status),
        Fact("consent", f"{CONSENT[contact.consent]} {_when(contact.consent_at, look)}".rstrip()),
        Fact("confirmed", _when(contact.confirmed, look)),
        Fact("subscribed", _when(contact.subscribed, look)),
        Fact("left", f"{_when(contact.unsubscribed, look)} {contact.unsubscribe_reason}".strip()),
        Fact("source", ", ".join(filter(None, (contact.source, contact.origin)))),
        Fact("labels", ", ".join(contact.tags)),
        Fact("notes", contact.notes),
        *(Fact(str(name)[:10], str(value)) for name, value in contact.custom.items()),
    )
    return [fact for fact in found if fact.text]


def _when(moment: int | None, look: Look) -> str:
    return "" if moment is None else words.stamp(moment, look)
