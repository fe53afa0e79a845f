"""The retry rules that a real Exim tells, and which it picks: `exim -bP config` and `exim -brt`."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.real.instance import Exim

from mailtui.diagnosis.outlook import Failure, choose, parse_rules
from mailtui.model.moment import HOUR, MINUTE, SECOND
from mailtui.model.retry import RetrySettings
from mailtui.mta.exim import find_exim, retry_section
from mailtui.services.retrying import Retrying

CONFIG = r"""
primary_hostname = mail.lab.example
retry_interval_max = 12h
LONG = 3h
keep_environment =
begin retry
# what is more special comes first
old@busy.example        *          F,1s,1s
alice@wonder.example    quota      F,7d,3h
wonder.example          quota
"*"                     rcpt_452   F,1h,10m
*.slow.example          rcpt_4xx   F,2h,10m; \
                                   G,LONG,1h,1.5
^\N[^@]+@x\d+\.abc\.example$\N  timeout  H,1h,10m,2
!*.example              lost_connection  F,5h,1h
mx.far.example          refused    F,30m,5m
far.example             *          F,1d,1h
*@there.example         tls_required  F,2d,2h
*                       *          F,2h,15m; G,16h,1h,1.5; F,4d,6h
"""
ERRORS = {
    "refused": Failure("refused"),
    "timeout": Failure("timeout"),
    "quota": Failure("quota"),
    "rcpt_452": Failure("rcpt", 452),
    "rcpt_450": Failure("rcpt", 450),
    "lost_connection": Failure("lost_connection"),
    "tls_required": Failure("tls_required"),
}
KEYS = [
    ["old@busy.example"],
    ["alice@wonder.example"],
    ["bob@wonder.example"],
    ["wonder.example"],
    ["a@mail.slow.example"],
    ["slow.example"],
    ["x12.abc.example"],
    ["other.net"],
    ["u@there.example"],
    ["mx.far.example", "far.example"],
    ["mx2.far.example", "far.example"],
    ["mx.far.example", "else.example"],
]


@pytest.fixture(scope="module")
def command(needs: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """An Exim with rules of every kind."""
    program, folder = needs("exim4"), tmp_path_factory.mktemp("retry")
    (folder / "exim.conf").write_text(CONFIG)
    return [program, "-C", str(folder / "exim.conf")]


def test_rules_come_as_they_are_meant(command: list[str]) -> None:
    found = retry_section(command)
    assert found.longest == "12h"
    rules = parse_rules(found.rules)
    assert [rule.pattern for rule in rules[:3]] == [
        "old@busy.example",
        "alice@wonder.example",
        "wonder.example",
    ]
    assert len(rules) == CONFIG.split("begin retry")[1].count("F,1") + 8
    assert [(step.cutoff, step.interval) for step in rules[4].steps] == [
        (2 * HOUR, 10 * MINUTE),
        (3 * HOUR, HOUR),
    ]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("keys", KEYS, ids=" ".join)
def test_the_rule_is_the_one_that_exim_picks(command: list[str], keys: list[str], error: str) -> None:
    ran = subprocess.run([*command, "-brt", *keys, error], capture_output=True, text=True, check=False)
    said = ran.stdout.partition("Retry rule: ")[2].split()
    chosen = choose(parse_rules(retry_section(command).rules), keys, ERRORS[error])
    assert chosen.unsure == ()
    assert chosen.rule is not None
    assert said[:1] == [chosen.rule.pattern], ran.stdout + ran.stderr


def test_a_running_server_is_asked_by_the_setting(needs: Callable[[str], str], tmp_path: Path) -> None:
    exim = Exim(needs("exim4"), 9)
    try:
        config, program = tmp_path / "exim.conf", tmp_path / "exim"
        config.write_text((exim.folder / "exim.conf").read_text())  # Exim wants it to be of who asks
        program.write_text(f'#!/bin/sh\nexec {needs("exim4")} -C {config} "$@"\n')
        program.chmod(0o755)
        assert find_exim(program) == str(program)
        policy = Retrying(RetrySettings(exim=program)).policy()
        assert policy.origin == f"rules of {program} on this machine"
        special = choose(policy.rules, ["old@busy.example"], Failure("rcpt", 451)).rule
        assert special is not None
        assert (special.cutoff, special.steps[0].interval) == (SECOND, SECOND)
    finally:
        exim.close()


def test_a_program_that_is_no_exim_leaves_the_default_and_says_so() -> None:
    policy = Retrying(RetrySettings(exim=Path("/bin/false"))).policy()
    assert policy.origin.startswith("default rules assumed: /bin/false does not tell its configuration")
    assert [rule.pattern for rule in policy.rules] == ["*"]
