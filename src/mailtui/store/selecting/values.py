"""What a function for a field takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mailtui.query.tree import Choice, Value
from mailtui.store.selecting.condition import Condition
from mailtui.store.selecting.context import Context

Values = Sequence[Value]
Test = Callable[[Context, Values], Condition]


def words(values: Values) -> list[str]:
    """The words of a closed list."""
    return [value.word for value in values if isinstance(value, Choice)]
