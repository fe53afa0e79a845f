"""Text as rules read it: lower-case words, one space between them, no addresses, no IPs.

Addresses are left out because they are chosen by strangers (`no-such-user@spam.example`), and because
`user <bob@x> unknown` is to read as `user unknown`.
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"[^\s<>@\"'\[\](),;:]{1,100}@[^\s<>@\"'\[\](),;:]{1,100}")
_IP = re.compile(r"(?<![0-9.])[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.]*[0-9])")
_NAME = re.compile(r"(?<![\w.-])[\w-]++(?:\.[\w-]++)++", re.ASCII)
_WORDS = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"(?<!\w)([a-z])'(?=\w)", re.ASCII)
"""French and Italian: `l'adresse n'existe` is four words."""
_ACCENTS = str.maketrans(
    "àáâãäåāăąçćčďđèéêëēęěìíîïīłľñńňòóôõöőøřśšşťţùúûüūůűýÿźżžß",
    "aaaaaaaaacccddeeeeeeeiiiiillnnnooooooorsssttuuuuuuuyyzzzs",
    "'’`´",
)
"""Apostrophes go without a space: `doesn't` is one word."""


def fold(text: str, names: bool = True) -> str:
    """`text` as words between single spaces, with one at each end: ` user unknown `.

    Without `names`, dotted names are left out too: in what our own server says they are but the
    domains that it speaks of (`retry time not reached for any host for 'refused.example'`).
    """
    low = text.lower()
    if not names:
        low = _NAME.sub(" ", low)
    if "'" in low:
        low = _ELISION.sub(r"\1 ", low).replace("'", "")
    if not low.isascii():
        low = low.translate(_ACCENTS)
    if "@" in low or low.count(".") >= 3:
        low = " ".join([_bare(word) if "." in word or "@" in word else word for word in low.split()])
    folded = f" {' '.join(_WORDS.findall(low))} "
    return folded.replace(" can not ", " cannot ")


def _bare(word: str) -> str:
    """A word without the addresses and IPs in it."""
    if "@" in word:
        word = _ADDRESS.sub(" ", word)
    return _IP.sub(" ", word) if word.count(".") >= 3 else word
