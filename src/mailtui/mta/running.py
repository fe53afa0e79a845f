"""Running a mail program: an argument list, no shell, little environment, limits on time and output."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, NamedTuple

from mailtui.errors import MailProgramError

TIME_LIMIT = 10.0
"""Seconds before a program is ended."""
OUTPUT_LIMIT = 4 << 20
"""Bytes of output before a program is ended."""
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}
"""All that a program finds: nothing of the user's, so that its words are those we know."""
_BY_HAND = "Run it by hand to see why"


class Ran(NamedTuple):
    """What a program answered; bytes that are not UTF-8 are kept as surrogates."""

    code: int
    output: str
    errors: str


def run(arguments: Sequence[str], time_limit: float = TIME_LIMIT, output_limit: int = OUTPUT_LIMIT) -> Ran:
    """Run a program to its end; MailProgramError when it cannot start, takes too long or says too much.

    It reads nothing, and sees none of our files or variables. What it started ends with it.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 (a list, and no shell)
            list(arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise MailProgramError(
            f"{arguments[0]} cannot be run: {why}", "Name the program in the settings"
        ) from error
    with process:
        return _answer(process, arguments[0], time_limit, output_limit)


def _answer(process: subprocess.Popen[bytes], name: str, time_limit: float, output_limit: int) -> Ran:
    late = threading.Event()

    def end_it() -> None:
        late.set()
        _end(process)

    timer = threading.Timer(time_limit, end_it)
    timer.start()
    try:
        errors = _Reader(process.stderr, output_limit)
        output = _Reader(process.stdout, output_limit)
        said, complained = output.wait(), errors.wait()
        if late.is_set():
            raise MailProgramError(f"{name} took more than {time_limit:g} s", _BY_HAND)
        if max(len(said), len(complained)) > output_limit:
            raise MailProgramError(f"{name} printed more than {output_limit} bytes", _BY_HAND)
        code = process.wait()
    finally:
        timer.cancel()
        _end(process)
    return Ran(code, _text(said), _text(complained))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


class _Reader:
    """One stream read aside, up to a byte more than the limit; that byte says that there was more."""

    def __init__(self, stream: IO[bytes] | None, limit: int) -> None:
        self._data = b""
        self._thread = threading.Thread(target=self._read, args=(stream, limit), daemon=True)
        self._thread.start()

    def _read(self, stream: IO[bytes] | None, limit: int) -> None:
        if stream is not None:
            self._data = stream.read(limit + 1)
            stream.close()  # the program gets SIGPIPE instead of a pipe that nobody reads

    def wait(self) -> bytes:
        self._thread.join()
        return self._data


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
