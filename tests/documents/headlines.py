"""The headline figures of an output, read from its tables as a reader would."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from pptx import Presentation

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.domain.progress import TaskState
from sihui_map.domain.site import SiteStage
from sihui_map.views import tables
from sihui_map.views.labels import GROUP_LABEL
from tests.documents.page import Page
from tests.documents.papers import grids, opened, rounded
from tests.documents.slides import whole_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sihui_map.figures import Figures
    from sihui_map.views.table import Table


Row = dict[str, str]
SINK, STOCK = "年均碳汇（万吨CO₂/年）", "活立木蓄积量（立方米）"
ENTERPRISES = ("已报家数", "综合能源消费量合计（吨标准煤）", "工业总产值合计（万元）")
SCORES = ("自评", "终评", "更正")
PARK_INDICATOR, FOREST_INDICATOR = "省级以上产业园区循环化改造完成率", "森林覆盖率"
NUMBER = re.compile(r"[−-]?[\d,]+(?:\.\d+)?")
STATES = "|".join(map(re.escape, TaskState))


@dataclass(frozen=True)
class Read:
    """The tables of one output from which the headlines are read."""

    totals: list[Row]
    ledger: list[Row]
    targets: list[Row]
    forest: list[Row]
    capacity: list[Row]
    tasks: list[Row]
    allotted: list[Row]
    counts: list[Row]
    sink: list[Row]
    scores: list[Row]
    enterprises: list[Row]


def number(text: str) -> str:
    """Return the number at the start of a cell with two decimals, "" where there is none."""
    found = NUMBER.match(text)
    return str(rounded(float(found[0].replace(",", "").replace("−", "-")))) if found else ""


def rows_of(found: Iterable[list[list[str]]], *labels: str) -> list[Row]:
    """Return the rows of every table that has columns called ``labels``."""
    return [
        dict(zip(rows[0], row, strict=True))
        for rows in found
        if rows and set(labels) <= set(rows[0])
        for row in rows[1:]
    ]


def totals_of(read: list[Row], name: str, amount: str) -> list[Row]:
    return [{"镇街": row[name], "总量": row[amount]} for row in read]


def reported(found: list[list[list[str]]]) -> dict[str, list[Row]]:
    """Return what stands in the same columns wherever it is shown, of enterprises of 2033."""
    every = rows_of(found, "镇街", "已报家数")
    return {
        "counts": rows_of(found, "调度指标", "数值"),
        "sink": [row for row in rows_of(found, "镇街", "年份", SINK) if number(row[STOCK])],
        "scores": rows_of(found, "评估对象", "终评（分）"),
        "enterprises": [row for row in every if row.get("年份", "2033") == "2033"],
    }


def was_told(row: Row) -> bool:
    """Tell whether a row of the evaluations holds more than what is computed."""
    return bool(number(row["自评（分）"]) or number(row["初评（分）"]))


def amount(text: str) -> str:
    """Return the number at the start of a cell with two decimals, else its first word."""
    return number(text) or re.split(r"[\s（]|已报部分", text.strip())[0] or "缺失"


def read_screen(figures: Figures) -> Read:
    """Return the tables that the pages show."""

    def rows(table: Table) -> list[Row]:
        labels = [column.label for column in table.columns]
        cells = ([cell.text for cell in row.cells] for row in table.rows)
        return [dict(zip(labels, row, strict=True)) for row in cells]

    year = figures.years[-1]
    ranked = rows(tables.ranking(figures, year, TOTAL, Scope.DIRECT))
    return Read(
        totals=totals_of(ranked, "镇街", "万吨CO₂"),
        ledger=rows(tables.ledger_table(figures, 2032)),
        targets=rows(tables.targets_table(figures)),
        forest=rows(tables.forest_table(figures, year)),
        capacity=rows(tables.capacity_table(figures)),
        tasks=rows(tables.tasks_table(figures, figures.snapshot.tasks)),
        allotted=rows(tables.allotments_table(figures)),
        counts=rows(tables.counts_table(figures)),
        sink=rows(tables.sink_table(figures)) if figures.sinks.areas else [],
        scores=rows(tables.scores_table(figures)),
        enterprises=rows(tables.enterprise_totals(figures, figures.enterprises.years[-1])),
    )


def read_deck(body: bytes, towns: set[str]) -> Read:
    found = [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in whole_tables(Presentation(BytesIO(body)))
        for shape in slide.shapes
        if getattr(shape, "has_table", False)
    ]
    parts: Any = rows_of(found, "名称", "直接排放")
    return Read(
        totals=[row for row in totals_of(parts, "名称", "直接排放") if row["镇街"] in towns],
        ledger=rows_of(found, "项目", "万吨CO₂"),
        targets=rows_of(found, "灯", "指标"),
        forest=rows_of(found, "镇街", "变化（百分点）"),
        capacity=rows_of(found, "阶段", "项目数"),
        tasks=rows_of(found, "序号", "状态（自报）"),
        allotted=rows_of(found, "承担单位", "分解值"),
        **reported(found),
    )


def read_report(body: bytes, towns: set[str]) -> Read:
    assert towns
    found = grids(opened(body))
    ledgers = [rows for rows in found if rows[0][:2] == ["项目", "万吨CO₂"]]
    return Read(
        totals=totals_of(rows_of(found, "序", "镇街", "万吨CO₂"), "镇街", "万吨CO₂"),
        ledger=rows_of(ledgers[:1], "项目"),  # the plan's year comes first
        targets=rows_of(found, "灯", "指标"),
        forest=rows_of(found, "镇街", "变化（百分点）"),
        capacity=rows_of(found, "阶段", "项目数"),
        tasks=rows_of(found, "序号", "状态（自报）"),
        allotted=rows_of(found, "承担单位", "分解值"),
        **reported(found),
    )


def read_pack(body: bytes, towns: set[str]) -> Read:
    assert towns
    page = Page(body.decode())
    by_caption = page.tables

    def called(caption: str) -> list[list[list[str]]]:
        # A caption explains the marks of kinds behind a wide space.
        return [rows for name, rows in by_caption.items() if name.partition("　")[0] == caption]

    return Read(
        totals=totals_of(
            rows_of(called("2033 年排放总量排序（万吨CO₂，直接排放）"), "镇街"), "镇街", "万吨CO₂"
        ),
        ledger=rows_of(called("ledger-2032/2032 年平衡表（万吨CO₂）"), "项目"),
        targets=rows_of(called("主要指标"), "灯"),
        forest=rows_of(called("2033 年森林覆盖率（%）"), "镇街"),
        capacity=rows_of(called("各阶段规模（MW）"), "阶段"),
        tasks=rows_of(called("重点任务分工"), "序号"),
        allotted=rows_of(
            [
                rows
                for name, rows in by_caption.items()
                if name.endswith("/目标分解") and not name.startswith("town-")
            ],
            "承担单位",
        ),
        **reported(list(by_caption.values())),
    )


def read_databook(body: bytes, towns: set[str]) -> Read:
    assert towns
    book = load_workbook(BytesIO(body))

    def sheet(name: str, **only: str) -> list[Row]:
        found = [
            ["" if cell is None else str(cell) for cell in row]
            for row in book[name].iter_rows(min_row=2, values_only=True)
        ]
        rows = rows_of([found])
        return [row for row in rows if all(row[label] == text for label, text in only.items())]

    ranked = sheet("镇街排序", 年份="2033", 指标="排放总量", 口径="直接排放")
    return Read(
        totals=totals_of(ranked, "镇街", "数值"),
        ledger=sheet("平衡表", 年份="2032"),
        targets=sheet("主要指标"),
        forest=[row | {"2033 年": row["当年（%）"]} for row in sheet("森林覆盖率", 年份="2033")],
        capacity=sheet("项目规模"),
        tasks=sheet("任务分工"),
        allotted=sheet("目标分解"),
        counts=sheet("调度指标"),
        sink=[row for row in sheet("碳汇估算") if number(row[STOCK])],
        scores=[row for row in sheet("年度评估", 年份="2033") if was_told(row)],
        enterprises=sheet("重点用能单位合计", 年份="2033"),
    )


READERS: Mapping[str, Callable[[bytes, set[str]], Read]] = {
    "deck": read_deck,
    "report": read_report,
    "pack": read_pack,
    "databook": read_databook,
}


def headlines(read: Read) -> dict[str, str]:
    """Return the headline figures of an output as its reader sees them."""
    found = {f"排放 {row['镇街']}": number(row["总量"]) for row in read.totals}
    found |= {f"2032 {row['项目']}": number(row["万吨CO₂"]) for row in read.ledger}
    city = next(row for row in read.forest if row["镇街"].startswith("全县"))
    found["森林覆盖率"] = number(city["2033 年"])
    operating = next(row for row in read.capacity if row["阶段"] == SiteStage.OPERATING)
    for label in GROUP_LABEL.values():
        found[f"投产 MW {label}"] = number(operating[label])
    found |= {
        f"分解 {row['承担单位']} {row['性质']} {row['批准文件或会议']}": number(row["分解值"])
        for row in read.allotted
        if number(row["分解值"])
    }
    found |= {f"调度 {row['调度指标']}": amount(row["数值"]) for row in read.counts}
    found |= {f"碳汇 {row['镇街']} {row['年份']}": amount(row[SINK]) for row in read.sink}
    found |= {f"蓄积 {row['镇街']} {row['年份']}": amount(row[STOCK]) for row in read.sink}
    found |= {
        f"评估 {row['评估对象']} {score}": amount(row[f"{score}（分）"])
        for row in read.scores
        for score in SCORES
    }
    found |= {f"评估 {row['评估对象']} 等级": row["等级"] for row in read.scores}
    found |= {
        f"用能 {row['镇街']} {name}": amount(row[name])
        for row in read.enterprises
        for name in ENTERPRISES
    }
    by_indicator = {row["指标"]: row for row in read.targets}
    found["森林差距"] = number(by_indicator[FOREST_INDICATOR]["差距"])
    found["园区完成率"] = number(by_indicator[PARK_INDICATOR]["最新"])
    lights = Counter(row["灯"] for row in read.targets)
    states: Counter[str] = Counter()
    for row in read.tasks:
        said = re.match(STATES, row["状态（自报）"].replace("/", ""))  # 调整/取消
        assert said, row
        states[said[0]] += 1
    counts = {**{f"灯 {light}": count for light, count in lights.items()}, **states}
    return found | {name: str(count) for name, count in counts.items()}
