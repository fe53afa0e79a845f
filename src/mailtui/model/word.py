"""What every closed list of words is made of."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, cached_property
from typing import Any, Self


class Word(StrEnum):
    """A word of a closed list, with a small integer `code` for storage."""

    @cached_property
    def code(self) -> int:
        """The integer that stands for this word in the database."""
        return list(type(self)).index(self)

    @classmethod
    def of_code(cls, code: int) -> Self:
        """The word that `code` stands for; IndexError when there is none."""
        found: Self = _listed(cls)[code]
        return found


@cache
def _listed(words: type[Word]) -> tuple[Any, ...]:
    """The words in their order: a page of rows asks some hundred times."""
    return tuple(words)
