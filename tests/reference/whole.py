"""Which files a snapshot is read from, and what is left of it when one is broken."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from sihui_map.reference.snapshot import (
    read_snapshot,
)

if TYPE_CHECKING:
    from pathlib import Path

    from sihui_map.domain.snapshot import Snapshot

FIELD_BY_FILE = {
    "place.toml": "place",
    "units.csv": "towns",
    "boundaries.geojson": "boundaries",
    "rivers.geojson": "rivers",
    "surroundings.geojson": "surroundings",
    "emission_factors.csv": "fuel_factors",
    "grid_factors.csv": "grid_factors",
    "heat_factors.csv": "heat_factors",
    "sink_coefficients.csv": "sink_coefficients",
    "class_breaks.csv": "class_breaks",
    "standard_coal.csv": "coal_coefficients",
    "sites.csv": "sites",
    "parks.csv": "parks",
    "protected_areas.csv": "protected_areas",
    "city_context.csv": "city_facts",
    "warning_rules.csv": "warning_rules",
    "named_sources.csv": "named_sources",
    "plan/actions.csv": "actions",
    "plan/clauses.csv": "clauses",
    "plan/tasks.csv": "tasks",
    "plan/departments.csv": "departments",
    "plan/targets.csv": "targets",
    "plan/light_rules.csv": "light_rules",
    "plan/errata.csv": "errata",
    "sample/energy_use.csv": "energy_uses",
    "sample/town_context.csv": "contexts",
    "sample/ledger_reported.csv": "reported_rows",
    "sample/forest_cover.csv": "forest_covers",
    "sample/park_progress.csv": "park_progress",
    "sample/task_updates.csv": "task_updates",
    "sample/task_lines.csv": "task_lines",
    "sample/task_steps.csv": "task_steps",
    "sample/self_evaluations.csv": "self_evaluations",
    "sample/evaluations.csv": "evaluations",
    "sample/indicator_values.csv": "indicator_values",
    "sample/allotments.csv": "allotments",
    "sample/sites.csv": "sites",
    "sample/enterprises.csv": "enterprises",
}
TABLES = [file for file in FIELD_BY_FILE if file.endswith(".csv")]
ENERGY = "sample/energy_use.csv"


def listing(root: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in root.rglob("*")}


def read_untouched(root: Path, *, with_sample: bool = True) -> Snapshot:
    before = listing(root)
    found = read_snapshot(root, with_sample=with_sample)
    assert listing(root) == before  # reading writes nothing
    return found


def assert_one_problem(found: Snapshot, whole: Snapshot, file: str, said: str) -> None:
    """Hold a snapshot with ``file`` broken against the ``whole`` one."""
    assert [problem.file for problem in found.problems] == [file]
    sentence = found.problems[0].sentence
    assert sentence.startswith(f"geodata/{file}")
    assert said in sentence
    assert "。处理办法：" in sentence
    assert sentence.endswith("。")
    lost = {FIELD_BY_FILE[file], "problems", "revision", "data_day", "files"}
    if "energy_uses" in lost:
        lost.add("declarations")  # the sample declares itself
    if "enterprises" in lost:
        lost.add("sealed")  # of the same rows
    if "allotments" in lost:
        lost.add("indicator_values")  # of a target whose number was handed down
    if file == "place.toml":
        lost.add("park_progress")  # what parks are asked stands there
    for field in fields(found):
        if field.name not in lost:
            assert getattr(found, field.name) == getattr(whole, field.name), field.name


def append(path: Path, *cells: str) -> int:
    """Add one line to a table and return its number."""
    text = path.read_text("utf-8") + ",".join(cells) + "\n"
    path.write_text(text, "utf-8")
    return text.count("\n")
