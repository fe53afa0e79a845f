"""What a file is, by what stands in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailtui.model.enums import LogType
from mailtui.parsing.detect import Format, detect

GOLDEN = Path(__file__).parents[1] / "golden/exim"


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.log")), ids=lambda path: path.name)
def test_our_own_logs(path: Path) -> None:
    kind = path.stem.rpartition("-")[2]
    log_type = LogType(kind) if kind in ("reject", "panic") else LogType.MAIN
    assert detect(path.read_bytes(), path.name) == Format(log_type, path.name.startswith("syslog"))


def test_the_name_tells_what_content_cannot() -> None:
    line = b"2026-11-20 23:28:50 H=mx [192.0.2.5] F=<j@s.example> rejected RCPT <x@y.example>: no\n"
    assert detect(line) == Format(LogType.MAIN, False)
    assert detect(line, "/var/log/exim4/rejectlog.1") == Format(LogType.REJECT, False)
    assert detect(line, "exim_paniclog") == Format(LogType.PANIC, False)
    assert detect(line, "reject-folder/mainlog") == Format(LogType.MAIN, False)
    assert detect(line + b"Envelope-from: <j@s.example>\n") == Format(LogType.REJECT, False)


@pytest.mark.parametrize(
    "sample",
    [
        b"",
        b"\n\n",
        b"\x7fELF\0\0\0\1",
        b"\x1f\x8b\x08\0\0\0",
        b"2026-11-20 12:00:00 status installed libc6:amd64 2.36\n",
        b"Nov 20 23:30:11 mx postfix/smtpd[9]: connect from x[192.0.2.1]\n",
        b"Nov 20 23:30:11 mx sshd[9]: Accepted publickey for root\n",
        b'192.0.2.1 - - [20/Nov/2026:23:30:11 +0000] "GET / HTTP/1.1" 200 5\n',
        b"<html><body>2026</body></html>\n",
        "2026-11-20 23:28:50 Completed".encode("utf-16"),
    ],
)
def test_what_is_no_mail_log(sample: bytes) -> None:
    assert detect(sample, "mainlog") is None


def test_exim_among_others_in_one_syslog() -> None:
    sample = b"Nov 20 23:30:11 mx sshd[9]: x\nNov 20 23:30:12 mx exim[9]: Start queue run: pid=9\n"
    assert detect(sample, "mail.log") == Format(LogType.MAIN, True)


def test_a_last_line_that_is_cut_does_not_matter() -> None:
    assert detect(b"2026-11-20 23:28:50 Start queue run: pid=9\n2026-11-2") == Format(LogType.MAIN, False)
    assert detect(b"2026-11-20 23:28:50 Start queue run: pid=9") == Format(LogType.MAIN, False)
