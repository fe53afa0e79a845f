"""Everything that must hold: style, types, layers, tests. `python tests/run.py`, from a clone with `.[test]`.

Extra arguments go to pytest. Leaves with 1 when something does not hold; pytest runs last and always,
so its closing line is the last one printed.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
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
    """Run the checks, then the tests."""
    failed = [" ".join(check) for check in CHECKS if not holds(*check)]
    if failed:
        print(f"\ndoes not hold: {'; '.join(failed)}\n", flush=True)
    return 0 if holds("pytest", *sys.argv[1:]) and not failed else 1


def holds(program: str, *arguments: str) -> bool:
    """Run one tool of this environment in the root of the clone."""
    print(f"$ {program} {' '.join(arguments)}", flush=True)
    return subprocess.run([SCRIPTS / program, *arguments], cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
