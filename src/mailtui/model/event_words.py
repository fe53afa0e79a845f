"""The closed lists of what sending services tell; a part of `mailtui.model.enums`, which has them all."""

from __future__ import annotations

from mailtui.model.word import Word


class EventProvider(Word):
    """Whose events we read: services that send mail for us, and the systems whose records we read."""

    SES = "ses"
    SENDGRID = "sendgrid"
    MAILGUN = "mailgun"
    POSTMARK = "postmark"
    SPARKPOST = "sparkpost"
    BREVO = "brevo"
    MAILJET = "mailjet"
    OPENMAILER = "openmailer"
    """A database of OpenMailer: what a row of it says."""
    RELAY = "relay"
    """A database of the relay with its queue of mails."""
    MAILMAN = "mailman"
    """A database of the mail platform with inboxes and threads."""
    CSV = "csv"
    """A table of recipients in a file."""


class ProviderEventKind(Word):
    """What a provider tells about one recipient of one message."""

    SENT = "sent"
    """The provider took the message and will try to deliver it."""
    DELIVERED = "delivered"
    """The recipient's server took it."""
    DEFERRED = "deferred"
    """Not yet; the provider tries again."""
    BOUNCED = "bounced"
    """The provider gave up on it, or a report of failure came back."""
    REJECTED = "rejected"
    """The provider itself refused to send it."""
    SUPPRESSED = "suppressed"
    """Not tried, because the address is on the provider's own list."""
    RENDERING_FAILED = "rendering_failed"
    """The template could not be filled: no message was made."""
    OPENED = "opened"
    CLICKED = "clicked"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"
    SUBSCRIBED = "subscribed"
    AUTORESPONDED = "autoresponded"
    """An automatic answer or a challenge, no failure."""
    QUEUED = "queued"
    """It is to be sent, and was not yet handed over."""
    CANCELLED = "cancelled"
    """It was to be sent, and will not be."""


class Actor(Word):
    """Who is behind an open or a click."""

    HUMAN = "human"
    MACHINE = "machine"
