"""The map of the towns as dash-leaflet makes it: a tooltip, a panel for a click, a choice of years.

Run `python app.py PORT TOWNS.GEOJSON`, with what `towns_for_peer` of scripts.bench.peers writes.
Colours follow the year in the browser; the panel comes from the server, as ours does. There is no
h1, for the recorder would take it for the painted page.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import dash_leaflet as dl
from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from waitress import serve

PORT, FILE = int(sys.argv[1]), Path(sys.argv[2])
TOWNS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
CENTRE = TOWNS["centre"]
YEARS = list(TOWNS["features"][0]["properties"]["fills"])


def panel(feature: dict[str, Any] | None) -> list[Any]:
    """Return the name and the values of the town that was clicked."""
    if not feature:
        return []
    told = feature["properties"]
    rows = [html.Tr([html.Th(year), html.Td(text)]) for year, text in told["values"].items()]
    return [html.H2(told["tooltip"]), html.Table(html.Tbody(rows))]


app = Dash(compress=True)  # as other servers do
app.layout = html.Div(
    [
        dcc.RadioItems(YEARS, YEARS[-1], id="year", inline=True),
        dl.Map(
            dl.GeoJSON(
                id="towns",
                data=TOWNS,
                style={"variable": "peer.style"},
                hideout=YEARS[-1],
            ),
            center=CENTRE,
            zoom=10,
            style={"height": "600px"},
        ),
        html.Div(id="panel", className="section"),
    ]
)
app.clientside_callback(
    ClientsideFunction("peer", "year"), Output("towns", "hideout"), Input("year", "value")
)
app.callback(Output("panel", "children"), Input("towns", "clickData"))(panel)

if __name__ == "__main__":
    serve(app.server, host="127.0.0.1", port=PORT)
