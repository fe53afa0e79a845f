"""Others see no name, and nothing that strangers wrote is more than text."""

from __future__ import annotations

import pytest
from tests.ui.fakes import HOSTILE

from mailtui.model.visible import share
from mailtui.store.engine import writer

PEOPLE = ("zebedee", "ermintrude", "florence")


@pytest.fixture
def named(own):
    """Campaigns that have addresses in everything that their senders say."""
    engine = writer(own)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE campaign SET name = 'for zebedee@x.example', sender = 'ermintrude@x.example', "
            "from_name = 'ermintrude', reply_to = 'florence@x.example', subject = 'to zebedee@x.example', "
            "recipients = 200"
        )
        connection.exec_driver_sql("UPDATE link SET url = 'https://x.example/?to=zebedee@x.example&n=' || id")
        connection.exec_driver_sql(
            "INSERT INTO mail_template (id, origin, external_id, version, name, description, subject, text, "
            "preview_text, variables, kind, system, active) VALUES (9, '', 'x', 1, 'of florence@x.example', "
            "'', 'for ermintrude@x.example', 'Write to zebedee@x.example', '', '[]', '', 0, 1)"
        )
        connection.exec_driver_sql("UPDATE campaign SET template_id = 9")
    engine.dispose()
    return own


@pytest.fixture
def shared():
    share(True)
    yield
    share(False)


@pytest.mark.usefixtures("shared")
async def test_names_are_masked_on_both_screens(at, named):
    async with at(named, (120, 60)) as user:
        seen = []
        for keys in (
            (),
            ("/", *"zeb"),
            ("escape",),
            ("escape",),
            ("y",),
            ("escape",),
            ("enter",),
            ("G",),
            ("y",),
        ):
            await user.press(*keys)
            seen.append(user.text)
            seen += getattr(user.app.screen, "plain", list)()
        text = "\n".join(seen).lower()
        assert "•••@x.example" in text
        assert [name for name in PEOPLE if name in text] == []


async def test_what_strangers_wrote_is_text(at, own):
    engine = writer(own)
    with engine.begin() as connection:
        hostile = "".join(HOSTILE).encode("utf-8", "replace").decode()
        connection.exec_driver_sql(
            "UPDATE campaign SET name = ?, sender = ?, subject = ?, from_name = ?", (hostile,) * 4
        )
        connection.exec_driver_sql("UPDATE link SET url = ? || id", (hostile,))
    engine.dispose()
    async with at(own, (120, 60)) as user:
        for keys in ((), ("enter",), ("G",)):
            await user.press(*keys)
            assert "\x1b" not in user.text
            assert "\\x1b" in user.text
        await user.press("enter")
        assert "link:" in user.query
