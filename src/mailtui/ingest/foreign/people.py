"""Rows of contacts, lists, segments, templates, campaigns and links -> what is written of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TypeVar

from mailtui.ingest.foreign.system import Place, Wrote
from mailtui.model.enums import CampaignState, ContactStatus, MembershipState
from mailtui.model.foreign import Part, Record
from mailtui.model.people import (
    CampaignRow,
    ContactRow,
    LinkRow,
    ListRow,
    MembershipRow,
    SegmentRow,
    TemplateRow,
    Written,
)
from mailtui.model.word import Word
from mailtui.store.engine import Connection
from mailtui.store.people import campaigns, contacts, lists

T = TypeVar("T")
W = TypeVar("W", bound=Word)


class _Rows:
    """Rows on their way, with those that cannot be written."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self.problems: list[str] = []

    def made(self, records: Sequence[Record], make: Callable[[Record], T | None]) -> list[T]:
        """What each becomes; None for one that says nothing that can be written."""
        return [one for one in (make(record) for record in records) if one is not None]

    def word(self, record: Record, name: str, words: type[W]) -> W | None:
        """A word of a closed list, whatever its case; one that is not on it is told."""
        text = str(record.get(name) or "").strip().lower()
        if not text:
            return None
        try:
            return words(text)
        except ValueError:
            self.complain(record, f"there is no {name} {record[name]!r}")
            return None

    def complain(self, record: Record, why: str) -> None:
        """A row of which not all can be written."""
        self.problems.append(f"{self._part.table} {record.get(self._part.key)}: {why}")

    def wrote(self, written: Written, records: Sequence[Record]) -> Wrote:
        """What became of them."""
        for number, why in written.problems:
            self.complain(records[number], why)
        return Wrote(written.new + written.changed, 0, tuple(self.problems))


def text(value: object) -> str | None:
    """A text, or None."""
    return None if value is None else str(value)


def flag(value: object) -> bool | None:
    """True or False, however an engine writes it."""
    return (
        None
        if value is None
        else value
        if isinstance(value, bool)
        else str(value).lower() in ("1", "t", "true")
    )


def number(value: object) -> int | None:
    """A whole number, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def write_lists(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Lists of contacts."""
    made = [
        ListRow(
            str(one["id"]),
            text(one["name"]),
            place.origin,
            text(one["description"]),
            flag(one["double_opt_in_enabled"]),
            one["created_at"],
            one["updated_at"],
        )
        for one in records
    ]
    return _Rows(part).wrote(lists.write_lists(connection, made, whole=True), records)


def write_contacts(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Contacts; of several with one address the one that was changed last."""
    rows, usable = _Rows(part), []
    for one in records:
        if "@" in str(one["email"] or ""):
            usable.append(one)
        else:
            rows.complain(one, "there is no address")
    made = [_contact(rows, place, one) for one in usable]
    return rows.wrote(contacts.write_contacts(connection, made, place.now(), whole=True), usable)


def _contact(rows: _Rows, place: Place, one: Record) -> ContactRow:
    tags, custom = one["tags"], one["custom_fields"]
    return ContactRow(
        str(one["email"]).strip(),
        place.origin,
        str(one["id"]),
        text(one["first_name"]),
        text(one["last_name"]),
        rows.word(one, "status", ContactStatus),
        flag(one["email_verified"]),
        flag(one["gdpr_consent"]),
        one["gdpr_consent_date"],
        one["confirmation_sent_at"],
        one["confirmed_at"],
        None,
        one["unsubscribed_at"],
        text(one["unsubscribe_reason"]),
        number(one["bounce_count"]),
        one["last_bounce_at"],
        text(one["bounce_type"]),
        number(one["complaint_count"]),
        one["last_complaint_at"],
        text(one["source"]),
        None,
        tuple(str(tag) for tag in tags) if isinstance(tags, list) else None,
        custom if isinstance(custom, dict) else None,
        one["created_at"],
        one["updated_at"],
    )


def write_memberships(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Who is on which list."""
    rows = _Rows(part)
    made = [
        MembershipRow(
            str(one["list_id"]),
            str(one.get("contact.email") or "").strip(),
            str(one["contact_id"]),
            place.origin,
            rows.word(one, "status", MembershipState),
            one["subscribed_at"],
            one["unsubscribed_at"],
        )
        for one in records
    ]
    written = lists.write_memberships(connection, made, whole=True)
    nameless = tuple((number, "its contact or its list is not there") for number, _ in written.problems)
    return rows.wrote(written._replace(problems=nameless), records)


def write_segments(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Segments: those too whose conditions cannot be evaluated, with why."""
    rows = _Rows(part)
    made = [
        SegmentRow(
            str(one["id"]),
            text(one["name"]),
            place.origin,
            one["conditions"] if isinstance(one["conditions"], str) else _json(one["conditions"]),
            text(one["list_id"]),
            text(one["description"]),
            flag(one["is_dynamic"]),
            one["created_at"],
            one["updated_at"],
        )
        for one in records
    ]
    return rows.wrote(lists.write_segments(connection, made, whole=True), records)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def write_templates(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Templates of campaigns."""
    made = [_template(place, one) for one in records]
    return _Rows(part).wrote(lists.write_templates(connection, made, whole=True), records)


def _template(place: Place, one: Record) -> TemplateRow:
    is_html = flag(one.get("is_html")) is not False
    body = text(one.get("body"))
    variables = one.get("variables")
    return TemplateRow(
        str(one["id"]),
        number(one.get("version")) or 1,
        text(one["name"]),
        place.origin,
        text(one["description"]),
        text(one["subject"]),
        text(one.get("html_body")) if body is None else body if is_html else None,
        text(one.get("text_body")) if body is None or is_html else body,
        text(one.get("preview_text")),
        tuple(str(name) for name in variables) if isinstance(variables, list | dict) else None,
        text(one.get("template_type")),
        flag(one.get("is_system_template")),
        flag(one["is_active"]),
        one["created_at"],
        one["updated_at"],
    )


def write_campaigns(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Campaigns as they were planned."""
    rows = _Rows(part)
    made = [_campaign(rows, place, one) for one in records]
    return rows.wrote(campaigns.write_campaigns(connection, made), records)


def _campaign(rows: _Rows, place: Place, one: Record) -> CampaignRow:
    state, sent = rows.word(one, "status", CampaignState), one["sent_at"]
    return CampaignRow(
        place.account.server_id,
        str(one["id"]),
        text(one["name"]),
        place.origin,
        state,
        one["scheduled_at"],
        None if state is CampaignState.SENT else sent,
        sent if state is CampaignState.SENT else None,
        text(one["from_name"]),
        text(one["from_email"]),
        text(one["reply_to_email"]),
        text(one["subject_line"]),
        text(one["preview_text"]),
        text(one["list_id"]),
        text(one["segment_id"]),
        text(one["template_id"]),
        text(one["provider_id"]),
        number(one["send_speed"]),
        0 if flag(one["retry_failed"]) is False else number(one["max_retries"]),
        number(one["total_recipients"]) or None,
        one["created_at"],
        one["updated_at"],
    )


def write_links(connection: Connection, place: Place, part: Part, records: Sequence[Record]) -> Wrote:
    """Links in the mails of campaigns."""
    made = [
        LinkRow(
            place.account.server_id,
            str(one["campaign_id"]),
            str(one["original_url"]),
            text(one["short_code"]),
            one["created_at"],
        )
        for one in records
    ]
    return _Rows(part).wrote(campaigns.write_links(connection, made), records)
