"""Enterprises that use much energy: what the plan asks of each, and what not everyone may read."""

from __future__ import annotations

from sihui_map.catalogue.column import (
    KIND_COLUMN,
    NEEDED,
    NEW_ID,
    SIZE,
    SOURCE_COLUMN,
    YEAR_COLUMN,
    Column,
    Field,
    Form,
    Spelled,
    listed,
)
from sihui_map.catalogue.dataset import Dataset, SheetOf
from sihui_map.domain.check import Rule
from sihui_map.domain.enterprise import (
    ENERGY_LABEL,
    OUTPUT_LABEL,
    Enterprise,
    PlanState,
    Secrecy,
)

WHO_MAY_READ = Field(
    form=Form.LISTED,
    required=True,
    words="secrecy",
    options=tuple(map(str, Secrecy)),
    holds=Secrecy,
)

ENTERPRISES = Dataset(
    name="enterprises",
    title="重点用能单位",
    columns=(
        Column(
            "town_code",
            "镇街代码",
            listed("town", rule=Rule.UNKNOWN),
            must_exist=True,
            header="镇街代码",
            width=14,
            spelled=Spelled("town", "镇街"),
        ),
        Column("enterprise_id", "单位编号", NEW_ID, width=18),
        YEAR_COLUMN,
        Column("name", "单位名称", NEEDED, width=28),
        Column("park_id", "园区编号", listed("park", rule=Rule.UNKNOWN, required=False)),
        Column("sector", "行业", NEEDED, width=18),
        Column(
            "energy_tce",
            ENERGY_LABEL,
            SIZE,
            unit="吨标准煤",
            width=20,
            yearly=ENERGY_LABEL,
        ),
        Column("output_1e4_cny", OUTPUT_LABEL, SIZE, unit="万元", width=18, yearly=OUTPUT_LABEL),
        Column(
            "plan_state",
            "一企一策",
            Field(
                form=Form.LISTED,
                words="enterprise_plan",
                options=tuple(str(each) for each in PlanState if each is not PlanState.UNKNOWN),
                holds=PlanState,
                blank=PlanState.UNKNOWN,
            ),
        ),
        Column("name_secrecy", "名称公开范围", WHO_MAY_READ),
        Column("energy_secrecy", "能耗公开范围", WHO_MAY_READ),
        Column("output_secrecy", "产值公开范围", WHO_MAY_READ),
        KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    # The town is part of the key: no row of another town is ever the one that a clerk tells.
    key=("town_code", "enterprise_id", "year"),
    telling=("name", "energy_tce", "output_1e4_cny", "plan_state"),
    sheet=SheetOf(
        "重点用能单位",
        "各镇街的重点用能单位：能耗、产值、一企一策；每项写明公开、内部还是涉密，"
        "涉密的数不要填；发出的模板不带已报的各行，没有改动的不用再填",
        since=4,
    ),
    record=Enterprise,
    attribute="enterprises",
    owner="town_code",
    is_confidential=True,
)
