"""The mail platform with inboxes and threads: its tables, in the order in which one needs the other."""

from __future__ import annotations

from mailtui.ingest.foreign import letters, mails, refused
from mailtui.ingest.foreign.system import Reader, System, write_domains
from mailtui.model.enums import EventProvider
from mailtui.model.foreign import Beside, Many, Part, columns

DOMAINS = Part(
    "domains",
    columns(
        "name",
        "id ses_identity_arn from_name reply_to_address bounce_address mx_verified spf_verified "
        "dkim_verified dmarc_verified",
        moments="created_at updated_at deleted_at",
        values="dkim_tokens",
    ),
    ("created_at", "updated_at", "deleted_at"),
    whole=True,
)
INBOXES = Part(
    "inboxes",
    columns("id local_part", "name is_catchall domain_id", moments="created_at updated_at deleted_at"),
    ("created_at", "updated_at", "deleted_at"),
    beside=(Beside("domain", "domains", "domain_id", columns("name"), required=True),),
)
MESSAGES = Part(
    "messages",
    columns(
        "message_id direction from_address",
        "thread_id inbox_id from_name subject in_reply_to raw_storage_key ses_message_id",
        moments="sent_at created_at",
    ),
    ("created_at",),
    key="message_id",
    many=(
        Many("recipients", "message_recipients", "message_id", ("recipient_type", "address")),
        Many("references", "message_references", "message_id", ("position", "referenced_id")),
    ),
)
EVENTS = Part(
    "delivery_events",
    columns("id message_id status", "ses_message_id", moments="created_at", values="details"),
    ("created_at",),
    beside=(
        Beside(
            "message",
            "messages",
            "message_id",
            columns("message_id", "ses_message_id subject from_address"),
            key="message_id",
        ),
        Beside("recipient", "message_recipients", "message_id", columns("address"), key="message_id"),
    ),
)
THREADS = Part(
    "threads",
    columns("id", moments="created_at updated_at deleted_at"),
    ("created_at", "updated_at", "deleted_at"),
)
REFUSED = Part(
    "suppressed_addresses", columns("address", "reason", moments="created_at"), ("created_at",), key="address"
)

SYSTEM = System(
    EventProvider.MAILMAN,
    frozenset({"inboxes", "message_references", "message_recipients"}),
    (
        Reader(DOMAINS, write_domains),
        Reader(INBOXES, letters.write_inboxes),
        Reader(MESSAGES, letters.write_letters),
        Reader(EVENTS, mails.write_rows),
        Reader(THREADS, letters.write_threads),
        Reader(REFUSED, refused.write_refused),
    ),
)
