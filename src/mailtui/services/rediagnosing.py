"""Diagnose all failures once more: the verb behind `mailtui diagnose --all` and the worker's job."""

from __future__ import annotations

from pathlib import Path

from mailtui.errors import StoreError
from mailtui.ingest.rediagnosing import Rediagnosed, Rediagnosing, Told
from mailtui.services.diagnosing import open_diagnoser
from mailtui.services.handing import ask, follow
from mailtui.store.engine import PATIENCE, told, writer
from mailtui.store.lock import writing


def rediagnose_there(database: Path, progress: Told) -> Rediagnosed:
    """Have the worker do it that holds the database. StoreError when it fails or is cancelled there."""
    job = follow(database, ask(database, "diagnose", {}), lambda one: progress(one.done, one.total))
    if job.error is not None:
        raise StoreError(job.error, "`mailtui status` says how the worker is")
    if job.cancel_asked or job.result is None:
        raise StoreError("the diagnosing was cancelled", "The same command does the rest")
    return Rediagnosed(**job.result)


def rediagnose(database: Path, rules: Path | None, progress: Told, patience: float = PATIENCE) -> Rediagnosed:
    """Give every failure in the database the cause that the rules of now say, and make the incidents anew.

    What people decided about incidents stays. `progress` is told steps done of all and may raise to stop;
    what is done stays, and the same call finishes it. ConfigError for an error in the operator's rules,
    StoreError when the database cannot be written or another program is importing into it.
    """
    diagnoser = open_diagnoser(rules)
    with told(database), writing(database):
        engine = writer(database, patience)
        try:
            return Rediagnosing(engine, diagnoser).run(progress)
        finally:
            engine.dispose()
