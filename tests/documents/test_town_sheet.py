"""The sheet of a town: one A4 page, the figures of that town, what is missing, who signs."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from docx.oxml.ns import qn

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import COAL, ELECTRICITY, GAS, OIL, PER_HEAD, PER_KM2, TOTAL
from sihui_map.documents.docx.town_sheet import town_sheets
from sihui_map.domain.snapshot import Allotment
from sihui_map.domain.value import ValueKind
from sihui_map.errors import ChoiceError
from sihui_map.figures import Figures
from tests.counties.county import JIA, YI
from tests.county import OWN
from tests.documents.papers import (
    HOSTILE,
    SAMPLES,
    SEEN,
    grids,
    hostile,
    nothing,
    opened,
    stamps,
    texts,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as Opened

    from sihui_map.domain.snapshot import Snapshot

OFFICE = shutil.which("soffice")
DECIMALS = {
    TOTAL: ("排放总量（万吨CO₂）", 1e4, 2),
    PER_HEAD: ("人均排放（吨CO₂/人）", 1, 2),
    PER_KM2: ("单位面积排放（吨CO₂/km²）", 1, 0),
    COAL: ("煤品排放（万吨CO₂）", 1e4, 2),
    OIL: ("油品排放（万吨CO₂）", 1e4, 2),
    GAS: ("天然气排放（万吨CO₂）", 1e4, 2),
    ELECTRICITY: ("净购入电力和热力排放（万吨CO₂）", 1e4, 2),
}


@pytest.fixture(scope="module")
def body(figures: Figures) -> bytes:
    return town_sheets(figures)


@pytest.fixture(scope="module")
def document(body: bytes) -> Opened:
    return opened(body)


def starting(document: Opened, first: str, *heads: str) -> list[dict[str, list[str]]]:
    """Return, town by town, the tables whose headings begin so, row by its first cell."""
    return [
        {row[0]: row[1:] for row in rows[1:]}
        for rows in grids(document)
        if rows[0][: 1 + len(heads)] == [first, *heads]
    ]


def pages(folder: Path, body: bytes) -> int:
    """Return how many pages LibreOffice lays a document out on."""
    assert OFFICE is not None
    folder.mkdir()
    (folder / "sheet.docx").write_bytes(body)
    command = [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(folder / "sheet.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 our own words
    return len(re.findall(rb"/Type\s*/Page\b", (folder / "sheet.pdf").read_bytes()))


def test_every_town_in_scope_has_its_sheet_in_the_order_of_codes(
    figures: Figures, document: Opened
) -> None:
    titles = [text for text in texts(document) if text.startswith("镇街自查表：")]

    assert titles == [f"镇街自查表：{town.name}" for town in figures.towns]


def test_every_year_of_every_town_is_the_figures(figures: Figures, document: Opened) -> None:
    sheets = starting(document, "指标", "2031")

    assert len(sheets) == 3
    for town, sheet in zip(figures.towns, sheets, strict=True):
        for measure, (label, divisor, decimals) in DECIMALS.items():
            amounts = [
                figures.measure(town.town_code, year, measure, Scope.DIRECT)
                for year in figures.years
            ]
            assert sheet[label] == [
                "缺失" if amount.value is None else written(amount.value / divisor, decimals)
                for amount in amounts
            ]


def test_people_product_energy_and_forest_are_the_figures(
    figures: Figures, document: Opened
) -> None:
    reads = {
        "常住人口（人）": (figures.population, 1, 0),
        "地区生产总值（现价，亿元）": (figures.gdp, 1e4, 2),
        "综合能耗（万吨标准煤，当量值）": (figures.energy_use_tce, 1e4, 2),
        "森林覆盖率（%）": (figures.forest_cover, 1, 2),
    }

    for town, sheet in zip(figures.towns, starting(document, "指标", "2031"), strict=True):
        for label, (read, divisor, decimals) in reads.items():
            assert sheet[label] == [
                written(read(town.town_code, year).known / divisor, decimals)
                for year in figures.years
            ]


def test_what_was_reported_stands_as_it_was_reported(figures: Figures, document: Opened) -> None:
    for town, sheet in zip(figures.towns, starting(document, "能源", "单位"), strict=True):
        uses = [use for use in figures.snapshot.energy_uses if use.area_id == town.town_code]
        for fuel in {use.fuel for use in uses}:
            assert sheet[fuel][1:] == [
                written(use.amount or 0, 1)
                for use in sorted(uses, key=lambda use: use.year)
                if use.fuel == fuel
            ]


def test_the_key_figures_are_those_of_the_newest_year(figures: Figures, document: Opened) -> None:
    sheets = starting(document, "指标", "数值", "单位", "性质")

    for town, sheet in zip(figures.towns, sheets, strict=True):
        direct = figures.emission(town.town_code, 2033).known
        cover = figures.forest_cover(town.town_code, 2033).known
        assert sheet["直接排放"] == [written(direct / 1e4, 2), "万吨CO₂", "示例"]
        assert sheet["森林覆盖率"][0] == written(cover, 1)


def test_another_amount_gives_another_number(snapshot: Snapshot, figures: Figures) -> None:
    doubled = tuple(replace(use, amount=2 * (use.amount or 0)) for use in snapshot.energy_uses)
    changed = Figures(replace(snapshot, energy_uses=doubled))
    sheet = starting(opened(town_sheets(changed, towns=[YI])), "指标", "2031")[0]

    assert sheet["排放总量（万吨CO₂）"][2] == written(2 * figures.emission(YI, 2033).known / 1e4, 2)


def test_the_missing_are_listed_with_their_reason(document: Opened) -> None:
    said = [text for text in texts(document) if text.endswith("：当年电网排放因子未公开")]

    what = "净购入电力和热力排放、排放总量（直接＋净购入电力和热力）"
    assert said == [f"2033 年{what}：当年电网排放因子未公开"] * 3


def listed(figures: Figures, town: str) -> list[str]:
    """Return what stands under the projects, parks and tasks of a town."""
    said = texts(opened(town_sheets(figures, towns=[town])))
    return said[said.index("本镇街的项目、园区与任务") + 1 : said.index("缺失（待核）")]


def test_projects_and_parks_of_the_town_are_listed_and_samples_marked(figures: Figures) -> None:
    # Parks first, then projects.
    assert listed(figures, YI) == [
        "虚构产业园：产业园区，虚构级别",
        "虚构储能电站：电化学储能，前期，规模未公开",
    ]
    assert listed(figures, JIA) == [
        "虚构热电项目：燃气热电联产，投产，60 MW",
        "示例·虚构屋顶光伏：分布式光伏，投产，5 MW（示例）",
    ]


def test_what_has_no_room_is_counted(snapshot: Snapshot) -> None:
    sites = tuple(replace(site, town_code=YI) for site in snapshot.sites for _ in "123")

    *shown, last = listed(Figures(replace(snapshot, sites=sites)), YI)

    assert shown[0] == "虚构产业园：产业园区，虚构级别"
    rest = re.fullmatch(r"另有 (\d+) 项，详见数据册。", last)
    assert rest is not None
    assert len(shown) + int(rest[1]) == 1 + 4 * 3  # none is lost


def test_the_drawing_says_that_it_is_schematic_and_whose_approval_it_has(
    figures: Figures, document: Opened
) -> None:
    without = [text for text in texts(document) if text.startswith("示意图,镇街界线非法定界线")]
    approved = texts(opened(town_sheets(figures, towns=[YI], approval="虚S（2026）001号")))

    assert without == ["示意图,镇街界线非法定界线审图号：（尚未取得）"] * 3
    assert "示意图,镇街界线非法定界线审图号：虚S（2026）001号" in approved
    assert len(list(document.element.body.iter(qn("w:drawing")))) == 3


def test_there_is_room_to_sign(document: Opened) -> None:
    said = texts(document)

    assert said.count("核对人（签名）：") == 3
    assert sum(text.startswith("日期：") for text in said) == 3


def test_only_the_towns_asked_for_are_there(figures: Figures) -> None:
    titles = [
        text
        for text in texts(opened(town_sheets(figures, towns=[YI, JIA, YI])))
        if text.startswith("镇街自查表：")
    ]

    assert titles == ["镇街自查表：乙镇", "镇街自查表：甲镇"]


def test_a_town_that_does_not_exist_is_refused(figures: Figures) -> None:
    with pytest.raises(ChoiceError, match=r"没有代码为「123」的镇街；可选：甲镇 990101100"):
        town_sheets(figures, towns=["123"])


def test_every_page_says_which_snapshot_it_is(figures: Figures, document: Opened) -> None:
    said = f"未建库的文件数据 · 版本 {figures.snapshot.revision} · 数据日期 2033-09-15"
    assert stamps(document) == [f"{said} · {SAMPLES}"] * 2


def test_a_town_without_data_says_so(public_figures: Figures) -> None:
    said = texts(opened(town_sheets(public_figures, towns=[YI])))

    assert "〔待补：历年主要数据：尚无填报〕" in said
    assert "〔待补：全部数据未报〕" in said
    assert "示例" not in " ".join(said)


def test_a_city_without_towns_still_gets_a_document() -> None:
    assert "〔待补：镇街名录中没有镇街〕" in texts(opened(town_sheets(nothing())))


def test_hostile_names_stay_text(snapshot: Snapshot) -> None:
    said = texts(opened(town_sheets(hostile(snapshot, HOSTILE))))

    assert said.count(SEEN) == 3
    assert not any("49" in text for text in said if SEEN in text)


def test_the_same_snapshot_gives_the_same_bytes(figures: Figures, body: bytes) -> None:
    assert town_sheets(figures) == body


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_each_town_fills_exactly_one_page(county_figures: Figures, tmp_path: Path) -> None:
    made = town_sheets(county_figures)

    assert pages(tmp_path / "all", made) == len(county_figures.towns)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_a_town_with_long_texts_and_many_projects_still_fills_one_page(
    county_snapshot: Snapshot, tmp_path: Path
) -> None:
    snapshot = county_snapshot  # which has many targets, projects and fuels
    long = "很长的名称" * 100
    crowded = Figures(
        replace(
            snapshot,
            towns=tuple(replace(town, note=long) for town in snapshot.towns),
            sites=tuple(
                replace(site, name=long, town_code=OWN.code)
                for site in snapshot.sites
                for _ in "12"
            ),
            energy_uses=tuple(replace(use, source=long) for use in snapshot.energy_uses),
            allotments=tuple(
                Allotment(
                    target_id=target.target_id, holder=OWN.code, year=2026, value=1,
                    unit=target.unit, approved_by=long, kind=ValueKind.PLAN, source=long,
                )
                for target in snapshot.targets
            ),
        )
    )  # fmt: skip

    assert pages(tmp_path / "crowded", town_sheets(crowded, towns=[OWN.code])) == 1


def test_no_source_is_cut(document: Opened) -> None:
    told = [text for text in texts(document) if text.startswith("来源：")]

    assert len(told) == 3
    assert not [text for text in told if "…" in text]
