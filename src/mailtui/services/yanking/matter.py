"""What a text is made of: rows, and what is known about them. Plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from mailtui.model.campaign import CampaignDetail
from mailtui.model.domain import DomainDetail
from mailtui.model.incident import Incident
from mailtui.model.moment import to_datetime
from mailtui.model.view import Explained, RawLine, RowKey, SearchRow


@dataclass(frozen=True, slots=True)
class Matter:
    """Times are UTC microseconds; texts may be hostile."""

    rows: tuple[SearchRow, ...] = ()
    """With what the raw lines hold; not more than are worth copying one by one."""
    total: int = 0
    """How many rows there are in truth."""
    command: str = ""
    """The command line that shows the same, '' when none does."""
    query: str = ""
    """The query that finds the same, '' when none does."""
    lines: tuple[RawLine, ...] = ()
    incidents: tuple[Incident, ...] = ()
    explained: Mapping[RowKey, Explained] = field(default_factory=dict)
    """Diagnoses of some rows: of each kind of failure the newest."""
    fixes: tuple[str, ...] = ()
    """Command lines for a shell on the server."""
    egress: tuple[str, ...] = ()
    """Our addresses of the connections, as far as the log has them."""
    domains: tuple[DomainDetail, ...] = ()
    campaigns: tuple[CampaignDetail, ...] = ()
    zone: tzinfo = UTC
    """The zone of the reader, for texts to customers."""

    @property
    def is_whole(self) -> bool:
        """Whether `rows` are all there are."""
        return len(self.rows) >= self.total

    @property
    def servers(self) -> tuple[str, ...]:
        """Our servers, by the log."""
        names = [row.server for row in self.rows] + [one.server for one in self.incidents]
        return tuple(dict.fromkeys(names))


def utc(moment: int | None) -> str:
    """`2026-11-20 09:14:07 UTC`, for texts that leave the house."""
    return "unknown" if moment is None else f"{to_datetime(moment):%Y-%m-%d %H:%M:%S} UTC"


def counted(texts: Counter[str], most: int) -> list[str]:
    """`412 x  text`, the commonest first; without a number where each is there once."""
    common = texts.most_common(most)
    width = len(str(max(texts.values(), default=0)))
    plain = all(number == 1 for number in texts.values())
    told = [text if plain else f"{number:{width}} x  {text}" for text, number in common]
    left = len(texts) - len(common)
    return [*told, f"and {left} others"] if left else told
