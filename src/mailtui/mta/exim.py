"""What Exim says about itself: where it is, and its retry rules.

`exim -bP config` prints the configuration in force, macros expanded and included files in place, also to
users who are not admins of Exim (unless `commandline_checks_require_admin` is set). There is no
`-bP retry`. Source: Exim manual, 'Command line options', `-bP`; tried with 4.96.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mailtui.errors import MailProgramError
from mailtui.mta.running import ENVIRONMENT, run

NAMES = ("exim4", "exim")
_SECTION = re.compile(r"^begin retry[ \t]*\n(.*?)(?=^begin |\Z)", re.MULTILINE | re.DOTALL)
_LONGEST = re.compile(r"^[ \t]*retry_interval_max[ \t]*=[ \t]*(\w+)", re.MULTILINE)


class RetrySection(NamedTuple):
    """What an Exim is configured with; texts in its own notation."""

    rules: str
    """One rule per line; empty: nothing is ever tried again."""
    longest: str | None
    """`retry_interval_max` where the configuration sets it."""


def find_exim(named: Path | None = None) -> str | None:
    """The program that the settings name, else the one on this machine; None when there is none."""
    if named is not None:
        return str(named)
    return next(filter(None, (shutil.which(name, path=ENVIRONMENT["PATH"]) for name in NAMES)), None)


def retry_section(command: Sequence[str]) -> RetrySection:
    """The retry rules of the Exim that `command` starts; MailProgramError when it does not tell them."""
    ran = run([*command, "-bP", "config"])
    options, begin, _ = ran.output.partition("\nbegin ")
    if ran.code or not begin:
        why = (ran.errors or ran.output).strip().partition("\n")[0] or f"exit code {ran.code}"
        raise MailProgramError(
            f"{command[0]} does not tell its configuration: {why}", "Write the rules into the setting `retry`"
        )
    found, longest = _SECTION.search(ran.output), _LONGEST.search(options)
    rules = (line.strip() for line in found[1].splitlines()) if found else ()
    return RetrySection("\n".join(filter(None, rules)), longest and longest[1])
