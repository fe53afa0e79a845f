"""REPLY -> CAUSE: what a failure means, whose side it is on, what to do. Pure; the rules are data.

`Diagnoser(builtin_rules()).diagnose(Context(text, host=...))` is the whole of it.
"""

from mailtui.diagnosis.builtin import builtin_providers, builtin_rules
from mailtui.diagnosis.context import Context
from mailtui.diagnosis.diagnoser import Diagnoser
from mailtui.diagnosis.template import template

__all__ = ["Context", "Diagnoser", "builtin_providers", "builtin_rules", "template"]
