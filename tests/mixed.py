"""The mixed store: what real reporting looks like in its first weeks.

Some towns have reported, one of them all there is (填全) and steam that it buys, the others in
part; one told an explicit zero, one an estimate with a classified cell; two towns told their forest
and nobody told that of the city; 2026 has electricity only. The sample stands beside it, switched
on or off by whoever shows the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.archive import Archive, reference_files
from sihui_map.catalogue import dataset
from sihui_map.domain.submission import Change, State
from sihui_map.reference.snapshot import GEODATA
from sihui_map.store import Store
from sihui_map.store.writers import drafting, publishing, steps
from tests import county

if TYPE_CHECKING:
    from collections.abc import Iterable

ZERO, ELECTRIC, WHOLE = county.FIRST.code, county.STORAGE.code, county.OWN.code
PART, ESTIMATED = county.LAST.code, county.TOWNS[-2].code
SOURCE = "统计台账"
# Area, year, fuel, amount, unit, kind.
ENERGY = (
    (WHOLE, 2025, "烟煤", "60000", "t", "实绩"),
    (WHOLE, 2025, "汽油", "1500", "t", "实绩"),
    (WHOLE, 2025, "柴油", "3600", "t", "实绩"),
    (WHOLE, 2025, "液化石油气", "1480", "t", "实绩"),
    (WHOLE, 2025, "天然气", "3400", "10^4 Nm3", "实绩"),
    (WHOLE, 2025, "电力调入", "51000", "10^4 kWh", "实绩"),
    (WHOLE, 2025, "热力购入", "20000", "GJ", "实绩"),
    (PART, 2025, "烟煤", "12000", "t", "实绩"),
    (ELECTRIC, 2025, "电力调入", "30000", "10^4 kWh", "实绩"),
    (ZERO, 2025, "烟煤", "0", "t", "实绩"),
    (ZERO, 2025, "汽油", "2000", "t", "初步"),
    (ESTIMATED, 2025, "烟煤", "40000", "t", "估算"),
    (ESTIMATED, 2025, "天然气", "900", "10^4 Nm3", "估算"),
    (ESTIMATED, 2025, "柴油", "涉密", "t", "实绩"),
    (WHOLE, 2026, "电力调入", "13000", "10^4 kWh", "初步"),
)
DECLARED = ((WHOLE, 2025, "实绩"),)
# Area, year, population, GDP, GDP at constant prices, base year, kind.
CONTEXT = (
    (WHOLE, 2025, "53000", "95.5", "88.2", "2020", "实绩"),
    (PART, 2025, "28000", "40.1", "", "", "初步"),
)
FOREST = ((WHOLE, 2025, "640", "实绩"), (PART, 2025, "9800", "估算"))


def rows() -> Iterable[tuple[str, dict[str, str]]]:
    """Return the rows that were reported: table, cells."""
    for area, year, fuel, amount, unit, kind in ENERGY:
        cells = {"area_id": area, "year": str(year), "fuel": fuel, "amount": amount}
        yield "energy_use", {**cells, "unit": unit, "kind": kind, "source": SOURCE}
    for area, year, kind in DECLARED:
        cells = {"subject": "energy_use", "area_id": area, "year": str(year)}
        yield "declarations", {**cells, "kind": kind, "source": SOURCE}
    for area, year, population, gdp, constant, base, kind in CONTEXT:
        cells = {"area_id": area, "year": str(year), "population": population, "gdp_1e8_cny": gdp}
        cells |= {"gdp_constant_1e8_cny": constant, "gdp_base_year": base}
        yield "town_context", {**cells, "kind": kind, "source": SOURCE}
    for area, year, forest_ha, kind in FOREST:
        cells = {"area_id": area, "year": str(year), "forest_ha": forest_ha}
        yield "forest_cover", {**cells, "kind": kind, "source": SOURCE}


def fill(url: str) -> None:
    """Publish the mixed reports into the empty store ``url``, as its second publication."""
    store = Store(url)
    try:
        Archive(store, GEODATA).current()  # the first one is the sample
        changes = [
            Change(dataset=name, row_key=dataset(name).key_of(cells), cells=cells)
            for name, cells in rows()
        ]
        own = drafting.draft(
            store, changes, who="张三", why="首批填报", origin="首批.xlsx"
        ).submission_id
        steps.move(store, own, State.SUBMITTED, who="张三")
        steps.move(store, own, State.APPROVED, who="李四")
        publishing.publish(
            store, [own], who="李四", why="首批填报", reference=reference_files(GEODATA), expected=1
        )
    finally:
        store.close()
