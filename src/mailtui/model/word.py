"""What every closed list of words is made of."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Self


class Word(StrEnum):
    """A word of a closed list, with a small integer `code` for storage."""

    @cached_property
    def code(self) -> int:
        """The integer that stands for this word in the database."""
        return list(type(self)).index(self)

    @classmethod
    def of_code(cls, code: int) -> Self:
        """The word that `code` stands for; IndexError when there is none."""
        return list(cls)[code]
