"""One question for every provider: is this call theirs? The way in to this package.

Amazon SNS, SendGrid and Mailgun sign. Postmark, SparkPost, Brevo and Mailjet let the receiver choose a user
and password or a token, which they send with each call; where one is set, it is asked of any provider.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mailtui.errors import ConfigError
from mailtui.model.enums import EventProvider
from mailtui.parsing.signatures import mailgun
from mailtui.parsing.signatures.shared import check_basic, check_token

_TOKENS = ("x-messagesystems-webhook-token", "x-webhook-token", "authorization")
"""Where a token may be: SparkPost's header, one of the receiver's choice, a Bearer token."""


class Secrets(NamedTuple):
    """What one receiver knows: values from the environment or from files, never from the database."""

    certificate: bytes = b""
    """SNS: the certificate in PEM, given or fetched and believed (`sns.check_certificate`)."""
    topics: tuple[str, ...] = ()
    """SNS: the topics let in; any when empty."""
    key: str = ""
    """SendGrid's verification key, or Mailgun's webhook signing key."""
    user: str = ""
    password: str = ""
    token: str = ""


def refusal(provider: EventProvider, headers: Mapping[str, str], body: bytes, secrets: Secrets) -> str:
    """Why the call is refused; empty when it is the provider's. ConfigError when what checks it is missing.

    A secret that was not set refuses everything: letting unsigned calls in is a decision that is not made
    here.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    if secrets.token:
        given = next((lower[name] for name in _TOKENS if lower.get(name)), "")
        return check_token(given, secrets.token)
    if secrets.password:
        return check_basic(lower.get("authorization", ""), secrets.user, secrets.password)
    if provider in (EventProvider.SES, EventProvider.SENDGRID):
        return _asymmetric(provider, lower, body, secrets)
    if provider is EventProvider.MAILGUN:
        return mailgun.check(body, secrets.key) if secrets.key else "no signing key of Mailgun is set"
    return "neither a password nor a token is set"


def _asymmetric(provider: EventProvider, headers: Mapping[str, str], body: bytes, secrets: Secrets) -> str:
    """The two whose signatures need `cryptography`, which comes with the extra `webhooks`."""
    try:
        from mailtui.parsing.signatures import sendgrid, sns
    except ImportError as error:
        raise ConfigError(
            "signatures of SNS and SendGrid need the package cryptography",
            "install mailtui with the extra: pip install 'mailtui[webhooks]'",
        ) from error
    if provider is EventProvider.SENDGRID:
        return sendgrid.check(headers, body, secrets.key) if secrets.key else "no key of SendGrid is set"
    if not secrets.certificate:
        return "no certificate of Amazon SNS is at hand"
    return sns.check(body, secrets.certificate, secrets.topics)
