"""A policy server over real HTTPS on a loopback port, with a certificate authority of the test's own.

with HttpsServer(lab, "mta-sts.example.org") as server:
    server.reply = page(body)
    fetch = HttpsFetch(lab.trust, server.port)
"""

from __future__ import annotations

import datetime
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)


class Lab:
    """A certificate authority; `trust` is a context that knows no other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "lab")])
        basic = x509.BasicConstraints(ca=True, path_length=0)
        self._root = self._certificate(self._name, self._key.public_key(), [(basic, True)], 1)
        self.trust = ssl.create_default_context(cadata=_pem(self._root).decode())

    def serving(self, name: str, days: int = 1) -> ssl.SSLContext:
        """What a server with a certificate for `name` needs; with days < 0 it has run out."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
        names = x509.SubjectAlternativeName([x509.DNSName(name)])
        signed = self._certificate(subject, key.public_key(), [(names, False)], days)
        file = self._folder / f"{name}{days}.pem"
        form = serialization.PrivateFormat.PKCS8
        secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
        file.write_bytes(secret + _pem(signed))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _certificate(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePublicKey,
        extensions: list[tuple[x509.ExtensionType, bool]],
        days: int,
    ) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(self._name).public_key(key)
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(now - 9 * DAY).not_valid_after(now + days * DAY)
        for extension, critical in [*extensions, (x509.SubjectKeyIdentifier.from_public_key(key), False)]:
            builder = builder.add_extension(extension, critical)
        return builder.add_extension(authority, False).sign(self._key, hashes.SHA256())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


Reply = Callable[[bytes, Callable[[bytes], None]], None]
"""Gets the request and a function that sends bytes; the connection closes when it returns."""


class HttpsServer:
    """See the top of this file."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.reply: Reply = page(b"")
        self.requests: list[bytes] = []
        outer = self

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                outer._handle(context, self.request)

        self._server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def _handle(self, context: ssl.SSLContext, sock: object) -> None:
        try:
            with context.wrap_socket(sock, server_side=True) as secure:  # type: ignore[arg-type]
                request = secure.recv(65536)
                self.requests.append(request)
                self.reply(request, secure.sendall)
        except OSError:
            return

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def page(
    body: bytes, status: str = "200 OK", kind: str = "text/plain; charset=utf-8", more: str = ""
) -> Reply:
    """A page with its length."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return lambda _, send: send(head.encode() + body)
