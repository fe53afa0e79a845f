"""Whether a request is the provider's: the secret of its account, and what was seen before."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from enum import Enum, auto
from hashlib import blake2b
from typing import NamedTuple

from mailtui.errors import InputError, MailtuiError
from mailtui.model.enums import EventProvider
from mailtui.model.moment import SECOND
from mailtui.parsing.signatures import mailgun
from mailtui.parsing.signatures.checking import Secrets, refusal
from mailtui.services.receiving import secrets
from mailtui.services.receiving.certificates import Certificates, given
from mailtui.services.receiving.hooks import Hook, Verify
from mailtui.services.run import now

OLDEST = 12 * 3600
"""Seconds after which a signature of Mailgun is too old: it tries again for eight hours."""
AHEAD = 300
"""Seconds that Mailgun's clock may be ahead of ours."""
TOKENS = 200_000
"""Tokens of Mailgun that are remembered."""


class Answer(Enum):
    """What becomes of a request."""

    TAKE = auto()
    REFUSE = auto()
    """It is not the provider's."""
    LATER = auto()
    """It cannot be said now; the provider tries again."""
    CONFIRM = auto()
    """Amazon SNS asks whether notifications of a topic are wanted here."""
    NOTHING = auto()
    """It is theirs, and tells no event."""


class Verdict(NamedTuple):
    """What becomes of a request, and why."""

    answer: Answer
    why: str = ""
    url: str = ""
    """What to open to confirm."""


TAKE = Verdict(Answer.TAKE)


class Verifier:
    """Judges the requests of one account. Used in one thread at a time; `judge` may fetch a certificate."""

    def __init__(self, hook: Hook, certificates: Certificates) -> None:
        self.hook = hook
        self._certificates = certificates
        self._given = b""
        self._tokens: OrderedDict[str, bytes] = OrderedDict()
        self.broken = ""
        """Why nothing can be judged: the secret is not there."""
        try:
            self._secrets = self._read()
        except MailtuiError as error:
            self._secrets = Secrets()
            self.broken = error.title

    def _read(self) -> Secrets:
        hook = self.hook
        if hook.certificate:
            self._given = given(hook.certificate)
        value = secrets.read(hook.secret) if hook.secret else ""
        match hook.verify:
            case Verify.BASIC:
                return Secrets(user=hook.user, password=value)
            case Verify.TOKEN:
                return Secrets(token=value)
        return Secrets(key=value, topics=hook.topics)

    def early(self, headers: Mapping[str, str]) -> Verdict:
        """By the head of a request, before its body: REFUSE, LATER, or TAKE where nothing is against it."""
        if self.hook.accept_unsigned:
            return TAKE
        if self.broken:
            return Verdict(Answer.LATER, self.broken)
        if self.hook.verify is Verify.SIGNATURE:
            return TAKE
        return _judged(refusal(self.hook.provider, headers, b"", self._secrets))

    def is_quick(self, body: bytes) -> bool:
        """Whether `judge` asks nobody: all but the first request with a new certificate."""
        if self.hook.provider is not EventProvider.SES or self.hook.accept_unsigned or self._given:
            return True
        if self.hook.verify is not Verify.SIGNATURE:
            return True
        url = self._certificate_url(body)
        return not url or self._certificates.known(url) is not None

    def judge(self, headers: Mapping[str, str], body: bytes) -> Verdict:
        """By all of it."""
        hook = self.hook
        if hook.provider is EventProvider.SES:
            verdict = self._sns(headers, body)
        elif hook.accept_unsigned:
            verdict = TAKE
        else:
            verdict = _judged(refusal(hook.provider, headers, body, self._secrets))
            if verdict is TAKE and hook.provider is EventProvider.MAILGUN and hook.verify is Verify.SIGNATURE:
                verdict = self._fresh(body)
        return verdict

    # -- Amazon SNS --------------------------------------------------------------------------------

    def _sns(self, headers: Mapping[str, str], body: bytes) -> Verdict:
        if self.hook.accept_unsigned:
            verdict = TAKE
        elif self.hook.verify is not Verify.SIGNATURE:
            verdict = _judged(refusal(self.hook.provider, headers, body, self._secrets))
        else:
            verdict = self._signed(headers, body)
        return self._about(body) if verdict is TAKE else verdict

    def _signed(self, headers: Mapping[str, str], body: bytes) -> Verdict:
        from mailtui.parsing.signatures import sns

        message = sns.message_of(body)
        if message is None:
            return Verdict(Answer.REFUSE, "the call is no message of SNS")
        if message.get("TopicArn", "") not in self.hook.topics:
            return Verdict(Answer.REFUSE, "its topic is not among those let in")
        certificate = self._given
        if not certificate:
            url = sns.certificate_url(message)
            if not url:
                return Verdict(Answer.REFUSE, "its certificate is at no place of Amazon SNS")
            try:
                certificate = self._certificates.get(url)
            except InputError as error:
                return Verdict(Answer.LATER, f"no certificate: {error.title}")
        return _judged(
            refusal(self.hook.provider, headers, body, self._secrets._replace(certificate=certificate))
        )

    def _certificate_url(self, body: bytes) -> str:
        from mailtui.parsing.signatures import sns

        message = sns.message_of(body)
        return "" if message is None else sns.certificate_url(message)

    def _about(self, body: bytes) -> Verdict:
        """Notifications are taken; the other messages of SNS tell no event."""
        from mailtui.parsing.signatures import sns

        message = sns.message_of(body)
        if message is None or message["Type"] == "Notification":
            return TAKE
        topic = message.get("TopicArn", "")[:200]
        if message["Type"] == "UnsubscribeConfirmation":
            return Verdict(Answer.NOTHING, f"the subscription of {topic} is over")
        url = sns.confirmation_url(message)
        if not url:
            return Verdict(Answer.REFUSE, "it is to be confirmed at no place of Amazon SNS")
        return Verdict(Answer.CONFIRM, topic, url)

    # -- Mailgun -----------------------------------------------------------------------------------

    def _fresh(self, body: bytes) -> Verdict:
        """Its signature is not about the body: a token may come again with the same body only."""
        found = mailgun.signed(body)
        age = None if found is None else mailgun.age(found, now() // SECOND)
        if found is None or age is None or not -AHEAD <= age <= OLDEST:
            return Verdict(Answer.REFUSE, "the signature is too old, or of the future")
        digest = blake2b(body, digest_size=16).digest()
        if self._tokens.setdefault(found.token, digest) != digest:
            return Verdict(Answer.REFUSE, "its token was used for something else")
        if len(self._tokens) > TOKENS:
            self._tokens.popitem(last=False)
        return TAKE


def _judged(why: str) -> Verdict:
    return Verdict(Answer.REFUSE, why) if why else TAKE
