"""Which retry rules hold: those of the settings, else of the Exim on this machine, else Exim's default."""

from __future__ import annotations

import threading
from typing import NamedTuple

from mailtui.diagnosis.outlook import DEFAULT, RetryRule, RuleError, Timing, duration, parse_rules
from mailtui.errors import MailProgramError
from mailtui.model.retry import RetrySettings
from mailtui.mta.exim import find_exim, retry_section


class Policy(NamedTuple):
    """The rules in force, and who says so."""

    rules: tuple[RetryRule, ...]
    timing: Timing
    origin: str


class Retrying:
    """Finds the rules when they are first wanted, and keeps them. Used by several threads."""

    def __init__(self, settings: RetrySettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._policy: Policy | None = None

    def policy(self) -> Policy:
        """The rules; may run Exim the first time (milliseconds). Never raises: it assumes the default."""
        with self._lock:
            if self._policy is None:
                self._policy = self._find()
            return self._policy

    def _find(self) -> Policy:
        if self._settings.rules is not None:
            return Policy(parse_rules(self._settings.rules), self._timing(None), "rules of the settings")
        try:
            asked = self._asked() if self._settings.ask else None
        except (MailProgramError, RuleError, ValueError) as error:
            why = str(error).partition("\n")[0]
            return Policy(parse_rules(DEFAULT), self._timing(None), f"default rules assumed: {why}")
        return asked or Policy(parse_rules(DEFAULT), self._timing(None), "default rules assumed")

    def _asked(self) -> Policy | None:
        program = find_exim(self._settings.exim)
        if program is None:
            return None
        section = retry_section([program])
        origin = f"rules of {program} on this machine"
        return Policy(parse_rules(section.rules), self._timing(section.longest), origin)

    def _timing(self, longest: str | None) -> Timing:
        said = self._settings.queue_runner
        timing = Timing(assumed=True) if said is None else Timing(duration(said))
        return timing if longest is None else timing.capped(duration(longest))
