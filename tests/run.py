"""Everything that must hold: style, types, layers, tests. `python tests/run.py`, from a clone with `.[test]`.

Extra arguments go to pytest. Leaves with 1 when something does not hold; pytest's closing line is the last
one printed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCRIPTS = Path(sysconfig.get_path("scripts"))
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
)


def main() -> int:
    """Run the checks beside the tests, of which many wait."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # tests start mailtui a few hundred times
    with ThreadPoolExecutor(1) as beside:
        checks = beside.submit(lambda: [(check, *told(*check)) for check in CHECKS])
        right = tests(sys.argv[1:], checks)
    return 0 if right and all(held for _, held, _ in checks.result()) else 1


def tests(arguments: list[str], checks: Future[list[tuple[tuple[str, ...], bool, str]]]) -> bool:
    """Run the tests; before their last line comes what the checks said."""
    print(f"$ {' '.join(('pytest', *arguments))}", flush=True)
    last = ""
    with subprocess.Popen(
        [SCRIPTS / "pytest", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            print(last, end="", flush=True)
            last = line
    for check, _, said in checks.result():
        print(f"$ {' '.join(check)}\n{said}", end="")
    failed = [" ".join(check) for check, held, _ in checks.result() if not held]
    if failed:
        print(f"\ndoes not hold: {'; '.join(failed)}\n")
    print(last, end="", flush=True)
    return child.returncode == 0


def told(program: str, *arguments: str) -> tuple[bool, str]:
    """Run one tool of this environment in the root of the clone: whether it was content, and what it said."""
    done = subprocess.run(
        [SCRIPTS / program, *arguments],
        cwd=ROOT,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode == 0, done.stdout


if __name__ == "__main__":
    sys.exit(main())
