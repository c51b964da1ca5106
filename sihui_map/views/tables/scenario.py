"""A scenario by year in tables: what it comes to, and what each lever adds to the base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.scenario import LEVERS, SCENARIO_NOTE, pv_effect
from sihui_map.domain.value import kept
from sihui_map.views import fmt
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from sihui_map.domain.scenario import Levers
    from sihui_map.figures import Figures

UNSAID = "未填光伏年等效满负荷小时"
UNIT = "万吨CO₂"
DECIMALS = 2


def pv_lacks(figures: Figures, levers: Levers) -> str:
    """Return why the effect of photovoltaics is not known, "" where it is."""
    if pv_effect(levers, figures.scenarios.grid) is not None:
        return ""
    return UNSAID if levers.pv_hours is None else "没有电网排放因子"


def path_table(figures: Figures, levers: Levers) -> Table:
    """Return the years of a scenario, each with its parts in 万吨; every row says what it is."""
    base, lacks = figures.scenarios.base, pv_lacks(figures, levers)
    kind = f"情景（基于{base.kind}）" if base is not None else "情景"

    def amount(value: float | None) -> Cell:
        if value is None:
            return Cell("缺失", raw="", hover=lacks, style="missing")
        text = fmt.number(value / fmt.T_PER_WT, DECIMALS)
        raw = kept(value / fmt.T_PER_WT, DECIMALS) + 0.0  # no minus before a zero
        return Cell(text, raw=raw, hover=f"性质：{kind}")

    rows = [
        TableRow(
            (
                Cell(str(year.year), raw=year.year),
                amount(year.base_t),
                *map(amount, (year.growth_t, year.saving_t, year.coal_t, year.pv_t, year.whole_t)),
                Cell(kind),
                Cell(settings_words(levers)),
            )
        )
        for year in figures.scenarios.path(levers)
    ]
    heads = (
        ("基准（各项不变）", "base"),
        ("用能增长", "growth"),
        ("能效提高", "saving"),
        ("煤改气", "coal"),
        ("新增光伏", "pv"),
        ("情景合计", "whole"),
    )
    columns = (
        Column("年份", "year"),
        *(Column(f"{label}（{UNIT}）", name, numeric=True) for label, name in heads),
        Column("性质", "nature"),
        Column("设定", "settings"),
    )
    return Table(f"{kind}：逐年（{SCENARIO_NOTE}）", columns, tuple(rows))


def settings_words(levers: Levers) -> str:
    """Return what was set, in words, each with its unit."""
    said = []
    for lever in LEVERS.values():
        value = getattr(levers, lever.field)
        said.append(f"{lever.label} {'未填' if value is None else f'{value:g}'}（{lever.unit}）")
    return "，".join(said)
