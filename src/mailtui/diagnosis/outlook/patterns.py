"""Whether an item of an Exim address list is about an address: yes, no, or only Exim knows.

Exim manual, 'Address lists', 'Choosing which retry rule to use'. Lookups, named lists, files and expansions
need Exim's own data, so their answer is None.
"""

from __future__ import annotations

import regex

_TIME_LIMIT = 0.05
"""Seconds that a pattern of the configuration may take."""
_ONLY_EXIM_KNOWS = ("$", ";", "+", "/", "@@")


def matches(item: str, key: str) -> bool | None:
    """`item` against an address, a domain or the name of a host; case does not count."""
    item, key = item.strip(), key.lower()
    if item.startswith("!"):
        found = matches(item[1:], key)
        return None if found is None else not found
    if item.startswith("^"):
        return _expression(item, key)
    if any(mark in item for mark in _ONLY_EXIM_KNOWS[:2]) or item.startswith(_ONLY_EXIM_KNOWS[2:]):
        return None
    local, at, domain = item.lower().rpartition("@")
    own_local, _, own_domain = key.rpartition("@")
    if item == "@" or domain in ("", "[]"):
        return None  # the name or the addresses of the server itself
    if not _ends(domain, own_domain):
        return False
    return not at or local == "*" or (bool(own_local) and _ends(local, own_local))


def any_of(items: str, sender: str | None) -> bool | None:
    """A list of senders, separated by colons; an empty one is about bounces, whose sender is empty."""
    if sender is None:
        return None
    answers = [
        (sender == "") if not item.strip() else bool(sender) and matches(item, sender)
        for item in (items.split(":") if items.strip(" :") else [""])
    ]
    return either(*answers)


def either(*answers: bool | None) -> bool | None:
    """Yes if one is yes, else unknown if one is."""
    if True in answers:
        return True
    return None if None in answers else False


def _ends(pattern: str, text: str) -> bool:
    """A leading asterisk stands for any beginning."""
    return text.endswith(pattern[1:]) if pattern.startswith("*") else text == pattern


def _expression(item: str, key: str) -> bool | None:
    """Regular expressions see a whole address; a domain alone has an asterisk as local part."""
    subject = key if "@" in key else f"*@{key}"
    try:
        found = regex.search(item.replace(r"\N", ""), subject, regex.IGNORECASE, timeout=_TIME_LIMIT)
    except (regex.error, TimeoutError):
        return None
    return found is not None
