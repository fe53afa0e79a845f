"""What a campaign is written with, as plain text. Nothing of it is fetched or run."""

from __future__ import annotations

from mailtui.model.campaign import Preview
from mailtui.parsing.hypertext import plain_text
from mailtui.query.placeholders import variables
from mailtui.store.engine import Connection
from mailtui.store.people import reading


def preview_of(connection: Connection, template: int | None) -> Preview | None:
    """A template by its id; None when there is none."""
    found = reading.templates(connection, template) if template is not None else []
    if not found:
        return None
    one = found[0]
    named = variables(one.variables, one.subject, one.html, one.text)
    text = one.text if one.text is not None else plain_text(one.html or "")
    return Preview(one.name, one.version, one.subject, text, one.variables, *named)
