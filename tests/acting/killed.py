"""A program that acts without end on a database, to be killed: `killed.py DATABASE`."""

from __future__ import annotations

import itertools
import sqlite3
import sys
import time
from pathlib import Path

from mailtui.model.enums import IncidentState, OperatorRole, SubjectKind
from mailtui.model.operator import Operator
from mailtui.model.work import Subject, recipient
from mailtui.services.acting import Acting


def main() -> None:
    database = Path(sys.argv[1])
    connection = sqlite3.connect(database)
    found = connection.execute("SELECT message_id, number FROM recipient").fetchall()
    connection.close()
    subjects = [recipient(*row) for row in found] + [Subject(SubjectKind.INCIDENT, 1)]
    ann = Acting(
        database, Operator(1001, "ann", OperatorRole.ADMIN), lambda: time.time_ns() // 1000, lambda _: None
    )
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    for round_ in itertools.count():
        ann.state(subjects, list(IncidentState)[1 + round_ % 4])
        ann.assign(subjects, f"taker {round_}")
        ann.tag(subjects, f"+t{round_ % 5}" if round_ % 10 < 5 else f"-t{round_ % 5}")
        ann.undo()
        ann.redo()


if __name__ == "__main__":
    main()
