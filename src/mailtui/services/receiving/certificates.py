"""Certificates of Amazon SNS: fetched once from the only hosts that are theirs, kept in files."""

from __future__ import annotations

import os
import re
import ssl
import threading
import urllib.error
import urllib.request
from http.client import HTTPMessage
from pathlib import Path
from time import monotonic
from typing import IO
from urllib.parse import urlsplit

from mailtui.errors import ConfigError, InputError

_HOST = re.compile(r"sns\.[a-z0-9-]{1,40}\.amazonaws\.com")
PATIENCE = 5.0
"""Seconds for one answer of Amazon."""
LARGEST = 64 * 1024
AGAIN = 60.0
"""Seconds until an address is asked again that gave no certificate."""
MOST = 64
"""Certificates remembered. Amazon has a few for each region."""


class Certificates:
    """By their address. May be used by several threads; fetching blocks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, bytes] = {}
        self._failed: dict[str, tuple[float, str]] = {}
        self._one_at_a_time = threading.Lock()

    def known(self, url: str) -> bytes | None:
        """A certificate that was asked for before by this process."""
        return self._known.get(url)

    def get(self, url: str) -> bytes:
        """The certificate (PEM) at an address that `sns.certificate_url` has let pass; InputError if none."""
        with self._one_at_a_time:
            found = self._known.get(url)
            if found is not None:
                return found
            later, why = self._failed.get(url, (0.0, ""))
            if later > monotonic():
                raise InputError(why)
            if len(self._known) + len(self._failed) >= MOST:
                self._known.clear()
                self._failed.clear()
            try:
                found = self._kept(url) or self._fetched(url)
            except InputError as error:
                self._failed[url] = monotonic() + AGAIN, error.title
                raise
            self._known[url] = found
            return found

    def _kept(self, url: str) -> bytes | None:
        try:
            found = self._place(url).read_bytes()
        except OSError:
            return None
        return found if _is_valid(found) else None

    def _fetched(self, url: str) -> bytes:
        found = get(url)
        if not _is_valid(found):
            raise InputError("what Amazon SNS gave as its certificate is none that is valid now")
        place = self._place(url)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = place.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(found)
            fresh.replace(place)
        except OSError:
            pass  # it is fetched once more by the next worker
        return found

    def _place(self, url: str) -> Path:
        parts = urlsplit(url)
        name = re.sub(r"[^A-Za-z0-9.-]", "_", f"{parts.hostname}{parts.path}")
        return self._folder / name


def given(place: str) -> bytes:
    """The certificate (PEM) in a file that the admin names, who knows whose it is.

    ConfigError when it cannot be read, or is none that is valid now.
    """
    try:
        found = Path(place).read_bytes()
    except OSError as error:
        raise ConfigError(
            f"the certificate {place} cannot be read: {error.strerror}", f"look at `ls -l {place}`"
        ) from error
    if not _is_valid(found):
        raise ConfigError(
            f"{place} holds no certificate that is valid now",
            "save the one that SigningCertURL of a notification names, in PEM",
        )
    return found


def get(url: str) -> bytes:
    """What an HTTPS address of Amazon SNS gives; no other host is asked, and no redirect followed.

    InputError when it gives nothing.
    """
    host = checked(url)
    opener = urllib.request.build_opener(
        _NoRedirect, urllib.request.HTTPSHandler(context=ssl.create_default_context())
    )
    try:
        with opener.open(url, timeout=PATIENCE) as answer:
            found: bytes = answer.read(LARGEST + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise InputError(f"{host} answers {error.code}") from error
    except OSError as error:
        raise InputError(f"{host} cannot be asked: {getattr(error, 'reason', error)}") from error
    except ValueError as error:
        raise InputError(f"{host} cannot be asked") from error
    if len(found) > LARGEST:
        raise InputError(f"{host} gives more than {LARGEST >> 10} KiB")
    return found


def checked(url: str) -> str:
    """The host of an address that may be asked. InputError when it is none of Amazon SNS."""
    try:
        parts = urlsplit(url)
        host, plain = parts.hostname or "", parts.port in (None, 443) and not parts.username
    except ValueError:
        host, plain = "", False
    if not (plain and parts.scheme == "https" and _HOST.fullmatch(host)):
        raise InputError(
            f"{host[:80]!r} is no host of Amazon SNS that is asked: give the certificate in a file"
        )
    return host


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An answer that leads elsewhere is an error: nothing but the host that was checked is asked."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """Go nowhere."""


def _is_valid(pem: bytes) -> bool:
    from mailtui.parsing.signatures.sns import is_valid_at
    from mailtui.services.run import now

    return is_valid_at(pem, now())
