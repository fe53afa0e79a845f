"""A desk that answers the first questions of the home screen before it is really there.

The answers come from a process beside this one (`services.ahead`). Anything else opens the real desk, which
takes its time and is done in the thread that asks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from mailtui.errors import MailtuiError
from mailtui.model.home import BUCKETS, FAILURES, FIRST_PAGE, SINGLES
from mailtui.query import parse
from mailtui.services.ahead import Ahead

if TYPE_CHECKING:
    from mailtui.model.view import StoreState
    from mailtui.services.desk import Desk
    from mailtui.services.domains.desk import Domains
    from mailtui.services.incidents import Incidents
    from mailtui.services.search import Search
    from mailtui.services.searches import Searches
    from mailtui.services.tracing import Tracing

OPENED = 0
"""Place of the first answer: that the database could be opened."""


class Question(NamedTuple):
    """A call of a method of a service."""

    service: str
    method: str
    arguments: tuple[Any, ...] = ()


def questions() -> list[Question]:
    """What the home screen asks, in its order."""
    singles = parse(SINGLES)
    return [
        Question("incidents", "triage"),
        Question("search", "page", (singles, None, FIRST_PAGE)),
        Question("state", "read"),
        Question("search", "histogram", (parse(FAILURES), BUCKETS)),
    ]


def answers(open_desk: Callable[[], Desk]) -> Iterator[Any]:
    """That it is open, then the answers."""
    desk = open_desk()
    yield True
    for one in questions():
        yield getattr(getattr(desk, one.service), one.method)(*one.arguments)


class EarlyDesk:
    """The services, as the screens know them."""

    def __init__(self, ahead: Ahead, open_desk: Callable[[], Desk], searches: Searches) -> None:
        self.searches = searches
        self._ahead = ahead
        self._open_desk = open_desk
        self._lock = threading.Lock()
        self._desk: Desk | None = None
        self._left = dict(enumerate(questions(), OPENED + 1))
        self.state = _State(self)

    @property
    def is_open(self) -> bool:
        """Whether the real desk is there."""
        return self._desk is not None

    def real(self) -> Desk:
        """The real desk; the first who asks waits for it."""
        with self._lock:
            if self._desk is None:
                self._desk = self._open_desk()
                self._desk.searches = self.searches
            return self._desk

    def ask(self, service: str, method: str, *arguments: object, **options: object) -> Any:  # noqa: ANN401
        """Answer a call: from what was asked ahead, else by the real desk."""
        wanted = Question(service, method, arguments)
        place = next((place for place, one in self._left.items() if one == wanted and not options), None)
        if place is not None and self._left.pop(place, None) is not None:
            found = self._ahead.answer(place)
            if not self._left:
                threading.Thread(target=self._finish, daemon=True).start()
            if found:
                return found[0]
        return getattr(getattr(self.real(), service), method)(*arguments, **options)

    def _finish(self) -> None:
        """Everything was answered: now there is time to open the desk."""
        with suppress(MailtuiError):  # who asks next is told
            self.real()

    @property
    def search(self) -> Search:
        return cast("Search", _Service(self, "search"))

    @property
    def incidents(self) -> Incidents:
        return cast("Incidents", _Service(self, "incidents"))

    @property
    def tracing(self) -> Tracing:
        return cast("Tracing", _Service(self, "tracing"))

    @property
    def domains(self) -> Domains:
        return cast("Domains", _Service(self, "domains"))

    def __getattr__(self, service: str) -> Any:  # noqa: ANN401
        """Any other is had from the real desk, by who asks in a thread."""
        if service.startswith("_"):
            raise AttributeError(service)
        return getattr(self.real(), service)


class _Service:
    """A service of which every method is asked for through the desk."""

    def __init__(self, desk: EarlyDesk, name: str) -> None:
        self._desk = desk
        self._name = name

    def __getattr__(self, method: str) -> Callable[..., Any]:
        if method.startswith("_"):
            raise AttributeError(method)
        return partial(self._desk.ask, self._name, method)


class _State:
    """How the database is. Whether there is news is asked on the screens' own thread: nothing waits there."""

    def __init__(self, desk: EarlyDesk) -> None:
        self._desk = desk

    def is_news(self) -> bool:
        return self._desk.is_open and self._desk.real().state.is_news()

    def read(self) -> StoreState:
        return cast("StoreState", self._desk.ask("state", "read"))
