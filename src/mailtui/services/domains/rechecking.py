"""Looking at domains on schedule: the duty of the background worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mailtui.errors import StoreLockedError
from mailtui.model.stopping import Stopped, stoppable
from mailtui.services.domains.desk import Domains, utc_now
from mailtui.services.domains.looking import Make, by_dns
from mailtui.services.domains.options import Options
from mailtui.store.engine import reader


def recheck(database: Path, options: Options, stopping: Callable[[], bool], make: Make = by_dns) -> int:
    """Look at the domains that are due and keep what is learnt; how many there were.

    Ends soon once `stopping()`, or when somebody has the database locked; what is not kept then stays due.
    """
    engine = reader(database)
    try:
        desk = Domains(database, engine, utc_now, options, make)
        with stoppable(stopping):
            names = desk.due()
            return len(desk.verify(names)) if names else 0
    except (Stopped, StoreLockedError):
        return 0
    finally:
        engine.dispose()
