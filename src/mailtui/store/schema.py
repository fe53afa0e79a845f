"""The tables as the program reads and writes them: names and types of columns, without SQLModel.

Made from `store.tables` by `python -m mailtui.store.tables.light`; change the tables, not this file.
"""

from sqlalchemy import Boolean, Float, Integer, LargeBinary, String, column, table

ADDRESS = table(
    "address",
    column("id", Integer),
    column("text", String),
    column("domain_id", Integer),
)

ADDRESS_DOMAIN = table(
    "address_domain",
    column("id", Integer),
    column("name", String),
)

AUDIT_ENTRY = table(
    "audit_entry",
    column("id", Integer),
    column("time", Integer),
    column("uid", Integer),
    column("name", String),
    column("hints", String),
    column("act", String),
    column("subjects", String),
    column("reason", String),
    column("before", String),
    column("after", String),
    column("result", String),
    column("previous", LargeBinary),
    column("hash", LargeBinary),
)

AUDIT_PERSON = table(
    "audit_person",
    column("token", String),
    column("address", String),
)

CAMPAIGN = table(
    "campaign",
    column("id", Integer),
    column("digest", Integer),
    column("server_id", Integer),
    column("external_id", String),
    column("name", String),
    column("state", Integer),
    column("scheduled", Integer),
    column("started", Integer),
    column("finished", Integer),
    column("from_name", String),
    column("sender", String),
    column("reply_to", String),
    column("subject", String),
    column("preview_text", String),
    column("list_id", Integer),
    column("segment_id", Integer),
    column("template_id", Integer),
    column("provider_id", Integer),
    column("speed", Integer),
    column("retries", Integer),
    column("recipients", Integer),
    column("created", Integer),
    column("updated", Integer),
    column("archived", Integer),
)

CAMPAIGN_LINK = table(
    "campaign_link",
    column("id", Integer),
    column("campaign_id", Integer),
    column("link_id", Integer),
    column("short_code", String),
    column("created", Integer),
)

CAMPAIGN_TALLY = table(
    "campaign_tally",
    column("campaign_id", Integer),
    column("part", Integer),
    column("key", String),
    column("attempted", Integer),
    column("delivered", Integer),
    column("hard", Integer),
    column("blocked", Integer),
    column("soft_final", Integer),
    column("pending", Integer),
    column("skipped", Integer),
    column("opened", Integer),
    column("opened_human", Integer),
    column("opened_machine", Integer),
    column("clicked", Integer),
    column("clicked_machine", Integer),
    column("engaged", Integer),
    column("complained", Integer),
    column("unsubscribed", Integer),
)

CAUSE = table(
    "cause",
    column("id", Integer),
    column("digest", Integer),
    column("signature_id", Integer),
    column("side", Integer),
    column("area", Integer),
    column("permanent", Boolean),
    column("suppress", Integer),
    column("after_times", Integer),
    column("after_days", Integer),
    column("rule_id", Integer),
    column("confidence", Float),
    column("provider_id", Integer),
    column("inherited", Boolean),
)

CONTACT = table(
    "contact",
    column("id", Integer),
    column("address_id", Integer),
    column("origin", String),
    column("external_id", String),
    column("first_name", String),
    column("last_name", String),
    column("status", Integer),
    column("verified", Boolean),
    column("consent", Boolean),
    column("consent_at", Integer),
    column("confirmation_sent", Integer),
    column("confirmed", Integer),
    column("subscribed", Integer),
    column("unsubscribed", Integer),
    column("unsubscribe_reason", String),
    column("bounces", Integer),
    column("last_bounce", Integer),
    column("bounce_type", String),
    column("complaints", Integer),
    column("last_complaint", Integer),
    column("source", String),
    column("notes", String),
    column("tags", String),
    column("custom", String),
    column("created", Integer),
    column("updated", Integer),
    column("imported", Integer),
)

CONTACT_LIST = table(
    "contact_list",
    column("id", Integer),
    column("origin", String),
    column("external_id", String),
    column("name", String),
    column("description", String),
    column("double_opt_in", Boolean),
    column("created", Integer),
    column("updated", Integer),
)

DAILY_TOTAL = table(
    "daily_total",
    column("server_id", Integer),
    column("day", Integer),
    column("counted", Integer),
    column("code", Integer),
    column("number", Integer),
)

DELIVERY_ATTEMPT = table(
    "delivery_attempt",
    column("message_id", Integer),
    column("number", Integer),
    column("recipient", Integer),
    column("time", Integer),
    column("outcome", Integer),
    column("entry_id", Integer),
    column("router_id", Integer),
    column("transport_id", Integer),
    column("host_id", Integer),
    column("phase", Integer),
    column("smtp_code", Integer),
    column("enhanced_code", String),
    column("errno", Integer),
    column("reply_id", Integer),
    column("duration", Integer),
    column("egress_id", Integer),
    column("cause_id", Integer),
)

DELIVERY_EVENT = table(
    "delivery_event",
    column("message_id", Integer),
    column("key", LargeBinary),
    column("number", Integer),
    column("kind", Integer),
    column("time", Integer),
    column("payload_id", Integer),
    column("permanent", Boolean),
    column("blocked", Boolean),
    column("smtp_code", Integer),
    column("enhanced_code", String),
    column("reply_id", Integer),
    column("host_id", Integer),
    column("egress_id", Integer),
    column("sub_type_id", Integer),
    column("link_id", Integer),
    column("actor", Integer),
    column("told_machine", Boolean),
    column("head", Boolean),
    column("agent_id", Integer),
    column("visitor", Integer),
)

DESTINATION = table(
    "destination",
    column("id", Integer),
    column("server_id", Integer),
    column("egress", String),
    column("kind", Integer),
    column("name", String),
    column("course", LargeBinary),
    column("through", Integer),
    column("sealed", LargeBinary),
    column("sealed_through", Integer),
)

DESTINATION_HOUR = table(
    "destination_hour",
    column("destination_id", Integer),
    column("hour", Integer),
    column("delivered", Integer),
    column("failed", Integer),
)

DNS_CHANGE = table(
    "dns_change",
    column("id", Integer),
    column("domain_id", Integer),
    column("area", Integer),
    column("target", String),
    column("time", Integer),
    column("kind", Integer),
    column("old", String),
    column("new", String),
)

DNS_CHECK = table(
    "dns_check",
    column("domain_id", Integer),
    column("area", Integer),
    column("target", String),
    column("state", Integer),
    column("since", Integer),
    column("checked", Integer),
    column("tried", Integer),
    column("unsure_since", Integer),
    column("unsure", String),
    column("failures", Integer),
    column("failing_from", Integer),
    column("warned_from", Integer),
    column("findings", String),
    column("seen", String),
    column("spf", String),
)

DNS_RECORD = table(
    "dns_record",
    column("id", Integer),
    column("domain_id", Integer),
    column("type", String),
    column("name", String),
    column("value", String),
    column("rule", Integer),
    column("ttl", Integer),
    column("priority", Integer),
    column("managed_by", String),
    column("provider_record", String),
    column("details", String),
)

DOMAIN = table(
    "domain",
    column("id", Integer),
    column("name", String),
    column("origin", String),
    column("added", Integer),
    column("changed", Integer),
    column("deleted", Integer),
    column("receives", Boolean),
    column("bimi", Boolean),
    column("mail_from", String),
    column("ses_suffix", String),
    column("from_name", String),
    column("reply_to", String),
    column("bounce_address", String),
    column("provider_identity", String),
    column("state", Integer),
    column("since", Integer),
    column("tried", Integer),
    column("next_check", Integer),
)

DOMAIN_AREA = table(
    "domain_area",
    column("domain_id", Integer),
    column("area", Integer),
    column("state", Integer),
    column("since", Integer),
)

DOMAIN_CLAIM = table(
    "domain_claim",
    column("id", Integer),
    column("domain_id", Integer),
    column("area", Integer),
    column("verified", Boolean),
    column("source", String),
    column("time", Integer),
)

ENGAGEMENT = table(
    "engagement",
    column("message_id", Integer),
    column("number", Integer),
    column("campaign_id", Integer),
    column("sent", Integer),
    column("opened", Integer),
    column("clicked", Integer),
    column("complained", Integer),
    column("unsubscribed", Integer),
    column("opens", Integer),
    column("machine_opens", Integer),
    column("clicks", Integer),
    column("machine_clicks", Integer),
)

ERASURE = table(
    "erasure",
    column("id", Integer),
    column("address", String),
    column("stand_in", String),
    column("asked_by", String),
    column("begun", Integer),
    column("finished", Integer),
    column("part", String),
    column("mark", Integer),
    column("counts", String),
    column("salt", LargeBinary),
)

HOST = table(
    "host",
    column("id", Integer),
    column("name", String),
    column("ip", String),
    column("provider_id", Integer),
)

INBOX = table(
    "inbox",
    column("id", Integer),
    column("origin", String),
    column("external_id", String),
    column("domain", String),
    column("local_part", String),
    column("name", String),
    column("catchall", Boolean),
    column("created", Integer),
    column("updated", Integer),
    column("deleted", Integer),
)

INCIDENT = table(
    "incident",
    column("id", Integer),
    column("signature_id", Integer),
    column("onset", Integer),
    column("opened", Integer),
    column("recovered", Integer),
    column("reopened", Integer),
    column("first_seen", Integer),
    column("last_seen", Integer),
    column("failures", Integer),
    column("messages", Integer),
    column("recipients", Integer),
    column("recipient_id", Integer),
    column("previous_id", Integer),
    column("state", Integer),
    column("assignee", String),
    column("changed", Integer),
    column("changed_by", String),
)

JOB = table(
    "job",
    column("id", Integer),
    column("kind", String),
    column("arguments", String),
    column("asked_by", String),
    column("asked_at", Integer),
    column("started", Integer),
    column("finished", Integer),
    column("done", Integer),
    column("total", Integer),
    column("unit", String),
    column("what", String),
    column("error", String),
    column("cancel_asked", Boolean),
    column("result", String),
)

LABEL = table(
    "label",
    column("id", Integer),
    column("text", String),
)

LETTER = table(
    "letter",
    column("message_id", Integer),
    column("thread_id", Integer),
    column("inbox_id", Integer),
    column("sent", Integer),
    column("rfc_id", String),
    column("in_reply_to", String),
    column("from_name", String),
    column("subject_key", Integer),
    column("loose", Boolean),
    column("storage_key", String),
)

LINK = table(
    "link",
    column("id", Integer),
    column("digest", Integer),
    column("url", String),
)

MAIL_TEMPLATE = table(
    "mail_template",
    column("id", Integer),
    column("origin", String),
    column("external_id", String),
    column("version", Integer),
    column("name", String),
    column("description", String),
    column("subject", String),
    column("html", String),
    column("text", String),
    column("preview_text", String),
    column("variables", String),
    column("kind", String),
    column("system", Boolean),
    column("active", Boolean),
    column("created", Integer),
    column("updated", Integer),
)

MEMBERSHIP = table(
    "membership",
    column("list_id", Integer),
    column("contact_id", Integer),
    column("state", Integer),
    column("subscribed", Integer),
    column("unsubscribed", Integer),
)

MESSAGE = table(
    "message",
    column("id", Integer),
    column("server_id", Integer),
    column("queue_id", String),
    column("kind", Integer),
    column("direction", Integer),
    column("status", Integer),
    column("first_seen", Integer),
    column("received_after", Integer),
    column("seen_for", Integer),
    column("completed_before", Integer),
    column("received", Integer),
    column("last_seen", Integer),
    column("completed", Integer),
    column("frozen", Boolean),
    column("sender_id", Integer),
    column("size", Integer),
    column("subject", String),
    column("host_id", Integer),
    column("auth_id", Integer),
    column("parent_queue_id", String),
    column("events", LargeBinary),
    column("lines", LargeBinary),
)

MESSAGE_LINK = table(
    "message_link",
    column("kind", Integer),
    column("digest", Integer),
    column("message_id", Integer),
)

MESSAGE_REFERENCE = table(
    "message_reference",
    column("message_id", Integer),
    column("position", Integer),
    column("digest", Integer),
    column("referenced", String),
)

NOTE = table(
    "note",
    column("id", Integer),
    column("kind", Integer),
    column("ref", Integer),
    column("operator_id", Integer),
    column("private", Boolean),
    column("text", String),
    column("created", Integer),
    column("edited", Integer),
    column("version", Integer),
    column("deleted", Integer),
)

OPERATOR = table(
    "operator",
    column("id", Integer),
    column("uid", Integer),
    column("name", String),
    column("first_seen", Integer),
    column("last_seen", Integer),
)

PROVIDER = table(
    "provider",
    column("id", Integer),
    column("origin", String),
    column("external_id", String),
    column("server_id", Integer),
    column("kind", Integer),
    column("name", String),
    column("sender", String),
    column("domain", String),
    column("priority", Integer),
    column("is_default", Boolean),
    column("active", Boolean),
    column("state", String),
    column("credentials", String),
    column("last_error", String),
    column("last_error_at", Integer),
    column("accepted", Integer),
    column("refused", Integer),
    column("failed", Integer),
    column("last_accepted", Integer),
    column("updated", Integer),
)

QUEUE_SNAPSHOT = table(
    "queue_snapshot",
    column("server_id", Integer),
    column("time", Integer),
    column("messages", Integer),
    column("deferred", Integer),
    column("frozen", Integer),
    column("oldest", Integer),
    column("size", Integer),
)

QUIET_RECIPIENT = table(
    "quiet_recipient",
    column("message_id", Integer),
    column("number", Integer),
    column("last_seen", Integer),
    column("queue_state", Integer),
    column("gone", Boolean),
)

QUOTA_WINDOW = table(
    "quota_window",
    column("provider_id", Integer),
    column("resource", Integer),
    column("period", Integer),
    column("begin", Integer),
    column("end", Integer),
    column("limit_value", Integer),
    column("used", Integer),
    column("exceeded", Integer),
    column("told", Integer),
)

RAW_BLOCK = table(
    "raw_block",
    column("id", Integer),
    column("file_id", Integer),
    column("log_type", Integer),
    column("time_min", Integer),
    column("time_max", Integer),
    column("others", LargeBinary),
    column("data", LargeBinary),
)

RECIPIENT = table(
    "recipient",
    column("message_id", Integer),
    column("number", Integer),
    column("time", Integer),
    column("address_id", Integer),
    column("original_id", Integer),
    column("role", Integer),
    column("queue_state", Integer),
    column("outcome", Integer),
    column("status", Integer),
    column("attempts", Integer),
    column("first_after", Integer),
    column("tried_for", Integer),
    column("finished_after", Integer),
    column("first_attempt", Integer),
    column("last_attempt", Integer),
    column("finished", Integer),
    column("host_id", Integer),
    column("smtp_code", Integer),
    column("enhanced_code", String),
    column("phase", Integer),
    column("reply_id", Integer),
    column("cause_id", Integer),
    column("try_number", Integer),
    column("entry_id", Integer),
    column("router_id", Integer),
    column("transport_id", Integer),
    column("duration", Integer),
    column("egress_id", Integer),
)

REJECTION = table(
    "rejection",
    column("id", Integer),
    column("fingerprint", Integer),
    column("server_id", Integer),
    column("entry_id", Integer),
    column("time", Integer),
    column("permanent", Boolean),
    column("stage", Integer),
    column("queue_id", String),
    column("host_id", Integer),
    column("auth_id", Integer),
    column("sender_id", Integer),
    column("address_id", Integer),
    column("subject", String),
    column("smtp_code", Integer),
    column("enhanced_code", String),
    column("reply_id", Integer),
)

REPLY = table(
    "reply",
    column("id", Integer),
    column("digest", Integer),
    column("text", String),
)

RETENTION = table(
    "retention",
    column("kind", Integer),
    column("before", Integer),
    column("ran", Integer),
)

SEGMENT = table(
    "segment",
    column("id", Integer),
    column("origin", String),
    column("external_id", String),
    column("list_id", Integer),
    column("name", String),
    column("description", String),
    column("conditions", String),
    column("error", String),
    column("dynamic", Boolean),
    column("created", Integer),
    column("updated", Integer),
)

SERVER = table(
    "server",
    column("id", Integer),
    column("name", String),
    column("mta", String),
    column("time_zone", String),
)

SIGNATURE = table(
    "signature",
    column("id", Integer),
    column("destination_id", Integer),
    column("failure_class", Integer),
    column("template_id", Integer),
    column("phase", Integer),
    column("first_seen", Integer),
)

SIGNATURE_HOUR = table(
    "signature_hour",
    column("signature_id", Integer),
    column("hour", Integer),
    column("failed", Integer),
)

SOURCE = table(
    "source",
    column("id", Integer),
    column("server_id", Integer),
    column("kind", String),
    column("location", String),
    column("enabled", Boolean),
    column("last_error", String),
    column("followed", Boolean),
    column("behind", Integer),
    column("newest", Integer),
)

SOURCE_FILE = table(
    "source_file",
    column("id", Integer),
    column("source_id", Integer),
    column("log_type", Integer),
    column("path", String),
    column("device", Integer),
    column("inode", Integer),
    column("head_length", Integer),
    column("head_digest", LargeBinary),
    column("tail_length", Integer),
    column("tail_digest", LargeBinary),
    column("offset", Integer),
    column("lines", Integer),
    column("first_time", Integer),
    column("last_time", Integer),
    column("open_entry", Integer),
    column("size", Integer),
    column("modified", Integer),
)

SOURCE_MARK = table(
    "source_mark",
    column("source_id", Integer),
    column("part", String),
    column("mark", String),
    column("rows", Integer),
    column("read", Integer),
)

SUPPRESSION = table(
    "suppression",
    column("id", Integer),
    column("target", String),
    column("reason", Integer),
    column("state", Integer),
    column("cause_kind", Integer),
    column("cause_ref", Integer),
    column("cause", String),
    column("proposed", Integer),
    column("proposed_by", String),
    column("decided", Integer),
    column("decided_by", String),
    column("until", Integer),
    column("lifted", Integer),
    column("lifted_by", String),
    column("lift_reason", String),
)

TAG = table(
    "tag",
    column("id", Integer),
    column("name", String),
    column("colour", String),
)

TAGGING = table(
    "tagging",
    column("tag_id", Integer),
    column("kind", Integer),
    column("ref", Integer),
)

TEMPLATE = table(
    "template",
    column("id", Integer),
    column("digest", Integer),
    column("text", String),
)

THREAD = table(
    "thread",
    column("id", Integer),
    column("subject", String),
    column("first", Integer),
    column("last", Integer),
    column("messages", Integer),
    column("deleted", Integer),
)

TOLD_KIND = table(
    "told_kind",
    column("server_id", Integer),
    column("campaign_id", Integer),
    column("kind", Integer),
)

UNCLEAR_LINE = table(
    "unclear_line",
    column("id", Integer),
    column("message_id", Integer),
    column("time", Integer),
)

UNDO_ENTRY = table(
    "undo_entry",
    column("id", Integer),
    column("operator_id", Integer),
    column("time", Integer),
    column("title", String),
    column("changes", LargeBinary),
    column("state", Integer),
)

WEBHOOK_BLOCK = table(
    "webhook_block",
    column("id", Integer),
    column("data", LargeBinary),
)

WEBHOOK_EVENT = table(
    "webhook_event",
    column("id", Integer),
    column("digest", Integer),
    column("provider", Integer),
    column("server_id", Integer),
    column("source_id", Integer),
    column("received", Integer),
    column("processed", Integer),
    column("events", Integer),
    column("error", String),
)

WORK = table(
    "work",
    column("message_id", Integer),
    column("number", Integer),
    column("state", Integer),
    column("assignee", String),
    column("changed", Integer),
    column("changed_by", String),
)

WORKER_STATE = table(
    "worker_state",
    column("id", Integer),
    column("pid", Integer),
    column("host", String),
    column("role", String),
    column("started", Integer),
    column("doing", String),
    column("heartbeat", Integer),
    column("file", String),
    column("files_done", Integer),
    column("files_total", Integer),
    column("bytes_done", Integer),
    column("bytes_total", Integer),
    column("seconds", Float),
    column("lines", Integer),
    column("lines_per_second", Float),
    column("unrecognised", Integer),
)

EVERY_ATTEMPT = table(
    "every_attempt",
    column("message_id", Integer),
    column("number", Integer),
    column("recipient", Integer),
    column("time", Integer),
    column("outcome", Integer),
    column("entry_id", Integer),
    column("router_id", Integer),
    column("transport_id", Integer),
    column("host_id", Integer),
    column("phase", Integer),
    column("smtp_code", Integer),
    column("enhanced_code", String),
    column("errno", Integer),
    column("reply_id", Integer),
    column("duration", Integer),
    column("egress_id", Integer),
    column("cause_id", Integer),
)

KEYS = {
    "address": ("id",),
    "address_domain": ("id",),
    "audit_entry": ("id",),
    "audit_person": ("token",),
    "campaign": ("id",),
    "campaign_link": ("id",),
    "campaign_tally": ("campaign_id", "part", "key"),
    "cause": ("id",),
    "contact": ("id",),
    "contact_list": ("id",),
    "daily_total": ("server_id", "day", "counted", "code"),
    "delivery_attempt": ("message_id", "number"),
    "delivery_event": ("message_id", "key"),
    "destination": ("id",),
    "destination_hour": ("destination_id", "hour"),
    "dns_change": ("id",),
    "dns_check": ("domain_id", "area", "target"),
    "dns_record": ("id",),
    "domain": ("id",),
    "domain_area": ("domain_id", "area"),
    "domain_claim": ("id",),
    "engagement": ("message_id", "number"),
    "erasure": ("id",),
    "host": ("id",),
    "inbox": ("id",),
    "incident": ("id",),
    "job": ("id",),
    "label": ("id",),
    "letter": ("message_id",),
    "link": ("id",),
    "mail_template": ("id",),
    "membership": ("list_id", "contact_id"),
    "message": ("id",),
    "message_link": ("kind", "digest", "message_id"),
    "message_reference": ("message_id", "position"),
    "note": ("id",),
    "operator": ("id",),
    "provider": ("id",),
    "queue_snapshot": ("server_id", "time"),
    "quiet_recipient": ("message_id", "number"),
    "quota_window": ("provider_id", "resource", "period", "begin"),
    "raw_block": ("id",),
    "recipient": ("message_id", "number"),
    "rejection": ("id",),
    "reply": ("id",),
    "retention": ("kind",),
    "segment": ("id",),
    "server": ("id",),
    "signature": ("id",),
    "signature_hour": ("signature_id", "hour"),
    "source": ("id",),
    "source_file": ("id",),
    "source_mark": ("source_id", "part"),
    "suppression": ("id",),
    "tag": ("id",),
    "tagging": ("tag_id", "kind", "ref"),
    "template": ("id",),
    "thread": ("id",),
    "told_kind": ("server_id", "campaign_id", "kind"),
    "unclear_line": ("id",),
    "undo_entry": ("id",),
    "webhook_block": ("id",),
    "webhook_event": ("id",),
    "work": ("message_id", "number"),
    "worker_state": ("id",),
}
"""The primary keys."""

DERIVED = {
    "message": ("received", "last_seen", "completed"),
    "recipient": ("first_attempt", "last_attempt", "finished"),
}
"""Columns that the database makes of others."""
