"""What becomes of one recipient."""

from __future__ import annotations

import pytest
from tests.correlate.story import (
    ALICE,
    BOB,
    GREY,
    MAILDIR,
    MX,
    START,
    arrival,
    at,
    completed,
    deferred,
    delivered,
    failed,
    fold,
    not_tried,
    only,
)

from mailtui.model.enums import (
    AttemptOutcome,
    EventKind,
    MessageKind,
    Outcome,
    Phase,
    QueueState,
    Role,
    Status,
)
from mailtui.model.moment import SECOND

UNKNOWN_USER = {"smtp_code": 550, "enhanced_code": "5.1.1", "phase": Phase.RCPT}


def test_a_host_took_it():
    facts = fold(arrival(BOB), delivered(2, BOB, **MX, delivery_time=0.5), completed(2))
    bob = only(facts)
    assert (bob.outcome, bob.queue_state) == (Outcome.ACCEPTED, QueueState.NONE)
    assert (bob.host, bob.ip, bob.reply) == ("mx.example.org", "192.0.2.9", None)
    assert (bob.attempts, bob.first_attempt, bob.finished) == (1, START + 2 * SECOND, START + 2 * SECOND)
    assert (facts.status, facts.received, facts.completed) == (Status.ACCEPTED, START, START + 2 * SECOND)
    (attempt,) = facts.attempts
    assert (attempt.outcome, attempt.entry, attempt.duration) == (AttemptOutcome.SUCCESS, 2, 0.5)


def test_a_local_transport_stored_it():
    facts = fold(arrival(), delivered(1, "bob", "bob@lab.example", **MAILDIR), completed(1))
    assert (only(facts).address, only(facts).outcome) == ("bob@lab.example", Outcome.DELIVERED)


def test_a_listed_recipient_waits_in_the_queue():
    facts = fold(arrival(BOB))
    assert (only(facts).queue_state, facts.status) == (QueueState.QUEUED, Status.QUEUED)


def test_a_later_delivery_clears_a_deferral():
    facts = fold(arrival(BOB), deferred(1, BOB, **MX, **GREY), delivered(61, BOB, **MX))
    bob = only(facts)
    assert (bob.outcome, bob.attempts, bob.reply, bob.smtp_code) == (Outcome.ACCEPTED, 2, None, None)
    assert (bob.first_attempt, bob.last_attempt) == (START + SECOND, START + 61 * SECOND)
    assert [attempt.outcome for attempt in facts.attempts] == [AttemptOutcome.DEFER, AttemptOutcome.SUCCESS]


def test_a_line_that_tried_nothing_is_no_attempt_and_keeps_the_cause():
    facts = fold(arrival(BOB), deferred(1, BOB, **MX, **GREY), not_tried(30, BOB))
    bob = only(facts)
    assert (bob.attempts, bob.reply, bob.host) == (1, "451 4.7.1 Greylisted", "mx.example.org")
    assert (bob.last_attempt, bob.queue_state) == (START + SECOND, QueueState.DEFERRED)
    assert len(facts.attempts) == 1


def test_a_message_never_tried_says_why():
    bob = only(fold(arrival(BOB), not_tried(1, BOB)))
    assert (bob.attempts, bob.reply, bob.queue_state) == (0, "retry time not reached", QueueState.DEFERRED)


def test_giving_up_is_one_failure_with_the_last_cause():
    facts = fold(
        arrival(BOB),
        deferred(1, BOB, **MX, **GREY),
        not_tried(20, BOB),
        deferred(60, BOB, **MX, **GREY),
        failed(60, BOB, "retry timeout exceeded"),
        completed(60),
    )
    bob = only(facts)
    assert (bob.outcome, bob.attempts, bob.reply) == (Outcome.EXPIRED, 2, "451 4.7.1 Greylisted")
    assert (bob.host, bob.smtp_code, bob.enhanced_code) == ("mx.example.org", 451, "4.7.1")
    assert (bob.queue_state, facts.status, len(facts.attempts)) == (QueueState.NONE, Status.EXPIRED, 2)


def test_a_host_that_was_down_before_is_not_tried_again():
    reply = "all hosts for 'example.org' have been failing for a long time and were last tried after ..."
    bob = only(fold(arrival(BOB), failed(1, BOB, reply, router="dnslookup", transport="remote_smtp")))
    assert (bob.outcome, bob.attempts, bob.reply) == (Outcome.EXPIRED, 0, reply)


def test_the_same_failure_twice_is_one():
    line = failed(1, BOB, "550 5.1.1 unknown", **MX, **UNKNOWN_USER)
    facts = fold(arrival(BOB), line, line, completed(1), line)
    assert (only(facts).outcome, only(facts).attempts, len(facts.attempts)) == (Outcome.BOUNCED, 1, 1)


def test_a_suppressed_delivery_is_no_attempt():
    facts = fold(arrival(BOB), at(1, EventKind.SUPPRESSED_DELIVERY, address=BOB, **MX), completed(1))
    assert (only(facts).outcome, only(facts).attempts) == (Outcome.SUPPRESSED, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"address": ":blackhole:", "original_address": "hole@lab.example", "router": "aliases"},
        {"address": "discarded", "original_address": "hole@lab.example", "router": "userforward"},
        {"address": "/dev/null", "original_address": "hole@lab.example", "transport": "**bypassed**"},
    ],
)
def test_mail_thrown_away(fields):
    facts = fold(arrival("hole@lab.example"), at(1, EventKind.DELIVERY, **fields), completed(1))
    assert (only(facts).outcome, only(facts).attempts) == (Outcome.DISCARDED, 0)
    assert facts.status is Status.DISCARDED


def test_discarding_the_message_discards_all_who_are_left():
    facts = fold(
        arrival(BOB, "carol@lab.example"),
        at(1, EventKind.DELIVERY, address="discarded", text="(system filter)"),
        completed(1),
    )
    assert {fact.outcome for fact in facts.recipients} == {Outcome.DISCARDED}


def test_all_recipients_discarded_before_any_was_named():
    facts = fold(arrival(), at(0, EventKind.DELIVERY, address="blackhole"), completed(0))
    assert (only(facts).role, only(facts).outcome, facts.status) == (
        Role.UNKNOWN,
        Outcome.DISCARDED,
        Status.DISCARDED,
    )


def test_nobody_named_yet():
    facts = fold(arrival())
    assert (only(facts).address, only(facts).role, facts.status) == ("", Role.UNKNOWN, Status.QUEUED)
    facts = fold(arrival(), delivered(1, BOB, **MX))
    assert (only(facts).address, only(facts).role) == (BOB, Role.ENVELOPE)


def test_completed_without_a_word_about_a_recipient():
    facts = fold(arrival(BOB, "carol@lab.example"), delivered(1, BOB, **MX), completed(1))
    carol = facts.recipients[1]
    assert (carol.outcome, carol.queue_state) == (Outcome.UNKNOWN, QueueState.NONE)


def test_a_message_whose_beginning_is_missing():
    facts = fold(deferred(5, BOB, **MX, **GREY), delivered(65, BOB, **MX), completed(65))
    assert (facts.kind, facts.received, facts.first_seen) == (MessageKind.MTA, None, START + 5 * SECOND)
    assert (only(facts).outcome, facts.status) == (Outcome.ACCEPTED, Status.ACCEPTED)


def test_cutthrough_comes_before_the_arrival():
    facts = fold(at(0, EventKind.CUTTHROUGH, address=BOB, **MX), arrival(BOB, second=0), completed(0))
    assert (only(facts).outcome, only(facts).attempts, facts.sender) == (Outcome.ACCEPTED, 1, ALICE)


def test_further_addresses_of_one_connection_are_attempts_of_their_own():
    facts = fold(
        arrival(BOB, "eve@example.org"),
        delivered(1, BOB, **MX),
        at(1, EventKind.ADDITIONAL_DELIVERY, address="eve@example.org", **MX),
    )
    assert [fact.attempts for fact in facts.recipients] == [1, 1]
    assert [attempt.recipient for attempt in facts.attempts] == [0, 1]


def test_some_got_it_and_some_did_not():
    facts = fold(
        arrival(BOB, "nobody@example.org"),
        delivered(1, BOB, **MX),
        failed(1, "nobody@example.org", "550 5.1.1 unknown", **MX, **UNKNOWN_USER),
        completed(1),
    )
    assert facts.status is Status.PARTIAL


def test_a_second_route_that_fails_after_a_delivery_is_shown():
    facts = fold(
        arrival(BOB),
        delivered(1, BOB, **MX),
        deferred(1, BOB, router="archive", transport="lmtp", errno=111, reply="Connection refused"),
    )
    assert (only(facts).outcome, only(facts).queue_state) == (Outcome.UNKNOWN, QueueState.DEFERRED)
    facts = fold(
        arrival(BOB),
        delivered(1, BOB, **MX),
        failed(1, BOB, "Child process returned 1", router="archive", transport="pipe"),
        delivered(2, BOB, router="copy", transport="maildir"),
    )
    assert (only(facts).outcome, only(facts).attempts) == (Outcome.BLOCKED, 3)


def test_a_second_route_left_open_at_completed_falls_back_to_the_delivery():
    facts = fold(
        arrival(BOB),
        delivered(1, BOB, **MX),
        deferred(1, BOB, router="archive", transport="lmtp", errno=111),
        completed(9),
    )
    assert (only(facts).outcome, only(facts).queue_state) == (Outcome.ACCEPTED, QueueState.NONE)


def test_lines_of_one_second_in_the_wrong_order():
    facts = fold(arrival(BOB), delivered(1, BOB, **MX), deferred(1, BOB, **MX, **GREY))
    assert (only(facts).outcome, only(facts).queue_state) == (Outcome.ACCEPTED, QueueState.NONE)
