"""The process that reads: `python -m mailtui.ingest.events.front`, with an order on standard input."""

from __future__ import annotations

import gc
import pickle
import time
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from mailtui.errors import InputError
from mailtui.ingest.carrying import carry_out
from mailtui.ingest.events.cutting import lots_of
from mailtui.ingest.events.shipping import Order, end, ship
from mailtui.ingest.reading import open_log
from mailtui.model.enums import EventProvider
from mailtui.store import payloads
from mailtui.store.light_reader import LightReader, light_reader
from mailtui.store.services import Account


def main(orders: BinaryIO, answers: BinaryIO) -> None:
    """Carry out one order. When nobody takes the answers any more, the next one ends this process."""
    order: Order = pickle.load(orders)  # noqa: S301 - from ourselves
    gc.disable()  # see ingest.garbage
    failure = None
    with light_reader(Path(order.database)) as database, open_log(order.path) as stream:
        status = stream.status
        if status is None or (status.st_dev, status.st_ino) != order.place:
            return  # the name leads to another file by now: no ending is an answer too
        account = Account(order.server_id, EventProvider(order.service))
        known = partial(_known, database)
        try:
            for lot in lots_of(stream, account, known, _now, order.went, order.at_once):
                ship(answers, lot, stream.bytes_read)
        except InputError as error:
            failure = error
    end(answers, failure)


def _known(database: LightReader, digests: Sequence[int]) -> Collection[int]:
    with database.connect() as connection:
        return payloads.known(connection, digests)


def _now() -> int:
    return time.time_ns() // 1000


if __name__ == "__main__":
    carry_out(main)
