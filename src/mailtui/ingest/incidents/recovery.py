"""When an incident of many is over.

Three lucky successes in an outage of a part are no recovery. So the successes since the first one must be a
hundred times likelier by the baseline than by the ratio of the incident, times one for each success before:
each of them might have begun the lucky row. After an outage of everything, three successes are that.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import log
from operator import attrgetter

from mailtui.ingest.incidents.baseline import usual

SUCCESSES = 3
"""At least so many ..."""
TIMES = 2
"""... and a ratio of failures under so many times the baseline since the first of them."""
CHANCE = 0.01
"""How likely it may be that an incident still lasts."""
SUREST = 0.99
"""Nothing is believed to fail always."""


@dataclass(slots=True)
class Failing:
    """An incident that lasts, in tries: recipients of a message that go together are one."""

    normal_failed: int
    normal_all: int
    """The baseline when it began."""
    failed: int
    passed: int
    """Until the candidate."""
    candidate: int | None = None
    """The success that may be the recovery."""
    failed_since: int = 0
    passed_since: int = 0

    def state(self) -> list[int | None]:
        """What the constructor takes."""
        return list(_STATE(self))

    def succeed(self, time: int) -> int | None:
        """Take a success; gives the time of the recovery once it is sure."""
        if self.candidate is None:
            self.candidate = time
        self.passed_since += 1
        return self.candidate if self._is_over() else None

    def fail(self) -> None:
        """Take a failure, which may end the hope that the candidate gave."""
        if self.candidate is None:
            self.failed += 1
            return
        self.failed_since += 1
        if self._gain() <= 0 or not self._is_usual():
            self.failed += self.failed_since
            self.passed += self.passed_since
            self.candidate, self.failed_since, self.passed_since = None, 0, 0

    def _is_over(self) -> bool:
        enough = self.passed_since >= SUCCESSES and self._is_usual()
        return enough and self._gain() >= log((1 + self.passed) / CHANCE)

    def _is_usual(self) -> bool:
        """The ratio since the candidate is under TIMES the baseline."""
        return self.failed_since < TIMES * self._normal * (self.failed_since + self.passed_since)

    @property
    def _normal(self) -> float:
        return usual(self.normal_failed, self.normal_all)

    def _gain(self) -> float:
        """How much likelier (natural logarithm) the tries since the candidate are by the baseline."""
        normal = self._normal
        ratio = (self.failed + 0.5) / (self.failed + self.passed + 1)
        ratio = min(SUREST, max(ratio, TIMES * normal))
        return self.passed_since * log((1 - normal) / (1 - ratio)) + self.failed_since * log(normal / ratio)


_STATE = attrgetter(*(field.name for field in fields(Failing)))
