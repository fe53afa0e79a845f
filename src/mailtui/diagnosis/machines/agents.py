"""The known agents of programs, read once from the package."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

_FILE = "agents.toml"


class Agents(NamedTuple):
    """User agents in lower case, each with the name of whose it is."""

    whole: dict[str, str]
    parts: tuple[tuple[str, str], ...]

    def name(self, user_agent: str) -> str:
        """Whose program this is; empty for an agent that could be a person's."""
        lower = user_agent.strip().lower()
        if lower in self.whole:
            return self.whole[lower]
        return next((name for part, name in self.parts if part in lower), "")


def agents_of(text: str) -> Agents:
    """The agents in `text`, the content of such a file."""
    found = tomllib.loads(text)["agent"]
    return Agents(
        {agent.lower(): one["name"] for one in found for agent in one.get("equals", ())},
        tuple((part.lower(), one["name"]) for one in found for part in one.get("contains", ())),
    )


@cache
def builtin_agents() -> Agents:
    """The agents that come with mailtui."""
    return agents_of(resources.files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))


@lru_cache(4096)
def builtin_name(user_agent: str) -> str:
    """Whose program this is, by the agents that come with mailtui."""
    return builtin_agents().name(user_agent)
