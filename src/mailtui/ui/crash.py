"""What goes wrong unforeseen goes to a file for its owner alone: it can hold other people's addresses."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path


def record(error: BaseException) -> Path:
    """Write the traceback, without local variables, to a new file of mode 0600 and return its path."""
    handle, name = tempfile.mkstemp(prefix="mailtui-error-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.writelines(traceback.format_exception(error))
    return Path(name)
