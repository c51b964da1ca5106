"""A row of every table that can be reported, beyond those of the mixed store.

Blank and classified cells, a sample beside a real value, a park that did not report, shares in
several units, values before and after a target's year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.submission import Entry
from tests.county_tables import table_of
from tests.mixed import ELECTRIC, PART, WHOLE, ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable

    Row = dict[str, str]


def cells(columns: str, *told: str) -> list[Row]:
    """Return rows of cells, written as in a CSV file."""
    return [dict(zip(columns.split(), row.split(","), strict=True)) for row in told]


SITE = {"kind": "distributed_pv", "stage": "投产", "capacity_mw": "7.5", "value_kind": "实绩"}
MORE = {
    "energy_use": cells(
        "area_id year fuel amount unit kind",
        f"{ELECTRIC},2024,烟煤,5000,t,实绩",
        f"{ELECTRIC},2024,电力调出,不适用,10^4 kWh,实绩",
        f"{PART},2024,石油焦,800,t,估算",  # has no standard coal
        f"{ELECTRIC},2024,煤油,30,t,实绩",  # has no factor in the other set
        f"{ELECTRIC},2024,无烟煤,0,t,实绩",
        f"{ZERO},2023,柴油,涉密,t,实绩",
    ),
    "task_updates": cells(
        "task_no day status progress next_step unit kind",
        "3,2026-09-20,推进中,实报,,市发改局,实绩",
        "3,2026-09-25,已完成,配合单位以前报的,,市工信局,实绩",
    ),
    "task_steps": cells(
        "task_no step_no step due approved_by done ground area_id unit kind",
        f"3,1,清单,2026-08-31,市办〔2026〕3号,2026-09-02,清单,{ELECTRIC},市发改局,实绩",
        "3,2,公布,2026-12-31,,,,,市发改局,实绩",
        f"10,2,整改,2026-09-15,市办〔2026〕3号,,,{PART},市发改局,初步",
    ),
    "task_lines": cells("task_no unit day text kind", "3,市工信局,2026-09-21,已补材料,实绩"),
    "declarations": cells("subject area_id year kind", f"energy_use,{ELECTRIC},2024,实绩"),
    "energy_total": cells(
        "area_id year tce kind",
        f"{WHOLE},2025,160000,实绩",
        f"{PART},2025,90000,实绩",
        f"{ELECTRIC},2024,3600,示例",
        "city,2020,1500000,实绩",
        "city,2023,1650000,示例",
        "city,2025,1700000,初步",
    ),
    "town_context": cells(
        "area_id year population gdp_1e8_cny gdp_constant_1e8_cny gdp_base_year kind",
        f"{PART},2024,,39.5,,,实绩",
        f"{ELECTRIC},2024,0,12.5,11.75,2020,实绩",
        "city,2020,,,360,2020,实绩",
        "city,2023,,,430,2020,实绩",
        "city,2024,531000,,,,实绩",
        "city,2025,,,480.5,2020,实绩",
        "city,2026,,,90,2025,实绩",
    ),
    "forest_cover": cells(
        "area_id year forest_ha stock_m3 kind",
        f"{ELECTRIC},2022,2000,150000,实绩",
        f"{ELECTRIC},2025,2010,160500.5,初步",
        f"{ZERO},2022,500,40000,示例",
        f"{ZERO},2024,500,39000,示例",  # less wood than before
        f"{ZERO},2025,500,41000,实绩",  # not comparable with a sample
        "city,2022,64900,3000000,示例",
        "city,2025,65400,3000000,示例",
    ),
    "enterprises": cells(
        "town_code enterprise_id year name sector energy_tce output_1e4_cny"
        " name_secrecy energy_secrecy output_secrecy kind",
        f"{WHOLE},w-1,2025,厂甲,化工,10000,500,公开,内部,公开,实绩",
        f"{WHOLE},w-2,2025,厂乙,化工,12000,600,公开,内部,内部,实绩",
        f"{WHOLE},w-3,2025,厂丙,化工,9000,700,内部,内部,内部,初步",
        f"{PART},p-1,2025,厂丁,建材,8000,,公开,内部,涉密,实绩",
        f"{ELECTRIC},l-1,2025,厂戊,建材,7000,300,公开,公开,公开,实绩",
    ),
    "ledger_reported": cells(
        "year row_id tco2 kind note",
        "2020,city_total,3000000,实绩,",
        "2014,city_total,3000000,示例,",
        "2023,city_total,3100000.5,初步,",
    ),
    "park_progress": cells("park_id year stage provincial kind", "dasha-cluster,2026,已完成,,实绩"),
    "indicator_values": cells(
        "target_id year value kind",
        "forest-cover-2025,2025,56.2,实绩",
        "forest-cover-2025,2024,56.02,示例",
        "circular-parks-2030,2026,75,实绩",
        "advanced-manufacturing-2025,2023,27.456,实绩",
        "advanced-manufacturing-2025,2025,29.7,实绩",
        "advanced-manufacturing-2025,2026,31,初步",
        "transport-intensity-2030,2024,3.5,实绩",
        "new-energy-vehicles-2030,2023,31,实绩",
        "new-energy-vehicles-2030,2025,32.5,估算",
        "ev-sales-2030,2024,33,实绩",
        "ev-sales-2030,2025,35,实绩",
        "fast-charging-2025,2024,80,实绩",
    ),
    "allotments": cells(
        "target_id holder year value unit kind",
        f"forest-cover-2025,{WHOLE},2025,12.5,,实绩",
        f"forest-cover-2025,{PART},2025,80,%,实绩",
        f"circular-parks-2030,{WHOLE},2030,2,个,实绩",
        f"circular-parks-2030,{PART},2030,1.5,个,估算",
        f"ev-sales-2030,{WHOLE},2030,200,辆,实绩",
        f"ev-sales-2030,{PART},2030,30,,实绩",
    )
    + cells(
        "target_id holder year value unit stage approved_by kind",
        f"oil-peak-2030,{WHOLE},2030,300,吨,批准,四府办〔2025〕9号,实绩",
        f"oil-peak-2030,{PART},2030,120.5,吨,商定,,实绩",
        f"oil-peak-2030,{ELECTRIC},2030,80,吨,提出,,规划",
        f"transport-intensity-2030,{WHOLE},2030,10,,,常务会议,实绩",
    )
    + cells(
        "target_id holder year value unit approved_by base_year kind",
        "energy-intensity-2025,city,2025,14.5,%,肇发改〔2022〕1号,2020,实绩",
        "carbon-intensity-2025,city,2025,18,%,,2020,实绩",  # no document: nothing is held to it
    ),
    "self_evaluations": cells(
        "year subject_kind subject_id score ground evidence filled_by kind",
        f"2025,镇街,{WHOLE},77.5,如期,台账,,实绩",
        "2025,单位,市工信局,100,如期,总结,市工信局,估算",
        "2024,任务,2,0,没有推进,说明,市发改局,实绩",
    ),
    "evaluations": cells(
        "year subject_kind subject_id score ground final_score final_ground no_self "
        "corrected_score corrected_ground kind",
        f"2025,镇街,{WHOLE},80,核对,82,会议,,79.9,复核,实绩",
        f"2025,镇街,{PART},60,核对,0,未报,逾期未报,,,实绩",
        "2025,单位,市工信局,90,核对,,,,,,实绩",
    ),
    "sites": [{"site_id": f"own-{year}", "commission_year": year, **SITE} for year in ("", "2023")],
}


def rows() -> Iterable[tuple[str, Row]]:
    """Return the rows: table, cells."""
    for name, told in MORE.items():
        yield from ((name, row) for row in told)


def entry(name: str, row: Row) -> Entry:
    """Return a row as the store has it, blank where nothing was told."""
    own = table_of(name)
    full = {
        "source": "年报",
        "name": "项目",
        "stage_text": "已建",
        "place_precision": "city",
        **row,
    }
    told = {column: full.get(column, "") for column in own.column_names}
    kind = told.get("kind") or told["value_kind"]
    return Entry(
        entry_id=1, submission_id=1, dataset=name, row_key=own.key_of(told), cells=told,
        kind=kind, source="年报", who="张三", at="2026-11-28T09:00:00+08:00", why="", base_id=0,
    )  # fmt: skip
