"""What widgets and screens tell the app. They never import it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from mailtui.model.view import RowKey, SearchRow, StoreState
    from mailtui.ui.screens.base import BaseScreen


class Notice(Message):
    """One line for the user, shown at the bottom until the next key. The text may hold hostile words."""

    def __init__(self, text: str, *, error: bool = False) -> None:
        super().__init__()
        self.text = text
        self.error = error


class OpenTrace(Message):
    """Show the trace of a message on top of what is shown now."""

    def __init__(self, message_id: int, recipient: RowKey | None = None) -> None:
        super().__init__()
        self.message_id = message_id
        """Its id in the database, not its queue id."""
        self.recipient = recipient
        """Whom to show first; None for the one in most trouble."""


class OpenIncident(Message):
    """Show an incident on top of what is shown now."""

    def __init__(self, incident: int) -> None:
        super().__init__()
        self.incident = incident
        """Its id in the database."""


class OpenDomain(Message):
    """Show a domain of the list on top of what is shown now."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class OpenPerson(Message):
    """Show the page of an address on top of what is shown now."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address


class OpenCampaign(Message):
    """Show a campaign on top of what is shown now."""

    def __init__(self, campaign: int) -> None:
        super().__init__()
        self.campaign = campaign
        """Its id in the database."""


class OpenThread(Message):
    """Show a conversation on top of what is shown now."""

    def __init__(self, thread: int) -> None:
        super().__init__()
        self.thread = thread
        """Its id in the database."""


class OpenWebhooks(Message):
    """Show the payloads of an account that were not understood on top of what is shown now."""

    def __init__(self, server: int, name: str) -> None:
        """`server`: the row that stands for the account; `name`: what it is called."""
        super().__init__()
        self.server = server
        self.name = name


class OpenUnclear(Message):
    """Show the lines that were not understood on top of what is shown now."""

    def __init__(self, source: int | None = None) -> None:
        """`source`: only those of this one, by its id in the database."""
        super().__init__()
        self.source = source


class OpenSearch(Message):
    """Go to the Search screen with this query."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Leave(Message, namespace="mailtui"):
    """The screen that posts this wants to be left; the home screen quits.

    The namespace keeps it apart from Textual's `events.Leave`, which a widget handles by that name.
    """


class Shown(Message):
    """A screen is on top now: it wants to know how the database is."""

    def __init__(self, screen: BaseScreen) -> None:
        super().__init__()
        self.screen = screen


class StateRead(Message, bubble=False):
    """The app has looked at the database; posted to the screen that is shown."""

    def __init__(self, state: StoreState) -> None:
        super().__init__()
        self.state = state


class OpenDatabase(Message):
    """The first paint of a screen is done, or the user wants another try: open the database for it."""

    def __init__(self, screen: BaseScreen) -> None:
        super().__init__()
        self.screen = screen


class RowChosen(Message):
    """The cursor of a list is on another row, or the row has been read; None while it is not there yet."""

    def __init__(self, row: SearchRow | None) -> None:
        super().__init__()
        self.row = row

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, RowChosen)


class RowOpened(Message):
    """The row under the cursor of a list was clicked a second time."""
