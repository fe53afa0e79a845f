"""A second process says all that it has to say, whatever happens to it meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

SAYS = """
from mailtui.ingest.carrying import carry_out
carry_out(lambda orders, answers: answers.write(orders.read() + bytes(range(256)) * 4096))
"""


def test_what_a_stopped_process_was_writing_arrives_in_full() -> None:
    """A write that a signal to stop meets half done (the pipe was full) returns with the rest not written."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", SAYS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"so: ")
        process.stdin.close()
        said = process.stdout.read(1000)  # the pipe holds less than all, so it is writing
        for _ in range(3):
            os.kill(process.pid, signal.SIGSTOP)
            time.sleep(0.02)
            os.kill(process.pid, signal.SIGCONT)
            said += process.stdout.read(1000)
        said += process.stdout.read()
    assert process.returncode == 0
    assert said == b"so: " + bytes(range(256)) * 4096


def test_a_second_process_gives_way() -> None:
    """Within its session and, where sessions share the processor, as one of its own."""
    tells = SAYS.replace("orders.read()", "repr((os.getsid(0) == os.getpid(), os.nice(0))).encode()")
    answer = subprocess.run(
        [sys.executable, "-c", f"import os{tells}"], stdin=subprocess.DEVNULL, capture_output=True, check=True
    )
    assert answer.stdout.startswith(b"(True, 10)")
    assert os.nice(0) < 10
