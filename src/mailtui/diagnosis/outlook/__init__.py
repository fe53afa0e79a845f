"""Waiting mail -> when it is tried next, when it bounces. Pure; the rules are text, the clock is handed in.

Sources: Exim manual, chapter 'Retry configuration', and `src/retry.c`; Postfix, qmgr(8).
"""

from mailtui.diagnosis.outlook.choosing import Chosen, choose
from mailtui.diagnosis.outlook.durations import duration, spoken
from mailtui.diagnosis.outlook.errors import Failure, failure_of
from mailtui.diagnosis.outlook.exim import Timing, Waiting, outlook
from mailtui.diagnosis.outlook.postfix import postfix_outlook
from mailtui.diagnosis.outlook.rules import DEFAULT, RetryRule, RuleError, Step, parse_rules

__all__ = [
    "DEFAULT",
    "Chosen",
    "Failure",
    "RetryRule",
    "RuleError",
    "Step",
    "Timing",
    "Waiting",
    "choose",
    "duration",
    "failure_of",
    "outlook",
    "parse_rules",
    "postfix_outlook",
    "spoken",
]
