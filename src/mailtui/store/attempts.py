"""Attempts as they are in the database, to tell what is new of a message that was folded afresh."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from mailtui.model.enums import AttemptOutcome, DestinationKind


class Saved(NamedTuple):
    """One attempt of a message."""

    time: int
    outcome: AttemptOutcome
    recipient: int


def saved(connection: Connection, messages: Sequence[int]) -> dict[int, list[Saved]]:
    """The attempts of some messages, in the order of their numbers."""
    found: dict[int, list[Saved]] = {message: [] for message in messages}
    for start in range(0, len(messages), 500):
        part = messages[start : start + 500]
        rows = connection.exec_driver_sql(
            f"""
            SELECT message_id, time, outcome, recipient FROM every_attempt
            WHERE message_id IN ({",".join("?" * len(part))}) ORDER BY message_id, number
            """,
            tuple(part),
        )
        for message, time, outcome, recipient in rows:
            found[message].append(Saved(time, AttemptOutcome.of_code(outcome), recipient))
    return found


def destinations(connection: Connection, message: int) -> set[int]:
    """Every destination that the attempts of a message count for."""
    rows = connection.exec_driver_sql(
        """
        SELECT signature.destination_id FROM delivery_attempt tried
        JOIN cause ON cause.id = tried.cause_id JOIN signature ON signature.id = cause.signature_id
        WHERE tried.message_id = :message
        UNION
        SELECT destination.id FROM delivery_attempt tried
        JOIN message ON message.id = tried.message_id
        JOIN host ON host.id = tried.host_id JOIN label ON label.id = host.provider_id
        LEFT JOIN label egress ON egress.id = tried.egress_id
        JOIN destination ON destination.name = label.text AND destination.kind = :provider
            AND destination.server_id = message.server_id
            AND destination.egress = coalesce(egress.text, '')
        WHERE tried.message_id = :message
        UNION
        SELECT destination.id FROM recipient
        JOIN message ON message.id = recipient.message_id
        JOIN host ON host.id = recipient.host_id JOIN label ON label.id = host.provider_id
        LEFT JOIN label egress ON egress.id = recipient.egress_id
        JOIN destination ON destination.name = label.text AND destination.kind = :provider
            AND destination.server_id = message.server_id
            AND destination.egress = coalesce(egress.text, '')
        WHERE recipient.message_id = :message AND recipient.entry_id IS NOT NULL
        UNION
        SELECT destination.id FROM recipient
        JOIN message ON message.id = recipient.message_id
        JOIN address ON address.id = recipient.address_id
        JOIN address_domain ON address_domain.id = address.domain_id
        JOIN destination ON destination.name = address_domain.name AND destination.kind = :domain
            AND destination.server_id = message.server_id
        WHERE recipient.message_id = :message
        """.replace(":message", str(int(message)))
        .replace(":provider", str(DestinationKind.PROVIDER.code))
        .replace(":domain", str(DestinationKind.DOMAIN.code))
    )
    return {row[0] for row in rows}
