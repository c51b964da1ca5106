"""The figures of tasks, computed a second time from the files alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.recomputing import Amount, Told, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.recomputing import Row

STALLED_DAYS, NEAR_DAYS = 180, 3
CLOSED = ("已完成", "调整取消", "并入", "已销号")


class TaskBooks(Told):
    """What was told of each task by who leads it, and its schedule."""

    today = date.min
    """The day of the data."""

    def tasks(self) -> Iterator[tuple[str, Amount]]:
        """Count tasks by state and age, steps by their day, and the two shares."""
        plan = {row["task_no"]: row["lead_units"].split("|") for row in table("plan/tasks.csv")}
        updates, steps = self.rows["task_updates"], self.rows["task_steps"]
        last: dict[str, Row] = {}
        for row in sorted(updates, key=lambda row: row["day"]):
            if row["unit"] in ("", *plan[row["task_no"]]):
                last[row["task_no"]] = row
        today = self.today
        sample = any(row["kind"] == "示例" for row in last.values())

        def count(number: int) -> Amount:
            return Amount(Decimal(number), None, sample) if last else Amount()

        states = {no: last[no]["status"] if no in last else "" for no in plan}
        age = {no: (today - date.fromisoformat(row["day"])).days for no, row in last.items()}
        old = [no for no, days in age.items() if days > STALLED_DAYS]
        yield "tasks.stalled", count(sum(states[no] not in CLOSED for no in old))
        for name, words in (
            ("blocked", ("受阻",)), ("delayed", ("滞后",)), ("completed", ("已完成", "已销号")),
        ):  # fmt: skip
            yield f"tasks.{name}", count(sum(state in words for state in states.values()))
        yield "tasks.silent", count(sum(no not in last for no in plan))
        yield from self._steps(steps, states, today)
        dated = {row["task_no"] for row in steps if row["approved_by"]}
        whole = [no for no, units in plan.items() if no in last and no in dated and any(units)]
        both = sample or any(row["kind"] == "示例" for row in steps)
        share = Decimal(len(whole)) / len(plan) * 100
        yield "tasks.completeness", Amount(share, None, both) if last or steps else Amount()

    @staticmethod
    def _steps(
        steps: list[Row], states: dict[str, str], today: date
    ) -> Iterator[tuple[str, Amount]]:
        sample = any(row["kind"] == "示例" for row in steps)
        waiting = [
            (date.fromisoformat(row["due"]) - today).days
            for row in steps
            if row["approved_by"] and not row["done"] and states[row["task_no"]] not in CLOSED
        ]
        for name, number in (
            ("overdue", sum(days < 0 for days in waiting)),
            ("near", sum(0 <= days <= NEAR_DAYS for days in waiting)),
        ):
            yield f"tasks.{name}", Amount(Decimal(number), None, sample) if steps else Amount()
        done = [row for row in steps if row["approved_by"] and row["done"]]
        kept = [row for row in done if row["done"] <= row["due"]]
        due = [
            row
            for row in steps
            if row in done
            or (row["approved_by"] and row["due"] < today.isoformat()
                and states[row["task_no"]] not in CLOSED)
        ]  # fmt: skip
        share = Decimal(len(kept)) / len(due) * 100 if due else None
        is_sample = any(row["kind"] == "示例" for row in due)
        yield "tasks.on_time", Amount(share, None, is_sample)
