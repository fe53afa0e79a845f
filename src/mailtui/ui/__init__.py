"""VIEW: the screens. The only place that knows Textual. `run` starts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailtui.config import Settings
    from mailtui.ui.desk import OpenDesk
    from mailtui.ui.session import SessionFile


def run(
    open_desk: OpenDesk, settings: Settings, query: str | None = None, session: SessionFile | None = None
) -> None:
    """Show the screens until the user quits: those of the last session, else Triage; Search with a query.

    ConfigError when the keymap file or the theme is wrong.

    `open_desk` is called in a thread after the first paint. Textual reads its environment when it is
    imported, so it is imported here and not above.
    """
    from mailtui.ui import memory, terminal

    memory.pause_collector()
    terminal.prepare(theme=settings.theme)

    from mailtui.ui.starting import make_app

    make_app(open_desk, settings, query, terminal.survey(), session).run()
