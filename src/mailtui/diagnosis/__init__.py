"""REPLY -> CAUSE: what a failure means, whose side it is on, what to do. Pure; the rules are data.

`Diagnoser(builtin_rules()).diagnose(Context(text, host=...))` is the whole of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from mailtui.diagnosis.context import Context
from mailtui.diagnosis.template import template

if TYPE_CHECKING:
    from mailtui.diagnosis.builtin import builtin_providers, builtin_rules
    from mailtui.diagnosis.diagnoser import Diagnoser

__all__ = ["Context", "Diagnoser", "builtin_providers", "builtin_rules", "template"]

_HOMES = {"Diagnoser": "diagnoser", "builtin_providers": "builtin", "builtin_rules": "builtin"}
"""Imported when they are first asked for: who only shows what was diagnosed needs no rules."""


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"mailtui.diagnosis.{_HOMES[name]}"), name)
