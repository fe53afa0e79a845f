"""Where a try was made, and what the host line before it lends."""

from __future__ import annotations

from tests.correlate.story import BOB, MX, arrival, at, deferred, failed, fold, only

from mailtui.model.enums import AttemptOutcome, EventKind

SMTP = {"router": "dnslookup", "transport": "remote_smtp"}
REFUSED = {"errno": 111, "reply": "Connection refused"}


def host_error(second, host, ip, reply):
    return at(second, EventKind.HOST_ERROR, host=host, ip=ip, reply=reply)


def test_the_host_line_lends_host_and_ip():
    facts = fold(
        arrival(BOB),
        host_error(1, "mx.example.org", "192.0.2.9", "Connection refused"),
        deferred(1.2, BOB, **SMTP, **REFUSED),
    )
    assert (only(facts).host, only(facts).ip) == ("mx.example.org", "192.0.2.9")
    (attempt,) = facts.attempts
    assert (attempt.host, attempt.ip, attempt.reply) == (
        "mx.example.org",
        "192.0.2.9",
        "Connection refused",
    )


def test_of_several_hosts_the_one_in_the_domain():
    facts = fold(
        arrival("a@alpha.example", "b@beta.example"),
        host_error(1, "mx.alpha.example", "192.0.2.1", "Connection refused"),
        host_error(1, "mx.beta.example", "192.0.2.2", "Connection refused"),
        deferred(1, "a@alpha.example", **SMTP, **REFUSED),
        deferred(1, "b@beta.example", **SMTP, **REFUSED),
    )
    assert [fact.ip for fact in facts.recipients] == ["192.0.2.1", "192.0.2.2"]


def test_nothing_is_lent_to_another_cause_time_or_phase():
    seen = host_error(1, "mx.example.org", "192.0.2.9", "Connection refused")
    other_cause = fold(arrival(BOB), seen, deferred(1, BOB, **SMTP, errno=-37, reply="TLS required"))
    later = fold(arrival(BOB), seen, deferred(9, BOB, **SMTP, **REFUSED))
    routing = fold(arrival(BOB), seen, deferred(1, BOB, router="dnslookup", **REFUSED))
    own = fold(arrival(BOB), seen, failed(1, BOB, "Connection refused", **MX | {"ip": "192.0.2.77"}))
    found = [only(facts).ip for facts in (other_cause, later, routing, own)]
    assert found == [None, None, None, "192.0.2.77"]


def test_a_host_line_gives_the_reply_that_the_deferral_lacks():
    facts = fold(
        arrival(BOB),
        host_error(1, "mx.example.org", "192.0.2.9", "Connection timed out"),
        deferred(1, BOB, **SMTP, errno=110),
    )
    assert (only(facts).reply, facts.attempts[0].outcome) == ("Connection timed out", AttemptOutcome.TIMEOUT)


def test_a_timeout_is_a_timeout_unless_a_remote_voice_says_the_word():
    own = fold(arrival(BOB), deferred(1, BOB, **MX, errno=110, reply="SMTP timeout after initial connection"))
    remote = fold(
        arrival(BOB), deferred(1, BOB, **MX, errno=-44, smtp_code=451, reply="451 lookup timed out")
    )
    pipe = fold(arrival(BOB), failed(1, BOB, "pipe delivery process timed out", transport="address_pipe"))
    assert [facts.attempts[0].outcome for facts in (own, remote, pipe)] == [
        AttemptOutcome.TIMEOUT,
        AttemptOutcome.DEFER,
        AttemptOutcome.TIMEOUT,
    ]


def test_what_an_attempt_keeps():
    facts = fold(
        arrival(BOB),
        at(
            1,
            EventKind.DELIVERY,
            address=BOB,
            **MX,
            port=25,
            interface_ip="192.0.2.1",
            tls="TLS1.3:X:256",
            delivery_time=0.5,
            remote_queue_id="DA4B9237BA",
        ),
    )
    (attempt,) = facts.attempts
    assert (attempt.router, attempt.transport, attempt.port) == ("dnslookup", "remote_smtp", 25)
    assert (attempt.egress_ip, attempt.tls, attempt.duration) == ("192.0.2.1", "TLS1.3:X:256", 0.5)
    assert (attempt.remote_queue_id, attempt.reply) == ("DA4B9237BA", None)
