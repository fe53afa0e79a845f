"""Reading the audit: the verbs behind `mailtui audit` and the Audit screen. Every call may block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import tzinfo
from pathlib import Path

from mailtui.errors import UsageError
from mailtui.model.act import AuditView, ChainState
from mailtui.services.acting.asking import wanted
from mailtui.services.acting.witness import entries_told
from mailtui.store.acting import reading, verifying
from mailtui.store.asking import asking
from mailtui.store.engine import Engine

_HEAD = re.compile(r"(?:(\d+):)?([0-9a-fA-F]{64})")


class Auditing:
    """What was done to one database, by whom, when and why."""

    def __init__(self, engine: Engine, now: Callable[[], int], zone: tzinfo) -> None:
        self._engine = engine
        self._now = now
        self._zone = zone

    def entries(self, query: str = "", limit: int = 200, before: int | None = None) -> Sequence[AuditView]:
        """The newest entries that a query finds, older than the entry `before`.

        QueryError when the text is no query of the audit: see `services.acting.asking`.
        """
        asked = wanted(query, self._now(), self._zone)
        with asking(self._engine) as connection:
            return reading.entries(connection, asked, limit, before)

    def count(self, query: str = "") -> int:
        """How many entries a query finds."""
        asked = wanted(query, self._now(), self._zone)
        with asking(self._engine) as connection:
            return reading.count(connection, asked)

    def verify(self, head: str = "", told: Iterable[str] = ()) -> ChainState:
        """Look through the whole chain.

        `head`: a hash that was noted elsewhere, as HASH or NUMBER:HASH; `told`: lines of syslog. What was
        told and is not there was taken away at the end. UsageError when `head` is no hash.
        """
        witnessed: list[tuple[int | None, bytes]] = [
            *entries_told(told, Path(self._engine.url.database or ""))
        ]
        if head:
            match = _HEAD.fullmatch(head.strip())
            if match is None:
                raise UsageError(
                    f"{head!r} is no hash of an entry",
                    "64 hexadecimal digits, as `mailtui audit verify` and the lines in syslog have them",
                )
            witnessed.append((int(match[1]) if match[1] else None, bytes.fromhex(match[2])))
        with asking(self._engine) as connection:
            return verifying.verify(connection, witnessed)
