"""Names of keys: as the user writes and reads them, and as Textual does."""

from __future__ import annotations

from textual.keys import Keys, _character_to_key, format_key, key_to_character

_SHOWN = {
    "escape": "esc",
    "enter": "enter",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "space": "space",
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
    "home": "home",
    "end": "end",
}
_NAMED = {key.value for key in Keys if not key.value.startswith("<")}
_MODIFIERS = {"ctrl", "alt", "shift", "super", "hyper", "meta"}


def textual_key(written: str) -> str | None:
    """Textual's name for `!`, `pagedown`, `esc`, `ctrl+x`; None when there is no such key."""
    key = {"esc": "escape", "pgdn": "pagedown", "pgup": "pageup"}.get(written.lower(), written)
    if len(key) == 1:
        return _character_to_key(key)
    *modifiers, last = key.split("+")
    if not set(modifiers) <= _MODIFIERS or not last:
        return None
    if modifiers and len(last) == 1:
        return key
    return key if key in _NAMED or last in _NAMED or _is_character(last) else None


def shown_key(key: str) -> str:
    """How a key is written on screen and in the docs: `!`, `pgdn`, `ctrl+p`."""
    if key in _SHOWN:
        return _SHOWN[key]
    return format_key(key)


def _is_character(name: str) -> bool:
    """Whether it is Textual's name of a character that keyboards have (not of BANANA, U+1F34C)."""
    character = key_to_character(name)
    return character is not None and ord(character) < 0x250
