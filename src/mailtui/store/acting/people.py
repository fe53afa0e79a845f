"""Operators as rows, and people of the mail as tokens, so that a person can be erased and the chain holds."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from sqlalchemy import Connection

from mailtui.model.operator import Operator
from mailtui.store import schema
from mailtui.store.rows import insert, next_id

_ATOMS = r"[^\s<>\"(),;:\[\]{}@\\]+"
_QUOTED = r"\\?\"[^\"\n]+\""
ADDRESS = re.compile(rf"(?:{_QUOTED}|{_ATOMS})@(?:\[[^\]\s]*\]|{_ATOMS})")
"""An address inside of free text, which may be JSON; rather too much than too little."""
_AROUND = "'`*.!?,"
"""What may stand around an address in a sentence."""
TOKEN = re.compile(r"person:[0-9a-f]{16}")
ERASED = "(erased)"


def operator_row(connection: Connection, operator: Operator, when: int) -> int:
    """The id of an operator's row, who was seen at `when`."""
    who = (operator.uid, operator.known_as)
    seen = connection.exec_driver_sql(
        "UPDATE operator SET last_seen = max(last_seen, ?) WHERE uid = ? AND name = ? RETURNING id",
        (when, *who),
    ).scalar()
    if seen is not None:
        return int(seen)
    made = next_id(connection, schema.OPERATOR)
    insert(connection, schema.OPERATOR, [(made, *who, when, when)])
    return made


def find_operator(connection: Connection, operator: Operator) -> int | None:
    """The id of an operator's row; None: they have never done anything here."""
    found: int | None = connection.exec_driver_sql(
        "SELECT id FROM operator WHERE uid = ? AND name = ?", (operator.uid, operator.known_as)
    ).scalar()
    return found


def token(connection: Connection, address: str) -> str:
    """What stands for an address in the audit: random, so that nothing leads back when it is erased."""
    address = address.lower()
    known: str | None = connection.exec_driver_sql(
        "SELECT token FROM audit_person WHERE address = ?", (address,)
    ).scalar()
    if known is not None:
        return known
    made = f"person:{secrets.token_hex(8)}"
    connection.exec_driver_sql("INSERT INTO audit_person (token, address) VALUES (?, ?)", (made, address))
    return made


def without_people(connection: Connection, text: str) -> str:
    """The text with a token for each address in it."""
    return replaced(text, lambda address: token(connection, address))


def replaced(text: str, by: Callable[[str], str]) -> str:
    """The text with something else for each address."""

    def other(found: re.Match[str]) -> str:
        start = found[0].lstrip("'`*")
        address = start.rstrip(_AROUND)
        before, after = found[0][: len(found[0]) - len(start)], start[len(address) :]
        return f"{before}{by(address.replace(chr(92), ''))}{after}"

    return ADDRESS.sub(other, text)


def with_people(connection: Connection, text: str) -> str:
    """The text with addresses for tokens; of an erased person only that is said."""

    def address(found: re.Match[str]) -> str:
        known = connection.exec_driver_sql(
            "SELECT address FROM audit_person WHERE token = ?", (found[0],)
        ).scalar()
        return str(known) if known is not None else ERASED

    return TOKEN.sub(address, text)


def erase(connection: Connection, address: str) -> bool:
    """Nobody can tell any more whom the token of an address meant; False: it has none."""
    gone = connection.exec_driver_sql(
        "UPDATE audit_person SET address = NULL WHERE address = ?", (address.lower(),)
    )
    return gone.rowcount > 0
