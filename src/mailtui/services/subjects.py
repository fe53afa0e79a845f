"""Which subject somebody means by a word on the command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mailtui.errors import AmbiguousError, NotFoundError
from mailtui.model.enums import SubjectKind
from mailtui.model.queue_ids import QUEUE_ID
from mailtui.model.work import NUMBER_BITS, Subject, recipient

if TYPE_CHECKING:
    from mailtui.services.desk import Desk

_INCIDENT = re.compile(r"#?(\d{1,18})", re.ASCII)
_ROW = re.compile(r"d(\d{1,15})\.(\d{1,5})|r(\d{1,18})", re.ASCII)
_ADDRESS = re.compile(r"[^<>\s]+@[^<>\s]+")
_CAMPAIGN = "campaign:"
_THREAD = "thread:"
FORMS = (
    "a queue id, <Message-ID>, address, incident (#12), domain of the list, campaign:NAME, thread:ID, "
    "or row id"
)


def subject_of(desk: Desk, word: str) -> Subject:
    """The subject of a word; NotFoundError when it is none, AmbiguousError when it is several."""
    row = row_of(word)
    if row is not None:
        return row
    if word.startswith(_CAMPAIGN):
        return campaign_of(desk, word.removeprefix(_CAMPAIGN))
    if word.startswith(_THREAD):
        return thread_of(desk, word.removeprefix(_THREAD))
    incident = _INCIDENT.fullmatch(word)
    if incident:
        return incident_of(desk, int(incident[1]))
    if word.startswith("<") or QUEUE_ID.fullmatch(word):
        return _message(desk, word)
    if _ADDRESS.fullmatch(word):
        return address_of(desk, word)
    return domain_of(desk, word)


def row_of(word: str) -> Subject | None:
    """The recipient or refusal of a row id, as `mailtui search --json` has it; it need not be there."""
    found = _ROW.fullmatch(word)
    if found is None:
        return None
    if found[3]:
        return Subject(SubjectKind.REJECTION, int(found[3]))
    number = int(found[2])
    return recipient(int(found[1]), number) if number < 1 << NUMBER_BITS else None


def incident_of(desk: Desk, number: int) -> Subject:
    """An incident by its number."""
    if desk.incidents.get(number) is None:
        raise NotFoundError(f"there is no incident {number}", "see which there are: mailtui incidents --all")
    return Subject(SubjectKind.INCIDENT, number)


def address_of(desk: Desk, text: str) -> Subject:
    """An address that the logs have named."""
    found = desk.notes.address(text)
    if found is None:
        raise NotFoundError(f"no log has named the address {text}", f"look for it: mailtui search {text}")
    return found


def domain_of(desk: Desk, name: str) -> Subject:
    """A domain of the list."""
    found = desk.notes.domain(name)
    if found is None:
        raise NotFoundError(
            f"{name} is nothing that is known here", f"name {FORMS}; mailtui domains lists domains"
        )
    return found


def campaign_of(desk: Desk, name: str) -> Subject:
    """A campaign by its name or its id."""
    return Subject(SubjectKind.CAMPAIGN, desk.campaigns.find(name).id)


def thread_of(desk: Desk, name: str) -> Subject:
    """A conversation by its number, or by the Message-ID of one of its letters."""
    return Subject(SubjectKind.THREAD, desk.conversations.find(name))


def _message(desk: Desk, word: str) -> Subject:
    found = desk.tracing.find(word)
    if not found:
        raise NotFoundError(f"no message has the id {word}", "import the log it is in: mailtui import PATH")
    if len(found) > 1:
        servers = ", ".join(sorted({one.server for one in found}))
        raise AmbiguousError(
            f"{len(found)} messages have the id {word}",
            f"on {servers}: name one by its row id (d5.1), see: mailtui search {word} --json",
        )
    return Subject(SubjectKind.MESSAGE, found[0].id)
