"""What is expected of a domain, as rows of `dns_record` and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mailtui.model.enums import MatchRule
from mailtui.model.finding import Expected


class Wanted(NamedTuple):
    """One record that is expected, by the columns of `dns_record`."""

    type: str
    name: str
    value: str | None
    rule: MatchRule


def records(expected: Expected) -> Iterator[Wanted]:
    """The records that say what is expected, in order."""
    domain = expected.domain
    for selector, public in expected.selectors.items():
        yield Wanted("TXT", _key_name(selector, domain), public, MatchRule.KEY)
    for token in expected.ses_tokens:
        target = f"{token}.{expected.ses_suffix}"
        yield Wanted("CNAME", _key_name(token, domain), target, MatchRule.EQUALS)
    for term in expected.spf_terms:
        yield Wanted("TXT", domain, term, MatchRule.CONTAINS)
    for host in expected.mx_hosts:
        yield Wanted("MX", domain, host, MatchRule.CONTAINS)
    if expected.token:
        yield Wanted("TXT", domain, expected.token, MatchRule.EQUALS)
    for ip in expected.ips:
        yield Wanted("TXT", domain, ip, MatchRule.PASSES)


def expected_of(
    domain: str,
    kept: Iterable[Wanted],
    *,
    ses_suffix: str,
    mail_from: str,
    receives: bool,
    bimi: bool,
) -> Expected:
    """What the records of a domain and its own columns say is expected."""
    rows = list(kept)
    tokens = _of(rows, "TXT", MatchRule.EQUALS)
    suffix = {"ses_suffix": ses_suffix} if ses_suffix else {}
    return Expected(
        domain,
        selectors={_selector(one, domain): one.value for one in rows if one.rule is MatchRule.KEY},
        ses_tokens=tuple(
            _selector(one, domain) for one in rows if (one.type, one.rule) == ("CNAME", MatchRule.EQUALS)
        ),
        spf_terms=_of(rows, "TXT", MatchRule.CONTAINS),
        mx_hosts=_of(rows, "MX", MatchRule.CONTAINS),
        token=tokens[0] if tokens else "",
        ips=_of(rows, "TXT", MatchRule.PASSES),
        mail_from=mail_from,
        receives=receives,
        bimi=bimi,
        **suffix,
    )


def _of(rows: Iterable[Wanted], type_: str, rule: MatchRule) -> tuple[str, ...]:
    return tuple(one.value or "" for one in rows if (one.type, one.rule) == (type_, rule))


def _key_name(selector: str, domain: str) -> str:
    own, _, other = selector.partition("@")
    return f"{own}._domainkey.{other or domain}"


def _selector(record: Wanted, domain: str) -> str:
    own, _, signer = record.name.rpartition("._domainkey.")
    return own if signer == domain else f"{own}@{signer}"
