"""Acts on many subjects as orders to the worker: a job that outlasts who asked for it."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Protocol

from mailtui.errors import StoreError
from mailtui.model.act import Done, Progress, Refusal
from mailtui.model.enums import IncidentState, OperatorRole, SubjectKind
from mailtui.model.job import JobView
from mailtui.model.operator import Operator
from mailtui.model.work import Subject
from mailtui.services.handing import NotBegunError, ask, cancel, follow
from mailtui.store.lock import holder

MANY = 2_000
"""An act on more subjects is handed to the worker, if one runs."""
KIND = "act"


class Verbs(Protocol):
    """The verbs that can be ordered; see `Acting`."""

    def state(
        self, subjects: Sequence[Subject], state: IncidentState, why: str, progress: Progress | None
    ) -> Done:
        """Decide."""

    def assign(
        self, subjects: Sequence[Subject], who: str | None, why: str, progress: Progress | None
    ) -> Done:
        """Take or give back."""

    def tag(self, subjects: Sequence[Subject], expression: str, why: str, progress: Progress | None) -> Done:
        """Put tags on, take them off."""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks for."""

    operator: Operator
    verb: str
    """state, assign or tag."""
    value: str | None
    subjects: Sequence[Subject]
    why: str = ""

    def carry_out(self, verbs: Verbs, progress: Progress | None) -> Done:
        """Do it."""
        if self.verb == "state":
            return verbs.state(self.subjects, IncidentState(self.value or ""), self.why, progress)
        if self.verb == "assign":
            return verbs.assign(self.subjects, self.value, self.why, progress)
        return verbs.tag(self.subjects, self.value or "", self.why, progress)

    def as_arguments(self) -> dict[str, Any]:
        """For the job: the set is frozen in it, ids as differences, compressed."""
        runs = [
            [kind.code, *_differences([ref for _, ref in run])]
            for kind, run in groupby(self.subjects, itemgetter(0))
        ]
        text = ";".join(",".join(map(str, run)) for run in runs)
        packed = base64.b64encode(zlib.compress(text.encode(), 1)).decode("ascii")
        told = {"verb": self.verb, "value": self.value, "why": self.why, "subjects": packed}
        return told | {"operator": asdict(self.operator)}

    @classmethod
    def of(cls, arguments: dict[str, Any]) -> Order:
        """The order that a job carries."""
        told = arguments["operator"]
        operator = Operator(**{**told, "role": OperatorRole(told["role"])})
        text = zlib.decompress(base64.b64decode(arguments["subjects"])).decode("ascii")
        subjects: list[Subject] = []
        for run in filter(None, text.split(";")):
            code, *differences = map(int, run.split(","))
            kind = SubjectKind.of_code(code)
            subjects.extend(Subject(kind, ref) for ref in accumulate(differences))
        return cls(operator, arguments["verb"], arguments["value"], subjects, arguments["why"])


def hand_over(database: Path, order: Order, progress: Progress | None) -> Done | None:
    """Have the worker do it and wait; None when none runs, or it ended before it began.

    When `progress` raises, the job is cancelled: nothing has changed then, unless it was too late, and
    then what was done is the answer. StoreError when it fails there.
    """
    worker = holder(database)
    if len(order.subjects) <= MANY or worker is None or not worker.is_worker:
        return None
    number = ask(database, KIND, order.as_arguments())
    look = _looking(len(order.subjects), progress)
    try:
        found = follow(database, number, look)
    except NotBegunError:
        return None
    except StoreError:
        raise
    except Exception:  # whatever `progress` raises to stop; it goes on from here
        cancel(database, number)
        found = follow(database, number, lambda _: None)
        if found.result is None:
            raise
    if found.error is not None:
        raise StoreError(found.error, "`mailtui status` says how the worker is")
    if found.result is None:
        raise StoreError("the act was cancelled", "Nothing has changed")
    return as_done(found.result)


def as_result(done: Done) -> dict[str, Any]:
    """What came of it, as the result of a job."""
    refused = [[str(one.subject.kind), one.subject.id, one.why] for one in done.refused]
    return asdict(done) | {"refused": refused, "made": list(done.made)}


def as_done(result: dict[str, Any]) -> Done:
    """What came of it again."""
    refused = tuple(Refusal(Subject(SubjectKind(kind), ref), why) for kind, ref, why in result["refused"])
    return Done(**{**result, "refused": refused, "made": tuple(result["made"])})


def _looking(total: int, progress: Progress | None) -> Callable[[JobView], None]:
    def look(job: JobView) -> None:
        if progress is not None and job.finished is None:
            progress(job.done, job.total or total)

    return look


def _differences(refs: Sequence[int]) -> list[int]:
    return [now - before for now, before in zip(refs, [0, *refs], strict=False)]
