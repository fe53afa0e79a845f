"""From a row to the page of whom it is about: `h`. On a host, to all mail with that host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.ui.commands import does
from mailtui.ui.messages import OpenPerson, OpenSearch
from mailtui.ui.screens.base import BaseScreen

if TYPE_CHECKING:
    from mailtui.model.view import SearchRow


def nobody(screen: RowsPerson) -> str | None:
    """Why there is nobody to go to."""
    if screen.person_here or screen.host_here:
        return None
    return "there is no address here"


class RowsPerson(BaseScreen):
    """Mixin for screens with rows that are about somebody; named after the screen's other base."""

    @property
    def mail_here(self) -> SearchRow | None:
        """The mail under the cursor."""
        return None

    @property
    def person_here(self) -> str:
        """The address under the cursor; '' where there is none."""
        return address_of(self.mail_here)

    @property
    def host_here(self) -> str:
        """The host under the cursor, where it is on no address."""
        return ""

    def leaving(self) -> None:
        """Another screen is about to be opened from this row."""

    @does("row.person", unless=nobody)
    def open_person(self) -> None:
        """The page of the person, or the mail of the host."""
        self.leaving()
        if self.person_here:
            self.post_message(OpenPerson(self.person_here))
        else:
            self.post_message(OpenSearch(host_query(self.host_here)))


def address_of(row: SearchRow | None) -> str:
    """Whom a mail was for; where the log does not say, who sent it."""
    if row is None:
        return ""
    return next((one for one in (row.recipient, row.sender) if one and "@" in one), "")


def address_query(address: str) -> str:
    """The query for all mail of an address, from it and to it."""
    return f"address:={term(address)}"


def host_query(host: str) -> str:
    """The query for all mail that had to do with a host: also where it only failed to answer."""
    quoted = host.replace("\\", "\\\\").replace('"', '\\"')
    return f'host:{term(host)} OR "{quoted}"'


def term(text: str) -> str:
    """A value of a query, in quotes where it needs them."""
    plain = all(char.isalnum() or char in "@._+-:" for char in text)
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return text if plain else f'"{escaped}"'
