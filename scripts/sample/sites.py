"""Invented projects, each saying by its name that it is none."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sihui_map.domain.site import PlacePrecision
from sihui_map.domain.town import town_by_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scripts.sample.assumptions import Assumptions
    from scripts.sample.sheet import Rows
    from sihui_map.figures import Figures
    from sihui_map.reference.rows import Row


def capacity_text(mw: str, mwh: str) -> str:
    """Word the capacity as a person would."""
    if not mw:
        return ""
    return f"{mw} MW/{mwh} MWh" if mwh else f"{mw} MW"


def place(row: Row, public: Figures) -> Mapping[str, str]:
    """Return the columns that say where a project is, as exactly as it is known."""
    told = {"town_code": "", "town_text": "", "lon": "", "lat": ""}
    code = row.optional("town_code")
    if not code:
        return told | {"place_precision": PlacePrecision.CITY}
    town = town_by_code(public.towns, code)
    told |= {"town_code": code, "town_text": town.name, "place_precision": PlacePrecision.TOWN}
    if town.seat is None or not row.optional("east_degrees"):
        return told
    lon = town.seat[0] + row.number("east_degrees")
    lat = town.seat[1] + row.number("north_degrees")
    return told | {
        "lon": f"{lon:.5f}",
        "lat": f"{lat:.5f}",
        "place_precision": PlacePrecision.POINT,
    }


NOT_KNOWN = {
    PlacePrecision.POINT: "坐标为示例，不是真实位置",
    PlacePrecision.TOWN: "只到镇街，无坐标",
    PlacePrecision.CITY: "只到全市，镇街未定",
}


def missing_note(precision: str, mw: str) -> str:
    """Say what is not known about a project, or that its coordinates are invented."""
    notes = [NOT_KNOWN[PlacePrecision(precision)], *([] if mw else ["容量未定"])]
    return f"示例：{'；'.join(notes)}。"


def sites(given: Assumptions, public: Figures) -> Rows:
    """Return the invented projects, numbered within each kind."""
    said, count = given.said["sites"], Counter[str]()
    rows: Rows = []
    for row in given.sites:
        kind, stage = row.text("kind"), row.text("stage")
        mw, mwh = row.optional("capacity_mw"), row.optional("capacity_mwh")
        where = place(row, public)
        count[kind] += 1
        rows.append(
            {
                "site_id": f"sample-{said['id'][kind]}-{count[kind]:02d}",
                "name": f"示例·{row.text('name')}",
                "kind": kind,
                "clauses": row.text("clauses"),
                "stage": stage,
                "stage_text": said["stage_text"][stage],
                "capacity_mw": mw,
                "capacity_mwh": mwh,
                "annual_mwh": "",  # what a plant yields in a year is not invented
                "capacity_text": capacity_text(mw, mwh),
                "commission_year": row.optional("commission_year"),
                **where,
                "confidence": "",  # there is nothing to trust
                "missing_note": missing_note(where["place_precision"], mw),
            }
        )
    return rows
