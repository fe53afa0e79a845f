"""Cells or values of one row -> what is written of it. Pure; ValueError says what is wrong with the row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import Any, NamedTuple

from mailtui.errors import UsageError
from mailtui.ingest.tables import cells
from mailtui.ingest.tables.columns import Plan
from mailtui.ingest.tables.fields import Kind
from mailtui.ingest.tables.languages import STATES, plain
from mailtui.model.enums import CampaignState, ContactStatus, MembershipState
from mailtui.model.people import (
    CampaignRow,
    ContactRow,
    LinkRow,
    ListRow,
    MembershipRow,
    SegmentRow,
    TemplateRow,
)
from mailtui.model.word import Word

_CONTACT_WORDS = {
    **{word: ContactStatus(state) for state, words in STATES.items() for word in words},
    "active": ContactStatus.SUBSCRIBED,
    "confirmed": ContactStatus.SUBSCRIBED,
    "enabled": ContactStatus.SUBSCRIBED,
    "optedin": ContactStatus.SUBSCRIBED,
    "unconfirmed": ContactStatus.PENDING,
    "optedout": ContactStatus.UNSUBSCRIBED,
    "hardbounce": ContactStatus.BOUNCED,
    "cleaned": ContactStatus.BOUNCED,
    "bounce": ContactStatus.BOUNCED,
    "spam": ContactStatus.COMPLAINED,
    "complaint": ContactStatus.COMPLAINED,
}
"""Words of other systems for the same."""
_MEMBER_WORDS = {
    **dict.fromkeys(STATES["subscribed"], MembershipState.ACTIVE),
    **dict.fromkeys(STATES["unsubscribed"], MembershipState.REMOVED),
    "subscribed": MembershipState.ACTIVE,
    "unsubscribed": MembershipState.REMOVED,
    "inactive": MembershipState.REMOVED,
}
_CAMPAIGN_WORDS = {
    "queued": CampaignState.SCHEDULED,
    "running": CampaignState.SENDING,
    "completed": CampaignState.SENT,
    "canceled": CampaignState.CANCELLED,
    "done": CampaignState.SENT,
}


class Said(NamedTuple):
    """What is said of all rows of a file."""

    zone: tzinfo
    """Of times that carry no offset."""
    order: cells.Order = ""
    status: ContactStatus | None = None
    """Of contacts whose row says none."""
    server_id: int = 0
    """The account that campaigns are of."""
    campaign: str = ""
    """The campaign of recipients and links whose row says none."""
    list_id: str = ""
    """The list of memberships whose row says none."""
    source: str = ""
    meanings: Mapping[str, Mapping[str, str]] = {}
    """Field -> what stands there, plainly -> what it means (`columns.meanings`)."""


Values = Mapping[str, Any]


def reader(said: Said) -> Callable[[Kind, Plan, Mapping[str, object]], dict[str, Any]]:
    """What makes values of the cells of a row, by the names of its fields; empty ones are left out."""
    types = _types(said)

    def read(kind: Kind, plan: Plan, row: Mapping[str, object]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for column, field in plan.fields.items():
            value = row.get(column)
            if field.name in said.meanings:
                value = said.meanings[field.name].get(plain(cells.text(value)), value)
            if cells.is_empty(value):
                continue
            try:
                found[field.name] = types[field.type](value)
            except ValueError as error:
                raise ValueError(f"{column}: {error}") from None
        own = {
            name: value
            for column, name in plan.custom.items()
            if not cells.is_empty(value := row.get(column))
        }
        if own:
            found["custom"] = {**found.get("custom", {}), **own}
        found = {**_instead(kind, said), **found}
        for needed in kind.key:
            if not any(name in found for name in needed.split("|")):
                raise ValueError(f"there is no {needed.replace('|', ' and no ')}")
        return found

    return read


def mistaken(said: Said, plan: Plan, found: Sequence[Mapping[str, object]]) -> list[str]:
    """Columns called `state` of which most values are no statuses: parts of a country, as in an address."""
    types = _types(said)
    names = [name for name, field in plan.fields.items() if field.name == "status" and plain(name) == "state"]
    return [name for name in names if _is_mistaken(types[plan.fields[name].type], said, name, found)]


def _is_mistaken(
    read: Callable[[object], Any], said: Said, name: str, found: Sequence[Mapping[str, object]]
) -> bool:
    meant = said.meanings.get("status", {})
    values = [row.get(name) for row in found]
    there = [cells.text(value) for value in values if not cells.is_empty(value)]
    return sum(plain(one) not in meant and not _is_read(read, one) for one in there) * 2 > len(there)


def _is_read(read: Callable[[object], Any], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


def check_meanings(kind: Kind, said: Said) -> None:
    """That what values are said to mean is something; UsageError where it is not."""
    types = _types(said)
    for name, words in said.meanings.items():
        field = next(one for one in kind.fields if one.name == name)
        for meant in words.values():
            try:
                if not cells.is_empty(meant):
                    types[field.type](meant)
            except ValueError as error:
                raise UsageError(
                    f"--value {name}: {error}", "What stands behind = is what it means"
                ) from None


def _instead(kind: Kind, said: Said) -> dict[str, Any]:
    """What is said of all rows stands where a row says nothing."""
    found: dict[str, Any] = {}
    if said.campaign and "campaign" in kind.names:
        found["campaign"] = said.campaign
    if said.list_id and kind.name == "memberships":
        found["list_id"] = said.list_id
    if kind.name == "contacts":
        found |= {name: value for name, value in (("status", said.status), ("source", said.source)) if value}
    return found


def _types(said: Said) -> dict[str, Callable[[object], Any]]:
    return {
        "text": cells.text,
        "long_text": cells.long_text,
        "address": cells.address,
        "number": cells.number,
        "flag": cells.flag,
        "moment": cells.moments(said.zone, said.order),
        "texts": cells.texts,
        "variables": cells.variables,
        "objects": cells.objects,
        "conditions": cells.conditions,
        "contact_status": _word(ContactStatus, _CONTACT_WORDS),
        "membership_state": _word(MembershipState, _MEMBER_WORDS),
        "campaign_state": _word(CampaignState, _CAMPAIGN_WORDS),
    }


def _word(words: type[Word], also: Mapping[str, Word]) -> Callable[[object], Word]:
    known = {**also, **{word.value: word for word in words}}

    def word(value: object) -> Word:
        found = known.get(plain(cells.text(value)))
        if found is None:
            hint = "--value says which it is, --map =COLUMN that the column is none"
            raise ValueError(f"{value!r} is none of {', '.join(words)}; {hint}")
        return found

    return word


def contact(values: Values, _: Said) -> ContactRow:
    """A contact; one that left, or never came, says so by its moments too."""
    rest = {name: value for name, value in values.items() if name != "email"}
    if "status" not in rest:
        rest["status"] = _status_of(rest)
    return ContactRow(values["email"], **rest)


def _status_of(values: Values) -> ContactStatus | None:
    """What its moments say, the worst first; nothing, where there are none."""
    for name, status in (
        ("last_complaint", ContactStatus.COMPLAINED),
        ("unsubscribed", ContactStatus.UNSUBSCRIBED),
        ("confirmed", ContactStatus.SUBSCRIBED),
        ("subscribed", ContactStatus.SUBSCRIBED),
    ):
        if name in values:
            return status
    return None


def list_(values: Values, _: Said) -> ListRow:
    """A list; without an id it is called by its name."""
    return ListRow(**_named(values))


def membership(values: Values, _: Said) -> MembershipRow:
    """Somebody on a list."""
    rest = {name: value for name, value in values.items() if name not in ("email", "status")}
    return MembershipRow(address=values.get("email", ""), state=values.get("status"), **rest)


def segment(values: Values, _: Said) -> SegmentRow:
    """A segment."""
    return SegmentRow(**_named(values))


def template(values: Values, _: Said) -> TemplateRow:
    """A template."""
    return TemplateRow(**_named(values))


def campaign(values: Values, said: Said) -> CampaignRow:
    """A campaign."""
    rest = _named(values)
    return CampaignRow(server_id=said.server_id, state=rest.pop("status", None), **rest)


def link(values: Values, said: Said) -> LinkRow:
    """A link."""
    return LinkRow(server_id=said.server_id, **values)


def _named(values: Values) -> dict[str, Any]:
    return {**values, "external_id": values.get("external_id") or values["name"]}


MAKE: dict[str, Callable[[Values, Said], Any]] = {
    "contacts": contact,
    "lists": list_,
    "memberships": membership,
    "segments": segment,
    "templates": template,
    "campaigns": campaign,
    "links": link,
}
"""By the name of the kind; recipients of campaigns become payloads."""
