"""The page of a person, read."""

from __future__ import annotations

from mailtui.model.person import PersonView
from mailtui.model.suppression import target_of
from mailtui.model.work import Reader
from mailtui.store.asking import asking
from mailtui.store.engine import Engine
from mailtui.store.persons import reading


class Persons:
    """People by their addresses. Every call may block; make it in a thread."""

    def __init__(self, engine: Engine, reader: Reader) -> None:
        self._engine = engine
        self._reader = reader

    def page(self, address: str) -> PersonView:
        """What is known of an address, which may be nothing; UsageError when it is none."""
        with asking(self._engine) as connection:
            return reading.person(connection, address, self._reader)

    def of(self, text: str) -> PersonView:
        """The same, of what somebody typed; UsageError when that is no address."""
        return self.page(target_of(text))
