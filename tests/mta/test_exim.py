"""Exim's answers read; what a real one answers is in tests/real."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailtui.diagnosis.outlook import parse_rules
from mailtui.errors import MailProgramError
from mailtui.mta.exim import find_exim, retry_section

CONFIG = """\
# Exim Configuration
primary_hostname = mx1.lab.example
retry_interval_max = 12h

begin acl
  check_rcpt:
    accept

begin retry
  old@busy.example * F,1s,1s
  "busy example" refused_A senders=: F,1h,15m; G,3h,1h,1.5

begin rewrite
  *@* x
"""


def exim(folder: Path, text: str, code: int = 0) -> list[str]:
    """A program that prints a configuration."""
    (folder / "config").write_text(text)
    program = folder / "exim"
    program.write_text(f'#!/bin/sh\n[ "$*" = "-bP config" ] && cat {folder}/config\nexit {code}\n')
    program.chmod(0o755)
    return [str(program)]


def test_the_retry_section_is_cut_out(tmp_path: Path) -> None:
    found = retry_section(exim(tmp_path, CONFIG))
    assert found.longest == "12h"
    assert [rule.pattern for rule in parse_rules(found.rules)] == ["old@busy.example", "busy example"]


def test_a_configuration_without_retry_rules_never_retries(tmp_path: Path) -> None:
    assert retry_section(exim(tmp_path, "x = y\n\nbegin acl\n")) == ("", None)


@pytest.mark.parametrize(
    ("text", "code", "why"), [("", 0, "exit code 0"), ("exim: permission denied\n", 1, "permission denied")]
)
def test_what_is_no_configuration_is_told(tmp_path: Path, text: str, code: int, why: str) -> None:
    with pytest.raises(MailProgramError, match=why):
        retry_section(exim(tmp_path, text, code))


def test_the_setting_wins() -> None:
    assert find_exim(Path("/opt/exim")) == "/opt/exim"
