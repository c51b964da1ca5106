"""What a figure and a reported row are called in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.dataset import KEY_SEPARATOR, dataset
from sihui_map.domain.energy import FUEL_ID, Component
from sihui_map.domain.site import SiteGroup, SiteStage
from sihui_map.domain.town import CITY
from sihui_map.figures import ALL_DIRECT, TOWNS_DIRECT, Boundary, Intensity, Measure
from sihui_map.views.labels import (
    BOUNDARY_LABEL,
    COMPONENT_LABEL,
    GROUP_LABEL,
    INTENSITY_DISPLAY,
    MEASURE_DISPLAY,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sihui_map.figures import Figures

LEDGER_LABEL: Mapping[str, str] = {
    "towns": "各镇街直接排放合计",
    "net_electricity": "净调入电力",
    "computed": "各项之和",
    "city_total": "全市总量",
    "city_total_reported": "全市总量（填报，第二读数）",
    "city_total_difference": "全市总量：填报−方案",
    "residual": "残差",
    "share_residual": "残差占比",
}
ENERGY_LABEL: Mapping[str, str] = {
    "tce": "能源消费量",
    "tce_reported": "综合能源消费量（填报合计）",
    "tce_difference": "综合能源消费量：填报合计−按品种折算",
}
COMPARED_LABEL: Mapping[str, str] = {
    TOWNS_DIRECT: "各镇街直接排放合计",
    ALL_DIRECT: "直接排放合计",
}
STANDARD_COAL_LABEL: Mapping[str, str] = {
    "standard_coal": "（按 GB/T 2589）",
    "standard_coal_by_heat": "（按 {} 热值）",
    "standard_coal_difference": "：按 {} 热值−按 GB/T 2589",
}
CONTEXT_LABEL: Mapping[str, str] = {
    "population": "常住人口",
    "gdp_1e4_cny": "地区生产总值（现价）",
    "gdp_constant_1e4_cny": "地区生产总值（不变价）",
}
PLAIN_FIGURE: Mapping[str, str] = {
    "forest.gap_pp": "森林覆盖率差距（个百分点）",
    "forest.gap_ha": "森林覆盖率差距（面积）",
}
TARGET_PART: Mapping[str, str] = {
    "value": "目标值", "latest": "最新值", "due": "应达值", "gap": "差距",
    "required": "应变化量", "share_short": "差距占应变化量", "later": "到期后的值",
}  # fmt: skip


def area_name(figures: Figures, area: str) -> str:
    """Return the name of a town, a named source or the city; an unknown id stays as it is."""
    if area == CITY:
        return "全市"
    names = {town.town_code: town.name for town in figures.snapshot.towns}
    names |= {source.source_id: source.name for source in figures.snapshot.named_sources}
    return names.get(area, area)


def figure_name(figures: Figures, figure_id: str) -> str:
    """Return what a published figure is, such as 甲镇 2023 年排放总量（直接排放）."""
    if figure_id in PLAIN_FIGURE:
        return PLAIN_FIGURE[figure_id]
    family, *parts = figure_id.split(".")
    makers: dict[str, Callable[[Figures, list[str]], str]] = {
        "emission": _emission,
        "energy": lambda _, parts: f"{_area_year(figures, parts[1:])}{ENERGY_LABEL[parts[0]]}",
        "intensity": _intensity,
        "ledger": _ledger,
        **{family: _standard_coal(family) for family in STANDARD_COAL_LABEL},
        "factor_set": lambda _, parts: f"{_compared(figures, parts)}（因子集 {_set_of(parts)}）",
        "factor_set_difference": lambda _, parts: (
            f"{_compared(figures, parts)}：因子集 {_set_of(parts)}−{figures.factor_sets[0]}"
        ),
        "forest": lambda _, parts: f"{_area_year(figures, parts[1:])}森林覆盖率",
        "protected_area": _protected_area,
        "parks": lambda _, parts: f"{parts[1]} 年园区循环化改造完成率",
        "sites": _sites,
        "target": _target,
        "allotment": _allotment,
        "indicator": lambda _, parts: f"{_target_words(figures, parts[0])}{parts[1]} 年填报值",
        "indicator_difference": lambda _, parts: (
            f"{_target_words(figures, parts[0])}{parts[1]} 年填报值−系统计算"
        ),
        "context": _context,
        "told": lambda _, parts: f"{parts[1]} 年填全「{dataset(parts[0]).title}」的镇街数",
    }
    make = makers.get(family)
    return make(figures, parts) if make else figure_id


def _area_year(figures: Figures, parts: list[str]) -> str:
    return f"{area_name(figures, parts[0])} {parts[1]} 年"


def _emission(figures: Figures, parts: list[str]) -> str:
    *what, area, year = parts
    place = _area_year(figures, [area, year])
    if len(what) == 1:
        return f"{place}{COMPONENT_LABEL[Component(what[0])]}排放"
    boundary, measure = Boundary(what[0]), Measure(what[1])
    return f"{place}{MEASURE_DISPLAY[measure].label}（{BOUNDARY_LABEL[boundary]}）"


def _ledger(figures: Figures, parts: list[str]) -> str:
    row, year = parts
    return f"{year} 年平衡表·{LEDGER_LABEL.get(row) or area_name(figures, row)}"


def _standard_coal(family: str) -> Callable[[Figures, list[str]], str]:
    fuels = {figure_id: fuel for fuel, figure_id in FUEL_ID.items()}

    def named(figures: Figures, parts: list[str]) -> str:
        way = STANDARD_COAL_LABEL[family].format(figures.snapshot.factor_set)
        return f"{parts[1]} 年{fuels.get(parts[0], '各品种合计')}折标准煤{way}"

    return named


def compared_name(figures: Figures, row_id: str) -> str:
    """Return what is compared under each factor set is called."""
    return COMPARED_LABEL.get(row_id) or area_name(figures, row_id)


def _compared(figures: Figures, parts: list[str]) -> str:
    return f"{parts[-1]} 年{compared_name(figures, parts[-2])}"


def _set_of(parts: list[str]) -> str:
    return ".".join(parts[:-2])  # a set is named in its file, perhaps with a dot


def _protected_area(figures: Figures, parts: list[str]) -> str:
    names = {row.area_id: row.name for row in figures.snapshot.protected_areas}
    return f"{names.get(parts[0], parts[0])}面积"


def _sites(_: Figures, parts: list[str]) -> str:
    what, group, which = parts
    name = GROUP_LABEL[SiteGroup(group)]
    if what == "operating_mw":
        return f"{which} 年{name}累计投产规模"
    return f"{name}「{SiteStage[which.upper()]}」规模"


def _target(figures: Figures, parts: list[str]) -> str:
    target_id, part = parts
    for target in figures.snapshot.targets:
        if target.target_id == target_id:
            year = f"{target.year} 年" if target.year else ""
            return f"指标「{target.indicator}」{year}{TARGET_PART[part]}"
    return target_id


def _target_words(figures: Figures, target_id: str) -> str:
    """Return what a target is called, with its year: two of them may share an indicator."""
    for target in figures.snapshot.targets:
        if target.target_id == target_id:
            return f"指标「{target.indicator}」" + (
                f"（{target.year} 年目标）" if target.year else ""
            )
    return f"指标 {target_id}"


def _allotment(figures: Figures, parts: list[str]) -> str:
    target_id, *holder, year = parts
    what = f"分解到{area_name(figures, holder[0])}的数值" if holder else "分解合计"
    if holder == [CITY]:
        place = figures.snapshot.place
        what = f"{place.handed_down}{place.name}的数值"
    return f"{_target_words(figures, target_id)}{year} 年{what}"


def _context(figures: Figures, parts: list[str]) -> str:
    return f"{_area_year(figures, parts[1:])}{CONTEXT_LABEL[parts[0]]}"


def _intensity(figures: Figures, parts: list[str]) -> str:
    label = INTENSITY_DISPLAY[Intensity(parts[0])].label
    return f"{_area_year(figures, parts[1:])}{label}（不变价）"


def row_name(figures: Figures, table: str, row_key: str) -> str:
    """Return what a reported row is, such as 能源活动：甲镇 2023 烟煤."""
    known = dataset(table)
    words = [
        area_name(figures, part) if column in ("area_id", "holder", "source_id") else part
        for column, part in zip(known.key, row_key.split(KEY_SEPARATOR), strict=False)
    ]
    names = {site.site_id: site.name for site in figures.snapshot.sites}
    names |= {park.park_id: park.name for park in figures.snapshot.parks}
    names |= {
        target.target_id: f"{target.indicator}（{target.year or '年份未写明'}）"
        for target in figures.snapshot.targets
    }
    names |= {"net_electricity": "净调入电力", "city_total": "全市总量", "ledger": "平衡表"}
    return f"{known.title}：{' '.join(names.get(word, word) for word in words if word)}"
