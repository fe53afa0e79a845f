"""The screen of one template: its variables, and what it says as plain text."""

from __future__ import annotations

from textual.app import ComposeResult

from mailtui.model.people_view import TemplateView
from mailtui.ui.commands import does
from mailtui.ui.rendering import safe_lines
from mailtui.ui.screens.base import BaseScreen
from mailtui.ui.widgets.facts import Fact, FactPage
from mailtui.ui.widgets.key_line import KeyLine
from mailtui.ui.widgets.people_facts import template_facts, template_text
from mailtui.ui.widgets.status_line import StatusLine
from mailtui.ui.words import LOCAL, Look


class TemplateScreen(BaseScreen):
    """Read from the top; nothing in it is fetched or run."""

    DEFAULT_CSS = "TemplateScreen { layout: vertical; & > FactPage { height: 1fr; padding: 0 1; } }"

    def __init__(self, template: TemplateView, look: Look = LOCAL) -> None:
        super().__init__()
        self.template = template
        self._look = look
        self._page = FactPage()

    def compose(self) -> ComposeResult:
        yield StatusLine("Template", self._look)
        yield self._page
        yield KeyLine()

    def on_mount(self) -> None:
        """Show it."""
        self._page.show(self._facts())
        self.set_focus(self._page)

    def mask_changed(self) -> None:
        self._page.rewrap()

    def _facts(self) -> list[Fact]:
        known = template_facts(self.template, self._look)
        return [*known, Fact("", ""), Fact("", template_text(self.template))]

    def plain(self) -> list[str]:
        """All of it."""
        return [line for fact in self._facts() for line in safe_lines(f"{fact.label:11} {fact.text}".strip())]

    @does("move.down")
    def down(self) -> None:
        """A line on."""
        self._page.move(1)

    @does("move.up")
    def up(self) -> None:
        """A line back."""
        self._page.move(-1)

    @does("move.page-down")
    def page_down(self) -> None:
        """One screenful on."""
        self._page.move_page(1)

    @does("move.page-up")
    def page_up(self) -> None:
        """One screenful back."""
        self._page.move_page(-1)

    @does("move.first")
    def first(self) -> None:
        """To the top."""
        self._page.move_to(0)

    @does("move.last")
    def last(self) -> None:
        """To the end."""
        self._page.move_to(1 << 30)
