"""Whether webhooks can be taken, where the settings say that they are to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailtui.errors import ConfigError, MailtuiError
from mailtui.services.doctor.finding import Finding, Verdict, failed
from mailtui.services.receiving import secrets
from mailtui.services.receiving.address import Address, address
from mailtui.services.receiving.hooks import Hook, hooks_of

SUBJECT = "webhooks"


def look(listen: str | None, tables: object, missing: Sequence[str], install: str) -> list[Finding]:
    """Look at address, packages and secrets; nothing to say where the settings name neither.

    `missing`: packages that are not installed; `install`: the command that does.
    """
    if listen is None and not tables:
        return []
    try:
        hooks = hooks_of(tables)
        place = None if listen is None else address(listen)
    except ConfigError as error:
        return [failed(SUBJECT, error)]
    found = []
    if missing:
        found.append(Finding(Verdict.FAIL, SUBJECT, f"{' and '.join(missing)} is not installed", install))
    found += [finding for hook in hooks for finding in _of(hook)]
    if not missing:
        found += [finding for hook in hooks if hook.certificate for finding in _certificate(hook)]
    if not found:
        found.append(_well(place, hooks))
    return found


def _of(hook: Hook) -> Iterator[Finding]:
    """What is wrong with one account."""
    if hook.accept_unsigned:
        text = f"{hook.name} takes whatever is posted to {hook.path}"
        yield Finding(Verdict.WARN, SUBJECT, text, "accept_unsigned = false, and a secret")
    elif hook.secret:
        yield from _secret(hook)


def _certificate(hook: Hook) -> Iterator[Finding]:
    """Whether Amazon's certificate is one, and valid."""
    from mailtui.services.receiving.certificates import given

    try:
        given(hook.certificate)
    except ConfigError as error:
        yield Finding(Verdict.FAIL, SUBJECT, f"{hook.name}: {error.title}", error.hint)


def _secret(hook: Hook) -> Iterator[Finding]:
    try:
        secrets.read(hook.secret)
    except MailtuiError as error:
        if hook.secret.startswith("env:"):
            text = f"{hook.name}: {error.title} here"
            yield Finding(Verdict.WARN, SUBJECT, text, "the service may have it: its environment is its own")
        else:
            yield Finding(Verdict.FAIL, SUBJECT, f"{hook.name}: {error.title}", error.hint)
    else:
        unwise = secrets.warning(hook.secret)
        if unwise:
            yield Finding(Verdict.WARN, SUBJECT, f"{hook.name}: {unwise}")


def _well(place: Address | None, hooks: Sequence[Hook]) -> Finding:
    paths = ", ".join(hook.path for hook in hooks) or "no account"
    if place is None:
        text = f"{paths} described, and nobody listens"
        return Finding(Verdict.WARN, SUBJECT, text, 'listen = "127.0.0.1:8925" in the settings, or --listen')
    if not hooks:
        text = f"nothing is taken at {place}: no account is named"
        return Finding(Verdict.WARN, SUBJECT, text, "docs/receiver.md shows a table of an account")
    return Finding(Verdict.OK, SUBJECT, f"{paths} taken at {place} by `mailtui worker`")
