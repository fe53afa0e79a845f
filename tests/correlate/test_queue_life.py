"""Frozen, thawed, removed, and what operators do to a message."""

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
    by_address,
    completed,
    deferred,
    delivered,
    failed,
    fold,
    note,
    only,
)

from mailtui.model.enums import Direction, EventKind, MessageKind, Outcome, Phase, QueueState, Status
from mailtui.model.moment import SECOND


def test_frozen_and_thawed():
    events = [arrival(BOB), deferred(1, BOB, **MX, **GREY), at(1, EventKind.FROZEN)]
    facts = fold(*events)
    assert (facts.frozen, only(facts).queue_state, facts.status) == (True, QueueState.FROZEN, Status.FROZEN)
    facts = fold(*events, at(60, EventKind.THAWED))
    assert (facts.frozen, only(facts).queue_state) == (False, QueueState.DEFERRED)


def test_a_delivery_line_means_that_the_message_is_not_frozen():
    facts = fold(arrival(BOB), at(1, EventKind.FROZEN), deferred(9, BOB, **MX, **GREY))
    assert (facts.frozen, only(facts).queue_state) == (False, QueueState.DEFERRED)


def test_a_bounce_that_bounces_is_kept_frozen_with_its_cause():
    events = [
        arrival(BOB, sender="", parent_queue_id="1xUXxL-0000000003S-0000", host=None, ip=None),
        failed(1, BOB, "550 5.1.1 unknown", **MX, smtp_code=550, enhanced_code="5.1.1"),
        at(1, EventKind.FROZEN, text="Frozen (delivery error message)"),
    ]
    facts = fold(*events)
    assert (only(facts).outcome, only(facts).queue_state) == (Outcome.BOUNCED, QueueState.FROZEN)
    assert (facts.status, facts.direction) == (Status.FROZEN, Direction.BOUNCE)
    facts = fold(*events, at(9, EventKind.THAWED), delivered(9, BOB, **MX), completed(9))
    assert (only(facts).outcome, facts.status) == (Outcome.ACCEPTED, Status.ACCEPTED)
    facts = fold(*events, at(9, EventKind.REMOVED, user="root"), completed(9))
    assert (only(facts).outcome, only(facts).queue_state, facts.frozen) == (
        Outcome.BOUNCED,
        QueueState.REMOVED,
        False,
    )


@pytest.mark.parametrize("kind", [EventKind.REMOVED, EventKind.CANCELLED])
def test_removed_is_not_delivered(kind):
    facts = fold(
        arrival(BOB, "eve@example.org"),
        delivered(1, BOB, **MX),
        deferred(1, "eve@example.org", **MX, **GREY),
        at(60, kind, user="root"),
        completed(60),
    )
    assert [fact.outcome for fact in facts.recipients] == [Outcome.ACCEPTED, Outcome.CANCELLED]
    eve = facts.recipients[1]
    assert (eve.queue_state, eve.finished) == (QueueState.REMOVED, START + 60 * SECOND)
    assert eve.reply == "451 4.7.1 Greylisted"


def test_marked_delivered_is_not_delivered():
    facts = fold(
        arrival(BOB, "eve@example.org"),
        note(1, f"address <{BOB}> marked delivered by root", address=BOB),
        delivered(2, "eve@example.org", **MX),
        completed(2),
    )
    assert (facts.recipients[0].outcome, facts.recipients[0].queue_state) == (
        Outcome.CANCELLED,
        QueueState.REMOVED,
    )


def test_a_recipient_added_and_the_sender_changed():
    facts = fold(
        arrival(BOB),
        note(1, "recipient <bob@added.example> added by root", address="bob@added.example"),
        note(1, "sender address changed to <new@lab.example> by root", sender="new@lab.example"),
        delivered(2, "bob@added.example", **MX),
    )
    assert [fact.address for fact in facts.recipients] == [BOB, "bob@added.example"]
    assert [fact.queue_state for fact in facts.recipients] == [QueueState.QUEUED, QueueState.NONE]
    assert facts.sender == "new@lab.example"


def test_cancelled_by_name_in_the_failure_line():
    facts = fold(arrival(BOB), failed(1, BOB, "delivery cancelled by administrator"), completed(1))
    assert (only(facts).outcome, only(facts).attempts) == (Outcome.CANCELLED, 0)


@pytest.mark.parametrize(
    ("fields", "direction"),
    [
        ({"protocol": "esmtpsa", "auth": "plain:alice"}, Direction.SUBMITTED),
        ({"protocol": "esmtp", "interface_port": 587}, Direction.SUBMITTED),
        ({"protocol": "utf8local-esmtp", "host": None, "ip": None}, Direction.LOCAL),
        ({"protocol": "local", "user": "root", "host": None, "ip": None}, Direction.LOCAL),
        ({"protocol": "esmtps"}, Direction.INBOUND),
        ({"sender": ""}, Direction.INBOUND),
        ({"sender": "", "parent_queue_id": "x", "host": None, "ip": None}, Direction.BOUNCE),
        ({"protocol": None, "host": None, "ip": None}, Direction.UNKNOWN),
    ],
)
def test_where_it_came_from(fields, direction):
    assert fold(arrival(BOB, **fields)).direction is direction


def test_an_id_that_only_saw_a_refusal():
    facts = fold(
        at(0, EventKind.OTHER, text="DKIM: d=sender.example s=sel1 [verification succeeded]"),
        at(0, EventKind.WARNING, text="Warning: large message"),
        at(
            0,
            EventKind.REJECTION,
            sender="joe@sender.example",
            ip="198.51.100.7",
            phase=Phase.END_OF_DATA,
            reply="malware",
        ),
    )
    assert (facts.kind, facts.recipients, facts.attempts) == (MessageKind.REFUSED, [], [])
    assert (facts.sender, facts.client_ip, facts.status) == (
        "joe@sender.example",
        "198.51.100.7",
        Status.REJECTED,
    )


def test_what_the_arrival_line_tells():
    facts = fold(
        arrival(
            BOB, message_id="x@y", subject="Lunch?", helo="laptop", auth="plain:alice", protocol="esmtpsa"
        )
    )
    assert (facts.kind, facts.sender, facts.size) == (MessageKind.MTA, ALICE, 373)
    assert (facts.message_id, facts.subject, facts.client_helo) == ("x@y", "Lunch?", "laptop")
    assert (facts.client_host, facts.client_ip, facts.auth) == ("ws1.lab.example", "192.0.2.1", "plain:alice")


def test_facts_are_new_objects_each_time_and_grow():
    from mailtui.ingest.correlate import Folding

    folding = Folding("x")
    folding.apply(arrival(TEAM := "team@lab.example"), 1)
    before = folding.facts()
    folding.apply(delivered(1, "bob", TEAM, **MAILDIR), 2)
    assert (len(before.recipients), len(before.attempts), before.status) == (1, 0, Status.QUEUED)
    assert len(by_address(folding.facts())) == 2
    assert not folding.done
    folding.apply(completed(2), 3)
    assert folding.done
