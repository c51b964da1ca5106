"""The answer of the page of scenarios, and every assumption of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.scenario import SCENARIO_NOTE, pv_effect
from sihui_map.domain.value import ValueKind
from sihui_map.views import fmt
from sihui_map.views.html import KeyFigure
from sihui_map.views.tables.scenario import UNIT, pv_lacks

if TYPE_CHECKING:
    from sihui_map.domain.scenario import Levers
    from sihui_map.figures import Figures

ASSUMPTIONS = (
    (
        "煤改气：各镇街煤炭的热量，到末年有这个比例改由天然气供给，逐年均匀推进；"
        "热量和排放因子取本系统所用的因子集。"
    ),
    (
        "新增光伏：到末年建成这么多，逐年均匀投产；少排放＝装机×年等效满负荷小时×电网排放因子。"
        "小时数没有现成的公开依据，由使用者填写，不填就算不出。"
    ),
    "能效、用能需求：各镇街每年按这个比例变化，逐年复合；都为零时就是基准。",
    "重点排放源（电厂等）保持基准年的数值；能源结构其余部分、电网排放因子不变。",
    "新能源汽车不设滑块：能源活动没有单列车用油，新增车辆的比例不能直接换算成油品用量。",
    (
        "算法：需求的变化＝镇街排放×（(1＋增长)^年数−1）；能效＝镇街排放×(1＋增长)^年数×"
        "（(1−提高)^年数−1）；煤改气＝比例×推进的份额×(1＋增长)^年数×(1−提高)^年数×"
        "（同样热量的天然气排放−煤排放）；推进的份额＝过了的年数÷到末年的年数；各项相加即全部。"
    ),
)
"""What the model assumes whatever is set (domain/scenario.py in words)."""


def path_sentence(figures: Figures, levers: Levers) -> str:
    """Say what the last year of the scenario comes to beside the base, or why nothing can be."""
    base, years = figures.scenarios.base, figures.scenarios.path(levers)
    if base is None:
        return f"{SCENARIO_NOTE}。还没有一年的用能填全，没有基准，画不出路径。"
    if not years:
        return f"{SCENARIO_NOTE}。基准年 {base.year} 年以后，方案没有更晚的年份可画。"
    last = years[-1]
    of_sample = "示例基准，" if base.kind is ValueKind.SAMPLE else ""
    began = f"{of_sample}{base.year} 年 {_wan(base.whole_t)} {UNIT}"
    if last.whole_t is None:
        return f"{SCENARIO_NOTE}。{began}；{pv_lacks(figures, levers)}，{last.year} 年算不出。"
    change = last.whole_t - base.whole_t
    how = "不变" if not round(change) else f"{'多' if change > 0 else '少'} {_wan(abs(change))}"
    ends = f"按下面的设定，{last.year} 年为 {_wan(last.whole_t)}，比基准{how}"
    return f"{SCENARIO_NOTE}。{began}；{ends}。"


def pv_figures(figures: Figures, levers: Levers) -> list[KeyFigure]:
    """Return what the photovoltaics that were added do in a year: known without any base."""
    effect, grid = pv_effect(levers, figures.scenarios.grid), figures.scenarios.grid
    label = f"新增光伏 {levers.pv_mw:g} MW 每年"
    if not levers.pv_mw:
        return []
    if effect is None or grid is None:
        return [KeyFigure(label, fmt.NO_VALUE, UNIT, hover=f"缺失：{pv_lacks(figures, levers)}")]
    said = (  # the sum, so that it can be done again by hand
        f"{levers.pv_mw:g} MW × {levers.pv_hours or 0:g} 小时 × {grid.kgco2_per_kwh:g} kgCO₂/kWh"
        f"（{grid.region} {grid.year} 年）"
    )
    return [KeyFigure(label, _wan(effect), UNIT, "情景", said)]


def path_notes(figures: Figures, levers: Levers) -> list[str]:
    """Return every assumption with its source, and what the model does not carry."""
    base, grid, place = figures.scenarios.base, figures.scenarios.grid, figures.snapshot.place
    notes = ["图的纵轴不从零起；没有数的年份断开，不连线。", *ASSUMPTIONS]
    notes += [
        f"{each.label}：{each.hover}＝{each.text} {UNIT}。" for each in pv_figures(figures, levers)
    ]
    if grid is not None:
        notes.append(
            f"电网排放因子：{grid.region} {grid.year} 年 {grid.kgco2_per_kwh:g} kgCO₂/kWh，"
            f"{grid.source}。"
        )
    if base is not None:
        after = [f"{year} 年（{why}）" for year, why in figures.scenarios.lacks if year > base.year]
        newer = f"其后 {'、'.join(after)} 还不能算全。" if after else ""
        notes.append(f"基准是最近一个各部分都已知的年份：{base.year} 年，性质{base.kind}。{newer}")
    else:
        notes.append(
            f"基准要有一年的{place.whole}各镇街、重点排放源的用能和净购入电力都已知；现在没有，"
            "在「填报情况」看谁还没有报。"
        )
    return notes


def _wan(tonnes: float) -> str:
    return fmt.number(tonnes / fmt.T_PER_WT, 2)
