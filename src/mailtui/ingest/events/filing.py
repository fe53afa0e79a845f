"""PAYLOAD -> kept payload: each once, with an id, in compressed blocks."""

from __future__ import annotations

from collections.abc import Sequence

from mailtui.store import payloads
from mailtui.store.engine import Connection
from mailtui.store.payloads import MOST_BYTES, PAYLOADS_PER_BLOCK, Payload
from mailtui.store.services import Account


class Filing:
    """Gives payloads their ids; those the database has already keep theirs."""

    def __init__(self, connection: Connection) -> None:
        self._block = payloads.next_block(connection)
        self._raws: list[bytes] = []
        self._bytes = 0

    def new_ones(
        self, connection: Connection, account: Account, raws: Sequence[bytes]
    ) -> list[tuple[int, int, bytes]]:
        """Id, digest and text of the payloads that are not kept yet; they are kept from now on."""
        digests = [payloads.payload_digest(account.server_id, raw) for raw in raws]
        known = set(payloads.known(connection, digests))
        found = []
        for digest, raw in zip(digests, raws, strict=True):
            if digest not in known:
                known.add(digest)
                found.append((self._add(connection, raw), digest, raw))
        return found

    def flush(self, connection: Connection) -> None:
        """Write the block that is filling; the next payload begins another."""
        if self._raws:
            payloads.save(connection, self._block, self._raws)
            self._block += 1
            self._raws, self._bytes = [], 0

    def _add(self, connection: Connection, raw: bytes) -> int:
        if len(self._raws) == PAYLOADS_PER_BLOCK or self._bytes + len(raw) > MOST_BYTES:
            self.flush(connection)
        self._raws.append(raw)
        self._bytes += len(raw)
        return self._block * PAYLOADS_PER_BLOCK + len(self._raws) - 1


def outcome(payload: Payload, events: int, problems: Sequence[str], now: int) -> Payload:
    """What was made of a payload."""
    error = "; ".join(dict.fromkeys(problems))[:500] or None
    return payload._replace(processed=now, events=events, error=error)
