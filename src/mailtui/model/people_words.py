"""The closed lists of contacts, campaigns and providers; a part of `mailtui.model.enums`, with them all."""

from __future__ import annotations

from mailtui.model.word import Word


class ContactStatus(Word):
    """Whether a contact may be mailed, as the system says that keeps the contacts."""

    PENDING = "pending"
    """Asked to confirm, and has not."""
    SUBSCRIBED = "subscribed"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


class MembershipState(Word):
    """How a contact stands to a list."""

    ACTIVE = "active"
    REMOVED = "removed"


class CampaignState(Word):
    """How far a campaign is, as the system says that sends it."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FAILED = "failed"


class ProviderKind(Word):
    """Through what mail is sent."""

    SES = "ses"
    SENDGRID = "sendgrid"
    MAILGUN = "mailgun"
    POSTMARK = "postmark"
    SPARKPOST = "sparkpost"
    BREVO = "brevo"
    MAILJET = "mailjet"
    SMTP = "smtp"
    GOOGLE_WORKSPACE = "google_workspace"
    EXIM = "exim"


class QuotaResource(Word):
    """What is limited."""

    EMAIL_SEND = "email_send"
    API_REQUEST = "api_request"
    SUBSCRIPTION = "subscription"


class QuotaPeriod(Word):
    """How long a window of a quota is."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    OTHER = "other"
