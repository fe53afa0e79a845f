"""What a host name leads to: both kinds of addresses at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from mailtui.verify.resolving import Resolver


@dataclass(frozen=True, slots=True)
class Host:
    """A name and its addresses."""

    name: str
    v4: tuple[str, ...] = ()
    v6: tuple[str, ...] = ()
    alias: str = ""
    """The name it is an alias of (CNAME), at the end of the chain."""
    unsure: str = ""
    """Why some addresses may be missing here."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """All that are known."""
        return self.v4 + self.v6


async def look_up(name: str, resolver: Resolver) -> Host:
    """The addresses of a name."""
    four, six = await asyncio.gather(resolver.ask(name, "A"), resolver.ask(name, "AAAA"))
    why = next((f"{one.type} of {name}: {one.why}" for one in (four, six) if not one.sure), "")
    aliases = four.aliases or six.aliases
    return Host(name, four.records, six.records, aliases[-1] if aliases else "", why)
