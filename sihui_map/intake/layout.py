"""The workbook that towns fill in: sheets, their columns, and the tables their lines belong to.

One description for both ways: the template writes it, the reader holds a file against it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sihui_map.domain.check import Rule
from sihui_map.domain.dataset import (
    ALLOTMENTS,
    DECLARATIONS,
    ENERGY_TOTAL,
    ENERGY_USE,
    FOREST_COVER,
    INDICATOR_VALUES,
    LEDGER_REPORTED,
    NAMED_SOURCES,
    PARK_PROGRESS,
    PARKS,
    SITES,
    TASK_UPDATES,
    TOWN_CONTEXT,
    Dataset,
)
from sihui_map.domain.energy import ELECTRICITY_IN, ELECTRICITY_OUT, MWH10, TCE
from sihui_map.domain.ledger import CITY_TOTAL, NET_ELECTRICITY
from sihui_map.domain.park import CHECK_LABEL
from sihui_map.domain.town import CITY
from sihui_map.intake.fields import (
    POWER_FUELS,
    TEXT,
    TOTAL,
    USED,
    Field,
    Form,
    field_of,
    listed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

TEMPLATE_VERSION = "碳达峰填报模板 3"
OLDER_VERSIONS = ("碳达峰填报模板 1", "碳达峰填报模板 2")
"""What follows the name of the county in the mark of a template."""
"""Versions that are still taken: they lack newer sheets, and say nothing of what is there."""
GUIDE = "填报说明"
OPTIONS = "_选项"
MARK_VERSION, MARK_NUMBER, MARK_SCOPE = "B2", "B3", "B4"
HEADER_ROW = 1
WHY = "why"
WHOLE, WHOLE_HEADER = "whole", "填全"
"""The tick that an area told all there is; its header in a CSV file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet: its header with the unit, what it takes, how wide it is."""

    name: str
    header: str
    field: Field
    width: int = 14
    is_key: bool = False
    """Grey and locked where the line is already published."""
    names: str = ""
    """The column whose code this one spells out; it may be filled instead of it."""
    was: str = ""
    """Its header in templates handed out earlier."""
    is_newer: bool = False
    """Templates handed out before it was there lack it, and are still taken."""

    def is_called(self, header: str) -> bool:
        """Tell whether ``header`` is its own, of now or of an earlier template."""
        return header == self.header or bool(self.was and header == self.was)


def _anything(_: Mapping[str, str]) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How lines of a sheet and rows of one table belong together."""

    table: Dataset
    cells: Mapping[str, str]
    """Column of the table → column of the sheet."""
    values: tuple[str, ...]
    """Columns of the table that are all empty where a line says nothing."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Column of the table → what it always is here."""
    expects: Mapping[str, str] = field(default_factory=dict)
    """Column of the sheet → what it always is here, kept nowhere else."""
    takes_line: Callable[[Mapping[str, str]], bool] = _anything
    """Whether a line, by column of the sheet, belongs to this table."""
    takes_row: Callable[[Mapping[str, str], Mapping[str, str]], bool] | None = None
    """Whether a row (with the list of named sources) belongs on this sheet; None: always."""
    is_shared: bool = False
    """Attributes that several lines of one thing repeat, not a row per line."""
    tick: str = ""
    """Column of the sheet that says whether there is the row; the table does not have it."""

    @property
    def telling(self) -> tuple[str, ...]:
        """Return the columns of the sheet that are all empty where a line says nothing."""
        return (self.tick,) if self.tick else tuple(self.cells[name] for name in self.values)

    def holds(self, cells: Mapping[str, str], sources: Mapping[str, str]) -> bool:
        """Tell whether a published row is shown on this sheet."""
        if any(cells.get(column) != text for column, text in self.fixed.items()):
            return False
        return self.takes_row is None or self.takes_row(cells, sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of the workbook, or one CSV file (without a name)."""

    name: str
    columns: Sequence[Column]
    parts: Sequence[Part]
    about: str = ""
    is_newer: bool = False
    """Templates handed out before it was there lack it, and are still taken."""


WHY_COLUMN = Column(name=WHY, header="确认说明", field=TEXT, width=24)


def _key(table: Dataset, column: str, header: str, *, width: int = 14) -> Column:
    own = field_of(table.name, column)
    return Column(name=column, header=header, field=own, width=width, is_key=True)


def _value(table: Dataset, column: str, header: str, *, width: int = 14) -> Column:
    return Column(
        name=column,
        header=header,
        field=field_of(table.name, column),
        width=width,
        is_newer=column in table.newer,
    )


def _name(words: str, header: str, code: str, *, width: int = 14) -> Column:
    own = listed(words, rule=Rule.UNKNOWN, required=False)
    name = f"{code}_name"
    return Column(name=name, header=header, field=own, width=width, is_key=True, names=code)


def _identity(table: Dataset, *, without: tuple[str, ...] = ()) -> dict[str, str]:
    return {column: column for column in table.columns if column not in without}


def _is_power(cells: Mapping[str, str]) -> bool:
    return cells.get("fuel") in POWER_FUELS


def _is_city(line: Mapping[str, str]) -> bool:
    return line.get("area_id") == CITY


_KIND = _value(ENERGY_USE, "kind", "性质", width=8)
_SOURCE = _value(ENERGY_USE, "source", "来源", width=30)
_YEAR = _key(ENERGY_USE, "year", "年份", width=8)
_TONNES = Field(form=Form.NUMBER)
_POWER = replace(USED, required=False)
_ENERGY_PART = Part(
    table=ENERGY_USE,
    cells=_identity(ENERGY_USE),
    values=("amount",),
    takes_line=lambda line: line.get("fuel") != TOTAL,
    takes_row=lambda cells, sources: (
        not _is_power(cells) and cells["area_id"] not in sources.values()
    ),
)

ENERGY = Sheet(
    name="能源活动",
    about="各镇街各品种能源消费量，热力分购入、外供；「合计」一行填综合能源消费量（吨标准煤），全市只填这一行",
    columns=(
        replace(_key(ENERGY_USE, "area_id", "镇街代码"), field=listed("area", rule=Rule.UNKNOWN)),
        _name("area", "镇街", "area_id"),
        _YEAR,
        replace(
            _key(ENERGY_USE, "fuel", "能源品种"),
            field=listed("fuel_heat_or_total", rule=Rule.UNKNOWN),
        ),
        _value(ENERGY_USE, "amount", "数量"),
        replace(_value(ENERGY_USE, "unit", "单位"), is_key=True),
        _KIND,
        _SOURCE,
        WHY_COLUMN,
    ),
    parts=(
        _ENERGY_PART,
        Part(
            table=ENERGY_TOTAL,
            cells={**_identity(ENERGY_TOTAL, without=("tce",)), "tce": "amount"},
            values=("tce",),
            expects={"fuel": TOTAL, "unit": TCE},
            takes_line=lambda line: line.get("fuel") == TOTAL,
            takes_row=lambda cells, sources: cells["area_id"] not in sources.values(),
        ),
    ),
)
SOURCES = Sheet(
    name="重点排放源",
    about="重点排放源各品种能源消费量，热力分购入、外供；新增排放源须写代码、名称和类别",
    columns=(
        _key(NAMED_SOURCES, "source_id", "排放源代码", width=22),
        _value(NAMED_SOURCES, "name", "名称", width=28),
        _value(NAMED_SOURCES, "category", "类别"),
        _YEAR,
        replace(
            _key(ENERGY_USE, "fuel", "能源品种"), field=listed("fuel_or_heat", rule=Rule.UNKNOWN)
        ),
        _value(ENERGY_USE, "amount", "数量"),
        replace(_value(ENERGY_USE, "unit", "单位"), is_key=True),
        _KIND,
        _SOURCE,
        WHY_COLUMN,
    ),
    parts=(
        replace(
            _ENERGY_PART,
            cells={**_identity(ENERGY_USE), "area_id": "source_id"},
            takes_line=_anything,
            takes_row=lambda cells, sources: (
                not _is_power(cells) and cells["area_id"] in sources.values()
            ),
        ),
        Part(
            table=NAMED_SOURCES,
            cells={column: column for column in ("source_id", "name", "category", "source")},
            values=("name", "category"),
            is_shared=True,
        ),
    ),
)


def _power_part(fuel: str, column: str) -> Part:
    return Part(
        table=ENERGY_USE,
        cells={
            **_identity(ENERGY_USE, without=("fuel", "unit", "amount")),
            "amount": column,
        },
        fixed={"fuel": fuel, "unit": MWH10},
        values=("amount",),
        takes_line=lambda line: not _is_city(line),
    )


def _ledger_part(row_id: str, column: str) -> Part:
    return Part(
        table=LEDGER_REPORTED,
        cells={**_identity(LEDGER_REPORTED, without=("row_id", "tco2")), "tco2": column},
        fixed={"row_id": row_id},
        expects={"area_id": CITY},
        values=("tco2",),
        takes_line=_is_city,
    )


POWER = Sheet(
    name="电力收支",
    about="镇街和重点排放源填调入、调出电量；「全市」一行填净调入电力排放和全市碳排放总量",
    columns=(
        replace(
            _key(ENERGY_USE, "area_id", "地区代码", width=22),
            field=listed("any_area", rule=Rule.UNKNOWN),
        ),
        _name("any_area", "地区", "area_id", width=24),
        _YEAR,
        Column(name="power_in", header="电力调入（万千瓦时）", field=_POWER, width=18),
        Column(name="power_out", header="电力调出（万千瓦时）", field=_POWER, width=18),
        Column(
            name="net",
            header="净调入电力排放（吨二氧化碳）",
            field=replace(_TONNES, signed=True),
            width=24,
        ),
        Column(name="total", header="全市碳排放总量（吨二氧化碳）", field=_TONNES, width=24),
        _KIND,
        _SOURCE,
        _value(LEDGER_REPORTED, "note", "备注", width=24),
        WHY_COLUMN,
    ),
    parts=(
        _power_part(ELECTRICITY_IN, "power_in"),
        _power_part(ELECTRICITY_OUT, "power_out"),
        _ledger_part(NET_ELECTRICITY, "net"),
        _ledger_part(CITY_TOTAL, "total"),
    ),
)


def _by_area(
    name: str,
    about: str,
    table: Dataset,
    headers: Mapping[str, str],
    was: Mapping[str, str] | None = None,
) -> Sheet:
    """Return a sheet with one line per area and year; ``was`` are headers of before."""
    values = (_value(table, column, header, width=20) for column, header in headers.items())
    return Sheet(
        name=name,
        about=about,
        columns=(
            _key(table, "area_id", "地区代码"),
            _name("area", "地区", "area_id"),
            _YEAR,
            *(replace(column, was=(was or {}).get(column.name, "")) for column in values),
            _KIND,
            _SOURCE,
            WHY_COLUMN,
        ),
        parts=(Part(table=table, cells=_identity(table), values=tuple(headers)),),
    )


CONTEXT = _by_area(
    "人口与经济",
    "各镇街和全市的常住人口、地区生产总值；不变价和它的基年一起填，没有的都留空",
    TOWN_CONTEXT,
    {
        "population": "常住人口（人）",
        "gdp_1e8_cny": "地区生产总值（现价，亿元）",
        "gdp_constant_1e8_cny": "地区生产总值（不变价，亿元）",
        "gdp_base_year": "不变价基年",
    },
    was={"gdp_1e8_cny": "地区生产总值（亿元）"},
)
FOREST = _by_area(
    "森林",
    "各镇街和全市年末森林面积（法定森林覆盖率口径）",
    FOREST_COVER,
    {"forest_ha": "森林面积（公顷）"},
)
_SITE_HEADERS = {
    "name": ("项目名称", 36),
    "kind": ("类型", 18),
    "clauses": ("方案条款", 10),
    "stage": ("阶段", 8),
    "stage_text": ("阶段说明", 24),
    "capacity_mw": ("装机容量（兆瓦）", 16),
    "capacity_mwh": ("储能容量（兆瓦时）", 18),
    "annual_mwh": ("年发电量（兆瓦时）", 18),
    "capacity_text": ("规模说明", 18),
    "commission_year": ("投产年份", 10),
    "town_code": ("镇街", 14),
    "town_text": ("所在地说明", 18),
    "place_precision": ("位置精度", 12),
    "lon": ("经度（WGS84，度）", 18),
    "lat": ("纬度（WGS84，度）", 18),
    "value_kind": ("性质", 8),
    "source": ("来源", 30),
    "confidence": ("可信度", 8),
    "missing_note": ("缺失说明", 30),
}
SITE = Sheet(
    name="项目",
    about="光伏、储能、天然气、垃圾发电等项目；只有「精确位置」才填经纬度",
    columns=(
        _key(SITES, "site_id", "项目代码", width=22),
        *(
            _value(SITES, column, header, width=width)
            for column, (header, width) in _SITE_HEADERS.items()
        ),
        WHY_COLUMN,
    ),
    parts=(Part(table=SITES, cells=_identity(SITES), values=SITES.columns[1:]),),
)
_PARK_SOURCE, _PARK_NOTE = "park_source", "park_note"
PARK = Sheet(
    name="园区",
    about="每个园区每年一行；园区名录有变化时改任意一行，其余行不必改",
    columns=(
        _key(PARKS, "park_id", "园区代码", width=24),
        _value(PARKS, "name", "园区名称", width=30),
        _value(PARKS, "level", "级别"),
        _value(PARKS, "level_confirmed", "级别已核实", width=12),
        _value(PARKS, "town_code", "镇街"),
        _value(PARKS, "town_text", "所在地说明"),
        _value(PARKS, "industries", "主导产业"),
        replace(
            _value(PARKS, "source", "名录来源", width=20),
            name=_PARK_SOURCE,
            field=replace(field_of("parks", "source"), required=False),
        ),
        _value(PARKS, "confidence", "可信度", width=8),
        replace(_value(PARKS, "note", "名录备注", width=24), name=_PARK_NOTE),
        _key(PARK_PROGRESS, "year", "年份", width=8),
        _value(PARK_PROGRESS, "stage", "循环化改造阶段", width=16),
        _value(PARK_PROGRESS, "provincial", "省级以上", width=10),
        *(_value(PARK_PROGRESS, point.value, label) for point, label in CHECK_LABEL.items()),
        _value(PARK_PROGRESS, "kind", "性质", width=8),
        _value(PARK_PROGRESS, "source", "来源", width=30),
        WHY_COLUMN,
    ),
    parts=(
        Part(
            table=PARK_PROGRESS,
            cells=_identity(PARK_PROGRESS),
            values=PARK_PROGRESS.columns[2:],
        ),
        Part(
            table=PARKS,
            cells={**_identity(PARKS), "source": _PARK_SOURCE, "note": _PARK_NOTE},
            values=PARKS.columns[1:],
            is_shared=True,
        ),
    ),
)
ALLOTMENT = Sheet(
    name="目标分解",
    about="方案目标分解到镇街或部门的年度数值；{parent}下达给{place}的，承担单位选「全市（{parent}下达）」，写明文号",
    columns=(
        _key(ALLOTMENTS, "target_id", "指标代码", width=24),
        _name("target", "指标", "target_id", width=36),
        _key(ALLOTMENTS, "holder", "承担单位代码", width=16),
        _name("holder", "承担单位", "holder", width=20),
        _key(ALLOTMENTS, "year", "年份", width=8),
        _value(ALLOTMENTS, "value", "目标值"),
        _value(ALLOTMENTS, "unit", "单位"),
        _value(ALLOTMENTS, "base_year", "降幅基准年", width=12),
        _value(ALLOTMENTS, "approved_by", "批准文件或会议", width=24),
        _value(ALLOTMENTS, "kind", "性质", width=8),
        _value(ALLOTMENTS, "source", "来源", width=30),
        WHY_COLUMN,
    ),
    parts=(Part(table=ALLOTMENTS, cells=_identity(ALLOTMENTS), values=("value",)),),
)

INDICATOR = Sheet(
    name="主要指标",
    about="方案中有数值的各项指标的年度数值；单位写在指标后面；没有数值的指标不填",
    columns=(
        _key(INDICATOR_VALUES, "target_id", "指标代码", width=30),
        _name("numbered_target", "指标，单位", "target_id", width=48),
        _YEAR,
        _value(INDICATOR_VALUES, "value", "数值"),
        _KIND,
        _SOURCE,
        WHY_COLUMN,
    ),
    parts=(Part(table=INDICATOR_VALUES, cells=_identity(INDICATOR_VALUES), values=("value",)),),
    is_newer=True,
)
TASK = Sheet(
    name="任务调度",
    about="重点任务的进展：每报一次填一行，写明哪一天；以前报的行不用改，填报单位限方案所列单位",
    columns=(
        _key(TASK_UPDATES, "task_no", "任务序号", width=10),
        _name("task_words", "任务", "task_no", width=48),
        _key(TASK_UPDATES, "day", "日期", width=12),
        _value(TASK_UPDATES, "status", "状态"),
        _value(TASK_UPDATES, "progress", "进展", width=40),
        _value(TASK_UPDATES, "next_step", "下一步", width=30),
        _value(TASK_UPDATES, "unit", "填报单位", width=16),
        _KIND,
        _SOURCE,
        WHY_COLUMN,
    ),
    parts=(
        Part(
            table=TASK_UPDATES,
            cells=_identity(TASK_UPDATES),
            values=("status", "progress", "next_step"),
        ),
    ),
    is_newer=True,
)
DECLARED = Sheet(
    name="填全声明",
    about="某镇街某年的能源活动都填完了，就选「是」：空着的品种和电力就是没有，按 0 计",
    columns=(
        _key(DECLARATIONS, "area_id", "地区代码", width=22),
        _name("user", "地区", "area_id", width=24),
        _YEAR,
        _key(DECLARATIONS, "subject", "数据表"),
        Column(name=WHOLE, header="已填全", field=listed("tick_or_not", required=False), width=10),
        _KIND,
        _SOURCE,
        WHY_COLUMN,
    ),
    parts=(Part(table=DECLARATIONS, cells=_identity(DECLARATIONS), values=(), tick=WHOLE),),
    is_newer=True,
)

SHEETS: tuple[Sheet, ...] = (
    ENERGY, SOURCES, POWER, CONTEXT, FOREST, SITE, PARK, INDICATOR, ALLOTMENT, TASK, DECLARED,
)  # fmt: skip
_WHOLE_COLUMN = Column(name=WHOLE, header=WHOLE_HEADER, field=listed("tick", required=False))
_WHOLE_PART = Part(
    table=DECLARATIONS,
    cells={"area_id": "area_id", "year": "year"},
    fixed={"subject": ENERGY_USE.name},
    values=(),
    tick=WHOLE,
    takes_line=lambda line: bool(line.get(WHOLE)),
    is_shared=True,
)


def sheet_of_table(table: Dataset) -> Sheet:
    """Return a CSV file of one table as a sheet: its columns under the table's headings."""
    values = {
        "energy_use": ("amount",),
        "energy_total": ("tce",),
        "town_context": ("population", "gdp_1e8_cny", *TOWN_CONTEXT.newer),
        "ledger_reported": ("tco2",),
        "forest_cover": ("forest_ha",),
        "indicator_values": ("value",),
        "allotments": ("value",),
    }
    rest = tuple(column for column in table.columns if column not in table.key)
    may_declare = table is ENERGY_USE
    return Sheet(
        name="",
        columns=(
            *(_value(table, column, table.heading(column)) for column in table.columns),
            *([_WHOLE_COLUMN] if may_declare else []),
            WHY_COLUMN,
        ),
        parts=(
            Part(table=table, cells=_identity(table), values=values.get(table.name, rest)),
            *([_WHOLE_PART] if may_declare else []),
        ),
    )
