"""The variables that a template uses: `{{name}}` and its kin. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_USED = re.compile(
    r"\{\{\{?[#^&]?\s*([A-Za-z_][\w.]*)[^{}]{0,200}\}?\}\}|\*\|([A-Za-z_]\w*)\|\*|\$\{([A-Za-z_][\w.]*)\}"
)
"""Handlebars and its kin, Mailchimp's `*|NAME|*`, `${name}`."""
_WORDS = frozenset({"if", "else", "each", "with", "unless", "this", "end"})
"""Words of the template language itself."""
_ARGUMENT = re.compile(r"\{\{\{?#(?:if|each|unless|with)\s+([A-Za-z_][\w.]*)")


class Variables(NamedTuple):
    """Names, each once, in the order in which they come."""

    used: tuple[str, ...]
    undeclared: tuple[str, ...]
    """Used, and not declared: nobody fills them."""
    unused: tuple[str, ...]
    """Declared, and not used."""


def variables(declared: Iterable[str], *texts: str | None) -> Variables:
    """What texts use of what is declared."""
    found: dict[str, None] = {}
    for text in filter(None, texts):
        for match in _USED.finditer(text):
            name = match[1] or match[2] or match[3]
            if name not in _WORDS:
                found[name] = None
        found |= dict.fromkeys(_ARGUMENT.findall(text))
    known = dict.fromkeys(declared)
    return Variables(
        tuple(found),
        tuple(name for name in found if name not in known),
        tuple(name for name in known if name not in found),
    )
