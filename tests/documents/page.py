"""The offline pack read again, as a reader of its tables would."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any


class Page(HTMLParser):
    """What a browser makes of the page: elements, tables by caption, the script's data."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.texts: list[str] = []
        self._block = self._caption = self._inside = self._text = ""
        self._rows: list[list[str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what opens; a block names the tables in it."""
        found = dict(attrs)
        self.tags.append((tag, found))
        self._inside = tag
        if (found.get("id") or "").startswith(("by-", "ledger-", "town-")):
            self._block = found["id"] or ""
        if tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th", "caption"):
            self._text = ""

    def handle_data(self, data: str) -> None:
        """Keep what is read, but not scripts and styles."""
        self._text += data
        if self._inside not in ("script", "style"):
            self.texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Keep a cell, a caption or a whole table."""
        self._inside = ""
        if tag == "caption":
            self._caption = self._text
        elif tag in ("td", "th"):
            self._rows[-1].append(self._text)
        elif tag == "table":
            self.tables[f"{self._block}/{self._caption}"] = self._rows
            self.tables[self._caption] = self._rows

    def attributes(self, name: str) -> list[str]:
        """Return every value of an attribute."""
        return [found[name] or "" for _, found in self.tags if name in found]


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data
