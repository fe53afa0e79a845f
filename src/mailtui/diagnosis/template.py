"""The template of a reply: what is left when everything that differs from message to message is a token.

Failures with one cause have one template, so incidents are counted by it. SMTP code, enhanced code and
bracketed tags of providers (`[TSS04]`, `(S3140)`) stay, as do the names of public block lists.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mailtui.diagnosis.joining import joined

_LONG = 200
"""A word longer than this is no word of a reply."""
_PLAIN = str.maketrans("", "", ".,;:!?()[]<>{}\"'-*#=/")
_TOKEN = re.compile(
    r"(?P<keep><[a-z]{1,5}>)"
    r"|(?P<url>https?://(?:[^\s<>\"]|<(?!addr>)[a-z]{1,5}>){1,200})"
    r"|(?P<addr><?[^\s<>@\"'\[\](),;:=]{1,100}@[^\s<>@\"'\[\](),;:=]{1,100}>?)"
    r"|(?P<stamp>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:t[0-9:.]{4,18}(?:z|[+-][0-9:]{4,5})?)?)"
    r"|(?P<ipv6>(?:ipv6:)?[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7})"
    r"|(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
    r"|(?P<dotted>[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,9})"
    r"|(?P<word>[a-z0-9_]{1,200})",
    re.ASCII,
)
_IP = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}", re.ASCII)
_ENHANCED = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}", re.ASCII)
_CODES = re.compile(r"[245][0-9]{2}(?:\.[0-9]{1,3})?", re.ASCII)
_TAG = re.compile(r"[a-z]{1,5}[_-]?[0-9]{1,5}(?:_[0-9]{1,3})?", re.ASCII)
_LONG_TAG = re.compile(r"[a-z]{1,2}[0-9]{6,12}", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{8,}", re.ASCII)
_NUMBER = re.compile(r"[0-9.]+", re.ASCII)
_HOST = re.compile(r"[a-z0-9_.-]+\.(?:[a-z]{2,11}|xn--[a-z0-9-]{2,59})", re.ASCII)
_SERVER = re.compile(r"(?:mx|mta|smtp|mail|srv|ns|host)[0-9]{1,4}", re.ASCII)
_SESSION = re.compile(r"(?<= )(?=[a-z._-]*[0-9])(?=[0-9._-]*[a-z])[a-z0-9._-]{1,100}(?= - gsmtp)", re.ASCII)
"""What Gmail calls a session, at the end of each of its replies; of any shape, even that of a tag."""
_LISTS = (
    "abusix.zone",
    "barracudacentral.org",
    "sorbs.net",
    "spamcop.net",
    "spamhaus.org",
    "surbl.org",
    "uceprotect.net",
    "uribl.com",
)
"""Block lists: which one it is, is the cause."""
_NOT_HOSTS = ("resolver.", "transport.", "storedrv.", "queue.", "routing.", "smtpsend.", "rfc.")
"""Exchange names its reasons with dots."""


def template(text: str) -> str:
    """The template of `text`, at most a few thousand characters. Applied again it changes nothing."""
    return of_line(joined(text))


def of_line(line: str) -> str:
    """The template of a text that is `joined` already."""
    words = _SESSION.sub("<id>", line.lower()).split(" ")
    return " ".join(
        [
            word if word.isalpha() and len(word) < 8 else _word(word, number)
            for number, word in enumerate(words)
        ]
    )


def _word(word: str, number: int) -> str:
    if number == 0 and _CODES.fullmatch(word):
        return word
    return _anywhere(word) if len(word) <= _LONG else "<id>"


@lru_cache(8192)
def _anywhere(word: str) -> str:
    """What a word becomes wherever it stands; most words come again and again."""
    bare = word.translate(_PLAIN)
    if bare.isalpha() and not _HEX.fullmatch(bare) and "@" not in word and "." not in word[:-1]:
        return word
    return _TOKEN.sub(_token, word)


def _token(found: re.Match[str]) -> str:
    kind = found.lastgroup
    text = found[0]
    if kind in ("word", "dotted"):
        return _of_letters(text, found) if kind == "word" else _of_dots(text)
    if kind == "url":
        return _of_url(text)
    return {"addr": "<addr>", "stamp": "<time>", "time": "<time>", "ipv6": "<ip>"}.get(kind or "", text)


def _of_letters(text: str, found: re.Match[str]) -> str:
    if _HEX.fullmatch(text):
        return "<id>"
    if text.isalpha():
        return text
    if text.isdigit():
        return text if _bracketed(found) and len(text) <= 3 else "<n>"
    if _SERVER.fullmatch(text):
        return "<host>"
    tag = _TAG.fullmatch(text) or (_bracketed(found) and _LONG_TAG.fullmatch(text))
    return text if tag or not any(map(str.isdigit, text)) else "<id>"


def _bracketed(found: re.Match[str]) -> bool:
    return found.string[found.start() - 1 : found.start()] in ("[", "(", "#")


def _of_dots(text: str) -> str:
    if _ENHANCED.fullmatch(text):
        return text
    if _IP.fullmatch(text):
        return "<ip>"
    if _NUMBER.fullmatch(text):
        return text if _CODES.fullmatch(text) else "<n>"
    if _HOST.fullmatch(text):
        return text if text.endswith(_LISTS) or text.startswith(_NOT_HOSTS) else "<host>"
    return text if text.replace(".", "").isalpha() else "<id>"


def _of_url(text: str) -> str:
    """Host and path stay (they say whose words these are); query, fragment, ids and IPs go."""
    head = re.split(r"[?#]", text, maxsplit=1)[0]
    scheme, _, rest = head.partition("://")
    parts = [_IP.sub("<ip>", part) for part in rest.split("/")]
    kept = [part if _kept_part(part) else "<id>" for part in parts]
    tail = text[len(head) : len(head) + 1] and "?<query>"
    return f"{scheme}://{'/'.join(kept)}{tail}"


def _kept_part(part: str) -> bool:
    digits = sum(map(str.isdigit, part))
    return digits <= 5 and not _HEX.fullmatch(part)
