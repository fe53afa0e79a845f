"""Bytes of a DNS answer: read right, and harmless whatever they are."""

from __future__ import annotations

import dns.edns
import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtui.verify.answers import Answer, Kind
from mailtui.verify.interpreting import interpret
from mailtui.verify.message import NoAnswer, question, understood

QUERY = question("Example.org", "TXT")


def reply(*answer: str, **options) -> dns.message.Message:
    message = dns.message.make_response(dns.message.from_wire(QUERY.wire), **options)
    message.answer = [dns.rrset.from_text(*one.split(" ", 4)) for one in answer]
    return message


def read(message: dns.message.Message) -> Answer:
    return interpret("example.org", "TXT", understood(QUERY, message.to_wire(max_size=65535)))


def test_the_question_is_one_that_dnspython_reads() -> None:
    message = dns.message.from_wire(QUERY.wire)
    assert message.question[0].to_text() == "Example.org. IN TXT"
    assert message.flags == dns.flags.RD | dns.flags.AD
    assert message.payload == 1232
    assert dns.message.from_wire(question("example.org", "A", edns=False).wire).edns == -1


def test_records_of_other_names_and_types_do_not_count() -> None:
    answer = read(
        reply(
            "example.org. 300 IN A 192.0.2.1",
            'attacker.example. 300 IN TXT "no"',
            'EXAMPLE.org. 200 IN TXT "yes"',
        )
    )
    assert (answer.records, answer.ttl) == (("yes",), 200)


def test_extended_errors_are_told() -> None:
    message = reply()
    message.set_rcode(dns.rcode.SERVFAIL)
    message.use_edns(options=[dns.edns.EDEOption(6, "no \x1b[31mkey")])
    answer = read(message)
    assert answer.kind is Kind.UNSURE
    assert answer.why == r"the DNS server says SERVFAIL (dnssec bogus no \x1b[31mkey)"


def test_codes_beyond_four_bits() -> None:
    message = reply()
    message.use_edns()
    message.set_rcode(dns.rcode.BADVERS)
    assert "BADVERS" in read(message).why


def test_refusals_may_leave_out_the_question() -> None:
    message = reply()
    message.question = []
    message.set_rcode(dns.rcode.REFUSED)
    assert "REFUSED" in read(message).why
    message.set_rcode(dns.rcode.NOERROR)
    with pytest.raises(NoAnswer):
        read(message)


def test_too_many_records_are_not_read() -> None:
    with pytest.raises(NoAnswer, match="more than 500"):
        read(reply(*(f'example.org. 300 IN TXT "{n}"' for n in range(501))))


@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer_or_none(data: bytes) -> None:
    _no_crash(data)


@given(st.binary(max_size=200), st.integers(0, 65535))
def test_any_bytes_behind_our_question(data: bytes, counts: int) -> None:
    header = QUERY.wire[:2] + b"\x81\x80\x00\x01" + counts.to_bytes(2, "big") * 3
    _no_crash(header + QUERY.asked + data)


@given(st.integers(0, 400), st.integers(0, 255))
def test_an_answer_with_one_byte_changed(place: int, byte: int) -> None:
    wire = bytearray(reply('example.org. 300 IN TXT "v=spf1 -all"', "example.org. 3 IN CNAME x.").to_wire())
    wire[place % len(wire)] = byte
    _no_crash(bytes(wire))


def _no_crash(data: bytes) -> None:
    try:
        answer = interpret("example.org", "TXT", understood(QUERY, data))
    except NoAnswer:
        return
    assert isinstance(answer.kind, Kind)
