"""The map's frame of a first look: one answer with all that draws it, outside of Streamlit."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from xstatic.pkg import leaflet

from sihui_map.ui.streamlit_inside.pages import ASSETS, digest, map_script
from sihui_map.views.first import first_frame_html

FIRST_FOLDER = "/component/first/"
LEAFLET = Path(leaflet.BASE_DIR)


def _inlined(script: str) -> str:
    """Return ``script`` so that nothing in it ends the element that it stands in."""
    return script.replace("</", "<\\/").replace("<!--", "<\\!--")


@lru_cache(maxsize=1)
def _parts() -> tuple[str, str, str]:
    """Return the style, what draws, and our own script."""
    style = "\n".join(
        path.read_text("utf-8") for path in (LEAFLET / "leaflet.css", ASSETS / "map.css")
    )
    drawing = (LEAFLET / "leaflet.js").read_text("utf-8")
    return style, _inlined(drawing), _inlined(map_script())


@lru_cache(maxsize=16)
def first_frame(address: str, script: str) -> str:
    """Return the page that draws the map ``address``, whose compiled ``script`` is in it."""
    style, drawing, own = _parts()
    return first_frame_html(
        style=style, drawing=drawing, own=own, address=address, script=_inlined(script)
    )


@lru_cache(maxsize=64)
def frame_version(script: str) -> str:
    """Return what tells the page that draws ``script`` from every other one."""
    return digest("".join((*_parts(), script)))
