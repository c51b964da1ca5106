"""What the pages of the county in geodata/ answer, counted from its files and its figures.

What a person can check by hand is in tests/counties/test_pages.py.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sihui_map.domain.light import Light
from tests import county
from tests.own_words import PLACE, PLAN, records

if TYPE_CHECKING:
    from sihui_map.figures import Figures

PUBLIC_YEARS = PLAN["public_years"]
YEARS = sorted({row["year"] for row in records("sample/energy_use.csv")})
"""The years of which the sample tells energy, and in them electricity where a factor is known."""
FIRST_YEAR, LAST_YEAR = YEARS[0], YEARS[-1]
ASSESSED = len(county.TOWNS) + len(county.UNITS) + len(county.TASKS)
CLOSED = "看数据不用登录"
PLANT = county.SOURCES["named"]["source_id"]
GRID = next(row for row in records("grid_factors.csv") if row["region"] == county.GRID_REGION)
WHOLE = [
    (fact["year"], fact["value"])
    for fact in records("city_context.csv")
    if fact["item"] == PLACE["facts"]["city_total"]
]
"""The years of which the plan tells the county's total, and what it tells."""


def value(figures: Figures, name: str) -> float:
    """Return a number that is known."""
    found = figures.published()[name].value
    assert found is not None, name
    return found


def direct(figures: Figures, year: str, town: str = county.OWN.code) -> float:
    """Return what a town emitted in a year."""
    return value(figures, f"emission.direct.total.{town}.{year}")


def sold(figures: Figures) -> str:
    """Return what the plant's electricity of 2021 takes off, as a table writes it."""
    return f"−{-value(figures, f'emission.electricity.{PLANT}.2021') / 1e4:.2f}"


def of_last_year(file: str) -> list[dict[str, str]]:
    """Return the rows of a table of the sample that tell its last year."""
    rows = records(f"sample/{file}")
    last = max(row["year"] for row in rows)
    return [row for row in rows if row["year"] == last]


def lights(figures: Figures) -> str:
    """Return how many targets have which light."""
    count = Counter(standing.light for standing in figures.standings)
    shown = (
        (Light.GREEN, "绿灯"),
        (Light.YELLOW, "黄灯"),
        (Light.RED, "红灯"),
        (Light.GREY, "无灯"),
    )
    return "，".join(f"{name} {count[light]} 项" for light, name in shown)


def projects(rows: list[dict[str, str]]) -> str:
    """Return how many projects there are, and how many of them run."""
    running = sum(row["stage"] == "投产" for row in rows)
    return f"共 {len(rows)} 个项目：已投产 {running} 个"


def heard(tasks: set[str]) -> str:
    """Return of how many tasks something is heard."""
    return f"收到进展 {len(tasks)} 项，未收到 {len(county.TASKS) - len(tasks)} 项"


def parks() -> str:
    """Return how many of the parks that count are done."""
    counted = [row for row in of_last_year("park_progress.csv") if row["provincial"] == "yes"]
    done = sum(row["stage"] == "已完成" for row in counted)
    return f"已完成循环化改造 {done} 个（{done / len(counted) * 100:.0f}%）"


def evaluated() -> str:
    """Return how far the evaluation of the last year is."""
    told, judged = of_last_year("self_evaluations.csv"), of_last_year("evaluations.csv")
    final = sum(bool(row["final_score"]) for row in judged)
    return (
        f"{told[0]['year']} 年，{ASSESSED} 个对象：已自评 {len(told)} 个，"
        f"初评 {len(judged) - final} 个，终评 {final} 个"
    )


def enterprises() -> str:
    """Return how many enterprises are told, and how many may be named."""
    told = of_last_year("enterprises.csv")
    named = [row["plan_state"] for row in told if row["name_secrecy"] == "公开"]
    planned = sum(state in {"已编制", "实施中"} for state in named)
    return (
        f"{told[0]['year']} 年已报 {len(told)} 家，名称公开的 {len(named)} 家中"
        f" {planned} 家的“一企一策”已编制或在实施"
    )


def sampled(figures: Figures) -> dict[str, str]:
    """Return what each page says with the sample."""
    towns, tasks, units = len(county.TOWNS), len(county.TASKS), len(county.UNITS)
    updated = {row["task_no"] for row in records("sample/task_updates.csv")}
    return {
        "overview": lights(figures),
        "emissions": f"{LAST_YEAR} 年 {towns} 个镇街排放总量（直接排放）合计",
        "sites": projects([*county.SITES, *records("sample/sites.csv")]),
        "forest": f"{county.FOREST.value}%",
        "parks": parks(),
        "dispatch": f"{tasks} 项任务中：",
        "task": heard(updated),
        "tasks": heard(updated),
        "targets": f"{county.FOREST.value}%",
        "target": lights(figures),
        "evaluation": evaluated(),
        "path": "情景，不是预测，不入考核。示例基准，",
        "town": "请选择一个镇街",
        "ledger": f"{len({*map(str, PUBLIC_YEARS), *YEARS})} 个年份",
        "enterprises": enterprises(),
        "reporting": f"{LAST_YEAR} 年 {towns} 个镇街中 0 个已报齐",
        "unit": f"方案写了 {units} 个单位，其中",
        "desk": CLOSED,
        "review": CLOSED,
        "accounts": CLOSED,
        "revisions": "共 1 期，最新为第 1 期",
        "materials": "下载 .pptx",
        "present": lights(figures),
        "sources": "21.622 吨CO₂",
    }


def public(figures: Figures) -> dict[str, str]:
    """Return what each page says without the sample."""
    towns, tasks, units = len(county.TOWNS), len(county.TASKS), len(county.UNITS)
    leading = {unit for task in county.TASKS for unit in task["lead_units"].split("|")}
    is_open = all(park["level_confirmed"] == "no" for park in county.PARKS)
    return {
        "overview": lights(figures),
        "emissions": "尚无填报数据：公开资料没有分镇街用能",
        "sites": projects(county.SITES),
        "forest": "各镇街森林覆盖率未见公开数据",
        "parks": f"已知 {len(county.PARKS)} 个园区，{'级别均待核' if is_open else ''}",
        "dispatch": f"{tasks} 项任务都未收到进展，也没有时间表",
        "task": heard(set()),
        "tasks": heard(set()),
        "targets": "目标尚无数值",
        "target": lights(figures),
        "evaluation": f" 年，{ASSESSED} 个对象：已自评 0 个，初评 0 个，终评 0 个",
        "path": "还没有一年的用能填全，没有基准，画不出路径",
        "town": "请选择一个镇街",
        "ledger": f"{len(PUBLIC_YEARS)} 个年份都不能对账",
        "enterprises": "重点用能单位名单未见公开，也还没有填报",
        "reporting": f"{towns} 个镇街都还没有填报",
        "unit": f"方案写了 {units} 个单位，其中 {len(leading)} 个有任务进展或指标数值要报",
        "desk": CLOSED,
        "review": CLOSED,
        "accounts": CLOSED,
        "revisions": "共 1 期",
        "materials": "下载 .pptx",
        "present": lights(figures),
        "sources": f"{len(figures.published())} 个数值",
    }
