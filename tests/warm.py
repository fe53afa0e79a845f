"""Processes that need not load mailtui: forked from one that has, for tests that start or kill many.

Each is a process of its own like any other (its files, signals and exit code are); what is not tested by it
is how Python starts.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from functools import cache
from typing import IO

PRELOADED = (
    *("mailtui.cli.main", "mailtui.cli.worker", "mailtui.services.imports", "mailtui.store.tables"),
    *(
        "mailtui.worker.running",
        "mailtui.worker.following",
        "mailtui.worker.importing",
        "mailtui.worker.work",
    ),
)
SERVER = """
import atexit, gc, importlib, json, os, signal, socket, sys, time, traceback

def run(request):
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    os.chdir(request["folder"])
    sys.argv = request["arguments"]
    try:
        exec(request["code"], {"__name__": "__main__"})
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
    except BaseException:
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)

channel = socket.socket(fileno=int(sys.argv[1]))
for name in sys.argv[2:]:
    importlib.import_module(name)
gc.freeze()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    data, fds, _, _ = socket.recv_fds(channel, 1 << 18, 4)
    if not data:
        break
    if not os.fork():  # it waits for the one that it starts, and tells how that ended
        channel.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        pid = os.fork()
        if not pid:
            for number in range(3):
                os.dup2(fds[number], number)
            for fd in fds:
                os.close(fd)
            run(json.loads(data))
        for fd in fds[:3]:
            os.close(fd)
        os.write(fds[3], b"%d\\n" % pid)
        os.write(fds[3], b"%d\\n" % os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        os._exit(0)
    for fd in fds:
        os.close(fd)
"""
MAILTUI = "from mailtui.__main__ import main; main()"
"""The code of `python -m mailtui`."""


@cache
def _server() -> socket.socket:
    """Where to ask for a process; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    arguments = [sys.executable, "-c", SERVER, str(theirs.fileno()), *PRELOADED]
    server = subprocess.Popen(arguments, pass_fds=[theirs.fileno()])
    theirs.close()
    atexit.register(server.wait)
    atexit.register(ours.close)
    return ours


class Warm:
    """Runs Python code as a process; to be used as `subprocess.Popen` is, with pipes to all three files."""

    def __init__(self, code: str, *arguments: str, env: dict[str, str] | None = None) -> None:
        request = {
            "code": code,
            "arguments": ["mailtui", *arguments],
            "environment": dict(os.environ) if env is None else env,
            "folder": os.getcwd(),
        }
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        ours_err, theirs_err = os.pipe()
        ours_end, theirs_end = os.pipe()
        theirs = [theirs_in, theirs_out, theirs_err, theirs_end]
        socket.send_fds(_server(), [json.dumps(request).encode()], theirs)
        for fd in theirs:
            os.close(fd)
        self.stdin: IO[bytes] = os.fdopen(ours_in, "wb")
        self.stdout: IO[bytes] = os.fdopen(ours_out, "rb")
        self.stderr: IO[bytes] = os.fdopen(ours_err, "rb")
        self._end: IO[bytes] = os.fdopen(ours_end, "rb", buffering=0)
        self.pid = int(self._end.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, or the signal that ended it with a minus; None while it runs."""
        if self.returncode is None and select.select([self._end], [], [], 0)[0]:
            self.returncode = int(self._end.readline())
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The same when it has ended."""
        if self.returncode is None and not select.select([self._end], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired("mailtui", timeout or 0)
        code = self.poll()
        assert code is not None
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Warm:
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self.stdin, self.stdout, self.stderr):
            file.close()
        self.wait()
        self._end.close()
