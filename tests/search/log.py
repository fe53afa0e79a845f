# ruff: noqa: E501 - log lines are as long as they are
"""Two servers' logs in one database: a day of demo traffic, and lines that are odd in every way we know."""

from __future__ import annotations

from pathlib import Path

from tests.search import failing, remarking

from mailtui.services.demo.traffic import generate
from mailtui.services.imports import import_logs

NOW = 1_795_000_000_000_000
"""2026-11-18 12:26:40 UTC."""

ODD = r"""
2026-11-18 08:00:00 1vLA01-000000001AB-0001 <= "odd one"@shop.example H=(mx.client.example) [192.0.2.7] P=esmtpsa A=plain:shop@shop.example S=2048 id=Odd.1@shop.example T="Contract \"draft\" v1" for team@lab.example UPPER@Lab.Example
2026-11-18 08:00:01 1vLA01-000000001AB-0001 => bob@far.example <team@lab.example> R=dnslookup T=remote_smtp H=mx1.far.example [198.51.100.7] C="250 OK id=1vLB01-000000002AB-0002"
2026-11-18 08:00:01 1vLA01-000000001AB-0001 => carol <team@lab.example> R=local_user T=local_delivery
2026-11-18 08:00:02 1vLA01-000000001AB-0001 ** UPPER@Lab.Example R=dnslookup T=remote_smtp H=mx_1.far.example [198.51.100.8]: SMTP error from remote mail server after RCPT TO:<UPPER@Lab.Example>: 550-5.1.1 no such user\n550 5.1.1 100% sure
2026-11-18 08:00:02 1vLA01-000000001AB-0001 Completed
2026-11-18 08:01:00 1vLA02-000000001AC-0001 <= <> R=1vLA01-000000001AB-0001 U=Debian-exim P=local S=900 T="Mail delivery failed" for "odd one"@shop.example
2026-11-18 08:01:01 1vLA02-000000001AC-0001 == "odd one"@shop.example R=dnslookup T=remote_smtp defer (-44) H=mx.shop.example [2001:db8::25]: SMTP error from remote mail server after RCPT TO:<odd one@shop.example>: 451 4.7.1 greylisted, over quota
2026-11-18 08:01:01 1vLA02-000000001AC-0001 Frozen
2026-11-18 08:31:01 1vLA02-000000001AC-0001 == "odd one"@shop.example R=dnslookup T=remote_smtp defer (-53): retry time not reached for any host for 'shop.example'
2026-11-18 08:31:02 1vLA02-000000001AC-0001 Message is frozen
2026-11-18 08:02:00 1vLA03-000000001AD-0001 <= gr\303\274n@b\303\274ro.example H=mail.example [192.0.2.8] P=esmtp S=512 id=UTF@b.example T="Gr\303\274\303\237e aus K\303\266ln" for z\303\266e@lab.example
2026-11-18 08:02:01 1vLA03-000000001AD-0001 removed by root
2026-11-18 08:03:00 1vLA04-000000001AE-0001 <= grün@büro.example H=mail.example [192.0.2.8] P=utf8esmtp S=99 T="Ärger" for ünder@köln.example a_b@lab.example a%b@lab.example
2026-11-18 08:03:01 1vLA04-000000001AE-0001 => ünder@köln.example R=dnslookup T=remote_smtp H=mx.köln.example [203.0.113.9] C="250 ok ÄÖ"
2026-11-18 08:03:02 1vLA04-000000001AE-0001 ** a_b@lab.example: retry timeout exceeded
2026-11-18 08:03:02 1vLA04-000000001AE-0001 *> a%b@lab.example R=dnslookup T=remote_smtp H=only.pretended.example [203.0.113.77]
2026-11-18 08:04:00 1vLA05-000000001AF-0001 => late@lab.example R=local_user T=local_delivery
2026-11-18 08:04:00 1vLA05-000000001AF-0001 Completed
2026-11-18 08:04:10 1vLA06-000000001AF-0001 this line of a message nobody understands (odd)
2026-11-18 08:04:11 1vLA01-000000001AB-0001 nor this one about 1vLA02-000000001AC-0001
2026-11-18 08:05:00 H=(spam.example) [203.0.113.5] F=<spam@bad.example> rejected RCPT <bob@lab.example>: 550 5.7.1 listed at dnsbl.example
2026-11-18 08:05:01 H=slow.example [203.0.113.6] F=<> temporarily rejected RCPT <Carol@lab.example>: 451 try later
2026-11-18 08:05:02 1vLA07-000000001AG-0001 H=evil.example [203.0.113.7] F=<evil@bad.example> rejected after DATA: "Köln" is not wanted
2026-11-18 08:05:03 rejected EHLO or HELO from [203.0.113.8]: syntactically invalid argument(s): _
2026-11-18 08:06:00 1vLA08-000000001AH-0001 <= cut@shop.example H=mail.example [192.0.2.8] P=esmtp S=77777777 id=1vLA01@odd.example for x@one.example y@two.example
2026-11-18 08:05:59 1vLA08-000000001AH-0001 >> x@one.example R=dnslookup T=remote_smtp H=mx.one.example [198.51.100.10] C="250 taken"
2026-11-18 08:06:01 1vLA08-000000001AH-0001 == y@two.example R=dnslookup T=remote_smtp defer (110): Connection timed out
2026-11-18 08:06:01 1vLA08-000000001AH-0001 H=mx.two.example [198.51.100.11] Connection timed out
2026-11-18 08:36:01 1vLA08-000000001AH-0001 => y@two.example R=dnslookup T=remote_smtp H=mx.two.example [198.51.100.11] C="250 OK" QT=30m1s
garbage without a stamp
2026-11-18 08:07:00 1vLA09-000000001AI-0001 <= none@lab.example U=root P=local S=1 for discard@lab.example
2026-11-18 08:07:30 1vLA10-000000001AJ-0001 <= dup@shop.example H=mail.example [192.0.2.8] P=smtp S=20 for both@lab.example bob@twice.example
2026-11-18 08:07:31 1vLA10-000000001AJ-0001 => bob@twice.example <both@lab.example> R=dnslookup T=remote_smtp H=mx.twice.example [198.51.100.12] C="250 OK"
2026-11-18 08:07:32 1vLA10-000000001AJ-0001 ** eve@twice.example <both@lab.example> R=dnslookup T=remote_smtp H=mx.twice.example [198.51.100.12]: 550 5.2.2 twice over quota
2026-11-18 08:07:32 1vLA10-000000001AJ-0001 Completed
2026-11-18 08:07:00 1vLA09-000000001AI-0001 => :blackhole: <discard@lab.example> R=aliases
2026-11-18 08:07:00 1vLA09-000000001AI-0001 Completed
""".strip()

NEXT_HOP = r"""
2026-11-18 08:00:01 1vLB01-000000002AB-0002 <= "odd one"@shop.example H=mx1.lab.example [192.0.2.1] P=esmtps S=2100 id=Odd.1@shop.example for bob@far.example
2026-11-18 08:00:03 1vLB01-000000002AB-0002 => bob <bob@far.example> R=local T=lmtp
2026-11-18 08:00:03 1vLB01-000000002AB-0002 Completed
2026-11-18 09:00:00 1vLA01-000000001AB-0001 <= other@shop.example H=x.example [192.0.2.9] P=smtp S=10 for eve@far.example
2026-11-18 09:00:00 1vLA01-000000001AB-0001 ** eve@far.example R=local: Unrouteable address
""".strip()


def build(folder: Path) -> Path:
    """Import everything, with causes and incidents of our own; the database."""
    made = generate(NOW)
    database = folder / "mailtui.db"
    main = made.main[-260_000:].partition(b"\n")[2]
    _import(
        database, folder, "mx1", {"mainlog": ODD.encode() + b"\n" + main, "rejectlog": made.reject[-20_000:]}
    )
    _import(database, folder, "mx2", {"mainlog": NEXT_HOP.encode() + b"\n"})
    failing.fill(database)
    remarking.fill(database)
    return database


def _import(database: Path, folder: Path, server: str, logs: dict[str, bytes]) -> None:
    home = folder / server
    home.mkdir()
    for name, data in logs.items():
        (home / name).write_bytes(data)
    summary = import_logs(database, [str(home)], server=server, zone="UTC")
    assert not summary.problems, summary.problems
