"""What only the raw lines of a row hold: its Message-ID, the receipt of the next server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailtui.model.clock import Clock
from mailtui.model.enums import LogType
from mailtui.model.view import RawLine, SearchRow
from mailtui.parsing.exim.parser import Parser
from mailtui.store.engine import Connection
from mailtui.store.presenting import evidence


def detailed(connection: Connection, rows: Sequence[SearchRow]) -> list[SearchRow]:
    """The rows with what their arrival line and the line of their last attempt say."""
    lines = evidence(connection, [row.key for row in rows])
    parser = Parser(Clock(), LogType.MAIN)
    return [_detailed(row, lines.get(row.key, []), parser) for row in rows]


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
