"""Failures that a domain may have caused: counted, and found by the search that is shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.domains.conftest import Lab

from mailtui.cli.main import run
from mailtui.query import parse
from mailtui.services.desk import open_desk
from mailtui.services.domains.wishes import Wish
from mailtui.services.imports import import_logs

SPF = "550 5.7.23 SPF validation failed"
PTR = "550 5.7.25 The IP address sending this message does not have a PTR record setup"
FULL = "552 5.2.2 Mailbox full"


def log() -> str:
    lines = []
    for number, (sender, reply) in enumerate(
        [
            ("a@shop.example", SPF),
            ("b@Shop.example", PTR),
            ("c@bounce.shop.example", SPF),
            ("d@shop.example", FULL),
            ("e@myshop.example", SPF),
        ]
    ):
        stamp, queue_id = f"2026-11-20 10:0{number}:00", f"1xUXx{number}-0000000003L-3SEU"
        lines += [
            f"{stamp} {queue_id} <= {sender} U=root P=local S=360 for x@y{number}.example",
            f"{stamp} {queue_id} ** x@y{number}.example R=dns T=smtp H=mx.y{number}.example [192.0.2.2]: "
            f"SMTP error from remote mail server after end of data: {reply}",
            f"{stamp} {queue_id} Completed",
        ]
    return "".join(f"{line}\n" for line in lines)


def test_they_are_counted_and_found(tmp_path: Path) -> None:
    (tmp_path / "mainlog").write_text(log(), encoding="utf-8")
    database = tmp_path / "mailtui.db"
    import_logs(database, [str(tmp_path / "mainlog")], server="mx1", zone="UTC")
    desk = open_desk(database)
    desk.domains.add("shop.example", Wish())
    assert desk.domains.detail("shop.example").row.caused == 2
    desk.domains.add("shop.example", Wish(mail_from="bounce.shop.example"))
    found = desk.domains.detail("shop.example")
    (row,) = desk.domains.rows()
    assert (found.row.caused, row.caused) == (3, 3)
    assert desk.search.total(parse(found.query)).value == 3
    assert {one.sender for one in desk.search.page(parse(found.query)).rows} == {
        "a@shop.example",
        "b@Shop.example",
        "c@bounce.shop.example",
    }


def test_the_card_of_a_failure_says_what_dns_says_of_its_sender(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """First nobody looked at the domain; then it is on the list, and a look finds no SPF record."""
    (tmp_path / "mainlog").write_text(log(), encoding="utf-8")
    database = tmp_path / "mailtui.db"
    import_logs(database, [str(tmp_path / "mainlog")], server="mx1", zone="UTC")
    trace = ["trace", "1xUXx0-0000000003L-3SEU", "--db", str(database)]
    assert run(trace) == 0
    hint = "shop.example is not on the list of domains: mailtui domains verify shop.example"
    assert hint in capsys.readouterr().out
    lab = Lab(database)
    lab.world.add("shop.example", "MX", "10 mx.shop.example")
    lab.desk.add("shop.example", Wish(ips=("192.0.2.1",)))
    lab.desk.verify()
    lab.engine.dispose()
    assert run(trace) == 0
    out = capsys.readouterr().out
    assert re.search(r"^ *DOMAIN +shop\.example failing by DNS at 1970-", out, re.MULTILINE)
    assert "fail spf-none shop.example: " in out
    assert 'publish shop.example. 3600 IN TXT "v=spf1 ' in out
    assert run([*trace, "--json"]) == 0
    (recipient,) = [
        one for one in json.loads(capsys.readouterr().out)["threads"] if one["kind"] == "recipient"
    ]
    told = recipient["diagnosis"]["sender_domain"]
    assert (told["domain"], told["state"]) == ("shop.example", "failing")
    assert "spf-none" in [one["code"] for one in told["findings"]]


def test_other_failures_say_nothing_of_the_domain(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mainlog").write_text(log(), encoding="utf-8")
    database = tmp_path / "mailtui.db"
    import_logs(database, [str(tmp_path / "mainlog")], server="mx1", zone="UTC")
    assert run(["trace", "1xUXx3-0000000003L-3SEU", "--db", str(database)]) == 0
    assert "DOMAIN" not in capsys.readouterr().out
