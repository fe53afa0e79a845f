"""Who runs the other side: by the suffix of the MX host, else by marks in the reply."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from mailtui.diagnosis.phrases import Phrase, compiled


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider of mailboxes, or of mail gateways."""

    id: str
    name: str
    hosts: tuple[str, ...]
    """Suffixes of the names of its MX hosts."""
    marks: tuple[Phrase, ...] = ()
    """Words that only its replies have."""


class Providers:
    """All providers, looked up by host or text."""

    def __init__(self, known: tuple[Provider, ...]) -> None:
        self.known = known
        self._by_host = {host: provider.id for provider in known for host in provider.hosts}

    def of_host(self, host: str | None) -> str | None:
        """The id of the provider whose suffix is the longest that `host` ends with."""
        rest = (host or "").lower().rstrip(".")[-255:]
        while rest:
            found = self._by_host.get(rest)
            if found is not None:
                return found
            rest = rest.partition(".")[2]
        return None


def providers_of(text: str) -> Providers:
    """The providers in a TOML text of ours."""
    return Providers(tuple(_provider(item) for item in tomllib.loads(text)["provider"]))


def _provider(item: dict[str, list[str]]) -> Provider:
    marks = tuple(map(compiled, item.get("marks", [])))
    return Provider(str(item["id"]), str(item["name"]), tuple(item["hosts"]), marks)
