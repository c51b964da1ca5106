"""The indicators of towns, each declared once: words, unit, formula, denominator, classes, role.

From here follow the ids and names of figures, the choices in an address, the themes of maps and
their legends, the tables with their files, the units, the definitions and 来源与方法. A new one is
one more ``Indicator`` in ``DECLARED``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Direction, Indicator, Method, Role, Scope
from sihui_map.catalogue.key import Family
from sihui_map.domain.energy import TCE, TCO2, Component

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.catalogue.indicator import Given
    from sihui_map.catalogue.key import FigureKey
    from sihui_map.domain.value import Quantity

TRADED_TEXT = "净购入电力和热力"
"""The accounting term for what was burnt elsewhere: electricity and heat, in less out."""
SCOPE_LABEL: Mapping[Scope, str] = {
    Scope.DIRECT: "直接排放",
    Scope.NET: f"直接＋{TRADED_TEXT}",
}
COMPONENT_LABEL: Mapping[Component, str] = {
    Component.COAL: "煤品",
    Component.OIL: "油品",
    Component.GAS: "天然气",
    Component.ELECTRICITY: TRADED_TEXT,
}


def _emission(given: Given, area: str, year: int, scope: Scope) -> Quantity:
    return given.emission(area, year, scope)


def people(given: Given, area: str, year: int) -> Quantity:
    """Return the resident population (常住人口), in persons."""
    return given.population(area, year)


def _gdp(given: Given, area: str, year: int) -> Quantity:
    return given.gdp(area, year)


def _land(given: Given, area: str, _: int) -> Quantity:
    return given.area_km2(area)


EMITTED = Method(
    "排放量",
    "E＝Σ（消费量×低位热值×单位热值含碳量÷1000×氧化率×44÷12）"
    "＋（调入电量−调出电量）×电网因子＋（购入热量−外供热量）×热力因子，单位吨CO₂。",
)
PER_UNIT = Method(
    "人均、单位面积、单位GDP",
    "排放量分别除以常住人口、公布面积、地区生产总值（现价）；分母缺失则为缺失。"
    "单位GDP按现价，只比同一年的镇街，不算历年变化。",
)

TOTAL = Indicator(
    id="total",
    family=Family.EMISSION,
    label="排放总量",
    short="总量",
    key_label="直接排放",
    unit="万吨CO₂",
    base_unit=TCO2,
    divisor=1e4,
    decimals=2,
    formula=_emission,
    is_by_scope=True,
    is_additive=True,
    method=EMITTED,
    size_note="总量受镇街大小影响，可切换人均、单位面积、单位 GDP 比较。",
)
PER_HEAD = Indicator(
    id="per_head",
    family=Family.EMISSION,
    label="人均排放",
    short="人均",
    key_label="人均",
    unit="吨CO₂/人",
    base_unit="tCO2/人",
    decimals=2,
    formula=_emission,
    denominator=people,
    is_by_scope=True,
    method=PER_UNIT,
)
PER_KM2 = Indicator(
    id="per_km2",
    family=Family.EMISSION,
    label="单位面积排放",
    short="单位面积",
    key_label="单位面积",
    unit="吨CO₂/km²",
    base_unit="tCO2/km²",
    decimals=0,
    formula=_emission,
    denominator=_land,
    is_by_scope=True,
    method=PER_UNIT,
)
PER_GDP = Indicator(
    id="per_gdp",
    family=Family.EMISSION,
    label="单位GDP（现价）排放",
    short="单位GDP",
    key_label="单位GDP（现价）",
    unit="吨CO₂/万元",
    base_unit="tCO2/万元",
    decimals=3,
    formula=_emission,
    denominator=_gdp,
    is_by_scope=True,
    in_series=False,
    note="按现价计算，只比同一年的镇街；各年价格不同，不作历年比较。",
    method=PER_UNIT,
)


def _part(component: Component, short: str, note: str = "") -> Indicator:
    """Return the indicator of what one component emits."""
    return Indicator(
        id=component.value,
        family=Family.EMISSION,
        label=f"{COMPONENT_LABEL[component]}排放",
        short=short,
        unit="万吨CO₂",
        base_unit=TCO2,
        divisor=1e4,
        decimals=2,
        formula=lambda given, area, year, _: given.component(area, year, component),
        is_additive=True,
        note=note,
    )


COAL = _part(Component.COAL, "煤")
OIL = _part(Component.OIL, "油")
GAS = _part(Component.GAS, "气")
ELECTRICITY = _part(
    Component.ELECTRICITY,
    "电力和热力",
    f"{TRADED_TEXT}＝净调入电量×当年{{region}}电网平均因子＋净购入热量×热力因子；负值为净外送。"
    "{grid_years}",
)


TCE_USED = Indicator(
    id="tce",
    family=Family.ENERGY,
    label="能源消费量",
    row_label="综合能耗（万吨标准煤，当量值）",
    unit="万吨标准煤",
    base_unit=TCE,
    divisor=1e4,
    decimals=2,
    formula=lambda given, area, year, _: given.energy_use(area, year),
    is_additive=True,
    role=Role.TABLE,
    method=Method(
        "综合能耗",
        "按 GB/T 2589-2020 系数折成标准煤，电力、热力用当量值 0.1229 kgce/kWh、"
        "0.03412 kgce/MJ，调出、外供的减去。",
    ),
)
TCE_STATED = replace(
    TCE_USED,
    id="tce_reported",
    label="综合能源消费量",
    qualifier="填报合计",
    row_label="",
    formula=lambda given, area, year, _: given.energy_stated(area, year),
    method=None,
)
TCE_DIFFERENCE = replace(
    TCE_USED,
    id="tce_difference",
    label="综合能源消费量：填报合计−按品种折算",
    row_label="填报合计−按品种折算（万吨标准煤）",
    formula=lambda given, area, year, _: given.energy_difference(area, year),
    method=None,
)
POPULATION = Indicator(
    id="population",
    family=Family.CONTEXT,
    label="常住人口",
    unit="人",
    base_unit="人",
    decimals=0,
    formula=lambda given, area, year, _: given.population(area, year),
    is_additive=True,
    direction=Direction.NEITHER,
    role=Role.TABLE,
)
GDP = Indicator(
    id="gdp_1e4_cny",
    family=Family.CONTEXT,
    label="地区生产总值",
    qualifier="现价",
    unit="亿元",
    base_unit="万元",
    divisor=1e4,
    decimals=2,
    formula=lambda given, area, year, _: given.gdp(area, year),
    is_additive=True,
    direction=Direction.NEITHER,
    role=Role.TABLE,
)
CONSTANT_GDP = replace(
    GDP,
    id="gdp_constant_1e4_cny",
    qualifier="不变价",
    formula=lambda given, area, year, _: given.constant_gdp(area, year),
)
ENERGY_INTENSITY: Indicator = Indicator(
    id="energy_intensity",
    family=Family.INTENSITY,
    what="energy",
    label="能耗强度",
    qualifier="不变价",
    unit="吨标煤/万元",
    base_unit="tce/万元",
    decimals=3,
    formula=lambda given, area, year, _: given.intensity(ENERGY_INTENSITY, area, year),
    role=Role.TABLE,
    method=Method(
        "单位地区生产总值能耗（能耗强度）",
        "综合能源消费量（吨标准煤）÷地区生产总值（不变价，万元）。镇街用按品种折算的综合能耗，"
        "{whole}用填报的综合能源消费量合计；任一项缺失则为缺失。"
        "下降幅度＝（前一年−后一年）÷前一年，下降为正；两年的不变价基年不同，不比较。",
    ),
)
CARBON_INTENSITY: Indicator = replace(
    ENERGY_INTENSITY,
    id="carbon_intensity",
    what="carbon",
    label="碳排放强度",
    unit="吨CO₂/万元",
    base_unit="tCO2/万元",
    formula=lambda given, area, year, _: given.intensity(CARBON_INTENSITY, area, year),
    method=Method(
        "单位地区生产总值二氧化碳排放（碳排放强度）",
        "排放量（吨CO₂）÷地区生产总值（不变价，万元）。镇街用直接＋净购入电力和热力，"
        "即按能源消费算，{whole}用{whole}碳排放总量；缺失和下降幅度同上。",
    ),
)
COVER = Indicator(
    id="forest_cover",
    family=Family.FOREST,
    what="cover",
    label="森林覆盖率",
    unit="%",
    base_unit="%",
    decimals=1,
    table_decimals=2,
    short="覆盖率",
    formula=lambda given, area, year, _: given.forest_cover(area, year),
    direction=Direction.MORE,
    role=Role.FOREST,
    breaks=(20, 40, 55, 70),
    method=Method("森林覆盖率", "法定森林面积÷土地面积{without}。缺口公顷＝缺口百分点×土地面积。"),
)
COVER_CHANGE = Indicator(
    id="forest_change",
    family=Family.FOREST,
    what="change",
    label="森林覆盖率变化",
    short="变化",
    qualifier="比第一年",
    unit="百分点",
    base_unit="百分点",
    decimals=2,
    formula=lambda given, area, year, _: given.forest_change(area, year),
    in_series=False,
    direction=Direction.MORE,
    role=Role.FOREST,
    breaks=(0, 0.2, 0.5, 1),
    note="与有数据的第一年相比；示例与实绩之间不比较。",
    method=Method("森林覆盖率变化", "当年森林覆盖率−有数据的第一年的森林覆盖率，单位百分点。"),
)
COVER_GAP = Indicator(
    id="forest_gap",
    family=Family.FOREST,
    what="gap",
    label="离目标还差的森林",
    short="还差公顷",
    unit="公顷",
    base_unit="公顷",
    decimals=0,
    formula=lambda given, area, year, _: given.forest_gap_ha(area, year),
    in_series=False,
    role=Role.FOREST,
    note="按{whole}目标折算到面积，负值为已超过；目标只对{whole}，不是分解给镇街的任务。",
    method=Method(
        "离目标还差的森林（公顷）",
        "（{whole}森林覆盖率目标−当年森林覆盖率）×土地面积{without}；负值为已超过。"
        "目标只对{whole}，镇街的数只说明差在哪里。",
    ),
)

DECLARED = (
    TCE_USED, TCE_STATED, TCE_DIFFERENCE,
    TOTAL, PER_HEAD, PER_KM2, PER_GDP, COAL, OIL, GAS, ELECTRICITY,
    POPULATION, GDP, CONSTANT_GDP, ENERGY_INTENSITY, CARBON_INTENSITY,
    COVER, COVER_CHANGE, COVER_GAP,
)  # fmt: skip
"""In the order of switches, rows and definitions."""
INDICATORS: dict[str, Indicator] = {indicator.id: indicator for indicator in DECLARED}


def town_measures() -> tuple[Indicator, ...]:
    """Return the measures that a reader chooses from."""
    return tuple(found for found in INDICATORS.values() if found.role is Role.CHOSEN)


def forest_measures() -> tuple[Indicator, ...]:
    """Return what the map of forests can be coloured by."""
    return tuple(found for found in INDICATORS.values() if found.role is Role.FOREST)


def indicator_of(key: FigureKey) -> Indicator | None:
    """Return the indicator that a figure is of, None where it is of none."""
    for found in INDICATORS.values():
        if (key.family, key.what) == (found.family, found.what or found.id):
            return found
    return None
