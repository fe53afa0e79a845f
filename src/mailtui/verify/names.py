"""Domain names as people type them -> as DNS, tables and comparisons have them."""

from __future__ import annotations

import re
import unicodedata
from ipaddress import ip_address

from mailtui.errors import InputError
from mailtui.model.visible import visible

LONGEST_NAME = 253
"""Characters of a name without its final dot (RFC 1035 section 2.3.4)."""
LONGEST_LABEL = 63
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")
_HINT = "Write the domain as in an address: the part after the @, such as example.org"


def canonical(name: str) -> str:
    """The name in lower case, without a final dot, letters beyond ASCII in their DNS form (RFC 5891).

    InputError when it can be no domain that sends or receives mail; its title says what is wrong with it.
    """
    text = name.strip()
    _no_strange_characters(text)
    text = _ascii(text.lower().removesuffix(".").removesuffix("。"), name)
    _no_address(text, name)
    _no_bad_length(text, name)
    for label in text.split("."):
        _no_bad_label(label, name)
    if "." not in text:
        raise _error(name, "has no top-level domain", _HINT)
    if text.rpartition(".")[2].isdigit():
        raise _error(name, "ends in a number, as no domain does", _HINT)
    return text


def _error(name: str, what: str, hint: str) -> InputError:
    shown = visible(name)
    return InputError(f"“{shown if len(shown) <= 80 else shown[:79] + '…'}” {what}", hint)


def _no_strange_characters(text: str) -> None:
    if not text:
        raise InputError("A domain is missing", _HINT)
    if any(unicodedata.category(char)[0] in "CZ" for char in text):
        raise _error(text, "has a space or a control character in it", _HINT)


def _no_address(text: str, name: str) -> None:
    try:
        ip_address(text.strip("[]"))
    except ValueError:
        if "@" in text:
            raise _error(name, "is an address, not a domain", _HINT) from None
        return
    raise _error(name, "is an IP, not a domain", _HINT)


def _no_bad_length(text: str, name: str) -> None:
    if len(text) > LONGEST_NAME:
        raise _error(name, f"has {len(text)} characters; a domain has at most {LONGEST_NAME}", _HINT)


def _no_bad_label(label: str, name: str) -> None:
    if not label:
        raise _error(name, "has an empty part: two dots beside each other, or one in front", _HINT)
    if len(label) > LONGEST_LABEL:
        raise _error(name, f"has a part of {len(label)} characters; {LONGEST_LABEL} is the most", _HINT)
    if label == "*":
        raise _error(name, "is a wildcard; only a domain can be checked", "Name the domain without “*.”")
    if not _LABEL.fullmatch(label):
        raise _error(name, "has a character in it that no domain has", _HINT)


def _ascii(text: str, name: str) -> str:
    """`bücher.example` -> `xn--bcher-kva.example`, where old and new rules agree (RFC 5894 section 7.2)."""
    if text.isascii():
        return text
    try:
        encoded = text.encode("idna").decode("ascii").lower()
        same = encoded.encode().decode("idna") == unicodedata.normalize("NFC", text)
    except UnicodeError:
        same = False
    if not same:
        raise _error(name, "has letters that DNS knows in more than one way", "Write it in its xn-- form")
    return encoded
