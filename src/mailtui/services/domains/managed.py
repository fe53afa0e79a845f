"""DNS records that another system manages -> what they say is expected of a domain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from mailtui.errors import InputError
from mailtui.model.domain import Managed
from mailtui.model.visible import visible
from mailtui.services.domains.wishes import Wish

_SPF_TERM = re.compile(r"[+?~-]?(?:include:|ip4:|ip6:|a(?=$|[:/])|mx(?=$|[:/])|exists:|redirect=)", re.I)
_COLUMNS = {
    *("type", "record_type", "name", "domain", "value", "ttl", "priority"),
    *("managed_by", "provider", "dns_provider", "id", "provider_record_id", "user_id"),
}


def from_record(
    domain: str, wish: Wish, record: Mapping[str, object]
) -> tuple[Wish, tuple[str, str], Managed, str]:
    """The wish with one record more, its place, what is kept beside it, and a note when nothing checks it."""
    kind = str(record.get("type") or record.get("record_type") or "").upper()
    value = str(record.get("value", "")).strip()
    if not kind or not value:
        raise InputError("a record lacks its type or its value", 'Write type = "MX", value = "..."')
    domain = domain.lower().removesuffix(".")
    name = str(record.get("name") or domain).lower().removesuffix(".")
    name = domain if name == "@" else name
    kind = "TXT" if kind in ("SPF", "DKIM", "DMARC") else kind
    more = _wish(domain, wish, kind, name, value)
    note = "" if more else f"nothing checks the record {visible(f'{name} {kind}')}; it is not kept"
    return more or wish, (kind, name), _managed(record), note


def spf_terms(text: str) -> tuple[str, ...]:
    """The terms of an SPF record that name senders."""
    return tuple(term.removeprefix("+") for term in text.split()[1:] if _SPF_TERM.match(term))


def _wish(domain: str, wish: Wish, kind: str, name: str, value: str) -> Wish | None:
    selector = name.removesuffix(f"._domainkey.{domain}")
    target = value.lower().removesuffix(".")
    if kind == "MX" and name == domain:
        return replace(wish, mx_hosts=(*wish.mx_hosts, target.split()[-1]))
    if kind == "CNAME" and selector != name:
        if target.startswith(f"{selector}."):
            suffix = target.removeprefix(f"{selector}.")
            return replace(wish, ses_tokens=(*wish.ses_tokens, selector), ses_suffix=suffix)
        return replace(wish, selectors={**wish.selectors, selector: None})
    if kind == "TXT" and selector != name:
        return replace(wish, selectors={**wish.selectors, selector: value})
    if kind == "TXT" and name == domain and value.lower().startswith("v=spf1"):
        return replace(wish, spf_terms=(*wish.spf_terms, *spf_terms(value)))
    if kind == "TXT" and name == domain and not wish.token:
        return replace(wish, token=value)
    return None


def _managed(record: Mapping[str, object]) -> Managed:
    rest = {key: value for key, value in record.items() if key not in _COLUMNS}
    return Managed(
        _number(record, "ttl"),
        _number(record, "priority"),
        _word(record, "managed_by") or _word(record, "provider") or _word(record, "dns_provider"),
        _word(record, "provider_record_id") or _word(record, "id"),
        {key: value if isinstance(value, bool | int | float) else str(value) for key, value in rest.items()},
    )


def _number(record: Mapping[str, object], key: str) -> int | None:
    value = record.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise InputError(f"{key} = {value!r} of a record is no number", f"Write {key} = 3600")
    return value


def _word(record: Mapping[str, object], key: str) -> str | None:
    return str(record[key]) if key in record else None
