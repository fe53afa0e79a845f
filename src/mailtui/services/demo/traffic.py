"""A day of logs, the same for the same moment."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from mailtui.model.moment import DAY, SECOND
from mailtui.services.demo.everyday import Everyday
from mailtui.services.demo.exim import MailServer
from mailtui.services.demo.stories import STORIES
from mailtui.services.demo.world import SERVER_IP, World

SEED = 20_261_121


@dataclass(frozen=True, slots=True)
class Logs:
    """What Exim would have written."""

    main: bytes
    reject: bytes


def generate(now: int) -> Logs:
    """The main and the reject log of the day that ends at `now` (UTC microseconds)."""
    random = Random(SEED)  # noqa: S311 - repeatable, not secret
    server = MailServer(random)
    world = World(random)
    server.log(
        now - DAY + SECOND,
        f"exim 4.98.2 daemon started: pid=1190, -q30m, listening for SMTP on [{SERVER_IP}]:{{25,587}}",
    )
    Everyday(server, world, now).write()
    for story in STORIES:
        story.write(server, world, now)
    return Logs(server.main_log(now).encode(), server.reject_log(now).encode())
