"""What the sample assumes: assumptions.toml and the tables beside it, where the reasons stand."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sihui_map.reference.files import Folder
from sihui_map.reference.rows import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sihui_map.reference.rows import Row

FOLDER = Path(__file__).parent
EVALUATED = ("year", "subject_kind", "subject_id")
WEIGHTS = ("coal", "gas", "power", "gdp", "people_2020", "people_growth", "forest_share")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What is said in words and numbers, the weights of towns by code, and the lines of tables."""

    said: Mapping[str, Any]
    weights: Mapping[str, Mapping[str, float]]
    sites: Sequence[Row]
    park_progress: Sequence[Row]
    task_updates: Sequence[Row]
    task_lines: Sequence[Row]
    task_steps: Sequence[Row]
    self_evaluations: Sequence[Row]
    evaluations: Sequence[Row]
    enterprises: Sequence[Row]
    allotments: Sequence[Row]
    indicator_values: Sequence[Row]

    @classmethod
    def read(cls) -> Assumptions:
        """Read the files in this folder."""
        files = Folder(FOLDER)
        towns = read_table(files, "towns.csv", ("town_code",))
        return cls(
            said=tomllib.loads((FOLDER / "assumptions.toml").read_text(encoding="utf-8")),
            weights={
                row.text("town_code"): {"even": 1} | {name: row.number(name) for name in WEIGHTS}
                for row in towns
            },
            sites=read_table(files, "sites.csv", ("name",)),
            park_progress=read_table(files, "park_progress.csv", ("park", "year")),
            task_updates=read_table(files, "task_updates.csv", ("task_no", "day")),
            task_lines=read_table(files, "task_lines.csv", ("task_no", "day")),
            task_steps=read_table(files, "task_steps.csv", ("task_no", "step_no")),
            self_evaluations=read_table(files, "self_evaluations.csv", EVALUATED),
            evaluations=read_table(files, "evaluations.csv", EVALUATED),
            enterprises=read_table(files, "enterprises.csv", ("enterprise_id", "year")),
            allotments=read_table(files, "allotments.csv", ("target_id", "holder", "year")),
            indicator_values=read_table(files, "indicator_values.csv", ("target_id", "year")),
        )

    @property
    def years(self) -> Sequence[int]:
        """Return the years of the sample."""
        years: list[int] = self.said["years"]
        return years

    def by_year(self, numbers: Sequence[float]) -> dict[int, float]:
        """Return a list that has a number for each year by that year."""
        return dict(zip(self.years, numbers, strict=True))

    def noise(self, of: str, key: str, year: int) -> float:
        """Return a factor near 1 that depends on ``key``, the year and the seed alone."""
        spread = self.said["noise"][of]
        lasting = self._near_one(key, spread["lasting"])
        return lasting * self._near_one(f"{key}/{year}", spread["yearly"])

    def _near_one(self, key: str, spread: float) -> float:
        stream = random.Random(f"{self.said['seed']}/{key}")  # noqa: S311 sample noise, nothing secret
        return 1 + stream.uniform(-spread, spread)


def apportion(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Split ``total`` into whole parts by weight; the parts sum to ``total`` exactly."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    parts = {key: int(value) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: parts[key] - exact[key])
    for key in by_remainder[: total - sum(parts.values())]:
        parts[key] += 1
    return parts
