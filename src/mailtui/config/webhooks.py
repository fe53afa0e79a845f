"""What the settings say about taking webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailtui.config.settings import Settings
from mailtui.errors import ConfigError

if TYPE_CHECKING:
    from mailtui.worker.listening.server import Listening

EXAMPLE = """\
name them in the settings file, such as

  [webhooks.mailgun]
  secret = "file:/etc/mailtui/mailgun-key"

docs/receiver.md says what each service needs"""


def listening(settings: Settings, where: str | None = None) -> Listening | None:
    """Where webhooks are taken and whose; None where the settings and `where` (the option) name no place.

    ConfigError when an account is described wrongly, there is none, or a package is missing.
    """
    place = where if where is not None else settings.listen
    if place is None:
        return None
    from mailtui.services.receiving.address import address
    from mailtui.services.receiving.hooks import hooks_of
    from mailtui.worker.listening import extra

    extra.require()
    found = address(place)
    hooks = hooks_of(settings.webhooks)
    if not hooks:
        raise ConfigError("there is no account whose webhooks are to be taken", EXAMPLE)
    from mailtui.worker.listening.remotes import networks
    from mailtui.worker.listening.server import Listening

    networks(settings.trusted_proxies)
    return Listening(found, hooks, settings.trusted_proxies)
