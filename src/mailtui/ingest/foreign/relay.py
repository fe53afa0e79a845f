"""The relay with a queue of mails: its tables, in the order in which one needs the other."""

from __future__ import annotations

from mailtui.ingest.foreign import mails, people, quotas, senders
from mailtui.ingest.foreign.system import Reader, System, write_domains
from mailtui.model.enums import EventProvider
from mailtui.model.foreign import Beside, Has, Part, columns

_TIMES = ("created_at", "updated_at")

RECORDS = Part(
    "dns_records",
    columns(
        "record_type name value",
        "id provider|dns_provider provider_record_id ttl priority status validation_status",
        moments="created_at updated_at",
    ),
    _TIMES,
    whole=True,
    optional=True,
)
CONFIGURATIONS = Part(
    "email_configurations",
    columns(
        "id provider|provider_type",
        "from_address|sender_email is_active is_verified",
        moments="created_at updated_at",
    ),
    _TIMES,
)
TEMPLATES = Part(
    "email_templates",
    columns(
        "id name",
        "subject description html_body|body_html text_body|body_text is_active is_system_template|is_system",
        moments="created_at updated_at",
        values="variables",
    ),
    _TIMES,
)
QUEUE = Part(
    "email_queue",
    columns(
        "id recipient_email status",
        "subject retry_count message_id|provider_message_id bounce_type bounce_reason "
        "last_error|error_message",
        moments="created_at updated_at sent_at delivered_at bounced_at",
    ),
    (*_TIMES, "sent_at", "delivered_at", "bounced_at"),
    has=(Has("has_failures", "email_delivery_logs", "email_queue_id", ("event_type", "failed")),),
)
EVENTS = Part(
    "email_delivery_logs",
    columns("id email_queue_id event_type", "error_code error_message", moments="created_at|timestamp"),
    ("created_at",),
    beside=(
        Beside(
            "mail",
            "email_queue",
            "email_queue_id",
            columns("recipient_email", "status message_id|provider_message_id", moments="updated_at"),
            required=True,
        ),
    ),
)
QUOTA = Part(
    "google_workspace_quota",
    columns(
        "id user_id",
        "daily_quota_limit daily_quota_used hourly_quota_limit hourly_quota_used is_quota_exceeded",
        moments="daily_quota_reset_at hourly_quota_reset_at quota_exceeded_at created_at updated_at",
    ),
    _TIMES,
    beside=(
        Beside(
            "configuration",
            "email_configurations",
            "user_id",
            columns("id", "provider|provider_type"),
            key="user_id",
            only=("provider", "google_workspace"),
        ),
    ),
)

SYSTEM = System(
    EventProvider.RELAY,
    frozenset({"email_queue", "email_delivery_logs"}),
    (
        Reader(RECORDS, write_domains),
        Reader(CONFIGURATIONS, senders.write_configurations),
        Reader(TEMPLATES, people.write_templates),
        Reader(QUEUE, mails.write_rows),
        Reader(EVENTS, mails.write_rows),
        Reader(QUOTA, quotas.write_workspace),
    ),
)
