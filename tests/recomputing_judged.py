"""What was judged of a year, and the sums over enterprises, computed a second time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tests.recomputing import Amount, Told, given, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.recomputing import Row


class JudgedBooks(Told):
    """Scores as they were said, and sums of which each tells nothing of one."""

    def enterprises(self) -> Iterator[tuple[str, Amount]]:
        """Count; sum groups with 3 hidden values or more, none of which dominates.

        Beside the sum of all no group may be alone, nor for a town that reads its own: others
        with hidden ones are withheld, the fewest first, by code.
        """
        for year in {row["year"] for row in self.rows["enterprises"]}:
            own = [row for row in self.rows["enterprises"] if row["year"] == year]
            sample = any(row["kind"] == "示例" for row in own)
            is_mixed = len({row["kind"] for row in own}) > 1
            towns: dict[str, list[Row]] = {}
            for row in own:
                towns.setdefault(row["town_code"], []).append(row)
            for area, rows in (("city", own), *towns.items()):
                yield f"enterprises.count.{area}.{year}", Amount(Decimal(len(rows)), None, sample)
            for what in ("energy_tce", "output_1e4_cny"):
                sums = self.told_sums(towns, what, is_mixed=is_mixed)
                for area in ("city", *towns):
                    value = sums.get(area)
                    told = Amount() if value is None else Amount(value, None, sample)
                    yield f"enterprises.{what}.{area}.{year}", told

    def told_sums(
        self, towns: dict[str, list[Row]], what: str, *, is_mixed: bool
    ) -> dict[str, Decimal]:
        """Return the sums of one column that tell no hidden value, by town and of all."""
        secrecy = {"energy_tce": "energy_secrecy", "output_1e4_cny": "output_secrecy"}[what]
        hidden = {
            town: [
                Decimal(row[what] or 0)
                for row in rows
                if {row["name_secrecy"], row[secrecy]} != {"公开"}
                and not (is_mixed and row["kind"] == "示例")
            ]
            for town, rows in towns.items()
        }
        whole = {town for town, rows in towns.items() if all(row[what] for row in rows)}
        shown = [town for town in sorted(whole) if is_told_nothing_of(hidden[town])]
        sums = {town: sum(Decimal(row[what] or 0) for row in rows) for town, rows in towns.items()}
        if whole != set(towns):
            return {town: Decimal(sums[town]) for town in shown}
        spare = sorted((t for t in shown if hidden[t]), key=lambda town: (len(hidden[town]), town))
        for drop in range(len(spare) + 1):
            left = [town for town in shown if town not in spare[:drop]]
            others = [town for town in towns if town not in left]
            rests = (  # of a visitor, and of each of these towns, which reads its own
                [value for town in others if town != reader for value in hidden[town]]
                for reader in [None, *others]
            )
            if all(map(is_told_nothing_of, rests)):
                told = {town: Decimal(sums[town]) for town in left}
                return told | {"city": Decimal(sum(sums.values()))}
        return {town: Decimal(sums[town]) for town in shown}

    def evaluations(self) -> Iterator[tuple[str, Amount]]:
        """Scores as they were said and judged; a unit stands in the id by its number."""
        units = {row["name"]: row["department_no"] for row in table("plan/departments.csv")}
        kinds = {"镇街": "town", "单位": "unit", "任务": "task"}
        scores = {
            "self_evaluations": {"score": "self"},
            "evaluations": {"final_score": "final", "corrected_score": "corrected"},
        }
        for name, columns in scores.items():
            for row in self.rows[name]:
                own = row["subject_id"]
                at = f"{kinds[row['subject_kind']]}.{units.get(own, own)}.{row['year']}"
                for column, what in columns.items():
                    if row[column]:
                        yield f"evaluation.{what}.{at}", given(row[column], row)


def is_told_nothing_of(hidden: list[Decimal]) -> bool:
    """Tell whether a sum has three hidden values, the rest above a tenth of the first."""
    ranked = sorted(hidden)[::-1]
    return not ranked or (len(ranked) > 2 and sum(ranked[2:]) * 10 > ranked[0])
