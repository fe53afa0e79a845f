"""What a file can hold, and what each field of it is called: the one table of both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from mailtui.ingest.tables import languages
from mailtui.ingest.tables.languages import plain


class FieldOf(NamedTuple):
    """A field of a kind of row."""

    name: str
    type: str
    """Of the cell: a name in `rows.TYPES`."""
    also: tuple[str, ...] = ()
    """Other names of the column."""


@dataclass(frozen=True)
class Kind:
    """A kind of row that files hold."""

    name: str
    key: tuple[str, ...]
    """Fields without which a row is none; of those joined with `|` one is enough."""
    fields: tuple[FieldOf, ...]
    takes_custom: bool = False
    """Columns that no field has a name for are the sender's own fields."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the fields."""
        return tuple(field.name for field in self.fields)

    @cached_property
    def by_name(self) -> dict[str, FieldOf]:
        """Fields by every name they have, written plainly."""
        found = {plain(field.name): field for field in self.fields}
        for field in self.fields:
            for name in field.also:
                found.setdefault(plain(name), field)
        for field in self.fields:
            for name in languages.COLUMNS.get(field.name, ()):
                found.setdefault(name, field)
        return found


SECRET = frozenset(map(plain, ("confirmation_token", "unsubscribe_token", "gdpr_ip_address", "password")))
"""Columns that are never kept: whoever has them can confirm or unsubscribe for somebody."""
_DATES = (
    FieldOf("created", "moment", ("created_at", "date_created", "created_on", "date_added", "added")),
    FieldOf("updated", "moment", ("updated_at", "last_changed", "modified", "last_updated", "modified_at")),
)
_EMAIL = ("email_address", "mail", "address", "recipient", "recipient_email", "subscriber", "e-mail address")
_STATUS = FieldOf("status", "contact_status", ("state", "subscription_status", "email_status"))

CONTACTS = Kind(
    "contacts",
    ("email",),
    (
        FieldOf("email", "address", (*_EMAIL, "contact_email")),
        FieldOf("external_id", "text", ("id", "contact_id", "subscriber_id")),
        FieldOf("first_name", "text", ("firstname", "given_name", "forename", "fname")),
        FieldOf("last_name", "text", ("surname", "family_name", "lname")),
        _STATUS,
        FieldOf("verified", "flag", ("email_verified", "is_verified")),
        FieldOf("consent", "flag", ("gdpr_consent", "opt_in", "marketing_consent")),
        FieldOf("consent_at", "moment", ("gdpr_consent_date", "consent_date", "optin_time", "opt_in_date")),
        FieldOf("confirmation_sent", "moment", ("confirmation_sent_at",)),
        FieldOf("confirmed", "moment", ("confirmed_at", "confirm_time", "confirmation_date")),
        FieldOf("subscribed", "moment", ("subscribed_at", "subscribe_date", "signup_date")),
        FieldOf("unsubscribed", "moment", ("unsubscribed_at", "unsub_time", "unsubscribe_date")),
        FieldOf("unsubscribe_reason", "text", ("unsub_reason",)),
        FieldOf("bounces", "number", ("bounce_count",)),
        FieldOf("last_bounce", "moment", ("last_bounce_at", "bounced_at")),
        FieldOf("bounce_type", "text"),
        FieldOf("complaints", "number", ("complaint_count",)),
        FieldOf("last_complaint", "moment", ("last_complaint_at", "complained_at")),
        FieldOf("source", "text", ("signup_source",)),
        FieldOf("notes", "text", ("note", "comment", "comments", "remarks")),
        FieldOf("tags", "texts", ("tag", "labels")),
        FieldOf("custom", "objects", ("custom_fields", "attributes", "merge_fields")),
        *_DATES,
    ),
    takes_custom=True,
)
LISTS = Kind(
    "lists",
    ("name|external_id",),
    (
        FieldOf("external_id", "text", ("id", "list_id")),
        FieldOf("name", "text", ("list_name", "list", "title")),
        FieldOf("description", "text"),
        FieldOf("double_opt_in", "flag", ("double_opt_in_enabled",)),
        *_DATES,
    ),
)
MEMBERSHIPS = Kind(
    "memberships",
    ("list_id", "email|contact_id"),
    (
        FieldOf("list_id", "text", ("list", "list_name")),
        FieldOf("email", "address", (*_EMAIL, "contact_email", "contact")),
        FieldOf("contact_id", "text", ("subscriber_id",)),
        FieldOf("status", "membership_state", ("state",)),
        FieldOf("subscribed", "moment", ("subscribed_at", "joined", "joined_at")),
        FieldOf("unsubscribed", "moment", ("unsubscribed_at", "left", "removed_at")),
    ),
)
SEGMENTS = Kind(
    "segments",
    ("name|external_id", "conditions"),
    (
        FieldOf("external_id", "text", ("id", "segment_id")),
        FieldOf("name", "text", ("segment_name", "segment", "title")),
        FieldOf("conditions", "conditions", ("rules", "query")),
        FieldOf("list_id", "text", ("list", "list_name")),
        FieldOf("description", "text"),
        FieldOf("dynamic", "flag", ("is_dynamic",)),
        *_DATES,
    ),
)
TEMPLATES = Kind(
    "templates",
    ("name|external_id",),
    (
        FieldOf("external_id", "text", ("id", "template_id")),
        FieldOf("name", "text", ("template_name", "template", "title")),
        FieldOf("version", "number"),
        FieldOf("description", "text"),
        FieldOf("subject", "text", ("subject_line",)),
        FieldOf("html", "long_text", ("html_content", "body_html", "html_body", "html_part")),
        FieldOf(
            "text", "long_text", ("text_content", "body_text", "text_body", "plain_text", "text_part", "body")
        ),
        FieldOf("preview_text", "text", ("preheader", "preview")),
        FieldOf("variables", "variables", ("placeholders",)),
        FieldOf("kind", "text", ("type", "category", "template_type")),
        FieldOf("system", "flag", ("is_system",)),
        FieldOf("active", "flag", ("is_active",)),
        *_DATES,
    ),
)
CAMPAIGNS = Kind(
    "campaigns",
    ("name|external_id",),
    (
        FieldOf("external_id", "text", ("id", "campaign_id")),
        FieldOf("name", "text", ("campaign_name", "campaign", "title")),
        FieldOf("status", "campaign_state", ("state",)),
        FieldOf("scheduled", "moment", ("scheduled_at", "scheduled_for", "schedule")),
        FieldOf("started", "moment", ("started_at", "sent_at", "send_date", "send_time")),
        FieldOf("finished", "moment", ("finished_at", "completed_at", "ended_at")),
        FieldOf("from_name", "text", ("sender_name",)),
        FieldOf("sender", "text", ("from_email", "from", "from_address", "sender_email")),
        FieldOf("reply_to", "text", ("reply_to_email",)),
        FieldOf("subject", "text", ("subject_line",)),
        FieldOf("preview_text", "text", ("preheader",)),
        FieldOf("list_id", "text", ("list", "list_name")),
        FieldOf("segment_id", "text", ("segment", "segment_name")),
        FieldOf("template_id", "text", ("template", "template_name")),
        FieldOf("provider_id", "text", ("provider", "provider_name")),
        FieldOf("speed", "number", ("send_speed",)),
        FieldOf("retries", "number", ("max_retries",)),
        FieldOf("recipients", "number", ("total_recipients", "recipient_count")),
        FieldOf("archived", "moment", ("archived_at",)),
        *_DATES,
    ),
)
LINKS = Kind(
    "links",
    ("campaign", "url"),
    (
        FieldOf("campaign", "text", ("campaign_id", "campaign_name")),
        FieldOf("url", "text", ("original_url", "link", "target", "href")),
        FieldOf("short_code", "text", ("code",)),
        FieldOf("created", "moment", ("created_at",)),
    ),
)
RECIPIENTS = Kind(
    "campaign-recipients",
    ("email", "campaign"),
    (
        FieldOf("email", "address", (*_EMAIL, "contact_email", "to")),
        FieldOf("campaign", "text", ("campaign_id", "campaign_name")),
        FieldOf("tracking_id", "text", ("tracking",)),
        FieldOf("message_id", "text", ("provider_message_id",)),
        FieldOf("status", "text", ("state",)),
        FieldOf("sent_at", "moment", ("sent", "send_date")),
        FieldOf("delivered_at", "moment", ("delivered",)),
        FieldOf("opened_at", "moment", ("opened", "first_open")),
        FieldOf("clicked_at", "moment", ("clicked", "first_click")),
        FieldOf("bounced_at", "moment", ("bounced",)),
        FieldOf("complained_at", "moment", ("complained",)),
        FieldOf("unsubscribed_at", "moment", ("unsubscribed",)),
        FieldOf("open_count", "number", ("opens",)),
        FieldOf("click_count", "number", ("clicks",)),
        FieldOf("error_message", "text", ("error", "reason", "bounce_reason", "failure_reason")),
        FieldOf("bounce_type", "text"),
        FieldOf("retry_count", "number", ("retries",)),
        FieldOf("subject", "text"),
        FieldOf("sender", "text", ("from", "from_email")),
        FieldOf("created_at", "moment", ("created",)),
        FieldOf("updated_at", "moment", ("updated",)),
    ),
)
KINDS = {
    kind.name: kind
    for kind in (CONTACTS, LISTS, MEMBERSHIPS, SEGMENTS, TEMPLATES, CAMPAIGNS, RECIPIENTS, LINKS)
}
"""By the word of the command line; contacts are what a file holds where nothing is said."""
