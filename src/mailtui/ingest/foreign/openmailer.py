"""OpenMailer: its tables, in the order in which one needs the other."""

from __future__ import annotations

from mailtui.ingest.foreign import mails, people, quotas, senders
from mailtui.ingest.foreign.system import Reader, System, write_domains
from mailtui.model.enums import EventProvider
from mailtui.model.foreign import Beside, Has, Part, Since, Stirred, columns

_TIMES = ("created_at", "updated_at")
_ADDRESS = columns("email")
_LATE = 30
"""Days in which a mail may still bounce."""

DOMAINS = Part(
    "domains",
    columns(
        "domain_name",
        "id status spf_record spf_verified dkim_selector dkim_public_key dkim_verified dmarc_verified "
        "verification_token",
        moments="created_at updated_at",
    ),
    _TIMES,
    whole=True,
)
PROVIDERS = Part(
    "email_providers",
    columns(
        "id provider_type provider_name",
        "is_active is_default priority status last_error domain_id daily_limit monthly_limit",
        moments="last_error_at created_at updated_at",
    ),
    _TIMES,
    beside=(Beside("domain", "domains", "domain_id", columns("domain_name")),),
    since=(
        Since("sent_today", "email_logs", "provider_id", "sent_at"),
        Since("sent_this_month", "email_logs", "provider_id", "sent_at", month=True),
    ),
    whole=True,
)
LISTS = Part(
    "contact_lists",
    columns("id name", "description double_opt_in_enabled", moments="created_at updated_at"),
    _TIMES,
)
CONTACTS = Part(
    "contacts",
    columns(
        "id email",
        "first_name last_name status email_verified unsubscribe_reason bounce_count bounce_type "
        "complaint_count gdpr_consent source",
        moments="confirmation_sent_at confirmed_at unsubscribed_at last_bounce_at last_complaint_at "
        "gdpr_consent_date created_at updated_at",
        values="custom_fields tags",
    ),
    _TIMES,
)
MEMBERSHIPS = Part(
    "contact_list_memberships",
    columns("id contact_id list_id", "status", moments="created_at subscribed_at unsubscribed_at"),
    ("created_at", "subscribed_at", "unsubscribed_at"),
    beside=(Beside("contact", "contacts", "contact_id", _ADDRESS),),
    late=("status", ("REMOVED",), _LATE),
)
SEGMENTS = Part(
    "segments",
    columns(
        "id name",
        "list_id description is_dynamic",
        moments="created_at updated_at",
        values="conditions",
    ),
    _TIMES,
)
TEMPLATES = Part(
    "email_templates",
    columns(
        "id name",
        "subject body description template_type is_html version is_active preview_text",
        moments="created_at updated_at",
    ),
    _TIMES,
)
CAMPAIGNS = Part(
    "email_campaigns",
    columns(
        "id name",
        "template_id status total_recipients from_name from_email reply_to_email provider_id list_id "
        "segment_id subject_line preview_text send_speed retry_failed max_retries",
        moments="scheduled_at sent_at created_at updated_at",
    ),
    _TIMES,
)
LINKS = Part(
    "campaign_links",
    columns("id campaign_id original_url", "short_code", moments="created_at"),
    ("created_at",),
)
RECIPIENTS = Part(
    "campaign_recipients",
    columns(
        "id campaign_id contact_id status",
        "tracking_id error_message retry_count",
        moments="sent_at delivered_at opened_at clicked_at bounced_at complained_at created_at updated_at",
    ),
    _TIMES,
    beside=(
        Beside(
            "contact",
            "contacts",
            "contact_id",
            columns("email", "bounce_type", moments="last_bounce_at"),
            required=True,
        ),
        Beside(
            "campaign",
            "email_campaigns",
            "campaign_id",
            columns("name", "status subject_line from_email", moments="updated_at"),
        ),
    ),
    has=(Has("has_clicks", "campaign_clicks", "recipient_id"),),
    stirred=Stirred("campaign.status", "CANCELLED", "campaign.updated_at"),
)
CLICKS = Part(
    "campaign_clicks",
    columns("id campaign_id recipient_id", "link_id ip_address user_agent", moments="clicked_at"),
    ("clicked_at",),
    beside=(
        Beside(
            "recipient",
            "campaign_recipients",
            "recipient_id",
            columns("contact_id", "tracking_id"),
            required=True,
        ),
        Beside("contact", "contacts", "recipient.contact_id", _ADDRESS),
        Beside("link", "campaign_links", "link_id", columns("original_url")),
        Beside("campaign", "email_campaigns", "campaign_id", columns("name")),
    ),
)
LOGS = Part(
    "email_logs",
    columns(
        "id recipient_email status",
        "campaign_id recipient_id email_type subject provider_message_id error_message",
        moments="created_at sent_at delivered_at",
    ),
    ("created_at", "sent_at", "delivered_at"),
    beside=(
        Beside("recipient", "campaign_recipients", "recipient_id", columns("tracking_id")),
        Beside("campaign", "email_campaigns", "campaign_id", columns("name", "from_email")),
    ),
    late=("status", ("BOUNCED", "FAILED"), _LATE),
)
WEBHOOKS = Part(
    "webhook_events",
    columns("id", "event_type provider_event_id provider_id", moments="created_at", values="payload"),
    ("created_at",),
    beside=(Beside("provider", "email_providers", "provider_id", columns("provider_type")),),
)
RATES = Part(
    "rate_limits",
    columns(
        "id user_id resource_type limit_value", "request_count", moments="window_start window_end created_at"
    ),
    ("window_end",),
    beside=(
        Beside(
            "provider",
            "email_providers",
            "user_id",
            columns("id", "is_default"),
            key="user_id",
            only=("is_default", True),
        ),
    ),
)

SYSTEM = System(
    EventProvider.OPENMAILER,
    frozenset({"email_campaigns", "campaign_recipients"}),
    (
        Reader(DOMAINS, write_domains),
        Reader(PROVIDERS, senders.write_providers),
        Reader(LISTS, people.write_lists),
        Reader(CONTACTS, people.write_contacts),
        Reader(MEMBERSHIPS, people.write_memberships),
        Reader(SEGMENTS, people.write_segments),
        Reader(TEMPLATES, people.write_templates),
        Reader(CAMPAIGNS, people.write_campaigns),
        Reader(LINKS, people.write_links),
        Reader(RECIPIENTS, mails.write_rows),
        Reader(CLICKS, mails.write_rows),
        Reader(LOGS, mails.write_rows),
        Reader(WEBHOOKS, mails.write_rows),
        Reader(RATES, quotas.write_rate_limits),
    ),
)
