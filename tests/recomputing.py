"""Plain reading and decimal arithmetic, for computing the published figures a second time.

The CSV files are read with ``csv`` and nothing of the readers of the program.
"""

from __future__ import annotations

import csv
from copy import copy
from decimal import ROUND_HALF_UP, Decimal
from math import isclose
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sihui_map.catalogue import dataset, required_tables
from tests.county import GRID_REGION
from tests.own_words import PLACE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from sihui_map.domain.value import Quantity

GEODATA = Path(__file__).parents[1] / "geodata"
Row = dict[str, str]
FUELS = {
    "coal": ["无烟煤", "烟煤", "褐煤", "洗精煤", "其他洗煤", "型煤", "焦炭", "焦炉煤气"],
    "oil": ["原油", "燃料油", "汽油", "柴油", "煤油", "石油焦", "液化石油气"],
    "gas": ["液化天然气", "天然气"],
    "electricity": ["电力调入", "电力调出"],
}
NOT_ASKED = ("gdp_constant_1e8_cny", "gdp_base_year", "stock_m3")  # may be told, need not
DIRECT = ("coal", "oil", "gas")
HEAT = ["热力购入", "热力外供"]
SOLD = ("电力调出", "热力外供")
PER_UNIT = {"kg": 1, "m3": 10, "kWh": 10, "MJ": 1}  # t, 10⁴ m³, 10⁴ kWh, GJ of kgce each, in tce
GROUPS = {
    "pv": ["distributed_pv"],
    "storage": ["battery_storage", "storage_test_base"],
    "other": ["gas_gate_station", "gas_distributed", "gas_chp", "waste_to_energy"],
}
STAGES = {
    "谋划": "idea", "前期": "preparatory", "在建": "building", "投产": "operating",
    "暂停": "paused", "终止": "cancelled", "待核": "unknown",
}  # fmt: skip
OWED = tuple(table.name for table in required_tables())
TABLES = tuple(dict.fromkeys((
    "energy_use", "energy_total", "town_context", "ledger_reported", "forest_cover", "sites",
    "park_progress", "indicator_values", "allotments", "declarations",
    "task_updates", "task_lines", "task_steps", "self_evaluations", "evaluations",
    "enterprises", *OWED,
)))  # fmt: skip


class Amount(NamedTuple):
    """A number or None, what is known of one that is None, and whether a sample is in it."""

    value: Decimal | None = None
    part: Decimal | None = None
    sample: bool = False


def is_sample(row: Row) -> bool:
    return row["kind"] == "示例"


def given(text: str, row: Row) -> Amount:
    """Return a cell of ``row``; one without a number is missing."""
    sample = "示例" in (row.get("kind"), row.get("value_kind"))
    return Amount(Decimal(text), None, sample) if text else Amount()


def times(amount: Amount, factor: Decimal | int) -> Amount:
    return amount if amount.value is None else amount._replace(value=amount.value * factor)


def add(parts: Iterable[Amount], *, whole: bool = True) -> Amount:
    """Sum; one missing part, or not the ``whole``, leaves what is known of it (已报部分)."""
    told = list(parts)
    known = [part.part if part.value is None else part.value for part in told]
    numbers = [number for number in known if number is not None]
    found = sum(numbers, Decimal(0)) if numbers else None
    if whole and told and all(part.value is not None for part in told):
        return Amount(found, None, any(part.sample for part in told))
    return Amount(None, found)


def minus(one: Amount, other: Amount, *, readings: bool = False) -> Amount:
    """Subtract; of two ``readings`` of a thing none may be a sample while the other is not."""
    if one.value is None or other.value is None or (readings and one.sample != other.sample):
        return Amount()
    return Amount(one.value - other.value, None, one.sample or other.sample)


def per(one: Amount, other: Amount, scale: int = 1) -> Amount:
    if one.value is None or not other.value:
        return Amount()
    return Amount(one.value / other.value * scale, None, one.sample or other.sample)


def agree(figure: Quantity, amount: Amount) -> bool:
    """Tell whether both have the same number and known part, within 1e-9, and say 示例 alike."""
    pairs = ((figure.value, amount.value), (figure.part, amount.part))
    known = [(one, float(other)) for one, other in pairs if one is not None and other is not None]
    is_sample = figure.value is not None and figure.kind == "示例"
    return (
        all((one is None) == (other is None) for one, other in pairs)
        and all(isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) for one, other in known)
        and is_sample == (amount.value is not None and amount.sample)
    )


def as_printed(number: Decimal, step: str = "0.01") -> Decimal:
    return number.quantize(Decimal(step), ROUND_HALF_UP)


def table(path: str) -> list[Row]:
    with (GEODATA / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Told:
    """What the files hold, and what was reported: rows of text."""

    def __init__(self, reported: Iterable[tuple[str, Row]], *, with_sample: bool) -> None:
        """Lay what was ``reported`` over the sample, row by row."""
        found: dict[str, dict[tuple[str, ...], Row]] = {name: {} for name in TABLES}
        found["sites"] = {(row["site_id"],): row for row in table("sites.csv")}
        sample = [
            (name, row)
            for name in TABLES
            if with_sample and (GEODATA / f"sample/{name}.csv").exists()
            for row in table(f"sample/{name}.csv")
        ]
        for name, row in (*sample, *reported):
            found[name][tuple(row[column] for column in dataset(name).key)] = row
        self.rows = {name: list(told.values()) for name, told in found.items()}
        of_tasks = ("task_updates", "task_lines", "task_steps")
        told = {row["task_no"] for own in of_tasks for row in self.rows[own] if not is_sample(row)}
        for own in of_tasks:
            kept = (
                row for row in self.rows[own] if not is_sample(row) or row["task_no"] not in told
            )
            self.rows[own] = list(kept)
        self.really = {(row["area_id"], row["year"]) for row in self.rows["declarations"]}
        self.uses: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows["energy_use"]:
            at = (row["area_id"], row["year"])
            if row["kind"] != "示例" or at not in self.really:
                self.uses.setdefault(at, []).append(row)
        self.towns = [row for row in table("units.csv") if row["in_scope"] == "yes"]
        self.codes = [row["town_code"] for row in self.towns]
        self.sources = [row["source_id"] for row in table("named_sources.csv")]
        self.years = sorted({year for _, year in self.uses})
        self.facts = table("city_context.csv")
        self.targets = {row["target_id"]: row for row in table("plan/targets.csv")}
        self.grid = {
            row["year"]: Decimal(row["kgco2_per_kwh"])
            for row in table("grid_factors.csv")
            if row["region"] == GRID_REGION
        }
        self.coal = {row["fuel"]: row for row in table("standard_coal.csv")}
        self.heat = {row["factor_set"]: row for row in table("heat_factors.csv")}
        self.sink = {row["coefficient"]: row for row in table("sink_coefficients.csv")}
        self.factor_set = "enterprise_2015"
        self.factors = {
            (row["factor_set"], row["fuel"]): row for row in table("emission_factors.csv")
        }

    def under(self, factor_set: str) -> Self:
        """Return the same rows, to be computed by another factor set."""
        other = copy(self)
        other.factor_set = factor_set
        return other

    def with_sink(self, coefficients: Iterable[Row]) -> Self:
        """Return the same rows, the sink to be computed by other coefficients."""
        other = copy(self)
        other.sink = {row["coefficient"]: row for row in coefficients}
        return other

    def declared(self, area: str, year: str) -> Amount | None:
        """Return the zero of what an area said it has not; None while it has not said so."""
        samples = [row["kind"] == "示例" for row in self.uses.get((area, year), ())]
        if (area, year) in self.really:
            return Amount(Decimal(0))
        return Amount(Decimal(0), None, sample=True) if any(samples) else None

    def context(self, area: str, year: str, column: str) -> Amount:
        """Return the population in persons or the GDP in 亿元."""
        rows = self.rows["town_context"]
        own = [row for row in rows if (row["area_id"], row["year"]) == (area, year)]
        return given(own[0][column], own[0]) if own else Amount()

    def land_km2(self, area: str) -> Decimal:
        """Return the published land, of the whole by the fact that the place names."""
        if area == "city":
            items = {row["item"]: row["value"] for row in self.facts}
            return Decimal(items[PLACE["facts"]["land_area"]])
        return next(Decimal(row["area_km2"]) for row in self.towns if row["town_code"] == area)

    def has_told(self, name: str, area: str, year: str) -> bool:
        """Tell whether an area told all of a table, and no sample is among it."""
        if name == "energy_use":
            return (area, year) in self.really
        rows = [r for r in self.rows[name] if (r["area_id"], r["year"]) == (area, year)]
        asked = [[cell for name, cell in row.items() if name not in NOT_ASKED] for row in rows]
        return bool(rows) and all(all(row) and "示例" not in row for row in asked)
