"""MTA-STS: each code out of a zone and a policy over real HTTPS that have this fault and no other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from functools import partial

import pytest
from tests.verify.checking import codes, findings, look, published, sane, txt
from tests.verify.dns_server import DnsServer
from tests.verify.https_server import HttpsServer, Lab, Reply, page

from mailtui.model.finding import Checked
from mailtui.verify import mta_sts
from mailtui.verify.mta_sts_fetch import LARGEST, HttpsFetch
from mailtui.verify.mta_sts_policy import Policy

HOST = "mta-sts.example.org"
RECORD = txt("_mta-sts.example.org", "v=STSv1; id=20260101")
WORLD = f"""
example.org. MX 10 mx.example.org.
example.org. MX 20 a.backup.example.
{HOST}. A 127.0.0.1
"""
GOOD = Policy("enforce", ("mx.example.org", "*.backup.example"), 604_800)


def policy(mode: str = GOOD.mode, mx: tuple[str, ...] = GOOD.mx, age: int = GOOD.age) -> Reply:
    return page(Policy(mode, mx, age).text().encode())


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    return Lab(tmp_path_factory.mktemp("lab"))


@pytest.fixture
def https(lab: Lab) -> Iterator[HttpsServer]:
    with HttpsServer(lab.serving(HOST)) as server:
        server.reply = policy()
        yield server


@pytest.fixture
def fetch(lab: Lab, https: HttpsServer) -> HttpsFetch:
    return HttpsFetch(lab.trust, https.port, timeout=2)


async def see(
    dns: DnsServer, fetch: HttpsFetch, zone: str = WORLD + RECORD, **expected: bool
) -> list[Checked]:
    return await look(partial(mta_sts.check, fetch=fetch), dns, zone, **expected)


async def test_all_is_right(dns: DnsServer, fetch: HttpsFetch, https: HttpsServer) -> None:
    (checked,) = await see(dns, fetch)
    assert codes([checked]) == []
    assert checked.seen is not None
    assert checked.seen.values == (
        *("v=STSv1; id=20260101", "mode: enforce", "max_age: 604800"),
        *("mx: *.backup.example", "mx: mx.example.org"),
    )
    assert https.requests[0].startswith(
        b"GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: mta-sts.example.org\r\n"
    )


RECORDS = {
    "sts-none note": "",
    "sts-id fail": txt("_mta-sts.example.org", "v=STSv1; id=2026-01-01"),
    "sts-multiple fail": f"{RECORD}\n{txt('_mta-sts.example.org', 'v=STSv1; id=2')}",
}


@pytest.mark.parametrize("code", RECORDS)
async def test_each_code_of_the_record(code: str, dns: DnsServer, fetch: HttpsFetch) -> None:
    checked = await see(dns, fetch, WORLD + RECORDS[code])
    assert codes(checked) == [code]
    (finding,) = findings(checked)
    sane([finding])
    if finding.publish:
        assert codes(await see(dns, fetch, published(WORLD + RECORDS[code], finding.publish))) == []
    else:
        assert "at https://mta-sts.example.org/.well-known/mta-sts.txt: “version: STSv1 / " in finding.advice


POLICIES = {
    "sts-fetch fail": page(b"version: STSv1\nmode: strict\n"),
    "sts-mx fail": policy(mx=("mx.example.org",)),
    "sts-mode warn": policy("testing"),
    "sts-age warn": policy(age=3600),
}


@pytest.mark.parametrize("code", POLICIES)
async def test_each_code_of_the_policy(
    code: str, dns: DnsServer, fetch: HttpsFetch, https: HttpsServer
) -> None:
    """What the finding says to serve and to publish mends it, in two steps where a policy is tested first."""
    https.reply = POLICIES[code]
    checked = await see(dns, fetch)
    assert codes(checked) == [code]
    zone = WORLD + RECORD
    for _ in range(2):
        for finding in findings(checked):
            sane([finding])
            https.reply = page(proposed(finding.advice))
            zone = published(zone, finding.publish)
        checked = await see(dns, fetch, zone)
    assert codes(checked) == []
    assert "20260101" not in zone


def proposed(advice: str) -> bytes:
    """The policy that an advice proposes."""
    return advice.partition("“")[2].partition("”")[0].replace(" / ", "\n").encode()


async def test_hosts_that_a_tested_policy_lacks_are_a_warning(
    dns: DnsServer, fetch: HttpsFetch, https: HttpsServer
) -> None:
    https.reply = policy("testing", ("mx.example.org",))
    many = findings(await see(dns, fetch))
    assert [f"{one.code} {one.severity}" for one in many] == ["sts-mx warn", "sts-mode warn"]
    assert len({one.publish for one in many}) == 1
    assert "mode: testing" in many[1].advice


async def test_turned_off(dns: DnsServer, fetch: HttpsFetch, https: HttpsServer) -> None:
    https.reply = policy("none", (), 60)
    assert codes(await see(dns, fetch)) == ["sts-mode warn"]


BODY = GOOD.text().encode()


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (page(BODY, "301 Moved", more="Location: https://www.example.org/\r\n"), "a redirect to https://www"),
        (page(BODY, "404 Not Found"), "HTTP 404"),
        (page(BODY, "503 Later"), "HTTP 503"),
        (page(BODY, kind="text/html"), "Content-Type is text/html"),
        (page(BODY, kind=""), "Content-Type is missing"),
        (page(BODY + b"\nx: y" * LARGEST), "longer than"),
        (page(BODY.replace(b"\n", b"\r")), "it is no policy"),
        (page(b"\x1b[31m\xff\x00" * 9), "it is no policy"),
        (lambda _, send: send(b"\x00\x01\x02 no HTTP at all\r\n\r\n"), "no HTTP"),
        (lambda _, send: send(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"), "no HTTP"),
    ],
)
async def test_pages_that_are_no_policy(
    reply: Reply, words: str, dns: DnsServer, fetch: HttpsFetch, https: HttpsServer
) -> None:
    https.reply = reply
    (finding,) = findings(await see(dns, fetch))
    assert finding.code == "sts-fetch"
    assert words in finding.found


@pytest.mark.parametrize(
    "reply",
    [
        page(BODY.replace(b"\n", b"\r\n")),
        lambda _, send: send(b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n" + BODY),
        lambda _, send: send(
            b"HTTP/1.1 200 OK\r\nContent-Type: Text/Plain\r\nTransfer-Encoding: chunked\r\n\r\n"
            + f"{len(BODY):x}\r\n".encode()
            + BODY
            + b"\r\n0\r\n\r\n"
        ),
        lambda _, send: [send(BODY_WITH_HEAD[at : at + 7]) for at in range(0, len(BODY_WITH_HEAD), 7)],
        lambda _, send: (send(BODY_WITH_HEAD), time.sleep(1)),
    ],
    ids=["crlf", "until the end", "chunked", "in pieces", "kept open"],
)
async def test_ways_to_send_a_page(
    reply: Reply, dns: DnsServer, fetch: HttpsFetch, https: HttpsServer
) -> None:
    https.reply = reply
    assert codes(await see(dns, fetch)) == []


BODY_WITH_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%b" % (
    len(BODY),
    BODY,
)


async def test_certificates_that_are_not_valid(dns: DnsServer, lab: Lab) -> None:
    said = []
    for context in (lab.serving("other.example.org"), lab.serving(HOST, -1)):
        with HttpsServer(context) as server:
            (finding,) = findings(await see(dns, HttpsFetch(lab.trust, server.port)))
            said.append(finding.found)
    with HttpsServer(lab.serving(HOST)) as server:  # an authority that is not known
        (finding,) = findings(await see(dns, HttpsFetch(None, server.port)))
        said.append(finding.found)
    assert all(one.startswith("the certificate is not valid: ") for one in said)
    assert "mismatch" in said[0]
    assert "expired" in said[1]


async def test_no_tls_at_all(dns: DnsServer) -> None:
    async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        (finding,) = findings(await see(dns, HttpsFetch(port=port, timeout=2)))
    assert finding.found.startswith("TLS fails: ")


async def test_nobody_listens(dns: DnsServer, lab: Lab) -> None:
    with HttpsServer(lab.serving(HOST)) as server:
        port = server.port
    (finding,) = findings(await see(dns, HttpsFetch(lab.trust, port)))
    assert finding.found == f"127.0.0.1 accepts no connection on port {port}"


async def test_no_host(dns: DnsServer, fetch: HttpsFetch) -> None:
    zone = "example.org. MX 10 mx.example.org.\n" + RECORD
    (finding,) = findings(await see(dns, fetch, zone))
    assert finding.found == "mta-sts.example.org has no address"


async def test_another_address_answers(dns: DnsServer, fetch: HttpsFetch) -> None:
    """Nobody listens at ::1."""
    assert codes(await see(dns, fetch, f"{WORLD}{HOST}. AAAA ::1\n{HOST}. A 127.0.0.2\n{RECORD}")) == []


SILENT = [
    lambda _, send: time.sleep(3),
    lambda _, send: [(send(b"H"), time.sleep(0.2)) for _ in range(12)],
    lambda _, send: send(BODY_WITH_HEAD[:-9]),
    lambda _, send: send(BODY_WITH_HEAD[:30]),
    lambda _, send: None,
    lambda _, send: send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
]


@pytest.mark.parametrize(
    "reply", SILENT, ids=["nothing", "drop by drop", "cut", "cut before", "closed", "no chunk"]
)
async def test_what_is_not_known(reply: Reply, dns: DnsServer, lab: Lab, https: HttpsServer) -> None:
    https.reply = reply
    (checked,) = await see(dns, HttpsFetch(lab.trust, https.port, timeout=0.6))
    assert (checked.findings, checked.seen) == ((), None)
    assert checked.unsure.startswith("the policy of mta-sts.example.org: ")


@pytest.mark.parametrize("name", ["_mta-sts.example.org", HOST])
async def test_no_answer_is_no_finding(name: str, dns: DnsServer, fetch: HttpsFetch) -> None:
    dns.fault(name, "servfail")
    (checked,) = await see(dns, fetch)
    assert (checked.findings, checked.seen) == ((), None)
    assert name in checked.unsure


async def test_unknown_mx_hosts_are_not_missing(
    dns: DnsServer, fetch: HttpsFetch, https: HttpsServer
) -> None:
    https.reply = policy(mx=("other.example",), age=60)
    dns.fault("example.org", "servfail", "MX")
    (checked,) = await see(dns, fetch)
    assert [one.code for one in checked.findings] == ["sts-age"]
    assert checked.unsure.startswith("MX of example.org: ")


async def test_a_domain_that_takes_no_mail(dns: DnsServer, fetch: HttpsFetch) -> None:
    assert await see(dns, fetch, receives=False) == []


async def test_the_domain_was_appended(dns: DnsServer, fetch: HttpsFetch) -> None:
    zone = WORLD + txt("_mta-sts.example.org.example.org", "v=STSv1; id=1")
    (finding,) = findings(await see(dns, fetch, zone))
    assert (finding.code, "enter “_mta-sts” there" in finding.advice) == ("sts-none", True)
