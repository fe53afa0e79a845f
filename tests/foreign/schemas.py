"""The databases of other systems as their documentation has them, in the words of either engine.

`{serial}` and the like are what the engines call a thing. Columns with secrets are there, as they are there.
"""

# ruff: noqa: E501
from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """What an engine calls things."""

    serial: str
    json: str
    texts: str
    zoned: str
    uuid: str


POSTGRESQL = Words("BIGSERIAL PRIMARY KEY", "JSONB", "TEXT[]", "TIMESTAMPTZ", "UUID")
SQLITE = Words("INTEGER PRIMARY KEY", "TEXT", "TEXT", "TEXT", "TEXT")

OPENMAILER = """
CREATE TABLE users (id {serial}, username VARCHAR(255) NOT NULL, email VARCHAR(255) NOT NULL,
    password VARCHAR(255) NOT NULL, two_factor_secret VARCHAR(255));
CREATE TABLE domains (id {serial}, user_id BIGINT NOT NULL REFERENCES users(id),
    domain_name VARCHAR(255) NOT NULL UNIQUE, status VARCHAR(50) NOT NULL DEFAULT 'PENDING',
    spf_record TEXT, spf_verified BOOLEAN DEFAULT FALSE, spf_last_checked_at TIMESTAMP,
    dkim_selector VARCHAR(100) DEFAULT 'openmailer', dkim_public_key TEXT, dkim_private_key TEXT,
    dkim_verified BOOLEAN DEFAULT FALSE, dkim_last_checked_at TIMESTAMP,
    dmarc_record TEXT, dmarc_verified BOOLEAN DEFAULT FALSE, dmarc_last_checked_at TIMESTAMP,
    verification_token VARCHAR(255) UNIQUE, verified_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL, updated_at TIMESTAMP NOT NULL);
CREATE TABLE email_providers (id {serial}, user_id BIGINT NOT NULL REFERENCES users(id),
    domain_id BIGINT REFERENCES domains(id), provider_type VARCHAR(50) NOT NULL,
    provider_name VARCHAR(255) NOT NULL, configuration TEXT NOT NULL, is_active BOOLEAN DEFAULT TRUE,
    is_default BOOLEAN DEFAULT FALSE, priority INT DEFAULT 0, daily_limit INT, monthly_limit INT,
    status VARCHAR(50) DEFAULT 'ACTIVE', last_error TEXT, last_error_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL, updated_at TIMESTAMP NOT NULL);
CREATE TABLE contact_lists (id {serial}, user_id BIGINT NOT NULL REFERENCES users(id), name VARCHAR(255) NOT NULL,
    description TEXT, total_contacts INT DEFAULT 0, active_contacts INT DEFAULT 0,
    double_opt_in_enabled BOOLEAN DEFAULT TRUE, created_at TIMESTAMP NOT NULL, updated_at TIMESTAMP NOT NULL);
CREATE TABLE contacts (id {serial}, user_id BIGINT NOT NULL REFERENCES users(id), email VARCHAR(255) NOT NULL,
    first_name VARCHAR(255), last_name VARCHAR(255), status VARCHAR(50) NOT NULL DEFAULT 'PENDING',
    email_verified BOOLEAN DEFAULT FALSE, confirmation_token VARCHAR(255) UNIQUE, confirmation_sent_at TIMESTAMP,
    confirmed_at TIMESTAMP, unsubscribe_token VARCHAR(255) UNIQUE, unsubscribed_at TIMESTAMP,
    unsubscribe_reason TEXT, bounce_count INT DEFAULT 0, last_bounce_at TIMESTAMP, bounce_type VARCHAR(50),
    complaint_count INT DEFAULT 0, last_complaint_at TIMESTAMP, custom_fields {json},
    gdpr_consent BOOLEAN DEFAULT FALSE, gdpr_consent_date TIMESTAMP, gdpr_ip_address VARCHAR(45),
    source VARCHAR(100), tags {texts}, created_at TIMESTAMP NOT NULL, updated_at TIMESTAMP NOT NULL,
    CONSTRAINT unique_contact_per_user UNIQUE (user_id, email));
CREATE TABLE contact_list_memberships (id {serial}, contact_id BIGINT NOT NULL REFERENCES contacts(id),
    list_id BIGINT NOT NULL REFERENCES contact_lists(id), status VARCHAR(50) DEFAULT 'ACTIVE',
    subscribed_at TIMESTAMP, unsubscribed_at TIMESTAMP, created_at TIMESTAMP NOT NULL);
CREATE TABLE segments (id {serial}, user_id BIGINT NOT NULL REFERENCES users(id),
    list_id BIGINT REFERENCES contact_lists(id), name VARCHAR(255) NOT NULL, description TEXT,
    conditions {json} NOT NULL, is_dynamic BOOLEAN DEFAULT TRUE, cached_count INT DEFAULT 0,
    last_calculated_at TIMESTAMP, created_at TIMESTAMP NOT NULL, updated_at TIMESTAMP NOT NULL);
CREATE TABLE email_templates (id {serial}, name VARCHAR(255) UNIQUE NOT NULL, subject VARCHAR(500) NOT NULL,
    body TEXT NOT NULL, description TEXT, created_by BIGINT NOT NULL REFERENCES users(id),
    created_at TIMESTAMP NOT NULL, updated_at TIMESTAMP NOT NULL, template_type VARCHAR(50) DEFAULT 'CUSTOM',
    is_html BOOLEAN DEFAULT TRUE, version INT DEFAULT 1, is_active BOOLEAN DEFAULT TRUE,
    preview_text VARCHAR(255));
CREATE TABLE email_campaigns (id {serial}, name VARCHAR(255) NOT NULL,
    template_id BIGINT NOT NULL REFERENCES email_templates(id), status VARCHAR(50) NOT NULL DEFAULT 'DRAFT',
    scheduled_at TIMESTAMP, sent_at TIMESTAMP, total_recipients INT DEFAULT 0, sent_count INT DEFAULT 0,
    failed_count INT DEFAULT 0, created_by BIGINT NOT NULL REFERENCES users(id), created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL, from_name VARCHAR(255), from_email VARCHAR(255), reply_to_email VARCHAR(255),
    domain_id BIGINT REFERENCES domains(id), provider_id BIGINT REFERENCES email_providers(id),
    list_id BIGINT REFERENCES contact_lists(id), segment_id BIGINT REFERENCES segments(id),
    subject_line VARCHAR(500), preview_text VARCHAR(255), track_opens BOOLEAN DEFAULT TRUE,
    track_clicks BOOLEAN DEFAULT TRUE, open_rate DECIMAL(5,2) DEFAULT 0, click_rate DECIMAL(5,2) DEFAULT 0,
    bounce_rate DECIMAL(5,2) DEFAULT 0, unsubscribe_count INT DEFAULT 0, complaint_count INT DEFAULT 0,
    send_speed INT DEFAULT 100, retry_failed BOOLEAN DEFAULT TRUE, max_retries INT DEFAULT 3);
CREATE TABLE campaign_recipients (id {serial}, campaign_id BIGINT NOT NULL REFERENCES email_campaigns(id),
    contact_id BIGINT NOT NULL REFERENCES contacts(id), status VARCHAR(50) DEFAULT 'PENDING', sent_at TIMESTAMP,
    delivered_at TIMESTAMP, opened_at TIMESTAMP, clicked_at TIMESTAMP, bounced_at TIMESTAMP,
    complained_at TIMESTAMP, open_count INT DEFAULT 0, click_count INT DEFAULT 0, error_message TEXT,
    retry_count INT DEFAULT 0, tracking_id VARCHAR(255) UNIQUE, created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL, CONSTRAINT unique_campaign_contact UNIQUE (campaign_id, contact_id));
CREATE TABLE campaign_links (id {serial}, campaign_id BIGINT NOT NULL REFERENCES email_campaigns(id),
    original_url TEXT NOT NULL, short_code VARCHAR(20) UNIQUE NOT NULL, click_count INT DEFAULT 0,
    unique_click_count INT DEFAULT 0, created_at TIMESTAMP NOT NULL);
CREATE TABLE campaign_clicks (id {serial}, campaign_id BIGINT NOT NULL REFERENCES email_campaigns(id),
    recipient_id BIGINT NOT NULL REFERENCES campaign_recipients(id),
    link_id BIGINT NOT NULL REFERENCES campaign_links(id), clicked_at TIMESTAMP NOT NULL,
    ip_address VARCHAR(45), user_agent TEXT);
CREATE TABLE api_keys (id {serial}, user_id BIGINT NOT NULL, key_name VARCHAR(255), api_key VARCHAR(64),
    key_prefix VARCHAR(10));
CREATE TABLE rate_limits (id {serial}, user_id BIGINT NOT NULL REFERENCES users(id),
    resource_type VARCHAR(50) NOT NULL, window_start TIMESTAMP NOT NULL, window_end TIMESTAMP NOT NULL,
    request_count INT DEFAULT 0, limit_value INT NOT NULL, created_at TIMESTAMP NOT NULL);
CREATE TABLE email_logs (id {serial}, user_id BIGINT NOT NULL REFERENCES users(id),
    campaign_id BIGINT REFERENCES email_campaigns(id), recipient_id BIGINT REFERENCES campaign_recipients(id),
    provider_id BIGINT REFERENCES email_providers(id), email_type VARCHAR(50) NOT NULL,
    recipient_email VARCHAR(255) NOT NULL, subject VARCHAR(500), status VARCHAR(50) NOT NULL,
    provider_message_id VARCHAR(255), error_message TEXT, sent_at TIMESTAMP, delivered_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL);
CREATE TABLE webhook_events (id {serial}, user_id BIGINT NOT NULL REFERENCES users(id),
    provider_id BIGINT REFERENCES email_providers(id), event_type VARCHAR(100) NOT NULL,
    provider_event_id VARCHAR(255), payload {json} NOT NULL, processed BOOLEAN DEFAULT FALSE,
    processed_at TIMESTAMP, error_message TEXT, created_at TIMESTAMP NOT NULL)
"""

RELAY = """
CREATE TABLE users (id {uuid} PRIMARY KEY, email TEXT, password_hash TEXT);
CREATE TABLE email_configurations (id {uuid} PRIMARY KEY, user_id {uuid} NOT NULL, provider TEXT NOT NULL,
    google_oauth_token_encrypted TEXT, google_oauth_refresh_token_encrypted TEXT,
    google_service_account_encrypted TEXT, smtp_host TEXT, smtp_port INTEGER, smtp_username TEXT,
    smtp_password_encrypted TEXT, from_address TEXT NOT NULL, from_name TEXT, reply_to_address TEXT,
    is_active BOOLEAN DEFAULT TRUE, is_verified BOOLEAN DEFAULT FALSE, metadata {json},
    created_at {zoned} NOT NULL, updated_at {zoned} NOT NULL);
CREATE TABLE dns_records (id {uuid} PRIMARY KEY, user_id {uuid} NOT NULL, provider TEXT NOT NULL,
    provider_record_id TEXT, record_type TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, ttl INTEGER,
    priority INTEGER, status TEXT, validation_status TEXT, created_at {zoned} NOT NULL, updated_at {zoned} NOT NULL);
CREATE TABLE email_queue (id {uuid} PRIMARY KEY, user_id {uuid} NOT NULL, recipient_email TEXT NOT NULL,
    recipient_name TEXT, subject TEXT, template_name TEXT, template_data {json}, html_body TEXT, text_body TEXT,
    status TEXT NOT NULL DEFAULT 'pending', retry_count INTEGER DEFAULT 0, max_retries INTEGER DEFAULT 3,
    message_id TEXT, sent_at {zoned}, delivered_at {zoned}, bounced_at {zoned}, bounce_type TEXT,
    bounce_reason TEXT, last_error TEXT, created_at {zoned} NOT NULL, updated_at {zoned} NOT NULL);
CREATE TABLE email_delivery_logs (id {uuid} PRIMARY KEY, email_queue_id {uuid} NOT NULL REFERENCES email_queue(id),
    user_id {uuid} NOT NULL, event_type TEXT NOT NULL, event_status TEXT, error_code TEXT, error_message TEXT,
    provider TEXT, provider_event_id TEXT, created_at {zoned} NOT NULL);
CREATE TABLE google_workspace_quota (id {uuid} PRIMARY KEY, user_id {uuid} NOT NULL, daily_quota_limit INTEGER,
    daily_quota_used INTEGER, daily_quota_reset_at {zoned}, hourly_quota_limit INTEGER,
    hourly_quota_used INTEGER, hourly_quota_reset_at {zoned}, is_quota_exceeded BOOLEAN DEFAULT FALSE,
    quota_exceeded_at {zoned}, created_at {zoned} NOT NULL, updated_at {zoned} NOT NULL);
CREATE TABLE email_templates (id {uuid} PRIMARY KEY, user_id {uuid}, name TEXT NOT NULL, description TEXT,
    subject TEXT NOT NULL, html_body TEXT, text_body TEXT, variables {json}, is_active BOOLEAN DEFAULT TRUE,
    is_system_template BOOLEAN DEFAULT FALSE, created_at {zoned} NOT NULL, updated_at {zoned} NOT NULL)
"""

MAILMAN = """
CREATE TABLE threads (id {uuid} PRIMARY KEY, subject TEXT, created_at {zoned}, updated_at {zoned},
    deleted_at {zoned});
CREATE TABLE domains (id {uuid} PRIMARY KEY, name TEXT NOT NULL, ses_identity_arn TEXT, dkim_tokens {texts},
    from_name TEXT, reply_to_address TEXT, bounce_address TEXT, mx_verified BOOLEAN, spf_verified BOOLEAN,
    dkim_verified BOOLEAN, dmarc_verified BOOLEAN, created_at {zoned}, updated_at {zoned}, deleted_at {zoned});
CREATE TABLE inboxes (id {uuid} PRIMARY KEY, domain_id {uuid} REFERENCES domains(id), name TEXT,
    local_part TEXT, is_catchall BOOLEAN, created_at {zoned}, updated_at {zoned}, deleted_at {zoned});
CREATE TABLE messages (message_id TEXT PRIMARY KEY, thread_id {uuid} REFERENCES threads(id),
    inbox_id {uuid} REFERENCES inboxes(id), direction TEXT, from_address TEXT, from_name TEXT, subject TEXT,
    sent_at {zoned}, in_reply_to TEXT, body_text TEXT, body_html TEXT, raw_storage_key TEXT,
    ses_message_id TEXT, created_at {zoned});
CREATE TABLE message_recipients (id {uuid} PRIMARY KEY, message_id TEXT REFERENCES messages(message_id),
    recipient_type TEXT, address TEXT, name TEXT);
CREATE TABLE message_references (id {uuid} PRIMARY KEY, message_id TEXT REFERENCES messages(message_id),
    referenced_id TEXT, position INTEGER);
CREATE TABLE attachments (id {uuid} PRIMARY KEY, message_id TEXT REFERENCES messages(message_id), filename TEXT,
    content_type TEXT, size_bytes BIGINT, storage_key TEXT);
CREATE TABLE delivery_events (id {uuid} PRIMARY KEY, message_id TEXT REFERENCES messages(message_id),
    ses_message_id TEXT, status TEXT, details {json}, created_at {zoned});
CREATE TABLE webhook_endpoints (id {uuid} PRIMARY KEY, url TEXT, secret TEXT, events {texts}, status TEXT);
CREATE TABLE suppressed_addresses (address TEXT PRIMARY KEY, reason TEXT, created_at {zoned});
CREATE TABLE auth_keys (id {uuid} PRIMARY KEY, organization_id TEXT, name TEXT, public_key_pem TEXT)
"""


def statements(schema: str, words: Words) -> list[str]:
    """What makes the tables."""
    return [one.strip() for one in schema.format(**words._asdict()).split(";") if one.strip()]
