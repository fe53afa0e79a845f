"""DNS MESSAGE: the bytes of a question, and what of an answer matters here (RFC 1035 section 4).

Only records of the name's chain and of the type asked for are read: a tenth of the work that reading a
whole message is, and less of a stranger's bytes to trust.
"""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass, field

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.wire

PAYLOAD = 1232
"""Bytes of an answer over UDP that no network cuts into pieces (DNS flag day 2020)."""
MOST_RECORDS = 500
"""An answer with more is not looked at."""
QR, AA, TC, RD, AD = 0x8000, 0x0400, 0x0200, 0x0100, 0x0020
_OPCODE = 0x7800
_EXTENDED_ERROR = 15
_HEADER = struct.Struct("!HHHHHH")
_FIXED = struct.Struct("!HHIH")
_OPT = struct.Struct("!BHHIH").pack(0, dns.rdatatype.OPT, PAYLOAD, 0, 0)
_WITHOUT_QUESTION = frozenset({1, 2, 4, 5})
"""FORMERR, SERVFAIL, NOTIMP, REFUSED: answers that some servers send without repeating the question."""


class NoAnswer(Exception):
    """Nothing usable came back; the text says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is sent."""

    name: dns.name.Name
    type: int
    id: int
    wire: bytes
    asked: bytes
    """The question section of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of the answer."""

    name: dns.name.Name
    type: int
    ttl: int
    data: dns.rdata.Rdata


@dataclass(slots=True)
class Reply:
    """What of an answer matters."""

    name: dns.name.Name
    flags: int
    rcode: int
    answer: list[Entry] = field(default_factory=list)
    authority: list[tuple[dns.name.Name, int]] = field(default_factory=list)
    """Name and type of each record."""
    errors: list[tuple[int, str]] = field(default_factory=list)
    """Extended DNS errors (RFC 8914): code and text."""


def question(name: str, type: str, *, edns: bool = True) -> Question:
    """The question, with RD and AD (RFC 6840 section 5.7); ValueError: no such name can be."""
    try:
        asked = dns.name.from_text(name)
    except dns.exception.DNSException as error:
        raise ValueError(str(error)) from error
    number, id = int(dns.rdatatype.from_text(type)), secrets.randbits(16)
    header = _HEADER.pack(id, RD | AD, 1, 0, 0, int(edns))
    section = (asked.to_wire() or b"") + struct.pack("!HH", number, dns.rdataclass.IN)
    return Question(asked, number, id, header + section + (_OPT if edns else b""), section)


def understood(query: Question, data: bytes) -> Reply:
    """The answer in these bytes when it is one to the question; NoAnswer says what is wrong with it."""
    try:
        return _read(query, data)
    except (dns.exception.DNSException, ValueError, IndexError, struct.error) as error:
        raise NoAnswer("only bytes came back that are no DNS message") from error


def _read(query: Question, data: bytes) -> Reply:
    id, flags, questions, answers, authorities, additionals = _HEADER.unpack_from(data)
    if not flags & QR:
        raise ValueError("no answer")
    if id != query.id:
        raise NoAnswer("only an answer with another id came back")
    start = _after_question(query, data, flags & 0xF, questions)
    reply = Reply(query.name, flags, flags & 0xF)
    if answers + authorities + additionals > MOST_RECORDS:
        raise NoAnswer(f"more than {MOST_RECORDS} records came back")
    parser = dns.wire.Parser(data, start)
    for _ in range(answers):
        _answer(parser, query, reply)
    for _ in range(authorities):
        name, type, _, length = _record(parser)
        reply.authority.append((name, type))
        parser.get_bytes(length)
    for _ in range(additionals):
        _additional(parser, reply)
    return reply


def _after_question(query: Question, data: bytes, rcode: int, questions: int) -> int:
    """Where the answer begins; the question before it must be ours, in any case of letters."""
    asked = query.asked
    if questions == 1 and data[12 : 12 + len(asked)].lower() == asked.lower():
        return 12 + len(asked)
    if questions == 0 and rcode in _WITHOUT_QUESTION:
        return 12
    raise NoAnswer("only an answer to another question came back")


def _record(parser: dns.wire.Parser) -> tuple[dns.name.Name, int, int, int]:
    """Name, type, TTL and length of the data, of a record in class IN or of none (OPT)."""
    name = dns.name.from_wire_parser(parser)
    type, _, ttl, length = parser.get_struct("!HHIH")
    return name, type, ttl, length


def _answer(parser: dns.wire.Parser, query: Question, reply: Reply) -> None:
    name, type, ttl, length = _record(parser)
    if type not in (query.type, dns.rdatatype.CNAME):
        parser.get_bytes(length)
        return
    reply.answer.append(Entry(name, type, ttl, _data(parser, dns.rdatatype.RdataType(type), length)))


def _data(parser: dns.wire.Parser, type: dns.rdatatype.RdataType, length: int) -> dns.rdata.Rdata:
    """The data of a record. That of TLSA stays raw: dnspython refuses digests of a wrong length."""
    if type == dns.rdatatype.TLSA:
        return dns.rdata.GenericRdata(dns.rdataclass.IN, type, parser.get_bytes(length))
    with parser.restrict_to(length):
        return dns.rdata.from_wire_parser(dns.rdataclass.IN, type, parser)


def _additional(parser: dns.wire.Parser, reply: Reply) -> None:
    """Of all additional records only OPT counts: the rest of the code, and what explains it."""
    _, type, ttl, length = _record(parser)
    data = parser.get_bytes(length)
    if type != dns.rdatatype.OPT:
        return
    reply.rcode |= ttl >> 24 << 4
    while len(data) >= 4:
        code, size = struct.unpack_from("!HH", data)
        if code == _EXTENDED_ERROR and 2 <= size <= len(data) - 4:
            (info,) = struct.unpack_from("!H", data, 4)
            reply.errors.append((info, data[6 : 4 + size].decode("utf-8", "replace")))
        data = data[4 + size :]
