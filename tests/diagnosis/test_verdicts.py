"""What the guide promises of verdicts: order of evidence, sides, permanence, suppression, context."""

from __future__ import annotations

import pytest

from mailtui.diagnosis import Context, Diagnoser, builtin_rules
from mailtui.model.diagnosis import After
from mailtui.model.enums import Area, FailureClass, Phase, Side, Suppress

DIAGNOSER = Diagnoser(builtin_rules())


def diagnose(text: str, **known: object):
    return DIAGNOSER.diagnose(Context(text, **known))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "550 5.7.1 Unauthenticated email from x.example, see its DMARC policy",
            "auth-failed",
        ),
        ("550 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org", "ip-blocklisted"),
        ("550 5.7.1 <bob@x.example>: Relay access denied", "relay-denied"),
        ("550 5.1.1 The message is spam", "content-spam"),
        ("550 5.1.1 sorry, user over quota", "mailbox-full"),
        ("554 5.0.0 Virus found", "content-virus"),
    ],
)
def test_words_win_over_codes(text: str, expected: str) -> None:
    assert diagnose(text).failure_class == expected


def test_exchange_online_says_access_denied_for_an_unknown_recipient() -> None:
    text = "550 5.4.1 Recipient address rejected: Access denied"
    found = diagnose(text, host="customer-example.mail.protection.outlook.com", phase=Phase.RCPT)
    assert (found.failure_class, found.provider) == (FailureClass.RECIPIENT_UNKNOWN, "microsoft")
    elsewhere = diagnose(text, host="mx.example.org", phase=Phase.RCPT)
    assert elsewhere.failure_class is not FailureClass.RECIPIENT_UNKNOWN


@pytest.mark.parametrize("phase", [Phase.CONNECT, Phase.BANNER, Phase.HELO, Phase.MAIL])
def test_nobody_is_unknown_before_rcpt(phase: Phase) -> None:
    found = diagnose("550 5.1.1 User unknown", phase=phase)
    assert found.side is not Side.RCPT
    assert found.suppress is Suppress.NEVER


@pytest.mark.parametrize(
    ("text", "permanent"),
    [
        ("550 5.1.1 User unknown", True),
        ("450 4.1.1 User unknown", None),
        ("552 5.2.2 Mailbox full", None),
        ("452 4.2.2 Mailbox full", False),
        ("554 5.7.1 blocked using zen.spamhaus.org", None),
        ("421 4.7.0 blocked using zen.spamhaus.org", False),
        ("User unknown", True),
        ("554 Your IP has a poor reputation", True),
        ("421 Your IP has a poor reputation", False),
        ("Your IP has a poor reputation", None),
    ],
)
def test_permanence_is_null_where_text_and_fact_disagree(text: str, permanent: bool | None) -> None:
    assert diagnose(text).permanent is permanent


@pytest.mark.parametrize(
    ("text", "suppress", "after"),
    [
        ("550 5.1.1 User unknown", Suppress.NOW, None),
        ("450 4.1.1 User unknown", Suppress.AFTER, After(3, 7)),
        ("550 5.1.1 .", Suppress.AFTER, After(3, 7)),
        ("550 5.2.1 The account is disabled", Suppress.AFTER, After(2, 7)),
        ("552 5.2.2 Mailbox full", Suppress.AFTER, After(3, 30)),
        ("550 5.7.1 The message is spam", Suppress.NEVER, None),
        ("what is this", Suppress.NEVER, None),
    ],
)
def test_suppression(text: str, suppress: Suppress, after: After | None) -> None:
    found = diagnose(text)
    assert (found.suppress, found.after) == (suppress, after)


def test_what_nothing_matches_has_no_side() -> None:
    found = diagnose("the moon is in the wrong house")
    assert found.failure_class is FailureClass.UNCATEGORISED
    assert (found.side, found.rule, found.permanent, found.confidence) == (Side.UNKNOWN, None, None, 0.0)


@pytest.mark.parametrize(
    "text",
    [
        "retry time not reached",
        "retry time not reached for any host for 'x.example'",
        "all hosts for 'x.example' have been failing for a long time (and retry time not reached)",
        "retry timeout exceeded",
    ],
)
def test_a_line_without_a_cause_inherits(text: str) -> None:
    found = diagnose(text, errno=-54)
    assert found.inherits
    assert found.side is Side.UNKNOWN


def test_a_cause_before_retry_timeout_exceeded_counts() -> None:
    found = diagnose(
        "SMTP error from remote mail server after RCPT TO:<b@x.example>: 452 4.2.2 Mailbox full"
        ": retry timeout exceeded"
    )
    assert (found.failure_class, found.inherits) == (FailureClass.MAILBOX_FULL, False)


@pytest.mark.parametrize(
    ("errno", "expected"),
    [
        (-18, "connection-dropped"),
        (-22, "local"),
        (-32, "domain-unknown"),
        (-36, "dns-failure"),
        (-37, "tls-policy"),
        (-38, "tls-policy"),
        (110, "connect-failed"),
        (111, "connect-failed"),
        (113, "connect-failed"),
        (13, "local"),
    ],
)
def test_the_number_speaks_where_words_do_not(errno: int, expected: str) -> None:
    assert diagnose("unspecified", errno=errno).failure_class == expected


def test_a_number_that_tells_the_phase() -> None:
    assert diagnose("550 5.7.1 .", errno=-45).failure_class is FailureClass.SENDER_REJECTED


def test_candidates_are_kept_best_first() -> None:
    found = diagnose("550 5.7.1 Unauthenticated mail, blocked using zen.spamhaus.org, mailbox full")
    told = [candidate.confidence for candidate in found.candidates]
    assert told
    assert told == sorted(told, reverse=True)
    assert found.rule not in {candidate.rule for candidate in found.candidates}


def test_a_strangers_address_is_not_read_as_words() -> None:
    found = diagnose("550 5.7.1 <user-unknown-no-such-user@spam.example>: Greylisted")
    assert found.failure_class is FailureClass.GREYLISTED
    assert diagnose("550 mailbox.full@virus.example").failure_class is FailureClass.UNCATEGORISED


def test_a_domain_in_our_own_words_is_not_read_as_words() -> None:
    found = diagnose("retry time not reached for any host for 'refused.spam.example'", errno=-54)
    assert (found.inherits, found.rule) == (True, "retry-time-not-reached")
    found = diagnose("unspecified for 'user-unknown.spam.example'", errno=111)
    assert found.failure_class is FailureClass.CONNECT_FAILED
    assert found.candidates == ()


def test_user_unknown_after_the_message_is_not_suppressed_at_once() -> None:
    found = diagnose("550 5.1.1 User unknown", phase=Phase.END_OF_DATA)
    assert (found.failure_class, found.after) == (FailureClass.RECIPIENT_UNKNOWN, After(3, 7))


def test_area_and_side() -> None:
    found = diagnose("421 4.7.0 Too many connections from your host")
    assert (found.side, found.area) == (Side.US, Area.VOLUME)


def test_an_identical_failure_is_diagnosed_once() -> None:
    first = diagnose("550 5.1.1 User unknown", host="mx1.example.org")
    again = diagnose("550 5.1.1 User unknown", host="mx2.example.org")
    assert first is again
