"""HTML of a mail -> plain text to be read in a terminal. Pure; nothing is fetched, nothing is run."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LARGEST = 2 * 1024 * 1024
"""Characters that are read; the rest is left out."""
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg"})
_BLOCKS = frozenset(
    {
        *("p", "div", "table", "tr", "ul", "ol", "section", "article", "header", "footer", "pre"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "center", "form", "hr", "li", "br", "blockquote"),
    }
)
_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "hr"})
"""With an empty line around them."""
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_MANY = re.compile(r"\n{3,}")


def plain_text(html: str) -> str:
    """The text, a line for each block; links behind their words, pictures by their names."""
    reader = _Reader()
    reader.feed(html[:LARGEST])
    reader.close()
    lines = (line.strip() for line in "".join(reader.parts).split("\n"))
    return _MANY.sub("\n\n", "\n".join(lines)).strip("\n")


class _Reader(HTMLParser):
    """Collects what is seen."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; an item has a dash."""
        given = {name: value or "" for name, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BLOCKS:
            self.parts.append("\n\n" if tag in _APART else "\n")
            self.parts.append({"li": "- ", "hr": "---\n"}.get(tag, ""))
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag == "a":
            self._links.append(given.get("href", "").strip())
        elif tag == "img" and given.get("alt", "").strip():
            self.parts.append(f"[{given['alt'].strip()}]")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br/>` has no end."""
        if tag not in _UNSEEN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Where a link goes stands behind it."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _APART:
            self.parts.append("\n\n")
        elif tag == "a" and self._links:
            target = self._links.pop()
            if target and not target.startswith("#") and target not in "".join(self.parts[-3:]):
                self.parts.append(f" <{target}>")

    def handle_data(self, data: str) -> None:
        """Text, its space as browsers show it."""
        if not self._unseen:
            self.parts.append(_SPACE.sub(" ", data))
