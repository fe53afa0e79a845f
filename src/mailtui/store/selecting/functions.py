"""Functions of ours within SQL: text beyond ASCII without regard to case, and patterns with a time limit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func

from mailtui.errors import UsageError
from mailtui.store.selecting.patterns import Matcher, matcher

FOLDED = "mailtui_folded"
MATCHES = "mailtui_matches"


class Functions:
    """What is registered on a connection for one question."""

    def __init__(self) -> None:
        self.failure: UsageError | None = None
        """Why a pattern gave up; SQLite itself only tells that a function failed."""
        self._matchers: dict[str, Matcher] = {}

    def install(self, driver: Any) -> None:
        """Register them on a connection of the driver, in place of those of the question before."""
        driver.create_function(FOLDED, 1, _folded, deterministic=True)
        driver.create_function(MATCHES, 2, self._matches, deterministic=True)

    def _matches(self, source: str, text: str | None) -> bool | None:
        if text is None:
            return None
        try:
            found = self._matchers.get(source)
            if found is None:
                found = self._matchers[source] = matcher(source)
            return found(text)
        except UsageError as error:
            self.failure = error
            raise


def _folded(text: str | None) -> str | None:
    return None if text is None else text.lower()


def folded(column: ColumnElement[str]) -> ColumnElement[str]:
    """The column in lower case, letters beyond ASCII too (SQLite's own `lower` knows only those)."""
    return getattr(func, FOLDED)(column, type_=column.type)  # type: ignore[no-any-return]


def matches(column: ColumnElement[str], source: str) -> ColumnElement[bool]:
    """The column matches a regular expression somewhere, without regard to case."""
    return getattr(func, MATCHES)(source, column) == 1  # type: ignore[no-any-return]
