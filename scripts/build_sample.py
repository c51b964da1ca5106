"""Write the sample data in `geodata/sample`: invented numbers, made so that they fit the plan.

What is assumed, and why, stands in scripts/sample/assumptions.toml and the tables beside it. Every
row says 示例: nothing here was reported by anyone.

    python -m scripts.build_sample           write the files
    python -m scripts.build_sample --check   fail if a file is not what would be written
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.rebuilt import write_or_check
from scripts.sample.assumptions import Assumptions
from scripts.sample.energy import energy_use, ledger_reported
from scripts.sample.plan import (
    allotments,
    enterprises,
    evaluations,
    indicator_values,
    park_progress,
    self_evaluations,
    task_lines,
    task_steps,
    task_updates,
)
from scripts.sample.sheet import SheetWriter
from scripts.sample.sites import sites
from scripts.sample.towns import forest_cover, town_context
from sihui_map.errors import SihuiMapError
from sihui_map.figures import Figures
from sihui_map.reference.snapshot import GEODATA, read_snapshot

if TYPE_CHECKING:
    from pathlib import Path

TABLES = {
    "energy_use": energy_use,
    "ledger_reported": ledger_reported,
    "town_context": town_context,
    "forest_cover": forest_cover,
    "sites": sites,
    "park_progress": park_progress,
    "task_updates": task_updates,
    "task_lines": task_lines,
    "task_steps": task_steps,
    "self_evaluations": self_evaluations,
    "evaluations": evaluations,
    "enterprises": enterprises,
    "indicator_values": indicator_values,
    "allotments": allotments,
}


def build(geodata: Path = GEODATA) -> dict[str, str]:
    """Return the content of every sample file by its name, from what is public in ``geodata``."""
    public = Figures(read_snapshot(geodata, with_sample=False))
    if public.snapshot.problems:
        raise SihuiMapError("\n".join(problem.sentence for problem in public.snapshot.problems))
    given = Assumptions.read()
    writer = SheetWriter.read(given)
    files: dict[str, str] = {}
    for name, table in TABLES.items():
        files |= writer.files(name, table(given, public))
    return files


if __name__ == "__main__":
    raise SystemExit(write_or_check(__doc__, GEODATA / "sample", build))
