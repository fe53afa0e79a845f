"""Functions of ours within SQL: text beyond ASCII without regard to case, and patterns with a time limit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, String, func

from mailtui.errors import UsageError
from mailtui.store.selecting.patterns import Matcher, matcher

FOLDED = "mailtui_folded"
MATCHES = "mailtui_matches"
MAILBOX = "mailtui_mailbox"


class Functions:
    """What is registered on a connection of the driver, with what one question needs to remember."""

    def __init__(self) -> None:
        self.failure: UsageError | None = None
        """Why a pattern gave up; SQLite itself only tells that a function failed."""
        self._matchers: dict[str, Matcher] = {}

    def begin(self) -> None:
        """A new question: patterns have all their time again."""
        self.failure = None
        self._matchers.clear()

    def matches(self, source: str, text: str | None) -> bool | None:
        """Whether a text matches; NULL does neither."""
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


def functions_of(connection: Connection, driver: Any) -> Functions:
    """Our functions on this connection, registered when it is used for the first time."""
    known: Functions | None = connection.info.get(MATCHES)
    if known is None:
        known = connection.info[MATCHES] = Functions()
        driver.create_function(FOLDED, 1, _folded, deterministic=True)
        driver.create_function(MATCHES, 2, known.matches, deterministic=True)
        driver.create_function(MAILBOX, 2, _mailbox, deterministic=True)
    known.begin()
    return known


def _folded(text: str | None) -> str | None:
    return None if text is None else text.lower()


def _mailbox(host_provider: str | None, domain: str | None) -> str:
    from mailtui.diagnosis.mailboxes import mailbox_of

    return mailbox_of(host_provider or "", domain or "")


def mailbox(host_provider: ColumnElement[Any], domain: ColumnElement[Any]) -> ColumnElement[str]:
    """Who runs a mailbox, as `diagnosis.mailboxes` says; NULL is ''."""
    return getattr(func, MAILBOX)(host_provider, domain, type_=String())  # type: ignore[no-any-return]


def folded(column: ColumnElement[str]) -> ColumnElement[str]:
    """The column in lower case, letters beyond ASCII too (SQLite's own `lower` knows only those)."""
    return getattr(func, FOLDED)(column, type_=column.type)  # type: ignore[no-any-return]


def matches(column: ColumnElement[str], source: str) -> ColumnElement[bool]:
    """The column matches a regular expression somewhere, without regard to case."""
    return getattr(func, MATCHES)(source, column) == 1  # type: ignore[no-any-return]
