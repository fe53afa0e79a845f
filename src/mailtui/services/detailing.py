"""What only the raw lines of a row hold, or payloads: its Message-ID, the receipt of the next server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailtui.model.clock import Clock
from mailtui.model.enums import EventProvider, LogType
from mailtui.model.view import RawLine, SearchRow
from mailtui.parsing.exim.parser import Parser
from mailtui.store.engine import Connection
from mailtui.store.presenting import evidence
from mailtui.store.services import providers_of


def detailed(connection: Connection, rows: Sequence[SearchRow]) -> list[SearchRow]:
    """The rows with what their arrival line and the line of their last attempt say, or their service."""
    lines = evidence(connection, [row.key for row in rows])
    parser = Parser(Clock(), LogType.MAIN)
    return _named(connection, [_detailed(row, lines.get(row.key, []), parser) for row in rows])


def _detailed(row: SearchRow, lines: Sequence[RawLine], parser: Parser) -> SearchRow:
    for line in lines:
        event = parser.parse(line.data)
        row = replace(
            row,
            message_id=row.message_id or event.message_id,
            reply=row.reply or event.confirmation,
            smtp_code=row.smtp_code or (event.smtp_code if event.confirmation else None),
            enhanced_code=row.enhanced_code or (event.enhanced_code if event.confirmation else None),
        )
    return row


def _named(connection: Connection, rows: list[SearchRow]) -> list[SearchRow]:
    """With the Message-IDs that services told."""
    providers = providers_of(connection)
    unnamed: dict[EventProvider, set[int]] = {}
    for row in rows:
        if row.message_id is None and not row.key.is_rejection and row.server in providers:
            unnamed.setdefault(providers[row.server], set()).add(row.key.owner)
    if not unnamed:
        return rows
    from mailtui.services.service_threads import message_ids  # the formats: logs are read without them

    names: dict[int, str] = {}
    for provider, messages in unnamed.items():
        names.update(message_ids(connection, sorted(messages), provider))
    return [replace(row, message_id=row.message_id or names.get(row.key.owner)) for row in rows]
