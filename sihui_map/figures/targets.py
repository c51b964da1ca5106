"""The plan's targets, those without a number of their own with the one that was handed down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.domain.allotting import Stage
from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.domain.light import Rule
    from sihui_map.domain.plan import Target
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.figures.allotments import Allotments


@dataclass(frozen=True)
class Targets:
    """What the plan asks for, and by which rule each is judged."""

    snapshot: Snapshot
    allotments: Allotments

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Return the rule of the light of each target that has one."""
        return {rule.target_id: rule for rule in self.snapshot.light_rules}

    @cached_property
    def all(self) -> tuple[Target, ...]:
        """Return the plan's targets; one without a number of its own has the handed-down one."""
        return tuple(self._with_handed_down(target) for target in self.snapshot.targets)

    def _with_handed_down(self, target: Target) -> Target:
        row, rule = self.allotments.handed_down(target), self.rules.get(target.target_id)
        if row is None or rule is None or target.value is not None:
            return target
        if self.without_effect(target):
            return target
        place = self.snapshot.place
        since = f"，为比 {row.base_year} 年的下降幅度" if row.base_year else ""
        return replace(
            target,
            operator=rule.direction,
            value=row.value,
            unit=self.allotments.share(row).unit,
            baseline_year=row.base_year or target.baseline_year,
            kind=row.kind,
            handed_down=place.handed_down,
            source=f"{place.handed_down}：{row.approved_by}；{row.source}",
            note=f"方案未写数值；数值由{place.parent}下达（{row.approved_by}）{since}。",
        )

    def without_effect(self, target: Target) -> str:
        """Return why a handed-down number is shown and decides nothing, "" where it does."""
        row, rule = self.allotments.handed_down(target), self.rules.get(target.target_id)
        if row is None or target.value is not None:
            return ""
        place = self.snapshot.place
        unit = self.allotments.share(row).unit
        is_fall = target.target_id in place.targets.intensities
        lacking = (
            ("没有写明文件", not row.approved_by),
            ("没有批准", bool(row.approved_by) and row.stage is not Stage.APPROVED),
            ("亮灯规则没有写明方向", rule is None or rule.direction is None),
            ("单位应为 %", is_fall and unit != "%"),
            ("没有写明降幅基准年", is_fall and row.base_year is None),
        )
        why = "、".join(said for said, is_so in lacking if is_so)
        made_up = "（示例）" if row.kind is ValueKind.SAMPLE else ""
        shown = f"{row.value:g}{unit if unit == '%' else f' {unit}'}{made_up}"
        return f"{place.handed_down} {shown}：{why}，不判定" if why else ""
