"""What a figure and a reported row are called in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import FOREST_COVER, KEY_SEPARATOR, LEDGER_SUBJECT, dataset
from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import SCOPE_LABEL, indicator_of
from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.energy import FUEL_ID
from sihui_map.domain.enterprise import ENERGY_LABEL, OUTPUT_LABEL, Measure
from sihui_map.domain.evaluation import (
    CORRECTED_SCORE,
    FINAL_SCORE,
    KIND_ID,
    OWN_SCORE,
    SubjectKind,
)
from sihui_map.domain.factors import set_label
from sihui_map.domain.ledger import CITY_TOTAL, ROW_LABEL, TOWNS
from sihui_map.domain.site import SiteGroup, SiteStage
from sihui_map.domain.town import CITY
from sihui_map.figures import ALL_DIRECT, TOWNS_DIRECT
from sihui_map.figures.enterprises import COUNT
from sihui_map.figures.sink import ESTIMATE, HIGH, LOW, STOCK
from sihui_map.views.labels import GROUP_LABEL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sihui_map.catalogue.indicator import Indicator
    from sihui_map.domain.plan import Target
    from sihui_map.figures import Figures

LEDGER_LABEL: Mapping[str, str] = {
    **ROW_LABEL,
    "computed": "各项之和",
    "city_total_reported": f"{ROW_LABEL[CITY_TOTAL]}（填报，第二读数）",
    "city_total_difference": f"{ROW_LABEL[CITY_TOTAL]}：填报−方案",
    "residual": "残差",
    "share_residual": "残差占比",
}
COMPARED_LABEL: Mapping[str, str] = {
    TOWNS_DIRECT: ROW_LABEL[TOWNS],
    ALL_DIRECT: "直接排放合计",
}
STANDARD_COAL_LABEL: Mapping[Family, str] = {
    Family.STANDARD_COAL: "（按 GB/T 2589）",
    Family.STANDARD_COAL_BY_HEAT: "（按「{}」热值）",
    Family.STANDARD_COAL_DIFFERENCE: "：按「{}」热值−按 GB/T 2589",
}
FUEL_OF_ID: Mapping[str, str] = {figure_id: fuel for fuel, figure_id in FUEL_ID.items()}
FOREST_GAP: Mapping[str, str] = {
    "gap_pp": "森林覆盖率差距（个百分点）",
    "gap_ha": "森林覆盖率差距（面积）",
}
SCORE: Mapping[str, str] = {
    "self": OWN_SCORE,
    "final": FINAL_SCORE,
    "corrected": f"终评后{CORRECTED_SCORE}",
}
SINK_LABEL: Mapping[str, str] = {
    STOCK: FOREST_COVER.column("stock_m3").label,
    ESTIMATE: "碳汇估算（年均）",
    LOW: "碳汇估算（范围低值）",
    HIGH: "碳汇估算（范围高值）",
}
ENTERPRISES_LABEL: Mapping[str, str] = {
    COUNT: "家数",
    Measure.ENERGY: f"{ENERGY_LABEL}合计",
    Measure.OUTPUT: f"{OUTPUT_LABEL}合计",
}
TARGET_PART: Mapping[str, str] = {
    "value": "目标值", "latest": "最新值", "due": "应达值", "gap": "差距",
    "required": "应变化量", "share_short": "差距占应变化量", "later": "到期后的值",
}  # fmt: skip


def area_name(figures: Figures, area: str) -> str:
    """Return the name of a town, a named source or the city; an unknown id stays as it is."""
    if area == CITY:
        return figures.snapshot.place.whole
    names = {town.town_code: town.name for town in figures.snapshot.towns}
    names |= {source.source_id: source.name for source in figures.snapshot.named_sources}
    return names.get(area, area)


def figure_name(figures: Figures, figure_id: str) -> str:
    """Return what a published figure is, such as 甲镇 2033 年排放总量（直接排放）."""
    key = FigureKey.parse(figure_id)
    if key is None:
        return figure_id
    if (found := indicator_of(key)) is not None:
        return _of_area(figures, key, found)
    return MAKERS[key.family](figures, key) if key.family in MAKERS else figure_id


def _place_year(figures: Figures, key: FigureKey) -> str:
    return f"{area_name(figures, key.area)} {key.year} 年"


def _of_area(figures: Figures, key: FigureKey, indicator: Indicator) -> str:
    within = SCOPE_LABEL[Scope(key.scope)] if key.scope else indicator.qualifier
    qualifier = f"（{within}）" if within else ""
    return f"{_place_year(figures, key)}{indicator.label}{qualifier}"


def _standard_coal(figures: Figures, key: FigureKey) -> str:
    way = STANDARD_COAL_LABEL[key.family].format(set_label(figures.snapshot.factor_set))
    fuel = FUEL_OF_ID.get(key.what, "各品种合计")
    return f"{key.year} 年{fuel}折标准煤{way}"


def _ledger(figures: Figures, key: FigureKey) -> str:
    label = figures.snapshot.place.says(LEDGER_LABEL.get(key.area, ""))
    return f"{key.year} 年平衡表·{label or area_name(figures, key.area)}"


def compared_name(figures: Figures, row_id: str) -> str:
    """Return what is compared under each factor set is called."""
    return COMPARED_LABEL.get(row_id) or area_name(figures, row_id)


def _compared(figures: Figures, key: FigureKey) -> str:
    said = f"{key.year} 年{compared_name(figures, key.area)}"
    if key.family is Family.FACTOR_SET:
        return f"{said}（因子集「{set_label(key.scope)}」）"
    return f"{said}：因子集「{set_label(key.scope)}」−「{set_label(figures.factor_sets[0])}」"


def _forest(_: Figures, key: FigureKey) -> str:
    return FOREST_GAP[key.what]


def _sink(figures: Figures, key: FigureKey) -> str:
    return f"{_place_year(figures, key)}{SINK_LABEL[key.what]}"


def _protected_area(figures: Figures, key: FigureKey) -> str:
    names = {row.area_id: row.name for row in figures.snapshot.protected_areas}
    return f"{names.get(key.area, key.area)}面积"


def _enterprises(figures: Figures, key: FigureKey) -> str:
    return f"{_place_year(figures, key)}已报重点用能单位{ENTERPRISES_LABEL[key.what]}"


def _parks(_: Figures, key: FigureKey) -> str:
    return f"{key.year} 年园区循环化改造完成率"


def _sites(_: Figures, key: FigureKey) -> str:
    name = GROUP_LABEL[SiteGroup(key.of)]
    if key.year is not None:
        return f"{key.year} 年{name}累计投产规模"
    return f"{name}「{SiteStage[key.scope.upper()]}」规模"


def _target(figures: Figures, key: FigureKey) -> str:
    for target in figures.snapshot.targets:
        if target.target_id == key.of:
            year = f"{target.year} 年" if target.year else ""
            return f"指标「{target.indicator}」{year}{TARGET_PART[key.what]}"
    return key.of


def _target_words(figures: Figures, target_id: str) -> str:
    """Return what a target is called, with its year: two of them may share an indicator."""
    for target in figures.snapshot.targets:
        if target.target_id == target_id:
            return f"指标「{target.indicator}」" + (
                f"（{target.year} 年目标）" if target.year else ""
            )
    return f"指标 {target_id}"


def target_name(target: Target) -> str:
    """Return what a target is called, with its year."""
    return f"{target.indicator}（{target.year} 年）" if target.year else target.indicator


def _indicator(figures: Figures, key: FigureKey) -> str:
    beside = "" if key.family is Family.INDICATOR else "−系统计算"
    return f"{_target_words(figures, key.of)}{key.year} 年填报值{beside}"


def _allotment(figures: Figures, key: FigureKey) -> str:
    what = f"分解到{area_name(figures, key.area)}的数值" if key.area else "分解合计"
    if key.area == CITY:
        place = figures.snapshot.place
        what = f"{place.handed_down}{place.name}的数值"
    return f"{_target_words(figures, key.of)}{key.year} 年{what}"


def _allotted(figures: Figures, key: FigureKey) -> str:
    what = {"approved": "已批准的分解合计", "difference": "分解合计−目标"}[key.what]
    return f"{_target_words(figures, key.of)}{key.year} 年{what}"


def _told(_: Figures, key: FigureKey) -> str:
    return f"{key.year} 年填全「{dataset(key.what).title}」的镇街数"


TASKS_LABEL: Mapping[str, str] = {
    "stalled": "停滞的任务数",
    "blocked": "自报受阻的任务数",
    "delayed": "自报滞后的任务数",
    "silent": "从未收到进展的任务数",
    "completed": "已完成、已销号的任务数",
    "overdue": "逾期的步骤数",
    "near": "临期的步骤数",
    "on_time": "按期率",
    "completeness": "清单完备度",
}


def _tasks(_: Figures, key: FigureKey) -> str:
    return f"任务调度：{TASKS_LABEL[key.what]}"


def _evaluation(figures: Figures, key: FigureKey) -> str:
    kind = next((kind for kind, each in KIND_ID.items() if each == key.of), key.of)
    units = dict(enumerate(figures.snapshot.departments, start=1))
    is_unit = kind is SubjectKind.UNIT and key.area.isdecimal()
    name = units.get(int(key.area)) if is_unit else area_name(figures, key.area)
    return f"{key.year} 年{kind}「{name or key.area}」{SCORE[key.what]}"


MAKERS: Mapping[Family, Callable[[Figures, FigureKey], str]] = {
    Family.STANDARD_COAL: _standard_coal,
    Family.STANDARD_COAL_BY_HEAT: _standard_coal,
    Family.STANDARD_COAL_DIFFERENCE: _standard_coal,
    Family.LEDGER: _ledger,
    Family.FACTOR_SET: _compared,
    Family.FACTOR_SET_DIFFERENCE: _compared,
    Family.FOREST: _forest,
    Family.SINK: _sink,
    Family.PROTECTED_AREA: _protected_area,
    Family.ENTERPRISES: _enterprises,
    Family.PARKS: _parks,
    Family.SITES: _sites,
    Family.TARGET: _target,
    Family.INDICATOR: _indicator,
    Family.INDICATOR_DIFFERENCE: _indicator,
    Family.ALLOTMENT: _allotment,
    Family.TASKS: _tasks,
    Family.ALLOTTED: _allotted,
    Family.TOLD: _told,
    Family.EVALUATION: _evaluation,
}


def row_name(figures: Figures, table: str, row_key: str) -> str:
    """Return what a reported row is, such as 能源活动：甲镇 2033 烟煤."""
    known = dataset(table)
    words = [
        area_name(figures, part)
        if column in ("area_id", "holder", "source_id", "subject_id")
        else part
        for column, part in zip(known.key, row_key.split(KEY_SEPARATOR), strict=False)
    ]
    names = {site.site_id: site.name for site in figures.snapshot.sites}
    names |= {park.park_id: park.name for park in figures.snapshot.parks}
    names |= {
        target.target_id: f"{target.indicator}（{target.year or '年份未写明'}）"
        for target in figures.snapshot.targets
    }
    place = figures.snapshot.place
    names |= {row_id: place.says(label) for row_id, label in ROW_LABEL.items()}
    names[LEDGER_SUBJECT] = "平衡表"
    return f"{known.title}：{' '.join(names.get(word, word) for word in words if word)}"
