"""One domain of a file, under whichever names its system has for things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mailtui.errors import InputError
from mailtui.model.domain import Claim, Managed, Profile
from mailtui.model.enums import CheckArea
from mailtui.model.moment import from_datetime
from mailtui.model.visible import visible
from mailtui.services.domains.managed import from_record, spf_terms
from mailtui.services.domains.wishes import Wish, selectors

_SAME = {
    "name": "domain",
    "domain_name": "domain",
    "status": "verified",
    "verification_status": "verified",
    "dkim_selector": "selectors",
    "dkim_selectors": "selectors",
    "selector": "selectors",
    "dkim_tokens": "ses_tokens",
    "verification_token": "token",
    "mx_hosts": "mx",
    "ip": "ips",
    "spf_record": "spf",
    "spf_include": "spf",
    "spf_terms": "spf",
    "ses_identity_arn": "provider_identity",
    "reply_to_address": "reply_to",
    "records": "record",
    "deleted_at": "deleted",
}
_TEXTS = ("from_name", "reply_to", "bounce_address", "provider_identity")
_KNOWN = {
    *("domain", "selectors", "dkim_public_key", "ses_tokens", "ses_suffix", "spf", "mx", "token", "ips"),
    *("mail_from", "receives", "bimi", "verified", "deleted", "record", *_TEXTS),
    *(f"{area}_verified" for area in CheckArea),
}
_UNUSED = re.compile(r"id|user_id|.*_at|dkim_private_key|dmarc_record|is_active")
"""Columns of other systems that mean nothing to mailtui, or that it must not read."""
_YES = {"true", "t", "yes", "y", "1", "verified", "valid"}
_NO = {"false", "f", "no", "n", "0", "failed", "pending", "invalid"}
_NEITHER = {"suspended", "unknown"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file says of a domain."""

    domain: str
    line: int
    wish: Wish
    profile: Profile
    claims: tuple[Claim, ...]
    notes: tuple[str, ...]


def entry(item: Mapping[str, object], line: int, now: int) -> Entry:
    """The entry of one table or row; InputError says what of it cannot be."""
    if "\0" in item:
        raise InputError("the row has more cells than there are columns", "Put cells with commas in quotes")
    said = {_SAME.get(key.lower(), key.lower()): value for key, value in item.items()}
    domain = _text(said, "domain")
    if not domain:
        raise InputError("there is no name", 'Write name = "example.org", or fill the column domain')
    strange = sorted(key for key in said if key not in _KNOWN and not _UNUSED.fullmatch(key))
    notes = [f"{visible(key)} is not used" for key in strange]
    deleted = said.get("deleted")
    profile = Profile(
        from_name=_text(said, "from_name") or None,
        reply_to=_text(said, "reply_to") or None,
        bounce_address=_text(said, "bounce_address") or None,
        provider_identity=_text(said, "provider_identity") or None,
        deleted=None if deleted in (None, "") else _moment(deleted),
    )
    wish, managed = _with_records(domain, _wish(said), said.get("record"), notes)
    claims = tuple(_claims(said, now))
    return Entry(domain, line, wish, replace(profile, managed=managed), claims, tuple(notes))


def _wish(said: Mapping[str, object]) -> Wish:
    keys = said.get("selectors")
    if isinstance(keys, Mapping):
        chosen = {str(name): str(key) or None for name, key in keys.items()}
    else:
        chosen = selectors(_list(said, "selectors"))
    public = _text(said, "dkim_public_key")
    if public and len(chosen) == 1:
        chosen = dict.fromkeys(chosen, public)
    spf = _text(said, "spf") if isinstance(said.get("spf"), str) else ""
    return Wish(
        selectors=chosen,
        ses_tokens=_list(said, "ses_tokens"),
        ses_suffix=_text(said, "ses_suffix") or None,
        spf_terms=spf_terms(spf) if spf.lower().startswith("v=spf1") else _list(said, "spf"),
        mx_hosts=_list(said, "mx"),
        token=_text(said, "token") or None,
        ips=_list(said, "ips"),
        mail_from=_text(said, "mail_from") or None,
        receives=_truth(said, "receives"),
        bimi=_truth(said, "bimi"),
    )


def _with_records(
    domain: str, wish: Wish, records: object, notes: list[str]
) -> tuple[Wish, dict[tuple[str, str], Managed]]:
    """The wish with what the `[[domain.record]]` tables say."""
    managed = {}
    for record in records if isinstance(records, list) else []:
        if not isinstance(record, Mapping):
            raise InputError("record is no table", "Begin each with a line [[domain.record]]")
        wish, place, kept, note = from_record(domain, wish, record)
        managed[place] = kept
        notes += [note] if note else []
    return wish, managed


def _claims(said: Mapping[str, object], now: int) -> Iterator[Claim]:
    whole = said.get("verified")
    if isinstance(whole, Mapping):
        said = {**said, **{f"{area}_verified": value for area, value in whole.items()}}
    elif (verified := _truth(said, "verified")) is not None:
        yield Claim(None, verified, "", now)
    for area in CheckArea:
        verified = _truth(said, f"{area}_verified")
        if verified is not None:
            yield Claim(area, verified, "", now)


def _text(said: Mapping[str, object], key: str) -> str:
    value = said.get(key, "")
    if not isinstance(value, str):
        raise InputError(f"{key} = {value!r} is no text", f"Write {key} in quotes")
    return value.strip()


def _list(said: Mapping[str, object], key: str) -> tuple[str, ...]:
    """A list, or a text of several: separated by blanks, commas, semicolons; `{a,b}` of PostgreSQL too."""
    value = said.get(key, ())
    if isinstance(value, str):
        return tuple(re.sub(r'[{}"]', "", value).replace(",", " ").replace(";", " ").split())
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise InputError(f"{key} = {value!r} is no list of texts", f'Write {key} = ["...", "..."]')


def _truth(said: Mapping[str, object], key: str) -> bool | None:
    value = said.get(key)
    if value is None or isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _YES | _NO:
        return word in _YES
    if not word or word in _NEITHER:
        return None
    raise InputError(f"{key} = {visible(word)!r} is neither yes nor no", f"Write {key} = true or false")


def _moment(value: object) -> int:
    """A time as TOML has it, or in ISO 8601; without a zone it is UTC."""
    try:
        when = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise InputError(f"{value!r} is no time", "Write it as in 2026-11-20T23:27:43Z") from None
    return from_datetime(when if when.tzinfo else when.replace(tzinfo=UTC))
