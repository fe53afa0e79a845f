"""Persons while the screen is shared: who somebody is by another name than their address is dots too."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from mailtui.model.person import PersonView
from mailtui.model.veil import MASK
from mailtui.model.visible import is_shared, shown

_BESIDE = re.compile(r"(?<=[\",])( ?)(?:[^\"<>:@,\d\n\\]|\\\"){1,120}(?=\s<[^\s<>\"]+@)")
"""A name before its address: `Ann Lee <ann@example.org>`."""
_UNDER = re.compile(r"(\"\w*(?:name|phone|street|city)\w*\": ?\")(?:[^\"\\\n]|\\.)+", re.IGNORECASE)
"""What stands in JSON under a key for a name."""
_CUT = re.compile(r"(\"(?:[^\"\\]|\\.)*\")|(\")(?:[^\"\\]|\\.)*\\?\Z|(?<=[\s&=,;:<>])[^\s&=,;:<>\"{}\[\]]+\Z")
"""Strings of JSON; one that is not ended, and the last word of another text, may be half an address."""
_TELLING = frozenset({"first_name", "last_name", "from_name", "unsubscribe_reason", "notes"})
_WHOLE = frozenset({"custom"})


def shown_person(person: PersonView) -> PersonView:
    """The page as it may be seen."""
    if not is_shared():
        return person
    contact = person.contact
    if contact is not None:
        texts = ("name", "unsubscribe_reason", "notes")
        dots: dict[str, Any] = {name: MASK for name in texts if getattr(contact, name)}
        contact = contact._replace(custom=dict.fromkeys(contact.custom, MASK), **dots)
    return shown(replace(person, contact=contact))


def shown_payload(text: str) -> str:
    """A payload: names that stand beside addresses or under a key for names go with the local parts."""
    if not is_shared():
        return text
    return shown(_BESIDE.sub(rf"\1{MASK}", _UNDER.sub(rf"\1{MASK}", text)))


def shown_words(words: str) -> str:
    """How a payload begins: what it ends in is cut, and may be half an address or a name."""
    if not is_shared():
        return words
    return _CUT.sub(lambda found: found[1] or f"{found[2] or ''}{MASK}", shown_payload(words))


def shown_item(item: Any) -> Any:  # noqa: ANN401 - any JSON value
    """What an export holds."""
    return shown(_item(item)) if is_shared() else item


def _item(value: Any, field: str = "") -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {name: _item(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_item(one) for one in value]
    if isinstance(value, str) and value:
        if field in _TELLING or field in _WHOLE:
            return MASK
        return shown_payload(value) if field == "text" else value
    return value
