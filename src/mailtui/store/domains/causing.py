"""Failures that may be due to the set-up of the domain they were sent from."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from mailtui.model.enums import FailureClass
from mailtui.store import schema

R, C, G = schema.RECIPIENT, schema.CAUSE, schema.SIGNATURE
M, A, N = schema.MESSAGE, schema.ADDRESS, schema.ADDRESS_DOMAIN


def failures(connection: Connection, classes: Iterable[FailureClass]) -> dict[str, int]:
    """How many recipients failed, or wait, for causes of those classes: by domain of the envelope sender."""
    codes = [one.code for one in classes]
    kinds = select(C.c.id).join(G, G.c.id == C.c.signature_id).where(G.c.failure_class.in_(codes))
    query = (
        select(N.c.name, func.count())
        .select_from(R)
        .join(M, M.c.id == R.c.message_id)
        .join(A, A.c.id == M.c.sender_id)
        .join(N, N.c.id == A.c.domain_id)
        .where(R.c.cause_id.in_(kinds))
        .group_by(N.c.name)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
