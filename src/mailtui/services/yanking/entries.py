"""What can be copied: each with the letter that picks it from the yank menu."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One line of the yank menu."""

    id: str
    """Its name on the command line."""
    key: str
    """One letter; never j or k, which move."""
    title: str


ENTRIES = (
    Entry("address", "a", "Address"),
    Entry("sender", "s", "Sender"),
    Entry("message-id", "m", "Message-ID"),
    Entry("queue-id", "i", "Queue id"),
    Entry("lines", "l", "Raw lines"),
    Entry("reply", "r", "Reply"),
    Entry("command", "c", "mailtui command"),
    Entry("fix", "x", "Command of the card"),
    Entry("query", "q", "Query"),
    Entry("ticket", "t", "Ticket text"),
    Entry("customer", "p", "Customer text"),
)
"""In the order of the menu."""


class Offer(NamedTuple):
    """One entry for what is to be copied now."""

    entry: Entry
    text: str
    """Several lines perhaps, each safe for a terminal; '' when it is not there."""
    why_not: str
    """Why there is nothing to copy; '' when there is."""

    @property
    def summary(self) -> str:
        """Its first line, and how many more there are."""
        first, *more = self.text.split("\n")
        return f"{first}  (+{len(more)} more)" if more and first else first
