"""A small DNS server of our own, with faults on demand: UDP and TCP on a loopback port, in a thread.

    with DnsServer('''
        example.org.     MX    10 mx.example.org.
        example.org.     TXT   "v=spf1 mx -all"
        mx.example.org.  A     192.0.2.1
        *.w.example.org. CNAME mx.example.org.
    ''') as dns:
        resolver = DnsResolver([dns.address])

The zone text (master file format, absolute names, TTL and class optional) is the whole world: what is not
in it does not exist. Aliases are followed, wildcards too, negative answers carry a SOA.

* `dns.address`               (ip, port), the same port for UDP and TCP
* `dns.load(text)`            another world from now on; `dns.add(text)` adds to it
* `dns.fault(name, how, type="", times=0)`   break a name: how is one of FAULTS; "" is every type, 0 for ever
* `dns.break_some(share, seed)`   break that share of all questions at random, in any way; 0 stops it
* `dns.heal()`                no faults any more
* `dns.secure = True`         every answer says AD (as a validating resolver would)
* `dns.asked`                 Counter of (name, type), as text without the final dot; retries count too

`with process(zone, "--break", "0.3", "7", "--slow", "0.01") as address:` is the same in a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import struct
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Self

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset
import dns.zone

FAULTS = {
    "servfail": "SERVFAIL",
    "refused": "REFUSED",
    "timeout": "no answer at all",
    "slow": "the right answer after `DnsServer.slow` seconds",
    "truncated": "TC over UDP, the right answer over TCP",
    "cut": "TC over UDP, and TCP is closed without an answer",
    "lame": "NOERROR, empty, not authoritative, a referral instead",
    "empty": "NOERROR, empty, without a SOA",
    "garbage": "bytes that are no DNS message",
    "wrong-id": "the right answer under another id",
    "wrong-question": "an answer to another question",
    "flapping": "SERVFAIL, then the right answer, then SERVFAIL, ...",
}
DEFINITE = ("slow", "truncated")
"""Faults that a good resolver gets over."""

SOA = ". 300 IN SOA ns.invalid. admin.invalid. 1 3600 600 86400 300\n. 300 IN NS ns.invalid.\n"


class DnsServer:
    """See the top of this file."""

    slow = 0.3

    def __init__(self, zone: str = "") -> None:
        self.address = ("127.0.0.1", 0)
        self.asked: Counter[tuple[str, str]] = Counter()
        self.secure = False
        self._faults: dict[tuple[str, str], tuple[str, int]] = {}
        self._random: tuple[float, random.Random] | None = None
        self._told: dict[tuple[str, str], int] = {}
        self._cache: dict[tuple[object, ...], bytes] = {}
        self._text = ""
        self.load(zone)

    def load(self, text: str) -> None:
        """The world from now on."""
        self._text = text
        lines = "\n".join(line.strip() for line in text.splitlines())
        self._zone = dns.zone.from_text(
            SOA + lines, origin=dns.name.root, relativize=False, check_origin=False
        )
        self._names = {name for node in self._zone for name in _ancestors(node)}
        self._cache.clear()

    def add(self, text: str) -> None:
        """More of the world."""
        self.load(f"{self._text}\n{text}")

    def fault(self, name: str, how: str, type: str = "", times: int = 0) -> None:
        """From now on (so many times, 0 for ever) questions for `name` are broken in that way."""
        assert how in FAULTS
        self._faults[name.lower().rstrip("."), type] = (how, times)

    def break_some(self, share: float, seed: int = 0) -> None:
        """That share of all questions is broken, in any way."""
        self._random = (share, random.Random(seed)) if share else None

    def heal(self) -> None:
        """No faults any more."""
        self._faults.clear()
        self._random = None

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        assert started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._close())
        self._loop.close()

    async def _listen(self) -> None:
        """The same free port for both."""
        for _ in range(20):
            self._tcp = await asyncio.start_server(self._stream, "127.0.0.1", 0)
            self.address = self._tcp.sockets[0].getsockname()
            try:
                self._udp, _ = await self._loop.create_datagram_endpoint(lambda: _Udp(self), self.address)
            except OSError:
                self._tcp.close()
            else:
                return
        raise OSError("no port is free for both UDP and TCP")

    async def _close(self) -> None:
        self._udp.close()
        self._tcp.close()
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await asyncio.sleep(0)

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            (length,) = struct.unpack("!H", await reader.readexactly(2))
            reply = await self.reply(await reader.readexactly(length), tcp=True)
            if reply is not None:
                writer.write(struct.pack("!H", len(reply)) + reply)
                await writer.drain()
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()

    async def reply(self, wire: bytes, *, tcp: bool) -> bytes | None:
        """The bytes to send back, None for none."""
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        type = dns.rdatatype.to_text(question.rdtype)
        self.asked[name, type] += 1
        match self._how(name, type, tcp=tcp):
            case "timeout":
                return None
            case "slow":
                await asyncio.sleep(self.slow)
                return self._right(query, tcp=tcp)
            case "cut" if tcp:
                return None
            case "truncated" | "cut" if not tcp:
                return _flagged(query, dns.flags.TC)
            case "garbage":
                return b"\xff\x00garbage\x1b[31m" * 3
            case "servfail" | "refused" as code:
                return _code(query, code)
            case "lame":
                return _lame(query)
            case "empty":
                return _flagged(query, 0)
            case "wrong-id":
                right = self._right(query, tcp=tcp)
                return struct.pack("!H", query.id ^ 1) + right[2:]
            case "wrong-question":
                other = dns.message.make_query("attacker.invalid.", question.rdtype, id=query.id)
                return _flagged(other, 0)
        return self._right(query, tcp=tcp)

    def _how(self, name: str, type: str, *, tcp: bool) -> str:
        for key in ((name, type), (name, "")):
            if key in self._faults:
                return self._named(key, *self._faults[key])
        if self._random is None or tcp:
            return ""
        share, dice = self._random
        return dice.choice([how for how in FAULTS if how != "flapping"]) if dice.random() < share else ""

    def _named(self, key: tuple[str, str], how: str, times: int) -> str:
        told = self._told[key] = self._told.get(key, 0) + 1
        if how == "flapping":
            return "servfail" if told % 2 else ""
        if times and told >= times:
            del self._faults[key], self._told[key]
        return how

    def _right(self, query: dns.message.Message, *, tcp: bool) -> bytes:
        """The right answer; kept, because a benchmark asks for many."""
        question = query.question[0]
        key = (question.name, question.rdtype, query.edns, query.payload, tcp, self.secure)
        if key not in self._cache:
            wire = self._answer(query).to_wire(max_size=65535)
            room = 65535 if tcp else max(512, query.payload)
            self._cache[key] = wire if len(wire) <= room else _flagged(query, dns.flags.TC)
        return struct.pack("!H", query.id) + self._cache[key][2:]

    def _answer(self, query: dns.message.Message) -> dns.message.Message:
        response = dns.message.make_response(query, recursion_available=True)
        response.flags |= dns.flags.AD if self.secure else 0
        name, type = query.question[0].name, query.question[0].rdtype
        for _ in range(20):
            node = self._node(name)
            if node is None:
                break
            if found := node.get_rdataset(1, type):
                response.answer.append(dns.rrset.from_rdata_list(name, found.ttl, found))
                return response
            alias = node.get_rdataset(1, dns.rdatatype.CNAME)
            if not alias:
                break
            response.answer.append(dns.rrset.from_rdata_list(name, alias.ttl, alias))
            name = alias[0].target
        if self._node(name) is None and name not in self._names:
            response.set_rcode(dns.rcode.NXDOMAIN)
        soa = self._zone.find_rrset(dns.name.root, dns.rdatatype.SOA)
        response.authority.append(soa)
        return response

    def _node(self, name: dns.name.Name) -> dns.node.Node | None:
        """What is at a name: its own records, or those of the wildcard next above (RFC 4592)."""
        node = self._zone.get_node(name)
        while node is None and name not in self._names and name != dns.name.root:
            name = name.parent()
            if name in self._names:
                return self._zone.get_node(dns.name.Name((b"*", *name.labels)))
        return node


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, server: DnsServer) -> None:
        self._server = server
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        task = asyncio.get_running_loop().create_task(self._send(data, addr))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, data: bytes, addr: tuple[str, int]) -> None:
        reply = await self._server.reply(data, tcp=False)
        if reply is not None:
            self._transport.sendto(reply, addr)


def _ancestors(name: dns.name.Name) -> Iterable[dns.name.Name]:
    """A name and all above it: they exist (RFC 8020), if only as empty nodes."""
    while True:
        yield name
        if name == dns.name.root:
            return
        name = name.parent()


def _flagged(query: dns.message.Message, flag: int) -> bytes:
    response = dns.message.make_response(query, recursion_available=True)
    response.flags |= flag
    return response.to_wire()


def _code(query: dns.message.Message, code: str) -> bytes:
    response = dns.message.make_response(query, recursion_available=True)
    response.set_rcode(dns.rcode.from_text(code))
    return response.to_wire()


def _lame(query: dns.message.Message) -> bytes:
    """A referral to somebody else, as from a server that does not know the zone (RFC 1912 section 2.8)."""
    response = dns.message.make_response(query, recursion_available=False)
    response.authority.append(dns.rrset.from_text(".", 300, "IN", "NS", "a.root-servers.net."))
    return response.to_wire()


@contextmanager
def process(zone: str, *options: str) -> Iterator[tuple[str, int]]:
    """A server in a process of its own; gives its address."""
    command = [sys.executable, __file__, *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(zone)
        running.stdin.close()
        try:
            yield "127.0.0.1", int(running.stdout.readline())
        finally:
            running.kill()


def main() -> None:
    """Serve the zone text on standard input until killed; prints the port."""
    options = argparse.ArgumentParser()
    options.add_argument("--break", dest="broken", nargs=2, type=float, default=(0, 0))
    options.add_argument("--slow", type=float, default=DnsServer.slow)
    chosen = options.parse_args()
    with DnsServer(sys.stdin.read()) as server:
        server.slow = chosen.slow
        server.break_some(chosen.broken[0], int(chosen.broken[1]))
        print(server.address[1], flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
