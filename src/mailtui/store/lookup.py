"""What it takes to look something up: SQLAlchemy's connections have it, and those of a `LightReader`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol


class Found(Protocol):
    """The rows that a statement found, to be taken in one of these ways."""

    def __iter__(self) -> Iterator[Sequence[Any]]:
        """One after the other."""
        ...

    def all(self) -> Sequence[Sequence[Any]]:
        """All that are left."""
        ...

    def first(self) -> Sequence[Any] | None:
        """The first one; None when there is none."""
        ...

    def scalar(self) -> Any:
        """The first value of the first one; None when there is none."""
        ...


class Lookup(Protocol):
    """A connection to read with."""

    def exec_driver_sql(self, statement: str, parameters: tuple[Any, ...] = ..., /) -> Found:
        """Run a statement."""
        ...
