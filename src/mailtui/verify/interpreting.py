"""DNS reply -> ANSWER. Only what a server clearly says is taken as definite."""

from __future__ import annotations

from collections.abc import Iterator

import dns.edns
import dns.name
import dns.rcode
import dns.rdata
import dns.rdatatype
from dns.rdtypes.mxbase import MXBase
from dns.rdtypes.nsbase import NSBase
from dns.rdtypes.txtbase import TXTBase

from mailtui.model.visible import visible
from mailtui.verify.answers import Answer, Kind
from mailtui.verify.message import AA, AD, Entry, Reply

LONGEST_CHAIN = 10
"""Aliases that are followed (the limit of common resolvers)."""
CIRCLE = "its aliases (CNAME) lead round in a circle"
EMPTY = "the answer is empty, and nothing in it says that there is no such record"


def interpret(name: str, type: str, reply: Reply) -> Answer:
    """What the reply says about the question; UNSURE with the reason where it says nothing definite."""
    if reply.rcode not in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
        return Answer(name, type, Kind.UNSURE, why=_refusal(reply))
    chain, end, ttl = _follow(reply, type)
    if chain is None:
        return Answer(name, type, Kind.UNSURE, why=CIRCLE)
    secure = bool(reply.flags & AD)
    found = list(_find(reply, end, dns.rdatatype.from_text(type)))
    if found:
        records = tuple(sorted({_text(entry.data) for entry in found}))
        ttl = min(ttl, *(entry.ttl for entry in found))
        return Answer(name, type, Kind.OK, records, "", secure, ttl, chain)
    if reply.rcode == dns.rcode.NXDOMAIN:
        return Answer(name, type, Kind.NXDOMAIN, secure=secure, aliases=chain)
    if _confirms(reply, end):
        return Answer(name, type, Kind.NODATA, secure=secure, aliases=chain)
    return Answer(name, type, Kind.UNSURE, why=_emptiness(reply), aliases=chain)


def is_refusal_of_edns(reply: Reply) -> bool:
    """Whether an old server did not understand EDNS (RFC 6891 section 7)."""
    return reply.rcode in (dns.rcode.FORMERR, dns.rcode.NOTIMP) and not reply.answer


def confirms_zone(reply: Reply) -> bool:
    """Whether the answer to a SOA question shows that the server knows the zone of the name."""
    if reply.rcode != dns.rcode.NOERROR:
        return False
    return any(_find(reply, reply.name, dns.rdatatype.SOA)) or _confirms(reply, reply.name)


def _follow(reply: Reply, type: str) -> tuple[tuple[str, ...] | None, dns.name.Name, int]:
    """The aliases from the question on, where they end, and the least TTL; None when they never end."""
    end, ttl = reply.name, 2**31 - 1
    chain: list[str] = []
    while type != "CNAME":
        alias = next(_find(reply, end, dns.rdatatype.CNAME), None)
        if alias is None or not isinstance(alias.data, NSBase):
            break
        end, ttl = alias.data.target, min(ttl, alias.ttl)
        chain.append(_name(end))
        if len(chain) > LONGEST_CHAIN:
            return None, end, ttl
    return tuple(chain), end, ttl


def _find(reply: Reply, name: dns.name.Name, type: int) -> Iterator[Entry]:
    return (entry for entry in reply.answer if entry.type == type and entry.name == name)


def _confirms(reply: Reply, name: dns.name.Name) -> bool:
    """Whether the SOA of a zone above the name says that there is no such record (RFC 2308 section 2.2)."""
    return any(type == dns.rdatatype.SOA and name.is_subdomain(zone) for zone, type in reply.authority)


def _refusal(reply: Reply) -> str:
    words = " ".join([_code(reply.rcode), *_extended(reply)])
    return f"the DNS server says {words}"


def _code(rcode: int) -> str:
    try:
        return dns.rcode.to_text(dns.rcode.Rcode(rcode))
    except ValueError:
        return f"code {rcode}"


def _extended(reply: Reply) -> Iterator[str]:
    """What an Extended DNS Error adds (RFC 8914)."""
    names = {int(code): code.name.replace("_", " ").lower() for code in dns.edns.EDECode}
    for code, text in reply.errors:
        yield f"({' '.join(filter(None, [names.get(code, str(code)), visible(text)]))})"


def _emptiness(reply: Reply) -> str:
    referral = any(type == dns.rdatatype.NS for _, type in reply.authority)
    if referral and not reply.flags & AA:
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
        case dns.rdata.GenericRdata(rdtype=dns.rdatatype.TLSA, data=data):
            return f"{' '.join(map(str, data[:3]))} {data[3:].hex()}"
    return record.to_text()
