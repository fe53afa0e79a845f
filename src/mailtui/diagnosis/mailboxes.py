"""Who runs a recipient's mailbox, for counting: a provider that mailtui knows, or `other`."""

from __future__ import annotations

from functools import lru_cache

from mailtui.diagnosis.builtin import builtin_providers

OTHER = "other"


@lru_cache(65_536)
def mailbox_of(host_provider: str, domain: str) -> str:
    """By who runs the server that took or refused the mail, else by the domain of the address.

    `host_provider` is what `places.provider_of` says of the host, '' where none is told; both are in lower
    case.
    """
    if host_provider in _known():
        return host_provider
    return builtin_providers().of_host(domain) or OTHER


def mailboxes() -> frozenset[str]:
    """All that `mailbox_of` may say."""
    return _known() | {OTHER}


@lru_cache(1)
def _known() -> frozenset[str]:
    return frozenset(provider.id for provider in builtin_providers().known)
