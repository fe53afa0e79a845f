"""AND and OR of any number of tests: SQLite takes a tree of at most 1000 levels, and a list is one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, null, or_, true

_AT_ONCE = 20

Test = ColumnElement[bool]


def either(tests: Iterable[Test]) -> Test:
    """One test at least; false when there is none."""
    return _joined(or_, false(), list(tests))


def every(tests: Iterable[Test]) -> Test:
    """All tests; true when there is none."""
    return _joined(and_, true(), list(tests))


def _joined(join: Callable[..., Any], empty: Test, tests: list[Test]) -> Test:
    while len(tests) > _AT_ONCE:
        # The function changes nothing; without it SQLAlchemy makes one list of all parts again.
        tests = [
            func.coalesce(join(empty, *tests[start : start + _AT_ONCE]), null())
            for start in range(0, len(tests), _AT_ONCE)
        ]
    found: Test = join(empty, *tests)
    return found
