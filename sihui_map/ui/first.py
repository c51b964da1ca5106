"""The first look of a page, made for a request: once for each state of the data and each choice."""

from __future__ import annotations

import logging
from threading import Condition
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from cachetools import LRUCache, cached

from sihui_map.domain.naming import is_latest
from sihui_map.errors import ChoiceError, SihuiMapError
from sihui_map.settings import read_settings
from sihui_map.ui import choices, identity
from sihui_map.ui.first_frame import FIRST_FOLDER, first_frame, frame_version
from sihui_map.ui.first_pages import Asked, first_look
from sihui_map.ui.map_frame import compiled_map
from sihui_map.ui.pages import WITH_MAP
from sihui_map.ui.visible import Seen, seen_by
from sihui_map.views import html, maps
from sihui_map.views.first import first_html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Scope

LOG = logging.getLogger(__name__)
KEPT = 64
"""First looks in memory at once, some 40 kB each."""
LONGEST, MOST = 2000, 30
"""Characters and parts of a query that is read at all."""
CHOOSES_TOWN = "town"
"""The page whose map goes as soon as a town is chosen."""
FILTERS = frozenset({"kind", "stage"})
"""What a page binds to its address by itself; only Streamlit knows how."""


def _seen(scope: Scope, given: str | None) -> tuple[Seen, str, list[str]]:
    """Return what may be seen, what keeps its snapshot in an address, and what was refused."""
    if given is None or is_latest(given):
        return seen_by(scope), "", []
    try:
        seen = seen_by(scope, given)
    except ChoiceError as error:
        return seen_by(scope), "", [choices.refused_snapshot(error)]
    return seen, seen.figures.snapshot.revision, []


def _given(scope: Scope) -> dict[str, str] | None:
    """Return the query, of each name its last value; None for one that nobody writes by hand."""
    query = scope.get("query_string", b"").decode("latin-1")
    if len(query) > LONGEST:
        return None
    try:
        return dict(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST))
    except ValueError:
        return None


def _key(asked: Asked, audience: str) -> tuple[object, ...]:
    snapshot = asked.figures.snapshot
    return (
        audience,
        asked.slug,
        snapshot.revision,
        snapshot.issue,
        read_settings().approval,
        tuple(sorted(asked.chosen.items())),
        tuple(asked.keep.values()),
        tuple(asked.refused),
    )


@cached(LRUCache(KEPT), key=_key, condition=Condition())
def _made(asked: Asked, audience: str) -> str:
    del audience  # it tells one who may see this from others
    drawn = compiled_map(asked.slug, asked.figures)
    query = urlencode(
        {"v": frame_version(drawn.script), choices.SNAPSHOT: asked.figures.snapshot.revision}
    )
    frame = f".{FIRST_FOLDER}{asked.slug}/?{query}"
    return first_html(first_look(asked, drawn=drawn.address, frame=frame))


def _shown_to(scope: Scope, made: str) -> str:
    """Return a first look, which is kept for all, with the name of who asks for it."""
    who = html.who_looks(identity.standing_of(scope).account)
    return made.replace(html.WHO_LOOKS, who, 1)


def _asked(scope: Scope, slug: str, given: Mapping[str, str]) -> tuple[Asked, str] | None:
    seen, kept, refused = _seen(scope, given.get(choices.SNAPSHOT))
    if seen.figures.snapshot.problems:
        return None
    taken, wrong = choices.sorted_out(given, seen.figures)
    keep = {choices.SNAPSHOT: kept} if kept else {}
    chosen = {name: value for name, value in taken.items() if value}
    return Asked(slug, seen.figures, chosen, keep, [*refused, *wrong.values()]), seen.audience


def first_page(scope: Scope) -> str:
    """Return the first look of the page that a request asks for, "" where there is none.

    There is none without a map, of data with a problem, which the page names in its own places,
    and for addresses that only Streamlit understands. Whatever goes wrong here, the page opens.
    """
    slug, given = WITH_MAP.get(scope["path"]), _given(scope)
    if slug is None or given is None or FILTERS & set(given):
        return ""
    if slug == CHOOSES_TOWN and given.get(choices.TOWN):
        return ""
    try:
        found = _asked(scope, slug, given)
        return _shown_to(scope, _made(*found)) if found else ""
    except SihuiMapError:  # the page says what is wrong
        return ""
    except Exception:
        LOG.exception("a first look failed")
        return ""


def first_map(scope: Scope, name: str) -> tuple[str, bool] | None:
    """Return the page of a first frame, and whether it is the one that was asked for by version.

    None where there is no such map, or no such snapshot.
    """
    given = _given(scope)
    if name not in maps.MAPS or given is None:
        return None
    try:
        seen = seen_by(scope, given.get(choices.SNAPSHOT, ""))
        drawn = compiled_map(name, seen.figures)
    except SihuiMapError:
        return None
    return first_frame(drawn.address, drawn.script), given.get("v") == frame_version(drawn.script)
