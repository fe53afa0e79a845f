"""Who says so: the person at the keyboard, as the system knows them."""

from __future__ import annotations

import os
import pwd


def who_am_i() -> str:
    """The name of the user that this process runs as, by its user id: no variable can change it."""
    user = os.getuid()
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"uid {user}"
