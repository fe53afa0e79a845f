"""Whatever the events: no exception, copies change nothing, and only the order in time counts."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.correlate.story import START, fold

from mailtui.model.enums import EventKind, MessageKind, Outcome, Phase, QueueState, Role
from mailtui.model.event import Event
from mailtui.model.moment import SECOND

ADDRESSES = st.sampled_from(
    [
        "bob@x.example",
        "Bob@X.example",
        '"b ob"@x.example',
        "b ob@x.example",
        "bob",
        "team@x.example",
        "/var/mail/x",
        "|/bin/cat",
        ">eve@y.example",
        ":blackhole:",
        "discarded",
        "carol@y.example",
        "@",
        '"',
        "",
    ]
)
REPLIES = st.sampled_from(
    [None, "", "retry timeout exceeded", "550 5.1.1 unknown", "Connection refused", "timed out", "\x1b[31m"]
)
TEXTS = st.sampled_from(
    [
        None,
        "",
        "recipient <bob@x.example> added by root",
        "sender address changed to <> by root",
        "address <bob@x.example> marked delivered by root",
        '"a@b" from env-to rewritten as "bob@x.example" by rule 1',
        "Frozen (delivery error message)",
        "Spool file is locked",
    ]
)


def maybe(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | values


def events(times: st.SearchStrategy) -> st.SearchStrategy[Event]:
    return st.builds(
        Event,
        kind=st.sampled_from(EventKind),
        time=times,
        sender=maybe(st.sampled_from(["", "alice@x.example"])),
        address=maybe(ADDRESSES),
        original_address=maybe(ADDRESSES),
        recipients=st.lists(ADDRESSES, max_size=3).map(tuple),
        router=maybe(st.sampled_from(["a", "b"])),
        transport=maybe(st.sampled_from(["smtp", "**bypassed**"])),
        host=maybe(st.just("mx.x.example")),
        ip=maybe(st.just("192.0.2.9")),
        protocol=maybe(st.sampled_from(["esmtpsa", "local"])),
        smtp_code=maybe(st.sampled_from([250, 451, 550])),
        enhanced_code=maybe(st.sampled_from(["5.1.1", "5", "x.y.z", ""])),
        errno=maybe(st.sampled_from([110, -44])),
        phase=maybe(st.sampled_from(Phase)),
        reply=REPLIES,
        text=TEXTS,
        attempted=st.booleans(),
        parent_queue_id=maybe(st.just("1xUXxL-0000000003S-3kAH")),
    )


moments = st.none() | st.integers(0, 5).map(lambda second: START + second * SECOND)
orderly = st.lists(events(st.none()), max_size=12)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(events(moments), max_size=14))
def test_no_sequence_of_events_raises_and_the_facts_hold_together(told):
    facts = fold(*told)
    for attempt in facts.attempts:
        assert 0 <= attempt.recipient < len(facts.recipients)
    assert len({(fact.address, fact.original) for fact in facts.recipients}) == len(facts.recipients)
    assert (facts.kind is MessageKind.REFUSED) == (not facts.recipients)
    for fact in facts.recipients:
        assert fact.address or fact.role is Role.UNKNOWN
        if facts.completed is not None:
            assert fact.queue_state in (QueueState.NONE, QueueState.REMOVED)
        if fact.outcome in (Outcome.ACCEPTED, Outcome.DELIVERED):
            # removed: delivered by one router, and an operator took it away before the next one could
            assert fact.queue_state in (QueueState.NONE, QueueState.REMOVED)
            assert fact.finished is not None
        assert (fact.first_attempt is None) == (fact.last_attempt is None)
    envelope = sum(f.attempts for f in facts.recipients if f.role is not Role.CHILD)
    assert len(facts.attempts) <= envelope


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(orderly, st.data())
def test_copies_of_lines_change_nothing(told, data):
    stamped = [Event(**vars(event) | {"time": START + n * SECOND}) for n, event in enumerate(told)]
    copied = [event for event in stamped for _ in range(data.draw(st.integers(1, 3)))]
    once, often = fold(*stamped), fold(*copied)
    for facts in (once, often):
        for attempt in facts.attempts:
            attempt.entry = 0
    assert once == often


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(orderly, st.randoms(use_true_random=False))
def test_only_the_order_in_time_counts(told, random):
    stamped = [Event(**vars(event) | {"time": START + n * SECOND}) for n, event in enumerate(told)]
    shuffled = list(stamped)
    random.shuffle(shuffled)
    again = fold(*sorted(shuffled, key=lambda event: event.time))
    assert again == fold(*stamped)
