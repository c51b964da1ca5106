"""The offline pack: one file, no address, every number a published one, names shown not run."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import fields, replace
from html import unescape
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from sihui_map.catalogue.indicator import Indicator, Scope
from sihui_map.catalogue.indicators import TOTAL, town_measures
from sihui_map.documents.html.pack import pack
from sihui_map.domain.evaluation import Evaluation, SelfEvaluation, SubjectKind
from sihui_map.domain.snapshot import Issue, Problem
from sihui_map.figures import Figures
from sihui_map.views import fmt, tables
from sihui_map.views.maps import measure_id, themes
from sihui_map.views.table import tagged
from tests.counties.county import YI
from tests.documents.page import Page, data_of

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.value import Quantity


Scored = TypeVar("Scored", Evaluation, SelfEvaluation)
MOST_BYTES = 2_000_000
HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(1)</script>\"'&${alert(1)}`\u202e\x00"
SHOWN = "<img src=x onerror=alert(1)></script><script>alert(1)</script>\"'&${alert(1)}`"


def shown(amount: Quantity, measure: Indicator) -> str:
    return "缺失" if amount.value is None else fmt.shown(amount, measure)


@pytest.fixture(scope="module")
def page(figures: Figures) -> str:
    return pack(figures, approval="虚S〔2026〕000号").decode()


@pytest.fixture(scope="module")
def parsed(page: str) -> Page:
    return Page(page)


@pytest.fixture(scope="module")
def data(page: str) -> dict[str, Any]:
    return data_of(page)


@pytest.fixture(scope="module")
def empty_figures(snapshot: Snapshot) -> Figures:
    """Return the figures of a snapshot in which every table and mapping is empty."""
    emptied = {
        item.name: type(getattr(snapshot, item.name))()
        for item in fields(snapshot)
        if isinstance(getattr(snapshot, item.name), tuple | dict)
    }
    return Figures(replace(snapshot, **emptied))


def test_it_is_one_file_of_less_than_two_megabytes(page: str) -> None:
    assert page.startswith("<!DOCTYPE html>")
    assert len(page.encode()) < MOST_BYTES


def test_the_same_figures_give_the_same_bytes(figures: Figures) -> None:
    assert pack(figures) == pack(figures)


def test_it_names_no_address_and_asks_for_no_other_file(page: str, parsed: Page) -> None:
    asking = {"link", "img", "iframe", "object", "embed", "base", "form", "video", "audio"}

    assert "://" not in page
    assert not asking & {tag for tag, _ in parsed.tags}
    assert parsed.attributes("src") == []
    assert all(address.startswith("#") for address in parsed.attributes("href"))
    assert re.findall(r"@import|url\((?!#)", page) == []


def test_its_policy_lets_only_its_own_script_and_style_run(page: str, parsed: Page) -> None:
    (policy,) = [text for text in parsed.attributes("content") if "default-src" in text]
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)

    for kind, text in (("script", script), ("style", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert parsed.attributes("style") == []
    assert [name for _, found in parsed.tags for name in found if name.startswith("on")] == []


def test_its_script_uses_nothing_newer_than_2019(page: str) -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)

    newer = r"\?\.|\?\?|\.at\(|replaceAll|matchAll|structuredClone|Object\.hasOwn|#\w+\s*[=(;]"
    assert re.findall(newer, script) == []


def test_every_view_ends_with_snapshot_note_and_approval(parsed: Page, figures: Figures) -> None:
    text = "".join(parsed.texts)
    revision = figures.snapshot.revision

    for said in (
        f"版本 {revision}",
        f"数据日期 {figures.snapshot.data_day.isoformat()}",
        fmt.issue(figures.snapshot.issue),
        "示意图,镇街界线非法定界线 · 审图号：虚S〔2026〕000号",
        "标「示例」的数值为虚构样本，不可引用",
    ):
        assert said in text


def test_a_frozen_issue_is_named(snapshot: Snapshot) -> None:
    issue = Issue(number=2, names=("三季度调度",), day="2033-09-30")

    text = pack(Figures(replace(snapshot, issue=issue))).decode()

    assert "第 2 期「三季度调度」" in text


def test_without_an_approval_the_map_says_that_there_is_none(figures: Figures) -> None:
    assert "审图号：（尚未取得）" in pack(figures).decode()


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("measure", town_measures(), ids=str)
def test_each_table_by_year_holds_the_published_figures(
    parsed: Page, figures: Figures, measure: Indicator, scope: Scope
) -> None:
    name = measure_id(measure, scope)
    (rows,) = [rows for key, rows in parsed.tables.items() if key.startswith(f"by-{name}/")]
    published = figures.published()

    assert rows[0] == ["镇街", "2031", "2032", "2033", "性质"]
    assert [row[0] for row in rows[1:]] == [town.name for town in figures.towns]
    for town, row in zip(figures.towns, rows[1:], strict=True):
        for year, text in zip(figures.years, row[1:-1], strict=True):
            amount = published[str(measure.key(town.town_code, year, scope))]
            part = fmt.part(amount, measure.decimals, measure.divisor)
            assert text == f"{shown(amount, measure)}{part}"


def test_the_script_colours_by_the_published_figures(
    data: dict[str, Any], figures: Figures
) -> None:
    published = figures.published()
    assert data["measures"].keys() == themes().keys()
    for name, (measure, scope) in themes().items():
        found = data["measures"][name]
        for code, cells in found["cells"].items():
            for year, (group, text, kind) in cells.items():
                amount = published[str(measure.key(code, int(year), scope))]
                said = amount.reason if amount.value is None else shown(amount, measure)
                assert unescape(text).partition("；已报部分")[0] == said
                assert (group is None) == (amount.value is None)
                assert kind == ("" if amount.value is None else amount.kind)


def test_the_script_ranks_by_the_published_figures(data: dict[str, Any], figures: Figures) -> None:
    published = figures.published()
    for name, (measure, scope) in themes().items():
        for year, ranking in data["measures"][name]["ranking"].items():
            keys = (measure.key(code, int(year), scope) for code, _ in ranking["rows"])
            values = [published[str(key)].value for key in keys]
            known = [value for value in values if value is not None]
            assert known == sorted(known, reverse=True)
            assert values[: len(known)] == known
            assert len(values) == 3


def test_the_facts_of_a_town_are_the_published_figures(
    data: dict[str, Any], figures: Figures
) -> None:
    numbers = re.findall(r"<b>([^<]*)</b>", data["facts"][YI]["2032"])

    published = figures.published()
    assert numbers == [
        fmt.number(published[f"emission.direct.total.{YI}.2032"].known / 1e4, 2),
        fmt.number(published[f"emission.direct.per_head.{YI}.2032"].known, 2),
        fmt.number(published[f"emission.direct.per_km2.{YI}.2032"].known, 0),
        fmt.number(published[f"emission.direct.per_gdp.{YI}.2032"].known, 3),
        fmt.number(published[f"forest.cover.{YI}.2032"].known, 1),
    ]


def test_each_ledger_holds_the_published_figures(parsed: Page, figures: Figures) -> None:
    published = figures.published()
    for year in (2031, 2032, 2033):
        rows = parsed.tables[f"ledger-{year}/{year} 年平衡表（万吨CO₂）"]
        ids = [row.row_id for row in figures.ledger(year).rows]
        for row_id, row in zip([*ids, "computed", "city_total", "residual"], rows[1:], strict=True):
            amount = published[f"ledger.{row_id}.{year}"]
            part = fmt.part(amount, 2, 1e4)
            assert row[1] == (f"缺失{part}" if amount.value is None else fmt.wan_tonnes(amount))


def test_a_town_sheet_holds_the_published_figures(parsed: Page, figures: Figures) -> None:
    rows = {row[0]: row[1:] for row in parsed.tables[f"town-{YI}/历年主要数据"]}
    published = figures.published()

    for label, figure, decimals, divisor in (
        ("排放总量（万吨CO₂）", "emission.direct.total", 2, 1e4),
        ("排放总量（直接＋净购入电力和热力）（万吨CO₂）", "emission.net.total", 2, 1e4),
        ("综合能耗（万吨标准煤，当量值）", "energy.tce", 2, 1e4),
        ("常住人口（人）", "context.population", 0, 1),
        ("地区生产总值（现价，亿元）", "context.gdp_1e4_cny", 2, 1e4),
        ("森林覆盖率（%）", "forest.cover", 2, 1),
    ):
        amounts = [published[f"{figure}.{YI}.{year}"] for year in figures.years]
        assert rows[label] == [
            "缺失" + fmt.part(amount, decimals, divisor)
            if amount.value is None
            else fmt.quantity(amount, decimals, divisor)
            for amount in amounts
        ]


def test_the_other_tables_are_those_of_the_screen(parsed: Page, figures: Figures) -> None:
    snapshot = figures.snapshot
    for table in (
        tables.ranking(figures, 2033, TOTAL, Scope.DIRECT),
        tables.sites_table(figures, snapshot.sites),
        tables.capacity_table(figures),
        tables.forest_table(figures, 2033),
        tables.reserves_table(figures),
        tables.parks_table(figures, snapshot.parks),
        tables.tasks_table(figures, snapshot.tasks),
        tables.targets_table(figures),
        tables.factors_table(figures),
        tables.facts_table(figures),
    ):
        told = tagged(table)
        rows = [[cell.text + cell.tag + cell.note for cell in row.cells] for row in told.rows]
        assert parsed.tables[told.title][1:] == rows


def test_every_sentence_number_follows_the_chosen_year(data: dict[str, Any]) -> None:
    said = data["measures"]["direct.total"]["said"]

    assert said["2032"].startswith("2032 年 3 个镇街排放总量（直接排放）合计 7.85 万吨CO₂")
    assert "缺失：当年电网排放因子未公开" in data["measures"]["net.total"]["said"]["2033"]


def test_of_a_year_that_nobody_reported_the_sentence_says_so(snapshot: Snapshot) -> None:
    later = tuple(use for use in snapshot.energy_uses if use.year > 2031)
    told = tuple(row for row in snapshot.declarations if row.year > 2031)
    figures = Figures(replace(snapshot, energy_uses=later, declarations=told))
    said = data_of(pack(figures).decode())["measures"]["direct.total"]["said"]

    assert said["2031"] == "2031 年排放总量（直接排放）缺失：未报，不推测。"
    assert said["2032"].startswith("2032 年 3 个镇街")


def test_a_missing_number_has_its_reason_beside_the_table(parsed: Page) -> None:
    assert "缺失的原因：当年电网排放因子未公开。" in parsed.texts


def test_search_finds_by_initials_and_points_at_the_right_row(
    data: dict[str, Any], parsed: Page
) -> None:
    entries = data["search"]
    kinds = {entry["kind"] for entry in entries}
    (town,) = [entry for entry in entries if "yz" in entry["keys"] and entry["kind"] == "镇街"]
    tasks = [entry for entry in entries if entry["kind"] == "任务"]
    sites = [entry for entry in entries if entry["kind"] == "项目"]

    assert kinds == {"镇街", "单位", "项目", "园区", "指标", "任务", "条款"}
    assert town["town"] == YI
    for entry in tasks:
        row = parsed.tables["重点任务分工"][entry["row"] + 1]
        assert row[2].startswith(unescape(entry["text"]))
    for entry in sites:
        row = parsed.tables["能源项目清单"][entry["row"] + 1]
        assert row[0] == unescape(entry["title"])


def test_units_to_filter_by_stand_in_the_order_of_the_plan(
    data: dict[str, Any], figures: Figures
) -> None:
    columns = dict(
        next(item for item in data["filters"] if item["block"] == "find-tasks")["columns"]
    )

    order = [figures.snapshot.departments.index(unit) for unit in columns["牵头单位"]]
    assert order == sorted(order)
    assert "未收到信息" in columns["状态（自报）"]


def of_hostile(row: Scored) -> Scored:
    """Return a row about the one unit that there is, where it is about a unit."""
    is_unit = row.subject_kind is SubjectKind.UNIT
    return replace(row, subject_id=HOSTILE) if is_unit else row


@pytest.fixture(scope="module")
def hostile_page(snapshot: Snapshot) -> str:
    spoilt = replace(
        snapshot,
        towns=tuple(replace(town, name=HOSTILE, note=HOSTILE) for town in snapshot.towns),
        sites=tuple(
            replace(site, name=HOSTILE, source=HOSTILE, town_text=HOSTILE, missing_note=HOSTILE)
            for site in snapshot.sites
        ),
        parks=tuple(replace(park, name=HOSTILE, level=HOSTILE) for park in snapshot.parks),
        named_sources=tuple(replace(row, name=HOSTILE) for row in snapshot.named_sources),
        tasks=tuple(replace(task, text=HOSTILE, lead_units=(HOSTILE,)) for task in snapshot.tasks),
        task_updates=tuple(replace(row, unit=HOSTILE) for row in snapshot.task_updates),
        clauses=tuple(replace(row, title=HOSTILE, text=HOSTILE) for row in snapshot.clauses),
        departments=(HOSTILE,),
        evaluations=tuple(map(of_hostile, snapshot.evaluations)),
        self_evaluations=tuple(map(of_hostile, snapshot.self_evaluations)),
        issue=Issue(number=3, names=(HOSTILE,)),
    )
    return pack(Figures(spoilt), approval=HOSTILE).decode()


def test_a_hostile_name_is_shown_and_not_run(hostile_page: str, parsed: Page) -> None:
    found = Page(hostile_page)

    assert [tag for tag, _ in found.tags] == [tag for tag, _ in parsed.tags]
    assert "\u202e" not in hostile_page
    assert "\x00" not in hostile_page
    assert SHOWN in found.texts


def test_a_hostile_name_stays_encoded_in_the_data(hostile_page: str) -> None:
    data = data_of(hostile_page)
    texts = [text for entry in data["search"] for text in (entry["title"], entry["text"])]

    assert unescape(data["towns"][0][1]) == SHOWN
    assert [text for text in texts if "<" in text] == []


def test_a_city_without_reports_names_its_gaps(public_figures: Figures) -> None:
    text = pack(public_figures).decode()
    page = Page(text)

    assert "分年排放总量（万吨CO₂，直接排放）：尚无填报数据" in page.texts
    assert any("未见公开数据，尚无填报" in said for said in page.texts)
    assert "示例" not in page.attributes("class")
    assert not [row for row in page.tables["2032 年平衡表（万吨CO₂）"] if "示例" in row]
    assert data_of(text)["years"] == [2031, 2032]


def test_an_empty_snapshot_still_gives_a_page_that_names_every_gap(empty_figures: Figures) -> None:
    text = pack(empty_figures).decode()
    said = "".join(Page(text).texts)

    for gap in (
        "没有可用的镇街界线",
        "没有镇街资料",
        "没有项目资料",
        "没有园区资料",
        "方案指标文件未读到或为空",
        "任务分工文件未读到或为空",
        "没有方案原文",
        "没有排放因子",
    ):
        assert gap in said
    assert data_of(text)["towns"] == []


def test_a_broken_file_is_named_on_the_page(snapshot: Snapshot) -> None:
    problem = Problem(file="sites.csv", sentence="geodata/sites.csv 第 2 行：经纬度写反。")

    text = pack(Figures(replace(snapshot, problems=(problem,)))).decode()

    assert "geodata/sites.csv 第 2 行：经纬度写反。" in text
