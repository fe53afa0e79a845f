"""The port to DNS: what every check is handed, and what tests hand them instead."""

from __future__ import annotations

from typing import Protocol

from mailtui.verify.answers import Answer


class Resolver(Protocol):
    """Answers DNS questions; never raises for what DNS says or does not say."""

    async def ask(self, name: str, type: str) -> Answer:
        """The answer for `name` (any case, with or without the final dot) and a type such as `TXT`."""
