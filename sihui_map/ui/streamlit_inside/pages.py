"""Streamlit's index page and the page of a map's frame, with our style and scripts in them."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

import streamlit
import streamlit_folium

from sihui_map.ui import cache
from sihui_map.views.first import search_html, why_script
from sihui_map.views.markup import plain

ASSETS = Path(__file__).parents[1] / "assets"
INSIDE_ASSETS = Path(__file__).parent / "assets"
STREAMLIT = Path(streamlit.__file__).parent / "static"
FRAME = Path(streamlit_folium.__file__).parent / "frontend" / "build"
ROOMS = (
    "place.js", "around.js", "years.js", "scene.js", "marks.js", "side.js", "frame.js", "map.js",
)  # fmt: skip
"""What draws a map, in the order in which each asks for those before it."""
FRAME_FOLDER = "/component/map/"
MODULES = re.compile(r'\s*<(?:script type="module"[^>]*></script|link rel="modulepreload"[^>]*)>')
# The parts of Streamlit's front end that every page uses and that it would otherwise fetch one
# after the other, once the first message has arrived.
PRELOADED = ("ComponentInstance", "Html", "ButtonGroup", "Selectbox")
IMPORT = re.compile(r'(?:from|import)\s*["`\']\./([\w.-]+\.js)["`\']')


def _with_imports(names: list[str], known: set[str]) -> list[str]:
    """Return the chunks ``names`` and all that they import, but for what is ``known``."""
    found: list[str] = []
    queue = list(names)
    while queue:
        name = queue.pop(0)
        path = STREAMLIT / "static" / "js" / name
        if name in known or name in found or not path.is_file():
            continue
        found.append(name)
        queue += IMPORT.findall(path.read_text(encoding="utf-8"))
    return found


def digest(text: str) -> str:
    """Return what tells one version of a file from another, for its address."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


@lru_cache(maxsize=1)
def map_script() -> str:
    """Return all that draws a map, as the one script that a frame asks for."""
    return "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in ROOMS)


def _own(root: str, name: str) -> str:
    return f"{root}assets/{name}?v={digest((ASSETS / name).read_text(encoding='utf-8'))}"


def _inside(name: str) -> str:
    version = digest((INSIDE_ASSETS / name).read_text(encoding="utf-8"))
    return f"./assets/inside/{name}?v={version}"


def _deferred(address: str) -> str:
    """Return a script that runs before the chunks of the page, so it is not fetched after them."""
    return f'<script defer fetchpriority="high" src="{address}"></script>'


def early_chunks() -> list[str]:
    """Return the files of the parts that every page uses."""
    chunks = sorted(path.name for path in (STREAMLIT / "static" / "js").glob("*.js"))
    return [name for name in chunks if name.split(".")[0] in PRELOADED]


def early_script() -> str:
    """Return a script that runs those parts before the first message asks for them.

    A part that is not there yet shows a placeholder, and React keeps one for half a second. They
    wait until the front end has asked for its websocket (boot.js says so): while that opens there
    is nothing else to do.
    """
    parts = "".join(f'  import("../static/js/{name}");\n' for name in early_chunks())
    heard = 'addEventListener("sihui:socket", run, { once: true });'
    return f"const run = () => {{\n{parts}}};\nif (window.sihuiSocket) run(); else {heard}\n"


@lru_cache(maxsize=1)
def index_page() -> str:
    """Return Streamlit's index page in Chinese, with our style, script and preloads."""
    page = (STREAMLIT / "index.html").read_text(encoding="utf-8")
    known = set(re.findall(r'"\./static/js/([^"]+)"', page))
    preloads = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in _with_imports(early_chunks(), known)
    )
    own = f'<link rel="stylesheet" href="{_own("./", "sihui.css")}">' + "".join(
        map(_deferred, (_inside("boot.js"), _own("./", "page.js"), _own("./", "slides.js")))
    )
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    page = re.sub(
        r"<noscript>.*?</noscript>",
        f"<noscript>{plain(cache.place().title)}需要启用浏览器的 JavaScript。</noscript>",
        page,
        flags=re.DOTALL,
    )
    # The font preload is for a face that we do not use.
    page = re.sub(r'<link\s+rel="preload"[^>]*as="font"[^>]*>', "", page, flags=re.DOTALL)
    page = page.replace('./favicon.png"', './assets/favicon.png"')
    page = page.replace('<html lang="en">', '<html lang="zh-CN">')
    page = re.sub(r"<title>.*?</title>", f"<title>{plain(cache.place().title)}</title>", page)
    page = page.replace("<head>", f'<head><meta charset="utf-8">{own}')
    early = f'<script type="module" src="./assets/early.js?v={digest(early_script())}"></script>'
    page = page.replace("</head>", f"{preloads}{early}</head>")
    # The chunks come after what is seen first; deferred scripts still run in their order.
    modules = "".join(MODULES.findall(page))
    # The search box, the desk's fields and what shows reasons wait for nobody, and nobody for them.
    reasons = f"./assets/why.js?v={digest(why_script())}"
    later = "".join(
        f'<script async fetchpriority="low" src="{address}"></script>'
        for address in (_own("./", "search.js"), _own("./", "desk.js"), reasons)
    )
    end = f"{search_html()}{later}{modules}</body>"
    return MODULES.sub("", page).replace("</body>", end)


def first_index(first: str) -> str:
    """Return the index page with the first look of a page in it, before Streamlit's own place."""
    style = f'<link rel="stylesheet" href="{_inside("first.css")}">'
    own = style + _deferred(_inside("first.js"))
    page = index_page().replace("</head>", f"{own}</head>", 1)
    # Not seen by whoever reads ahead: the map of the first look is asked for before the chunks.
    chunks = "".join(MODULES.findall(page))
    later = f'<template id="later">{chunks}</template></body>'
    page = MODULES.sub("", page).replace("</body>", later)
    place = page.rindex("<", 0, page.index('id="root"'))
    return page[:place] + first + page[place:]


@lru_cache(maxsize=8)
def frame_page(address: str = "") -> str:
    """Return the page of a map's frame with Leaflet and our script already in it.

    ``address`` is the map as it is published now, which a frame that opens cold draws at once.
    """
    page = (FRAME / "index.html").read_text(encoding="utf-8")
    script = f"../../../assets/drawing.js?v={digest(map_script())}"
    own = (
        '<link rel="stylesheet" href="../../../assets/leaflet/leaflet.css">'
        f'<link rel="stylesheet" href="{_own("../../../", "map.css")}">'
        '<script defer src="../../../assets/leaflet/leaflet.js"></script>'
        f'<script defer src="{script}" data-map="{plain(address)}"></script>'
    )
    page = page.replace('<html lang="en"', '<html lang="zh-CN"')
    page = page.replace('id="root">', 'id="root" role="main"><h1 class="unseen">地图</h1>')
    page = page.replace('"./static/', '"../../../assets/frame/static/')  # one copy for all maps
    # frame.js says what the component has to say, and fetches its script when that is done.
    page = re.sub(
        r'<script defer="defer" src="([^"]+)">', r'<script type="text/later" data-src="\1">', page
    )
    return page.replace("<title>Streamlit Folium Component</title>", f"<title>地图</title>{own}")
