"""The index of the search box, made once for each state of the data."""

from __future__ import annotations

from threading import Condition
from typing import TYPE_CHECKING

from cachetools import LRUCache, cached

from sihui_map.ui.pages import PAGES
from sihui_map.views import search

if TYPE_CHECKING:
    from sihui_map.domain.search import Index
    from sihui_map.figures import Figures

KEPT = 4
"""Indexes in memory at once, some 200 kB each."""


def _key(figures: Figures) -> str:
    return figures.snapshot.revision


@cached(LRUCache(KEPT), key=_key, condition=Condition())
def index(figures: Figures) -> Index:
    """Return all that can be found in ``figures`` and on the pages."""
    pages = [(_address(entry.slug), entry.title, entry.holds) for entry in PAGES]
    return search.index(figures, pages)


def _address(slug: str) -> str:
    """Return where a page is, seen from the first one."""
    return "./" if slug == PAGES[0].slug else slug
