"""What is said about other tables: explanations, and declarations that all is told."""

from __future__ import annotations

from sihui_map.catalogue.column import (
    KIND_COLUMN,
    NEEDED,
    SOURCE_COLUMN,
    TEXT,
    YEAR_COLUMN,
    Column,
    Field,
    Form,
    listed,
)
from sihui_map.catalogue.dataset import Dataset
from sihui_map.domain.check import LAST_PLAN_YEAR, Rule
from sihui_map.domain.snapshot import Declaration, Explanation

LEDGER_SUBJECT = "ledger"
"""Subject of the explanation of a ledger's residual; its ``area_id`` is the city."""

EXPLANATIONS = Dataset(
    name="explanations",
    title="说明",
    columns=(
        Column("subject", "对象", listed("subject", rule=Rule.UNKNOWN)),
        Column("area_id", "镇街或排放源", listed("any_area", rule=Rule.UNKNOWN, required=False)),
        Column("year", "年份", Field(form=Form.YEAR, last_year=LAST_PLAN_YEAR), unit="年"),
        Column("text", "说明", NEEDED),
        Column("source", "来源", TEXT),
    ),
    key=("subject", "area_id", "year"),
    record=Explanation,
    attribute="explanations",
)
DECLARATIONS = Dataset(
    name="declarations",
    title="填全声明",
    columns=(
        Column(
            "subject",
            "对象",
            listed("declared", rule=Rule.UNKNOWN),
            must_exist=True,
            header="数据表",
        ),
        Column(
            "area_id",
            "镇街或排放源",
            listed("user", rule=Rule.UNKNOWN),
            must_exist=True,
            header="地区代码",
            width=22,
        ),
        YEAR_COLUMN,
        KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    key=("subject", "area_id", "year"),
    record=Declaration,
    attribute="declarations",
)
"""That an area told all of a table (its ``subject``) for a year: then what is absent is none."""
