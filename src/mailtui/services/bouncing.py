"""When the first mail of an incident bounces, as far as the server's retry rules tell."""

from __future__ import annotations

from mailtui.diagnosis import Context
from mailtui.diagnosis.outlook import Waiting, choose, failure_of, outlook, postfix_outlook
from mailtui.model.outlook import Outlook
from mailtui.services.retrying import Policy
from mailtui.store.incidents import Known
from mailtui.store.symptoms import Newest, Queued

_OF_ONE = frozenset({"rcpt", "mail", "data"})
"""Errors that count for the address or the message, not for the host."""


def first_bounce(known: Known, newest: Newest, queued: Queued, policy: Policy, now: int) -> int | None:
    """UTC microseconds; None when nobody can tell.

    The clock of a host begins with the first failure after its last success: the onset or, where only a part
    fails, the hour of the last success. That of an address or a message begins with its own first failure
    or, if that is earlier, its arrival.
    """
    made = (
        _postfix(queued, newest, now) if known.mta == "postfix" else _exim(known, newest, queued, policy, now)
    )
    return None if made.gives_up is None else made.gives_up.earliest


def _exim(known: Known, newest: Newest, queued: Queued, policy: Policy, now: int) -> Outlook:
    failure = failure_of(
        Context(newest.reply or "", phase=known.phase, errno=newest.errno, smtp_code=newest.smtp_code)
    )
    host = newest.host or newest.ip
    of_host = host is not None and failure.name not in _OF_ONE
    since = max(known.onset, known.delivered or 0)
    first = since if of_host else queued.tried or queued.received
    tries = (first, newest.time) if newest.time > first else (first,)
    keys = tuple(key for key in (host, known.provider) if key)
    rule = choose(policy.rules, keys, failure).rule
    return outlook(Waiting(now, queued.received, tries, "", of_host), rule, policy.timing)


def _postfix(queued: Queued, newest: Newest, now: int) -> Outlook:
    return postfix_outlook(now, queued.received, newest.time or now)
