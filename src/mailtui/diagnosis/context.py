"""What is known of a failure beside its words."""

from __future__ import annotations

from typing import NamedTuple

from mailtui.model.enums import Phase


class Context(NamedTuple):
    """One failure. Only `text` must be there; what is None is looked for in the text.

    `text` may be what the other side said (lines of a multi-line reply joined by newlines), what our
    own server said, or both wrapped in each other as Exim, Postfix, Sendmail and qmail log it.
    """

    text: str
    host: str | None = None
    """The MX we spoke to."""
    ip: str | None = None
    phase: Phase | None = None
    errno: int | None = None
    """Exim's number in `defer (N)`: positive = the system's errno, negative = Exim's own."""
    remote: bool | None = None
    """Whether the other side spoke (True), our own server (False), or nobody says."""
    smtp_code: int | None = None
    enhanced_code: str | None = None
