"""Names of tags, and what to change about the tags of something: `+vip -todo`. Pure and total."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from mailtui.errors import QueryError, UsageError
from mailtui.model.visible import visible

LONGEST = 40
"""Characters of a name."""
MOST = 50
"""Tags in one expression."""
COLOURS = ("red", "yellow", "green", "cyan", "blue", "magenta")
"""What a tag may be painted in, beside none; its name is always shown too."""
RESERVED = frozenset({"any", "none", "all"})
"""Words that mean something else where a tag is asked for."""
RULE = "letters, digits and . _ -, beginning with a letter or digit, at most 40"

_NAME = re.compile(r"[^\W_][\w.-]*")
_PIECE = re.compile(r"\S+")
_HINT = "For example +vip -todo: + puts a tag on, - takes it off"


class TagChange(NamedTuple):
    """Tags to put on and to take off; no name is in both. Names as `tag_name` gives them."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join([*(f"+{name}" for name in self.add), *(f"-{name}" for name in self.remove)])


def tag_name(text: str) -> str | None:
    """The name that a text is for a tag, in lower case; None when it can be none."""
    if len(text) > LONGEST:
        return None
    name = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    sound = _NAME.fullmatch(name) and len(name) <= LONGEST and name == visible(name)
    return name if sound and name not in RESERVED and name == name.lower() else None


def checked_name(text: str) -> str:
    """The name; UsageError says what a name may be."""
    name = tag_name(text)
    if name is None:
        raise UsageError(f'"{_shortened(text)}" cannot be the name of a tag', f"A name is {_rule(text)}")
    return name


def checked_colour(text: str) -> str:
    """A colour of the palette, '' for none; UsageError names those there are."""
    colour = text.strip().lower()
    if colour in ("", "none"):
        return ""
    if colour not in COLOURS:
        raise UsageError(
            f'"{_shortened(text)}" is no colour of tags', f"They are {', '.join(COLOURS)} and none"
        )
    return colour


def parse_tags(text: str) -> TagChange:
    """What an expression such as `+vip -todo` says.

    Raises QueryError with the position of what cannot be understood, and a hint; also when it says nothing.
    """
    signs: dict[str, str] = {}
    for found in _PIECE.finditer(text):
        sign, name = _piece(found[0], found.start())
        if signs.setdefault(name, sign) != sign:
            raise QueryError(
                f"{name} is both put on and taken off", found.start(), len(found[0]), "Leave one of them out"
            )
        if len(signs) > MOST:
            raise QueryError(f"More than {MOST} tags at once", found.start(), len(found[0]))
    if not signs:
        raise QueryError("No tag is named", 0, 1, _HINT)
    return TagChange(
        tuple(name for name, sign in signs.items() if sign == "+"),
        tuple(name for name, sign in signs.items() if sign == "-"),
    )


def _piece(piece: str, at: int) -> tuple[str, str]:
    """Sign and name of one piece of an expression."""
    sign, text = piece[0], piece[1:]
    if sign not in "+-":
        name = tag_name(piece)
        hint = f"+{name} puts it on, -{name} takes it off" if name else _HINT
        raise QueryError(f'"{_shortened(piece)}" has neither + nor - before it', at, len(piece), hint)
    if not text:
        raise QueryError(f"{sign} needs the name of a tag", at, 1, _HINT)
    name = tag_name(text)
    if name is None:
        raise QueryError(
            f'"{_shortened(text)}" cannot be the name of a tag',
            at + 1,
            len(text),
            f"A name is {_rule(text)}",
        )
    return sign, name


def _rule(text: str) -> str:
    return f"{RULE}; {text.lower()} means something else" if text.lower() in RESERVED else RULE


def _shortened(text: str) -> str:
    return visible(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")


def completed(text: str, cursor: int, known: Iterable[str]) -> tuple[int, int, list[str]]:
    """What the piece at the cursor may become: where it begins and ends, and whole pieces for it.

    A piece without a sign is offered with `+`. Names that the expression has already are left out.
    """
    pieces = list(_PIECE.finditer(text))
    here = next((found for found in pieces if found.start() <= cursor <= found.end()), None)
    start, end = (here.start(), here.end()) if here else (cursor, cursor)
    begun = text[start:cursor]
    sign, prefix = (begun[0], begun[1:]) if begun[:1] in ("+", "-") else ("+", begun)
    used = {found[0].lstrip("+-") for found in pieces if found is not here}
    offers = [f"{sign}{name}" for name in known if name.startswith(prefix.lower()) and name not in used]
    return start, end, offers
