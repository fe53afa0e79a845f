"""What a kind of change is: it can say values as they are, and set them. Undo is the same, turned round."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Protocol

from sqlalchemy import Connection

from mailtui.model.act import By
from mailtui.model.enums import SubjectKind


class Kind(Protocol):
    """One thing that people change. `argument` is what follows the colon in `Change.what`."""

    name: ClassVar[str]
    on: ClassVar[frozenset[SubjectKind] | None] = None
    """What has such a value; None: everything."""

    def now(
        self, connection: Connection, kind: SubjectKind, refs: Sequence[int], argument: str
    ) -> dict[int, Any]:
        """The value of each as JSON has it; what is not in the database is left out."""

    def put(
        self,
        connection: Connection,
        kind: SubjectKind,
        values: Sequence[tuple[int, Any]],
        argument: str,
        by: By,
    ) -> None:
        """Set the value of each; all of them are in the database, and `now` was asked just before."""

    def who(self, connection: Connection, kind: SubjectKind, refs: Sequence[int]) -> dict[int, By]:
        """Who set the values of now, where the rows themselves tell."""
        return {}

    def told(self, value: Any) -> Any:
        """The value as the audit keeps it: what only its author may read is not in there."""
        return value


def listed(refs: Iterable[int]) -> str:
    """Ids as the parameter of `json_each(?)`."""
    return json.dumps(list(refs))
