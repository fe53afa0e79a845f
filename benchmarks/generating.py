"""A day of generated mail and what only its generator knows: which domains it let fail for hours."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

BESIDE = Path(__file__).parents[1] / "../shared/lab/genlog.py"
"""Where the generator is when it lies beside the checkout."""
LINES = 300_000
"""A day of 70 000 messages: the small hoster gets a handful in an hour of the night, as in life."""
BLOCK = 21_600
"""Seconds for which the generator decides whether a troubled domain fails."""
BIG = 10
"""So many domains are well known; each gets an MX host of its own, so that its provider is known."""


@dataclass
class Made:
    """A generated log."""

    path: Path
    troubled: set[tuple[str, int]]
    """Domain and block of time in which 40 % or 90 % of first tries fail."""
    ever_troubled: set[str]

    def is_troubled(self, domain: str, second: float) -> bool:
        """Whether the generator let mail for `domain` fail at that time (or a retry of it a little later)."""
        block = int(second // BLOCK)
        return (domain, block) in self.troubled or (domain, block - 1) in self.troubled


def generate(genlog: Path, path: Path, seed: int, lines: int = LINES, calm: bool = False) -> Made:
    """Write a log to `path`; `calm`: without troubled domains."""
    generator = _loaded(genlog)
    options = argparse.Namespace(
        messages=0,
        lines=lines,
        seed=seed,
        days=1,
        start="2026-10-05",
        ids="new",
        format="exim",
        selector="default",
        domains=4000,
        local_users=700,
        evil=0.0001,
        correspondents=30_000,
        max_rcpts=500,
        out=str(path),
        truth=None,
        summary=None,
        postfix=False,
        all=False,
    )
    run = generator.Gen(options)
    _own_hosts(run.w, calm)
    with redirect_stderr(StringIO()):
        run.run()
    run.f.close()
    troubled = {key for key, bad in run.troubles.items() if bad}
    return Made(path, troubled, {domain for domain, facts in run.w.host.items() if facts[6] is not None})


def _own_hosts(world: Any, calm: bool) -> None:
    for number, (domain, facts) in enumerate(list(world.host.items())):
        host, *rest = facts
        host = f"mx.{domain}" if number < BIG else host
        world.host[domain] = (host, *rest[:4], 0.05, None) if calm or number < BIG else (host, *rest)


def _loaded(genlog: Path) -> Any:
    spec = importlib.util.spec_from_file_location("genlog", genlog)
    if spec is None or spec.loader is None or not genlog.is_file():
        sys.exit(f"no log generator at {genlog}: give its path with --genlog")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
