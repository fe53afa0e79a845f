"""Contacts while the screen is shared: who somebody is by another name than their address is dots too."""

from __future__ import annotations

import re
from typing import Any

from mailtui.model.people_view import ContactView
from mailtui.model.veil import MASK
from mailtui.model.visible import is_shared

_TELLING = ("first_name", "last_name", "notes", "unsubscribe_reason", "external_id")
_QUOTED = re.compile(r"['\"].*['\"]", re.DOTALL)


def shown_conditions(conditions: str) -> str:
    """Conditions of a segment as JSON: they may compare with somebody's name."""
    return MASK if is_shared() else conditions


def shown_quoted(reason: str) -> str:
    """Why a row or a condition is wrong; what it quotes may be somebody's name."""
    return _QUOTED.sub(MASK, reason) if is_shared() else reason


def shown_contact(contact: ContactView) -> ContactView:
    """The contact as it may be seen. Addresses are masked by who displays them, as everywhere."""
    if not is_shared():
        return contact
    dots: dict[str, Any] = {name: MASK for name in _TELLING if getattr(contact, name)}
    return contact._replace(custom=dict.fromkeys(contact.custom, MASK), **dots)
