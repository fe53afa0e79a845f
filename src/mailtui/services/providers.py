"""Accounts that mail is sent through, and what of their events was not understood."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from mailtui.model.provider_view import ProviderView
from mailtui.model.webhook import PayloadView, Retried
from mailtui.services.webhooks import retry, retry_there
from mailtui.store import payload_list, provider_reading
from mailtui.store.asking import asking
from mailtui.store.engine import Engine
from mailtui.store.lock import holder

NEWEST = 1 << 62
INDENTED = 1 << 20
"""Bytes of JSON that are indented to be read; more is shown as it came."""


class FailedPage(NamedTuple):
    """Payloads that were not understood in full, newest first."""

    payloads: Sequence[PayloadView]
    total: int
    after: int | None
    """What the next page begins after; None: this was the last."""


class Providers:
    """Accounts and their limits, read. Every call may block; make it in a thread."""

    def __init__(self, engine: Engine, database: Path, rules: Path | None = None) -> None:
        """`rules`: the operator's own diagnosis rules, for what is read again."""
        self._engine = engine
        self._database = database
        self._rules = rules

    def all(self) -> list[ProviderView]:
        """Every account: active ones first, then by priority."""
        with asking(self._engine) as connection:
            return provider_reading.providers(connection)

    def failed(self, server: int | None = None, after: int | None = None, limit: int = 200) -> FailedPage:
        """Payloads that were not understood, behind one: of one account's server, or of all."""
        with asking(self._engine) as connection:
            before = NEWEST if after is None else after
            found = provider_reading.failed_page(connection, before, server, limit)
            total = provider_reading.failed_count(connection, server)
        return FailedPage(found, total, found[-1].id if len(found) == limit else None)

    def payload(self, payload: int) -> str | None:
        """The text of a payload, indented where it is JSON; None when it went by retention."""
        with asking(self._engine) as connection:
            text = payload_list.raws(connection, [payload]).get(payload)
        return None if text is None else readable(text)

    def read_again(self, ids: Sequence[int], look: Callable[[int], None]) -> Retried:
        """Read payloads again with today's parsers, all without `ids`; by the worker, where one runs.

        `look` is told how many are done. StoreError when it fails.
        """
        known = holder(self._database)
        if known is not None and known.is_worker:
            return retry_there(self._database, ids, look)
        return retry(self._database, self._rules, ids, lambda done: look(done.tried))


def readable(text: bytes) -> str:
    """JSON indented, unless it is long or none."""
    if len(text) <= INDENTED:
        try:
            return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
        except (ValueError, RecursionError):
            pass
    return text.decode("utf-8", "replace")
