"""A small SMTP server that accepts, puts off, refuses or hangs up, and remembers what it said to whom."""

from __future__ import annotations

import socketserver
import threading
from collections import Counter, defaultdict
from typing import BinaryIO

ADDRESSES = {
    name: f"127.0.0.{number}" for number, name in enumerate(("good", "grey", "gone", "busy", "drop"), 41)
}
"""One loopback address for each way to behave, so that trouble with one is not held against another."""


class Sink:
    """`good` takes all, `grey` the second try, `gone` nothing (550), `busy` nothing (451), `drop` is gone."""

    def __init__(self) -> None:
        self.said: dict[str, list[int]] = defaultdict(list)
        """For each recipient the codes of RCPT, or of the end of its data, in order."""
        self.messages: Counter[str] = Counter()
        """How often the message of a recipient was taken over."""
        self._servers: list[socketserver.ThreadingTCPServer] = []
        self.port = 0
        for name, address in ADDRESSES.items():
            server = self._serve(name, address)
            self.port = server.server_address[1]

    def _serve(self, name: str, address: str) -> socketserver.ThreadingTCPServer:
        sink = self

        class Session(socketserver.StreamRequestHandler):
            rbufsize = 0

            def handle(self) -> None:
                sink.talk(name, self.connection.makefile("rb"), self.wfile)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True

        server = Server((address, self.port), Session)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        self._servers.append(server)
        return server

    def close(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def talk(self, name: str, commands: BinaryIO, answers: BinaryIO) -> None:
        """One SMTP session."""

        def say(line: str) -> None:
            answers.write(f"{line}\r\n".encode())

        recipients: list[str] = []
        say("220 sink.example ESMTP")
        for line in commands:
            verb = line[:4].upper()
            if verb in (b"EHLO", b"HELO"):
                say("250 sink.example")
            elif verb in (b"MAIL", b"RSET"):
                recipients = []
                say("250 ok")
            elif verb == b"RCPT":
                address = line.partition(b"<")[2].partition(b">")[0].decode()
                answer = self._verdict(name, address)
                if answer.startswith("250"):
                    recipients.append(address)
                say(answer)
            elif verb == b"DATA":
                say("354 go on")
                while commands.readline() not in (b".\r\n", b""):
                    pass
                if name == "drop":
                    return
                for address in recipients:
                    self.messages[address] += 1
                say(f"250 2.0.0 Ok: queued as {len(self.messages):010X}")
            elif verb == b"QUIT":
                say("221 bye")
                return
            else:
                say("500 what?")

    def _verdict(self, name: str, address: str) -> str:
        again = bool(self.said[address])
        answer = {
            "gone": "550 5.1.1 <" + address + ">: no such user",
            "busy": "451 4.3.2 try again later",
            "grey": "250 ok" if again else "451 4.7.1 greylisted, come back in a while",
        }.get(name, "250 ok")
        self.said[address].append(int(answer[:3]))
        return answer
