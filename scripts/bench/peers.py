"""What is measured beside ours: a bare Streamlit page, and the same map made with dash-leaflet."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.serving import Application
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.domain.classes import class_of
from sihui_map.figures import Figures
from sihui_map.reference.snapshot import read_snapshot
from sihui_map.views.palette import class_colors

if TYPE_CHECKING:
    from sihui_map.domain.town import Town

HERE = Path(__file__).parent
NEEDED = ("dash_leaflet", "flask_compress", "waitress")


def title(home: Path) -> Application:
    """Return the application that shows a title, with Streamlit's own settings."""
    return Application(folder=HERE / "title", home=home)


def lacking(python: str) -> str:
    """Return why ``python`` cannot run the peer; "" where it can."""
    try:
        asked = subprocess.run(  # noqa: S603 the interpreter that was named
            [python, "-c", f"import {', '.join(NEEDED)}"], capture_output=True, check=False
        )
    except OSError as error:
        return f"{python}: {error.strerror}"
    told = asked.stderr.decode(errors="replace").strip().splitlines()
    return f"{python}: {told[-1] if told else 'ended'}" if asked.returncode else ""


def peer(python: str, home: Path) -> Application:
    """Return the peer with our towns, which it reads from a file in ``home``."""
    towns = home / "towns.geojson"
    towns.write_text(json.dumps(towns_for_peer(), ensure_ascii=False), encoding="utf-8")
    words = (python, "app.py", "{port}", str(towns))
    return Application(folder=HERE / "peer", home=home, words=words, health="/")


def towns_for_peer() -> dict[str, Any]:
    """Return the polygons of the towns, with colours and values by year as our map shows them."""
    figures = Figures(read_snapshot())
    place = figures.snapshot.place
    return {
        "type": "FeatureCollection",
        "centre": [place.map.centre_lat, place.map.centre_lon],
        "features": [_feature(figures, town) for town in figures.towns],
    }


def _feature(figures: Figures, town: Town) -> dict[str, Any]:
    cuts = figures.breaks(TOTAL)
    colors, values, fills = class_colors(cuts), {}, {}
    for year in figures.years_of(TOTAL):
        amount_t = figures.measure(town.town_code, year, TOTAL).known
        values[str(year)] = f"{amount_t / 1e4:.2f} 万吨"
        fills[str(year)] = colors[class_of(amount_t, cuts)]
    return {
        "type": "Feature",
        "geometry": figures.snapshot.boundaries[town.town_code],
        "properties": {
            "town_code": town.town_code,
            "tooltip": town.name,
            "values": values,
            "fills": fills,
        },
    }
