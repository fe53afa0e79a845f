"""Names of logs, in every scheme in use."""

from __future__ import annotations

import pytest

from mailtui.ingest.naming import is_other, read_name
from mailtui.model.enums import LogType

MAIN = [
    "mainlog",
    "exim_mainlog",
    "exim4-mainlog",
    "main.log",
    "mainlog.1",
    "mainlog.01",
    "mainlog.10.gz",
    "mainlog.2.xz",
    "mainlog.3.bz2",
    "mainlog.4.zst",
    "mainlog-20260101",
    "mainlog-20260101.gz",
    "mainlog-2026010113.gz",
    "mainlog-2026-01-01.gz",
    "main-202601",
    "main-20260101.log",
    "main.1.log.gz",
    "exim_mainlog-01-2026.gz",
    "exim_mainlog-20260101.1.gz",
    "mainlog.old",
    "MAINLOG",
]
NONE = [
    "main",
    "main.1",
    "panic",
    "mail.log",
    "syslog.1",
    "mainlog.pid",
    "domainlog",
    "mainlogs",
    "reject.txt",
]


@pytest.mark.parametrize("name", MAIN)
def test_every_scheme_says_its_log(name: str) -> None:
    assert read_name(name).log_type is LogType.MAIN
    other = name.lower().replace("main", "reject")
    assert read_name(other).log_type is LogType.REJECT
    assert read_name(other.replace("reject", "panic")).log_type is LogType.PANIC


@pytest.mark.parametrize("name", NONE)
def test_other_names_say_nothing(name: str) -> None:
    assert read_name(name).log_type is None


@pytest.mark.parametrize(
    "oldest_first",
    [
        ["mainlog.10.gz", "mainlog.9.gz", "mainlog.2.gz", "mainlog.1", "mainlog"],
        ["mainlog.02", "mainlog.01", "mainlog"],
        ["mainlog-20251231.gz", "mainlog-20260101", "mainlog"],
        ["mainlog-2025-12-31", "mainlog-2026-01-01"],
        ["mainlog-20260101.2", "mainlog-20260101.1", "mainlog-20260102"],
        ["main-202512", "main-202601"],
        ["exim_mainlog-12-2025.gz", "exim_mainlog-01-2026.gz", "exim_mainlog"],
        ["main.2.log", "main.1.log", "main.log"],
        ["main-20251231.log", "main-20260101.log", "main.log"],
        ["mail.log.2.gz", "mail.log.1", "mail.log"],
    ],
)
def test_a_family_sorts_oldest_first(oldest_first: list[str]) -> None:
    names = [read_name(name) for name in oldest_first]
    assert len({name.stem for name in names}) == 1
    assert sorted(names, key=lambda name: name.age) == names


@pytest.mark.parametrize(
    "name",
    [
        ".mainlog.swp",
        "mainlog~",
        "exim.pid",
        "1jmKso-0009d4-Uf",
        "1xUY2E-000000008IR-2k2P",
        "1jmKso-0009d4-Uf-H",
    ],
)
def test_what_lies_beside_logs_is_no_log(name: str) -> None:
    assert is_other(name)


def test_logs_are_not_taken_for_other_files() -> None:
    assert not any(is_other(name) for name in MAIN)
