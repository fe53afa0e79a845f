"""What the settings say of a server's retries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RetrySettings:
    """None: nothing was said."""

    rules: str | None = None
    """Exim's retry rules, as they stand in its configuration."""
    queue_runner: str | None = None
    """From one queue run to the next, as in `30m`."""
    exim: Path | None = None
    """The Exim to ask; None for the one on this machine."""
    ask: bool = True
    """Whether an Exim may be asked."""
