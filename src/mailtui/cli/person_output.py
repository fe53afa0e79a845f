"""The page of a person as `mailtui person` prints it: lines for people, an object for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from mailtui.cli.times import for_people
from mailtui.model.visible import visible

if TYPE_CHECKING:
    from mailtui.model.person import CampaignOf, PersonView

WIDTH = 12


def story(page: PersonView, zone: tzinfo) -> Iterator[str]:
    """The page in lines, safe to print."""
    yield visible(page.address)
    for label, text in _facts(page, zone):
        first, *more = text.split("\n")
        yield f"  {label:{WIDTH}} {visible(first)}"
        yield from (f"  {'':{WIDTH}} {visible(line)}" for line in more)


def _facts(page: PersonView, zone: tzinfo) -> Iterator[tuple[str, str]]:
    if page.spellings:
        yield "written", ", ".join(page.spellings)
    if page.erasing is not None:
        yield "erasure", f"begun {for_people(page.erasing, zone)} and not finished: `erase` goes on with it"
    yield "mails", f"{page.received} to the address, {page.sent} from it, {page.refused} refused"
    if page.first is not None:
        yield "seen", f"{for_people(page.first, zone)} to {for_people(page.last, zone)}"
    yield from _contact(page, zone)
    yield "suppressed", _suppressed(page, zone)
    if page.erased_before:
        yield "", "erased before, and not to be mailed since"
    for one in page.campaigns:
        yield "campaign", f"{one.name}: {did(one, zone)}"
    if page.failure is not None:
        last = page.failure
        yield "last failure", f"{for_people(last.time, zone)} {last.failure_class} ({last.side.upper()})"
        if last.reply:
            yield "", " ".join(last.reply.split())
    if page.tags:
        yield "tags", ", ".join(one.name for one in page.tags)
    for note in page.notes:
        yield "note", f"{note.author}, {for_people(note.created, zone)}: {note.text}"


def _contact(page: PersonView, zone: tzinfo) -> Iterator[tuple[str, str]]:
    contact = page.contact
    if contact is None:
        yield "contact", "none"
        return
    yield "contact", ", ".join(filter(None, (contact.name, contact.status, contact.origin)))
    said = {None: "nobody said", True: "given", False: "not given"}[contact.consent]
    when = for_people(contact.consent_at, zone)
    source = f"by {contact.source}" if contact.source else ""
    yield "consent", " ".join(filter(None, (said, when, source)))
    if contact.notes:
        yield "its notes", contact.notes
    for name, value in contact.custom.items():
        yield "its field", f"{name}: {value}"
    for one in page.lists:
        since = for_people(one.unsubscribed if one.state == "removed" else one.subscribed, zone)
        yield "list", f"{one.name}: {one.state} {since}".rstrip()


def _suppressed(page: PersonView, zone: tzinfo) -> str:
    if not page.suppressions:
        return "no"
    return "\n".join(
        f"{one.state}: {one.target}, {one.reason}, since {for_people(one.since, zone)}"
        f"{f', until {for_people(one.until, zone)}' if one.until is not None else ''}"
        for one in page.suppressions
    )


def did(one: CampaignOf, zone: tzinfo) -> str:
    """What somebody did with a campaign's mail, in words."""
    said = [one.outcome if one.mails == 1 else f"{one.mails} mails, the last {one.outcome}"]
    for word in ("opened", "clicked", "complained", "unsubscribed"):
        when = getattr(one, word)
        if when:
            said.append(f"{word} {for_people(when, zone)}")
    if one.machine:
        said.append("opened by machines only")
    return ", ".join(said)


def as_object(page: PersonView) -> dict[str, Any]:
    """For JSON; times are ISO 8601 in UTC."""
    from mailtui.cli.remark_output import note_object
    from mailtui.cli.suppressions import as_object as suppression_object
    from mailtui.cli.times import iso_or_none

    def told(values: dict[str, Any], *times: str) -> dict[str, Any]:
        return {
            name: iso_or_none(value or None) if name in times else value for name, value in values.items()
        }

    contact = page.contact
    failure = page.failure
    return {
        "address": page.address,
        "spellings": list(page.spellings),
        "received": page.received,
        "sent": page.sent,
        "refused": page.refused,
        "first": iso_or_none(page.first),
        "last": iso_or_none(page.last),
        "contact": contact
        and told(contact._asdict(), "consent_at", "confirmed", "subscribed", "unsubscribed"),
        "lists": [told(one._asdict(), "subscribed", "unsubscribed") for one in page.lists],
        "campaigns": [
            told(one._asdict(), "last", "opened", "clicked", "complained", "unsubscribed")
            for one in page.campaigns
        ],
        "suppressions": [suppression_object(one) for one in page.suppressions],
        "erased_before": page.erased_before,
        "erasing": iso_or_none(page.erasing),
        "last_failure": failure and told(failure._asdict(), "time"),
        "tags": [one.name for one in page.tags],
        "notes": [note_object(note) for note in page.notes],
    }
