"""What was used: fuels by town and by named source, electricity, and what is told whole."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.catalogue import (
    DECLARATIONS,
    ENERGY_TOTAL,
    ENERGY_USE,
    LEDGER_REPORTED,
    NAMED_SOURCES,
    USED,
    Field,
    Form,
    listed,
)
from sihui_map.domain.check import Rule
from sihui_map.domain.energy import ELECTRICITY_IN, ELECTRICITY_OUT, MWH10, TCE
from sihui_map.domain.ledger import CITY_TOTAL, NET_ELECTRICITY
from sihui_map.domain.place import ANY_WHOLE
from sihui_map.domain.town import CITY
from sihui_map.intake.sheets.columns import (
    KIND_COLUMN,
    SOURCE_COLUMN,
    WHOLE,
    WHY_COLUMN,
    YEAR_COLUMN,
    Column,
    Part,
    Sheet,
    anything,
    key_column,
    name_column,
    same_names,
    value_column,
)
from sihui_map.intake.words import POWER_FUELS, TOTAL

if TYPE_CHECKING:
    from collections.abc import Mapping


def _is_power(cells: Mapping[str, str]) -> bool:
    return cells.get("fuel") in POWER_FUELS


def _is_city(line: Mapping[str, str]) -> bool:
    return line.get("area_id") == CITY


_TONNES = Field(form=Form.NUMBER)
_POWER = replace(USED, required=False)
_ENERGY_PART = Part(
    table=ENERGY_USE,
    cells=same_names(ENERGY_USE),
    values=("amount",),
    takes_line=lambda line: line.get("fuel") != TOTAL,
    takes_row=lambda cells, sources: (
        not _is_power(cells) and cells["area_id"] not in sources.values()
    ),
)


def _use_columns(fuels: str) -> tuple[Column, ...]:
    """Return the columns of one use, its fuel from the list ``fuels``."""
    return (
        YEAR_COLUMN,
        replace(key_column(ENERGY_USE, "fuel"), field=listed(fuels, rule=Rule.UNKNOWN)),
        value_column(ENERGY_USE, "amount"),
        replace(value_column(ENERGY_USE, "unit"), is_key=True),
        KIND_COLUMN,
        SOURCE_COLUMN,
        WHY_COLUMN,
    )


ENERGY = Sheet(
    name="能源活动",
    about="各镇街各品种能源消费量，热力分购入、外供；「合计」一行填综合能源消费量（吨标准煤），{whole}只填这一行",
    columns=(
        replace(
            key_column(ENERGY_USE, "area_id", "镇街代码"), field=listed("area", rule=Rule.UNKNOWN)
        ),
        name_column("area", "镇街", "area_id"),
        *_use_columns("fuel_heat_or_total"),
    ),
    parts=(
        _ENERGY_PART,
        Part(
            table=ENERGY_TOTAL,
            cells={**same_names(ENERGY_TOTAL, without=("tce",)), "tce": "amount"},
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
        key_column(NAMED_SOURCES, "source_id"),
        value_column(NAMED_SOURCES, "name"),
        value_column(NAMED_SOURCES, "category"),
        *_use_columns("fuel_or_heat"),
    ),
    parts=(
        replace(
            _ENERGY_PART,
            cells={**same_names(ENERGY_USE), "area_id": "source_id"},
            takes_line=anything,
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
            **same_names(ENERGY_USE, without=("fuel", "unit", "amount")),
            "amount": column,
        },
        fixed={"fuel": fuel, "unit": MWH10},
        values=("amount",),
        takes_line=lambda line: not _is_city(line),
    )


def _ledger_part(row_id: str, column: str) -> Part:
    return Part(
        table=LEDGER_REPORTED,
        cells={**same_names(LEDGER_REPORTED, without=("row_id", "tco2")), "tco2": column},
        fixed={"row_id": row_id},
        expects={"area_id": CITY},
        values=("tco2",),
        takes_line=_is_city,
    )


POWER = Sheet(
    name="电力收支",
    about="镇街和重点排放源填调入、调出电量；「{whole}」一行填净调入电力排放和{whole}碳排放总量",
    columns=(
        replace(
            key_column(ENERGY_USE, "area_id", "地区代码"),
            field=listed("any_area", rule=Rule.UNKNOWN),
            width=22,
        ),
        name_column("any_area", "地区", "area_id", width=24),
        YEAR_COLUMN,
        Column(name="power_in", header="电力调入（万千瓦时）", field=_POWER, width=18),
        Column(name="power_out", header="电力调出（万千瓦时）", field=_POWER, width=18),
        Column(
            name="net",
            header="净调入电力排放（吨二氧化碳）",
            field=replace(_TONNES, signed=True),
            width=24,
        ),
        Column(
            name="total",
            header="{whole}碳排放总量（吨二氧化碳）",
            was=f"{ANY_WHOLE}碳排放总量（吨二氧化碳）",
            field=_TONNES,
            width=24,
        ),
        KIND_COLUMN,
        SOURCE_COLUMN,
        value_column(LEDGER_REPORTED, "note"),
        WHY_COLUMN,
    ),
    parts=(
        _power_part(ELECTRICITY_IN, "power_in"),
        _power_part(ELECTRICITY_OUT, "power_out"),
        _ledger_part(NET_ELECTRICITY, "net"),
        _ledger_part(CITY_TOTAL, "total"),
    ),
)
DECLARED = Sheet(
    name="填全声明",
    about="某镇街某年的能源活动都填完了，就选「是」：空着的品种和电力就是没有，按 0 计",
    columns=(
        key_column(DECLARATIONS, "area_id"),
        name_column("user", "地区", "area_id", width=24),
        YEAR_COLUMN,
        key_column(DECLARATIONS, "subject"),
        Column(name=WHOLE, header="已填全", field=listed("tick_or_not", required=False), width=10),
        KIND_COLUMN,
        SOURCE_COLUMN,
        WHY_COLUMN,
    ),
    parts=(Part(table=DECLARATIONS, cells=same_names(DECLARATIONS), values=(), tick=WHOLE),),
    since=3,
)
