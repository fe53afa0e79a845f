"""A mail program is run with limits, and what goes wrong is one sentence."""

from __future__ import annotations

import sys
import time

import pytest

from mailtui.errors import MailProgramError
from mailtui.mta.running import run


def program(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_output_errors_and_code_are_apart() -> None:
    ran = run(program("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"))
    assert ran == (3, "out\n", "err\n")


def test_it_sees_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "x")
    ran = run(program("import os, sys; print('SECRET' in os.environ, os.getcwd(), sys.stdin.read() == '')"))
    assert ran.output == "False / True\n"


def test_arguments_are_no_shell_words() -> None:
    hostile = "a; touch /tmp/x $(id) `id` | cat"
    assert run([*program("import sys; print(sys.argv[1])"), hostile]).output == f"{hostile}\n"


def test_one_that_hangs_is_ended_with_what_it_started() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    before = time.monotonic()
    with pytest.raises(MailProgramError, match=r"took more than 0\.5 s"):
        run(program(code), time_limit=0.5)
    assert time.monotonic() - before < 5


def test_one_that_never_stops_talking_is_ended() -> None:
    with pytest.raises(MailProgramError, match="printed more than 1000 bytes"):
        run(program("while True: print('x' * 100)"), output_limit=1000)


def test_bytes_that_are_no_text_are_kept() -> None:
    assert run(program(r"import os; os.write(1, b'\xff')")).output == "\udcff"


@pytest.mark.parametrize("name", ["/no/such/program", "/", "a\0b"])
def test_one_that_cannot_start(name: str) -> None:
    with pytest.raises(MailProgramError, match="cannot be run"):
        run([name])
