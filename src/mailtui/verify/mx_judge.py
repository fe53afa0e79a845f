"""MX answer and addresses of its hosts -> findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mailtui.model.enums import Severity
from mailtui.model.finding import Finding, Record
from mailtui.verify import mx_rules as rules
from mailtui.verify.addresses import is_inside, is_ip, record_type
from mailtui.verify.answers import Answer, Kind, mail_hosts
from mailtui.verify.hosts import Host

NULL = "."


@dataclass(frozen=True, slots=True)
class Mail:
    """What is expected of a domain that mail is sent to."""

    domain: str
    receives: bool = True
    hosts: tuple[str, ...] = ()
    """Empty: any."""

    @property
    def wanted(self) -> tuple[Record, ...]:
        """The records to publish when nothing of what is there is right."""
        if not self.receives:
            return (Record(self.domain, "MX", NULL, priority=0),)
        return tuple(self.record(host, 10 * place) for place, host in enumerate(self.hosts, 1))

    def record(self, host: str, preference: int) -> Record:
        """One MX record of the domain."""
        return Record(self.domain, "MX", host, priority=preference)


def judge(mail: Mail, answer: Answer, hosts: Mapping[str, Host]) -> Iterator[Finding]:
    """What is wrong; everything told is true, whatever is not known yet."""
    pairs = mail_hosts(answer)
    if answer.kind is Kind.NXDOMAIN:
        yield rules.NXDOMAIN.finding(mail.domain, "NXDOMAIN: no such domain")
    elif not pairs:
        yield from _without(mail, hosts[mail.domain])
    elif any(host == NULL for _, host in pairs):
        yield from _null(mail, pairs)
    else:
        for host in dict.fromkeys(host for _, host in pairs):
            yield from _host(mail, host, min(pref for pref, one in pairs if one == host), hosts.get(host))
        yield from _together(mail, pairs, hosts)
        yield from _as_expected(mail, pairs)


def _without(mail: Mail, host: Host) -> Iterator[Finding]:
    """No MX: mail goes to the domain's own address, if it has one."""
    if host.addresses:
        wanted = mail.wanted or (mail.record(mail.domain, 10),)
        yield rules.IMPLICIT.finding(mail.domain, f"no MX, only {', '.join(host.addresses)}", wanted)
    elif not host.unsure and mail.receives:
        yield rules.NONE.finding(mail.domain, "no MX, and no address", mail.wanted)


def _null(mail: Mail, pairs: list[tuple[int, str]]) -> Iterator[Finding]:
    if len(pairs) > 1:
        others = [host for _, host in pairs if host != NULL]
        kept = tuple(mail.record(host, pref) for pref, host in pairs if host != NULL)
        yield rules.NULL.finding(
            mail.domain,
            f"a null MX beside {', '.join(others)}",
            kept if mail.receives else mail.wanted,
            severity=Severity.FAIL,
            advice="A null MX stands alone. Take it out, or all the others.",
        )
    elif mail.receives:
        yield rules.NULL.finding(
            mail.domain,
            "a null MX: nothing is accepted",
            mail.wanted,
            severity=Severity.FAIL,
            expected="an MX record that names a host",
            advice="Senders will not even try, and bounces are lost. Name the host that takes its mail.",
        )
    else:
        yield rules.NULL.finding(mail.domain, "a null MX: nothing is accepted, as expected")


def _host(mail: Mail, name: str, preference: int, host: Host | None) -> Iterator[Finding]:
    if is_ip(name):
        better = f"mx.{mail.domain}"
        publish = (mail.record(better, preference), Record(better, record_type(name), name))
        yield rules.IP.finding(name, f"MX {preference} {name}", publish)
    if host is None:
        return
    if host.alias:
        target = (mail.record(host.alias, preference),)
        yield rules.CNAME.finding(name, f"{name} is an alias of {host.alias}", target)
    if not host.addresses and not host.unsure:
        yield rules.NO_ADDRESS.finding(name, f"{name} has no address")
    if inside := [address for address in host.addresses if is_inside(address)]:
        yield rules.PRIVATE.finding(name, f"{name} has {', '.join(inside)}")


def _together(mail: Mail, pairs: list[tuple[int, str]], hosts: Mapping[str, Host]) -> Iterator[Finding]:
    known = [host for host in hosts.values() if host.addresses]
    if known and not any(host.v4 or host.unsure for host in hosts.values()):
        yield rules.V6_ONLY.finding(mail.domain, f"only IPv6: {', '.join(known[0].v6)}")
    times = Counter(host for _, host in pairs)
    for host, number in times.items():
        if number > 1:
            best = min(pref for pref, one in pairs if one == host)
            yield rules.DUPLICATE.finding(host, f"{host} is there {number} times", (mail.record(host, best),))


def _as_expected(mail: Mail, pairs: list[tuple[int, str]]) -> Iterator[Finding]:
    """Whether the expected hosts are there; nothing more when the best one is somebody else."""
    if not mail.hosts:
        return
    best = [host for pref, host in pairs if pref == pairs[0][0]]
    there = {host for _, host in pairs}
    if not any(host in mail.hosts for host in best):
        expected = f"{', '.join(mail.hosts)} first"
        found = f"mail goes to {', '.join(best)}"
        yield rules.ELSEWHERE.finding(mail.domain, found, mail.wanted, expected=expected)
        return
    for host in mail.hosts:
        if host not in there:
            publish = (mail.record(host, pairs[-1][0] + 10),)
            yield rules.MISSING.finding(host, ", ".join(sorted(there)), publish, expected=host)
