"""`mailtui domains` against a DNS server: what it prints, what it keeps, how it exits."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.verify.dns_server import DnsServer

from mailtui.cli.counting import counting
from mailtui.cli.main import run
from mailtui.services.imports import import_logs

ZONE = """
example.org.      MX    10 mx.example.org.
example.org.      TXT   "v=spf1 mx include:_spf.example.net -all"
_spf.example.net. TXT   "v=spf1 ip4:198.51.100.0/24 -all"
mx.example.org.   A     192.0.2.1
_dmarc.example.org. TXT "v=DMARC1; p=reject; rua=mailto:d@example.org"
1.2.0.192.in-addr.arpa. PTR mx.example.org.
bad.example.      MX    10 mx.example.org.
_dmarc.bad.example. TXT "v=DMARC1; p=reject; rua=mailto:d@bad.example"
evil.example.     TXT   "v=spf1 [bold]\\027[31m ip4:1 -all"
"""
DOMAIN_KEYS = ["domain", "state", "since", "checked_at", "findings"]
FINDING_KEYS = ["code", "severity", "area", "name", "found", "expected", "publish", "advice", "rfc", "unsure"]
LOG = """\
2026-11-20 23:23:47 1xUXxL-0000000003L-3SEU <= a@Shop.example U=root P=local S=360 for b@y.example
2026-11-20 23:23:48 1xUXxL-0000000003L-3SEU => b@y.example R=dns T=smtp H=mx.y.example [192.0.2.2] \
I=[192.0.2.25]:4711 DKIM=shop.example:s7 C="250 ok"
2026-11-20 23:23:48 1xUXxL-0000000003L-3SEU Completed
"""


@pytest.fixture
def dns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[DnsServer]:
    with DnsServer(ZONE) as server:
        monkeypatch.setenv("MAILTUI_RESOLVERS", "{}:{}".format(*server.address))
        monkeypatch.setenv("MAILTUI_DNS_TIMEOUT", "0.2")
        monkeypatch.setenv("MAILTUI_DB", str(tmp_path / "mailtui.db"))
        monkeypatch.setenv("MAILTUI_DNSBL", "none.example")
        server.add(
            "2.0.0.127.none.example. A 127.0.0.2\n"
            "1.2.0.192.none.example. TXT nothing\n"
            "none.example. TXT a list that lists nothing\n"
        )
        yield server


class Said:
    """What one command line answered."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *arguments: str) -> int:
        code = run(["domains", *arguments])
        self.out, self.err = self._capsys.readouterr()
        return code

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def mailtui(capsys: pytest.CaptureFixture[str]) -> Said:
    return Said(capsys)


def test_the_life_of_a_domain(dns: DnsServer, mailtui: Said) -> None:
    assert mailtui("add", "Example.org", "--ip", "192.0.2.1", "--ip", "203.0.113.9") == 0
    assert "example.org is on the list" in mailtui.err
    assert mailtui() == 0
    assert re.search(r"^example\.org +pending", mailtui.out, re.MULTILINE)
    assert mailtui("verify", "--json") == 1
    (found,) = mailtui.json
    assert list(found) == DOMAIN_KEYS
    assert (found["domain"], found["state"]) == ("example.org", "failing")
    assert all(list(one) == FINDING_KEYS for one in found["findings"])
    one = next(one for one in found["findings"] if one["code"] == "spf-ip")
    assert one["publish"][0]["zone"].startswith('example.org. 3600 IN TXT "v=spf1 ')
    assert mailtui("--json") == 0
    assert mailtui.json == [found]
    assert mailtui("show", "example.org") == 0
    for text in ("spf-ip", "2 of 10 lookups", "include:_spf.example.net  1", "203.0.113.9: fail"):
        assert text in mailtui.out
    assert mailtui("show", "example.org", "--json") == 0
    assert mailtui.json["expected"]["ips"] == ["192.0.2.1", "203.0.113.9"]
    assert mailtui("remove", "example.org") == 0
    assert mailtui("show", "example.org") == 1
    assert "not on the list" in mailtui.err


def test_exit_codes(dns: DnsServer, mailtui: Said) -> None:
    assert mailtui("verify", "example.org") == 0
    assert mailtui("verify", "example.org", "bad.example") == 1
    assert "FAIL spf-none" in mailtui.out
    dns.fault("example.org", "servfail")
    assert mailtui("verify", "example.org") == 3
    assert "could not check" in mailtui.out
    assert mailtui("verify", "example.org", "bad.example") == 1


def test_what_is_known_is_no_failure_of_today(dns: DnsServer, mailtui: Said) -> None:
    """A resolver that does not answer: the verdict stays, told as known from before, and the code is 3."""
    mailtui("add", "bad.example")
    assert mailtui("verify") == 1
    for name in ("bad.example", "_dmarc.bad.example"):
        dns.fault(name, "servfail")
    assert mailtui("verify", "--json") == 3
    (found,) = mailtui.json
    assert found["state"] == "failing"
    assert all(one["unsure"] for one in found["findings"] if one["severity"] == "fail")


def test_a_failure_found_beside_a_gap_is_one(dns: DnsServer, mailtui: Said) -> None:
    """The address of one MX host is not told; the other is an IP, whatever that answer is."""
    dns.add("two.example. MX 10 mx.example.org.\ntwo.example. MX 20 192.0.2.1.")
    dns.add('two.example. TXT "v=spf1 -all"')
    dns.add('_dmarc.two.example. TXT "v=DMARC1; p=reject; rua=mailto:d@two.example"')
    mailtui("add", "two.example")
    dns.fault("mx.example.org", "servfail")
    assert mailtui("verify") == 1
    assert "FAIL mx-ip" in mailtui.out
    assert mailtui() == 0
    assert re.search(r"^two\.example +failing\?", mailtui.out, re.MULTILINE)


def test_without_a_database_a_domain_can_be_looked_at(dns: DnsServer, mailtui: Said, tmp_path: Path) -> None:
    assert mailtui("verify", "example.org", "--json") == 0
    assert mailtui.json[0]["domain"] == "example.org"
    assert not (tmp_path / "mailtui.db").exists()
    assert mailtui("verify") == 5
    assert "there is no database" in mailtui.err


def test_another_resolver(dns: DnsServer, mailtui: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILTUI_RESOLVERS", "192.0.2.53")
    assert mailtui("verify", "example.org", "--resolver", "{}:{}".format(*dns.address)) == 0
    assert mailtui("verify", "example.org", "--resolver", "dns.example") == 2
    assert "no address of a resolver" in mailtui.err


@pytest.mark.parametrize(
    "name", ["localhost", "*.example.org", "x" * 300 + ".org", "a\x1b[31m.example", "[b]x[/b].example", ""]
)
def test_bad_names_are_told_as_text(name: str, dns: DnsServer, mailtui: Said) -> None:
    for command in ("verify", "add"):
        assert mailtui(command, name) == 4
        assert mailtui.err.startswith("mailtui: ")
        assert "\x1b" not in mailtui.err
        assert "\n  " in mailtui.err


def test_a_final_dot_and_letters_beyond_ascii(dns: DnsServer, mailtui: Said) -> None:
    assert mailtui("verify", "Example.ORG.", "--json") == 0
    assert mailtui.json[0]["domain"] == "example.org"
    mailtui("verify", "bücher.example", "--json")
    assert mailtui.json[0]["domain"] == "xn--bcher-kva.example"


def test_what_dns_says_is_printed_as_text(dns: DnsServer, mailtui: Said) -> None:
    assert mailtui("verify", "evil.example") == 1
    assert "\x1b" not in mailtui.out
    assert "[bold]\\x1b[31m" in mailtui.out


def test_suggestions_from_the_logs(dns: DnsServer, mailtui: Said, tmp_path: Path) -> None:
    (tmp_path / "mainlog").write_text(LOG, encoding="utf-8")
    import_logs(tmp_path / "mailtui.db", [str(tmp_path / "mainlog")], server="mx1", zone="UTC")
    assert mailtui("suggest", "--json") == 0
    (one,) = mailtui.json
    assert (one["domain"], one["messages"], one["selectors"]) == ("shop.example", 1, ["s7"])
    assert one["ips"] == ["192.0.2.25"]
    assert mailtui("suggest") == 0
    assert mailtui.out.startswith("mailtui domains add shop.example --selector s7 --ip 192.0.2.25 ")
    assert mailtui("add", "shop.example", "--selector", "s7", "--ip", "192.0.2.25") == 0
    assert mailtui("suggest") == 0
    assert mailtui.out == ""
    assert "no domain that is not on the list" in mailtui.err


def test_addresses_in_the_logs_are_looked_at(dns: DnsServer, mailtui: Said, tmp_path: Path) -> None:
    """Nobody said that the domain sends from there; its mail left from there, and SPF refuses it."""
    (tmp_path / "mainlog").write_text(LOG, encoding="utf-8")
    import_logs(tmp_path / "mailtui.db", [str(tmp_path / "mainlog")], server="mx1", zone="UTC")
    dns.add('shop.example. TXT "v=spf1 ip4:198.51.100.7 -all"\nshop.example. MX 10 mx.example.org.')
    mailtui("add", "shop.example")
    assert mailtui("verify") == 1
    assert "FAIL spf-ip  192.0.2.25" in mailtui.out
    assert mailtui("show", "shop.example") == 0
    assert "192.0.2.25: fail  (seen in the logs)" in mailtui.out
    assert mailtui("show", "shop.example", "--json") == 0
    assert (mailtui.json["logged_ips"], mailtui.json["expected"]["ips"]) == (["192.0.2.25"], [])


def test_import_tells_what_it_left_out(dns: DnsServer, mailtui: Said, tmp_path: Path) -> None:
    path = tmp_path / "domains.csv"
    path.write_text("domain,colour\nexample.org,blue\nlocalhost,red\n", encoding="utf-8")
    assert mailtui("import", str(path)) == 4
    assert mailtui.out == "1 added, 0 changed, 1 left out\n"
    assert f"{path}:3: “localhost” has no top-level domain" in mailtui.err
    assert "colour is not used" in mailtui.err


def test_a_server_that_says_nothing_does_not_delay_the_exit(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        command = ["verify", "example.org", "--resolver", f"127.0.0.1:{deaf.getsockname()[1]}"]
        child = subprocess.Popen(
            [sys.executable, "-m", "mailtui", "--db", str(tmp_path / "x.db"), "domains", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "MAILTUI_DNS_TIMEOUT": "30"},
        )
        deaf.settimeout(20)
        deaf.recv(512)
        began = time.monotonic()
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=20)
    assert (child.returncode, out, err.strip()) == (130, b"", b"")
    assert time.monotonic() - began < 1


def test_a_count_for_who_waits(dns: DnsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only on a terminal, on stderr, and gone when it is done."""
    stderr = io.StringIO()
    with counting("domains looked at") as told:
        assert told is None
    stderr.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", stderr)
    with counting("domains looked at") as told:
        assert told is not None
        told(None)
        told(None)
    assert stderr.getvalue().endswith("2 domains looked at\r\x1b[K")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("RESOLVERS", "192.0.2.1 dns.example", "'dns.example' is no address of a resolver"),
        ("DNS_TIMEOUT", "0", "greater than 0"),
        ("DNSBL", "zen", "no top-level domain"),
        ("RECHECK", "hourly", "no length of time"),
        ("RECHECK_OK", "0s", "more than nothing"),
    ],
)
def test_wrong_settings_are_told(
    name: str, value: str, words: str, mailtui: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"MAILTUI_{name}", value)
    assert mailtui() == 2
    assert f"MAILTUI_{name}" in mailtui.err
    assert words in mailtui.err
