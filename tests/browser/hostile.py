"""Data whose names try to run: on the server, in a script, in markup."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

JINJA = "{{6007*1009}}"
IF_JINJA_RAN = "6061063"
IMAGE = "<img src=x onerror=window.__pwn=1>"
LITERAL = "${window.__pwn=1}"
BACKTICK = "a`b"
SCRIPT = "</script><script>window.__pwn=1</script>"
QUOTES = "\"'onmouseover='window.__pwn=1'x=\""
MARKDOWN = "[x](javascript:window.__pwn=1) **b** $x^2$ :red[r]"
NAMES = (JINJA, IMAGE, LITERAL, BACKTICK, SCRIPT, QUOTES, MARKDOWN)

# (file, column) → the names its rows get, in turn.
COLUMNS = {
    "units.csv": ("name",),
    "sites.csv": ("name", "capacity_text", "town_text", "source"),
    "sample/sites.csv": ("name", "stage_text", "missing_note"),
    "parks.csv": ("name", "level", "industries"),
    "protected_areas.csv": ("name", "level", "source"),
    "named_sources.csv": ("name", "note"),
}


def _rename(path: Path, columns: tuple[str, ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    for place, row in enumerate(rows):
        for column in columns:
            row[column] = NAMES[place % len(NAMES)]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), "utf-8")


def make_hostile(geodata: Path) -> None:
    """Give towns, projects, parks, reserves, rivers and named sources names that try to run."""
    for file, columns in COLUMNS.items():
        _rename(geodata / file, columns)
    rivers = json.loads((geodata / "rivers.geojson").read_text("utf-8"))
    for place, river in enumerate(rivers["features"]):
        river["properties"]["name"] = NAMES[place % len(NAMES)]
    (geodata / "rivers.geojson").write_text(json.dumps(rivers), "utf-8")


def hostile_town(place: int) -> str:
    """Return the name of the town that stands at ``place`` in units.csv."""
    return NAMES[place % len(NAMES)]
