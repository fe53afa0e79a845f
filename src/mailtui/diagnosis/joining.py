"""The lines of a multi-line reply as one text (RFC 5321 section 4.2.1)."""

from __future__ import annotations

import re

LONGEST = 8192
"""Characters of a reply that are looked at; a reply line has at most 512 (RFC 5321 section 4.5.3.1.5)."""
_HEAD = re.compile(r"([245][0-9]{2})(?:-|$)", re.ASCII)
_ENHANCED = re.compile(r"#?[245]\.[0-9]{1,3}\.[0-9]{1,3}", re.ASCII)


def joined(text: str) -> str:
    r"""`text` on one line, single spaces, without the `550-5.1.1` before each line but the first.

    Line breaks may be real, written as `\n` (as Exim logs them), or lost.
    """
    words = text[:LONGEST].replace("\\n", " ").split()
    head = _HEAD.match(words[0]) if words else None
    if head is None:
        return " ".join(words)
    words[0] = words[0].removeprefix(head[1])
    return " ".join(_without_prefixes(words, head[1]))


def _without_prefixes(words: list[str], code: str) -> list[str]:
    kept = [code]
    prefix = code + "-"
    enhanced = ""
    for number, word in enumerate(words):
        if number == 0:
            word = word.removeprefix("-")
        while word.startswith(prefix):
            word = word.removeprefix(prefix)
        if not word or word in (code, enhanced):
            continue
        if len(kept) == 1 and _ENHANCED.fullmatch(word):
            enhanced = word
        kept.append(word)
    return kept
