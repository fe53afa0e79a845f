"""DNS message -> ANSWER. Only what a server clearly says is taken as definite."""

from __future__ import annotations

from collections.abc import Iterator

import dns.edns
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset
from dns.rdtypes.mxbase import MXBase
from dns.rdtypes.nsbase import NSBase
from dns.rdtypes.tlsabase import TLSABase
from dns.rdtypes.txtbase import TXTBase

from mailtui.model.visible import visible
from mailtui.verify.answers import Answer, Kind

LONGEST_CHAIN = 10
"""Aliases that are followed (the limit of common resolvers)."""
CIRCLE = "its aliases (CNAME) lead round in a circle"
EMPTY = "the answer is empty, and nothing in it says that there is no such record"


def interpret(name: str, type: str, message: dns.message.Message) -> Answer:
    """What the message says about the question; UNSURE with the reason where it says nothing definite."""
    code = message.rcode()
    if code not in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
        return Answer(name, type, Kind.UNSURE, why=_refusal(message))
    chain, end, ttl = _follow(message, type)
    if chain is None:
        return Answer(name, type, Kind.UNSURE, why=CIRCLE)
    secure = bool(message.flags & dns.flags.AD)
    found = _find(message, end, dns.rdatatype.from_text(type))
    if found is not None:
        records = tuple(sorted({_text(record) for record in found}))
        return Answer(name, type, Kind.OK, records, "", secure, min(ttl, found.ttl), chain)
    if code == dns.rcode.NXDOMAIN:
        return Answer(name, type, Kind.NXDOMAIN, secure=secure, aliases=chain)
    if _confirms(message, end):
        return Answer(name, type, Kind.NODATA, secure=secure, aliases=chain)
    return Answer(name, type, Kind.UNSURE, why=_emptiness(message), aliases=chain)


def is_refusal_of_edns(message: dns.message.Message) -> bool:
    """Whether an old server did not understand EDNS (RFC 6891 section 7)."""
    return message.rcode() in (dns.rcode.FORMERR, dns.rcode.NOTIMP) and not message.answer


def confirms_zone(message: dns.message.Message) -> bool:
    """Whether the answer to a SOA question shows that the server knows the zone of the name."""
    end = message.question[0].name
    if message.rcode() != dns.rcode.NOERROR:
        return False
    return _find(message, end, dns.rdatatype.SOA) is not None or _confirms(message, end)


def _follow(message: dns.message.Message, type: str) -> tuple[tuple[str, ...] | None, dns.name.Name, int]:
    """The aliases from the question on, where they end, and the least TTL; None when they never end."""
    end, chain, ttl = message.question[0].name, [], 2**31 - 1
    while type != "CNAME" and (alias := _find(message, end, dns.rdatatype.CNAME)) is not None:
        end, ttl = alias[0].target, min(ttl, alias.ttl)
        chain.append(_name(end))
        if len(chain) > LONGEST_CHAIN:
            return None, end, ttl
    return tuple(chain), end, ttl


def _find(
    message: dns.message.Message, name: dns.name.Name, type: dns.rdatatype.RdataType
) -> dns.rrset.RRset | None:
    return message.get_rrset(message.answer, name, dns.rdataclass.IN, type)


def _confirms(message: dns.message.Message, name: dns.name.Name) -> bool:
    """Whether the SOA of a zone above the name says that there is no such record (RFC 2308 section 2.2)."""
    return any(
        rrset.rdtype == dns.rdatatype.SOA and name.is_subdomain(rrset.name) for rrset in message.authority
    )


def _refusal(message: dns.message.Message) -> str:
    words = " ".join([dns.rcode.to_text(message.rcode()), *_extended(message)])
    return f"the DNS server says {words}"


def _extended(message: dns.message.Message) -> Iterator[str]:
    """What an Extended DNS Error adds (RFC 8914)."""
    for option in message.options:
        if isinstance(option, dns.edns.EDEOption):
            name = dns.edns.EDECode(option.code).name if option.code in list(dns.edns.EDECode) else ""
            said = visible(option.text or "")
            yield f"({' '.join(filter(None, [name.replace('_', ' ').lower() or str(option.code), said]))})"


def _emptiness(message: dns.message.Message) -> str:
    referral = any(rrset.rdtype == dns.rdatatype.NS for rrset in message.authority)
    if referral and not message.flags & dns.flags.AA:
        return "the DNS server only refers to others: it is lame, or no resolver"
    return EMPTY


def _name(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True).lower()


def _text(record: dns.rdata.Rdata) -> str:
    """A record in the form that `Answer.records` promises."""
    match record:
        case TXTBase():
            return b"".join(record.strings).decode("utf-8", "surrogateescape")
        case MXBase():
            return f"{record.preference} {_name(record.exchange)}"
        case NSBase():
            return _name(record.target)
        case TLSABase():
            return f"{record.usage} {record.selector} {record.mtype} {record.cert.hex()}"
    return record.to_text()
