"""What people say is expected of a domain -> checked and in the one form that checks compare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address

from mailtui.errors import InputError
from mailtui.model.finding import Expected
from mailtui.model.visible import visible

_LABELS = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*", re.IGNORECASE)
_KEY = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_TERM = re.compile(r"[!-~]+")
_MECHANISM = re.compile(r"[+?~-]?(include:|ip4:|ip6:|a(?![a-z0-9.-])|mx(?![a-z0-9.-])|exists:|redirect=)")
_PROOF_HINT = "Give the text of the TXT record that proves ownership, as the provider shows it"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is said of a domain; None and empty: nothing was said."""

    selectors: Mapping[str, str | None] = field(default_factory=dict)
    ses_tokens: tuple[str, ...] = ()
    ses_suffix: str | None = None
    spf_terms: tuple[str, ...] = ()
    mx_hosts: tuple[str, ...] = ()
    token: str | None = None
    ips: tuple[str, ...] = ()
    mail_from: str | None = None
    receives: bool | None = None
    bimi: bool | None = None


def wished(domain: str, wish: Wish, before: Expected | None = None) -> Expected:
    """What is expected of a domain: what was before, and what is said now; InputError says what is wrong.

    Lists grow, single values are replaced.
    """
    from mailtui.verify.names import canonical

    old = before or Expected(canonical(domain))
    keys = dict(_selector(*pair) for pair in wish.selectors.items())
    return replace(
        old,
        selectors={**old.selectors, **{name: key or old.selectors.get(name) for name, key in keys.items()}},
        ses_tokens=_joined(old.ses_tokens, (_label(one, "an SES token") for one in wish.ses_tokens)),
        ses_suffix=old.ses_suffix if wish.ses_suffix is None else canonical(wish.ses_suffix),
        spf_terms=_joined(old.spf_terms, map(_term, wish.spf_terms)),
        mx_hosts=_joined(old.mx_hosts, map(canonical, wish.mx_hosts)),
        token=old.token if wish.token is None else _token(wish.token),
        ips=_joined(old.ips, map(_ip, wish.ips)),
        mail_from=old.mail_from if wish.mail_from is None else canonical(wish.mail_from),
        receives=old.receives if wish.receives is None else wish.receives,
        bimi=old.bimi if wish.bimi is None else wish.bimi,
    )


def _joined(before: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *more)))


def selectors(texts: Iterable[str]) -> dict[str, str | None]:
    """`S` or `S=KEY` from the command line or a table."""
    pairs = (text.partition("=") for text in texts)
    return {name.strip(): key.strip() or None for name, _, key in pairs}


def _selector(name: str, key: str | None) -> tuple[str, str | None]:
    """`S`, or `S@OTHER` for mail that is signed with `d=OTHER`."""
    from mailtui.verify.names import canonical

    own, at, other = name.partition("@")
    signer = f"@{canonical(other)}" if at else ""
    return _label(own, "a DKIM selector") + signer, None if key is None else _public(key)


def _public(text: str) -> str:
    """The `p=` of a key record, or the bare key; white space does not count."""
    key = "".join(text.replace('"', "").split())
    tag = re.search(r"(?:^|;)p=([^;]*)", key)
    key = tag[1] if tag else key
    if "PRIVATEKEY" in key.upper():
        raise InputError("that is a private key", "Give the public one; mailtui never reads private keys")
    key = re.sub(r"-----(BEGIN|END)[A-Z]*-----", "", key)
    if not _KEY.fullmatch(key):
        raise _error(text, "is no public key", "Give what the record has behind p=, in base64")
    return key


def _label(text: str, what: str) -> str:
    name = text.strip().lower().removesuffix(".")
    if not _LABELS.fullmatch(name):
        raise _error(text, f"is not {what}", "Write it as in the DNS name, such as s1 in s1._domainkey")
    return name


def _term(text: str) -> str:
    """A term of an SPF record; a bare name is one to include."""
    term = text.strip()
    if not _TERM.fullmatch(term):
        raise _error(text, "is no term of an SPF record", "Write it as in include:_spf.example.net")
    return term if _MECHANISM.match(term.lower()) else f"include:{term.lower()}"


def _token(text: str) -> str:
    token = text.strip()
    if visible(token) != token:
        raise _error(text, "has control characters in it", _PROOF_HINT)
    return token


def _ip(text: str) -> str:
    try:
        return str(ip_address(text.strip().removeprefix("[").removesuffix("]")))
    except ValueError:
        raise _error(text, "is no IP address", "Give addresses that mail leaves from: 192.0.2.25") from None


def _error(text: str, what: str, hint: str) -> InputError:
    shown = visible(text)
    return InputError(f"“{shown if len(shown) <= 80 else shown[:79] + '…'}” {what}", hint)
