"""What tags cost where there are many: `python benchmarks/tagging.py [DATABASE]`, on a copy of the database.

Without a database one of a million generated lines is built. 100 000 rows are tagged by one act, listed by
`tag:`, and untagged by one undo; then the same rows with a tag that others carry too.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import database, interleaved, verdict

from mailtui.model.work import Subject
from mailtui.services.desk import Desk, open_desk

ROWS = 100_000
ACT_WITHIN, PAGE_WITHIN = 5.0, 0.5
"""Seconds that are promised: to tag or untag, to show the first page of the tagged."""
KEYS_TIMES = 3.0
"""All keys of the tagged take at most so many times those of as many rows of any kind."""


def main() -> int:
    """Measure, print, and say whether the promises hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("database", nargs="?")
    argument = parser.parse_args().database
    with database(argument, 1_000_000) as path, TemporaryDirectory() as folder:
        copy = Path(shutil.copy(path, Path(folder) / "mailtui.db"))
        return 0 if measure(open_desk(copy)) else 1


def measure(desk: Desk) -> bool:
    """Tag, list, take back."""
    from mailtui.model.enums import SubjectKind
    from mailtui.query import parse

    keys = desk.search.keys(parse("kind:delivery sort:date"), ROWS)  # the oldest: far from where lists begin
    subjects = [Subject(SubjectKind.MESSAGE, owner) for owner in {key.owner for key in keys}]
    print(f"{len(keys)} rows of {len(subjects)} messages")
    tag = timed(lambda: desk.acting.tag(subjects, "+bench"))
    page, any_rows = listed(desk, "tag:bench"), listed(desk, "kind:delivery")
    keys_took = page["keys"] / any_rows["keys"]
    held = [
        verdict(f"tagged in {tag:.2f} s", held=tag < ACT_WITHIN),
        verdict(f"first page in {page['page'] * 1000:.0f} ms", held=page["page"] < PAGE_WITHIN),
        verdict(f"keys in {keys_took:.2f} times those of any rows", held=keys_took < KEYS_TIMES),
        verdict(f"total in {page['total'] * 1000:.0f} ms", held=page["total"] < PAGE_WITHIN),
    ]
    for text in ("-tag:bench", "is:failed tag:bench", "tag:bench status:deferred", "tag:any", "has:note"):
        print(
            f"        {text}: " + ", ".join(f"{k} {v * 1000:.0f} ms" for k, v in listed(desk, text).items())
        )
    print(f"        histogram: {timed(lambda: desk.search.histogram(parse('tag:bench'), 240)) * 1000:.0f} ms")
    print(f"        carried by all: {timed(lambda: desk.notes.carried(subjects)) * 1000:.0f} ms")
    undo = timed(desk.acting.undo)
    held.append(verdict(f"untagged by undo in {undo:.2f} s", held=undo < ACT_WITHIN))
    return all(held)


def listed(desk: Desk, text: str) -> dict[str, float]:
    """The median seconds of the first page, all keys, the total."""
    from mailtui.query import parse

    query = parse(text)
    return interleaved(
        3,
        page=lambda: timed(lambda: desk.search.page(query, None, 100)),
        keys=lambda: timed(lambda: desk.search.keys(query, ROWS)),
        total=lambda: timed(lambda: desk.search.total(query)),
    )


def timed(work: Callable[[], object]) -> float:
    """How many seconds it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
