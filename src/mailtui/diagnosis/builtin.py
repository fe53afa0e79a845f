"""The rules that come with mailtui, read once from the package."""

from __future__ import annotations

from functools import cache
from importlib import resources

from mailtui.diagnosis.loading import rules_of
from mailtui.diagnosis.providers import Providers, providers_of
from mailtui.diagnosis.rule import Rule

_FOLDER = "rules"
_PROVIDERS = "providers.toml"


@cache
def builtin_rules() -> tuple[Rule, ...]:
    """Every built-in rule, in the order of the files' names."""
    files = sorted(resources.files(__package__).joinpath(_FOLDER).iterdir(), key=lambda file: file.name)
    return tuple(
        rule
        for file in files
        if file.name.endswith(".toml") and file.name != _PROVIDERS
        for rule in rules_of(file.read_text(encoding="utf-8"), file.name)
    )


@cache
def builtin_providers() -> Providers:
    """Every provider that mailtui knows."""
    file = resources.files(__package__).joinpath(_FOLDER, _PROVIDERS)
    return providers_of(file.read_text(encoding="utf-8"))
