"""The variables that a template uses: `{{name}}` and its kin. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

_USED = re.compile(
    r"\{\{\{?[#^&]?\s*([A-Za-z_][\w.]*)[^{}]{0,200}\}?\}\}|\*\|([A-Za-z_]\w*)\|\*|\$\{([A-Za-z_][\w.]*)\}"
)
"""Handlebars and its kin, Mailchimp's `*|NAME|*`, `${name}`."""
_WORDS = frozenset({"if", "else", "each", "with", "unless", "this", "end"})
"""Words of the template language itself."""
_ARGUMENT = re.compile(r"\{\{\{?#(?:if|each|unless|with)\s+([A-Za-z_][\w.]*)")


_ALSO = re.compile(r"\{\{\{?\s*[/!>^][^{}]{0,200}\}?\}\}|\*\|[A-Z]{2,10}:[^|*\r\n]{0,60}\|\*")
"""Ends, comments and parts of Handlebars, conditions of Mailchimp: placeholders without a name."""
_BROKEN = re.compile(
    r"\{\{+[^{}\r\n]{0,60}\}{0,3}"
    r"|\{\s*[A-Za-z_][\w. ]{0,60}\}{1,3}"
    r"|\{%[^%\r\n]{0,80}%?\}?|<%[^%\r\n]{0,80}%?>?"
    r"|\[\[\s*[A-Za-z_][\w. ]{0,60}\]\]?"
    r"|\$\{[^{}\r\n]{0,60}\}?"
    r"|\*\|[^|\r\n]{0,60}\|?\*?"
    r"|(?<![\w%])%{1,2}(?![0-9A-Fa-f]{2})[A-Za-z_][\w.]{0,60}%{1,2}"
    r"|(?<![\w%])%{1,2}[A-Fa-f][0-9A-Fa-f][\w.]{1,60}%{1,2}(?![0-9A-Fa-f]{2})"
)
"""What somebody meant to be filled, and is mailed as it stands there; `%C3%A4` of a URL is none."""
_NO_TEXT = ("style", "script")
"""Elements of HTML whose braces are of another language."""
_MOST = 20


class Variables(NamedTuple):
    """Names, each once, in the order in which they come."""

    used: tuple[str, ...]
    undeclared: tuple[str, ...]
    """Used, and not declared: nobody fills them."""
    unused: tuple[str, ...]
    """Declared, and not used."""
    broken: tuple[str, ...] = ()
    """Looks like a placeholder that is not one: half of one, or of another language. The first of many."""


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
        tuple(islice(dict.fromkeys(one for text in filter(None, texts) for one in _broken(text)), _MOST)),
    )


def _broken(text: str) -> Iterator[str]:
    """What is left of a text that looks like a placeholder when those that are some are gone."""
    rest = _ALSO.sub(" ", _USED.sub(" ", _without(text)))
    return (" ".join(match[0].split()) for match in _BROKEN.finditer(rest))


def _without(text: str) -> str:
    """A text without the elements of HTML that are none."""
    for name in _NO_TEXT:
        lower, kept, at = _lower(text), [], 0
        while (begin := lower.find(f"<{name}", at)) >= 0:
            kept.append(text[at:begin])
            end = lower.find(f"</{name}", begin)
            at = end if end >= 0 else len(text)
        text = "".join((*kept, text[at:]))
    return text


def _lower(text: str) -> str:
    """In lower case, of the same length."""
    return text.translate(_ASCII)


_ASCII = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
