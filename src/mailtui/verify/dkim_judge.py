"""What is wrong with the DKIM key under a selector, and the record that mends it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailtui.model.enums import CheckArea, Severity
from mailtui.model.finding import Finding, Record
from mailtui.verify.answers import Answer
from mailtui.verify.codes import Code
from mailtui.verify.dkim_key import Key, is_key, kind_of, public_part, read, values
from mailtui.verify.txt import excerpt, listed, move, moved

NONE = Code("dkim-none", Severity.FAIL, CheckArea.DKIM, "RFC 6376 section 6.1.2")
MULTIPLE = Code("dkim-multiple", Severity.FAIL, CheckArea.DKIM, "RFC 6376 section 3.6.2.2")
SYNTAX = Code("dkim-syntax", Severity.FAIL, CheckArea.DKIM, "RFC 6376 section 3.6.1")
REVOKED = Code("dkim-revoked", Severity.FAIL, CheckArea.DKIM, "RFC 6376 section 3.6.1")
WEAK = Code("dkim-weak", Severity.FAIL, CheckArea.DKIM, "RFC 8301 section 3")
SHORT = Code("dkim-1024", Severity.WARN, CheckArea.DKIM, "RFC 8301 section 3.2")
BIG = Code("dkim-big", Severity.WARN, CheckArea.DKIM, "RFC 8301 section 3.2")
TESTING = Code("dkim-testing", Severity.WARN, CheckArea.DKIM, "RFC 6376 section 3.6.1")
MISMATCH = Code("dkim-mismatch", Severity.FAIL, CheckArea.DKIM, "RFC 6376 section 3.6.1")

KEY = "one TXT record with the public key of the signer"
PUBLISH = "Publish the public key that belongs to the private key your server signs with"
NEW_KEY = (
    "Make a new RSA key of 2048 bits, publish it under a new selector, sign with it, and remove this one a "
    "week later."
)


def judge(name: str, records: Sequence[str], wanted: str | None = None) -> tuple[Finding, ...]:
    """What is wrong with the records of a selector; `wanted` is the key it must have, if that is known."""
    if len(records) > 1:
        return (_multiple(name, records, wanted),)
    key = read(records[0])
    publish = mended(name, key, wanted)
    return tuple(_of_key(name, key, wanted, publish))


def absent(name: str, answer: Answer, wanted: str | None, elsewhere: str, domain: str) -> Finding:
    """The finding that there is no key, whatever else is there."""
    found = listed(answer.records) if answer.records else moved(elsewhere, name, domain)
    advice = f"{move(elsewhere, name, domain)}{PUBLISH}, or sign with a selector that is published."
    return NONE.found(name, found, KEY, advice, mended(name, None, wanted))


def mended(name: str, key: Key | None, wanted: str | None) -> tuple[Record, ...]:
    """The record to publish: with the key that is wanted, else with the one there; none without a key."""
    if wanted:
        public = public_part(wanted)
        return (Record(name, "TXT", f"v=DKIM1; k={kind_of(public)}; p={public}"),)
    if key is None or key.problems or key.revoked:
        return ()
    flags = [flag for flag in values(key.tags.get("t")) if flag != "y"]
    tags = [("v", "DKIM1"), ("k", key.kind), ("t", ":".join(flags)), ("p", key.public)]
    return (Record(name, "TXT", "; ".join(f"{tag}={value}" for tag, value in tags if value)),)


def _multiple(name: str, records: Sequence[str], wanted: str | None) -> Finding:
    keys = [key for key in map(read, filter(is_key, records)) if key.public and not key.problems]
    advice = "Remove every TXT record under this name but the key that your server signs with."
    publish = mended(name, keys[0] if len(keys) == 1 else None, wanted)
    return MULTIPLE.found(name, listed(tuple(records)), KEY, advice, publish)


def _of_key(name: str, key: Key, wanted: str | None, publish: tuple[Record, ...]) -> Iterator[Finding]:
    found = excerpt(key.text)
    if key.problems:
        said = f"{'; '.join(key.problems[:4])}. The record: {found}"
        yield SYNTAX.found(name, said, KEY, f"{PUBLISH}, whole and in one record.", publish)
        return
    if key.revoked:
        advice = f"The key is revoked (p= is empty). {PUBLISH}, or sign with another selector."
        yield REVOKED.found(name, found, "a public key in p=", advice, publish)
        return
    yield from _strength(name, key, publish)
    if key.testing:
        advice = "Remove the flag y from t=: with it, signed mail may be treated as if it were not signed."
        yield TESTING.found(name, found, "no t=y", advice, publish)
    if wanted and key.public != public_part(wanted):
        yield _mismatch(name, key, wanted, publish)


def _strength(name: str, key: Key, publish: tuple[Record, ...]) -> Iterator[Finding]:
    if key.hashes and "sha256" not in key.hashes:
        advice = "Remove h= from the record: signatures with SHA-1 are not valid any more."
        yield WEAK.found(name, f"h={key.tags.get('h')}", "no h=, or h=sha256", advice, publish)
    bits = key.bits
    if bits is None:
        return
    found = f"an RSA key of {bits} bits"
    if bits < 1024:
        yield WEAK.found(name, found, "2048 bits", f"Receivers take no signature with this key. {NEW_KEY}")
    elif bits < 2048:
        yield SHORT.found(name, found, "2048 bits", NEW_KEY)
    elif bits > 4096:
        advice = f"Receivers need not verify keys of more than 4096 bits. {NEW_KEY}"
        yield BIG.found(name, found, "2048 to 4096 bits", advice)


def _mismatch(name: str, key: Key, wanted: str, publish: tuple[Record, ...]) -> Finding:
    advice = (
        "DNS has another key than the one expected. If your server signs with the expected one, publish it; "
        "if the key was changed, tell mailtui the new one."
    )
    return MISMATCH.found(name, f"p={key.public}", f"p={public_part(wanted)}", advice, publish)
