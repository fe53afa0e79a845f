"""`retry time not reached` names no cause: it takes that of the newest concrete failure before it.

From whatever message of the same server, for the same domain or on one of its hosts. A failure that
is imported later but happened earlier changes what was taken, so the order of importing does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable

from mailtui.store import inheriting as questions
from mailtui.store.engine import Connection
from mailtui.store.inheriting import Heir
from mailtui.store.verdicts import Verdicts

Domain = tuple[int, str]
"""Server id and domain."""


class Inheriting:
    """Hands causes down within one import."""

    def __init__(self, verdicts: Verdicts) -> None:
        self._verdicts = verdicts
        self._up_to: dict[Domain, int] = {}
        """Up to when the recipients at a domain have their cause; a domain that is missing is not known."""

    def settle(
        self, connection: Connection, heirs: Iterable[Heir], failures: dict[Domain, int]
    ) -> list[tuple[int, int, int]]:
        """Give `heirs` their cause, and others again that come after a failure that was imported later.

        `failures`: when the oldest new one was, by domain. All rows of the batch are written. Returns
        cause, message and recipient of each, to be written once the causes are.
        """
        wanted = {(heir.message, heir.number): heir for heir in heirs}
        for (server, domain), time in failures.items():
            if self._up_to.get((server, domain), time) >= time:
                for heir in questions.heirs(connection, server, domain, time):
                    wanted.setdefault((heir.message, heir.number), heir)
            self._up_to.setdefault((server, domain), 0)
        return [found for heir in wanted.values() if (found := self._hand_down(connection, heir))]

    def _hand_down(self, connection: Connection, heir: Heir) -> tuple[int, int, int] | None:
        key = heir.server, heir.domain
        self._up_to[key] = max(self._up_to.get(key, 0), heir.time)
        found = questions.source(connection, heir)
        return None if found is None else (self._verdicts.inherit(found), heir.message, heir.number)
