"""The yearly report: its numbers are the figures', its layout is GB/T 9704, its gaps are named."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from sihui_map.catalogue.key import FigureKey
from sihui_map.documents.docx.report import report
from sihui_map.domain.energy import Component
from sihui_map.domain.town import CITY
from sihui_map.figures import Figures
from sihui_map.views import sentences
from sihui_map.views.gaps import family_name
from sihui_map.views.labels import LIGHT_RULE
from tests.counties.county import JIA
from tests.documents.papers import (
    HOSTILE,
    SEEN,
    YEARS,
    grid,
    hostile,
    nothing,
    numbers,
    opened,
    stamps,
    texts,
    written,
)

if TYPE_CHECKING:
    from docx.document import Document as Opened

    from sihui_map.domain.snapshot import Snapshot


COUNTS = {str(number) for number in (*range(61), *range(101, 106))}
"""Numbering, counts, numbers of tasks, annexes and clauses (101 to 105); days (30, 60)."""
FIXED = {"180", "901", "2589"}
"""Days until a task has stalled; the number of the rule of lights, of GB/T 2589."""
SHOWN = {
    "coal": (1e4, 2), "oil": (1e4, 2), "gas": (1e4, 2), "electricity": (1e4, 2),
    "direct": (1e4, 2), "net": (1e4, 2), "ledger": (1e4, 2), "share_residual": (1, 2),
    "cover": (1, 2), "gap_pp": (1, 2), "gap_ha": (1, 0), "parks": (1, 0), "sites": (1, 1),
    "protected_area": (1, 2), "factor_set": (1e4, 2), "factor_set_difference": (1e4, 2),
    "standard_coal_difference": (1, 0),
    "stock": (1, 0), "estimate": (1e4, 2), "low": (1e4, 2), "high": (1e4, 2),
}  # fmt: skip
"""Divisor and decimals of a figure in the report, by the part of its id that decides; those of a
target its rule of lights decides."""


def allowed(figures: Figures) -> set[str]:
    """Return every figure as the report writes it, worked out here."""
    found = set()
    for figure_id, amount in figures.published().items():
        parts = figure_id.split(".")
        key = next((part for part in (*parts[1:], parts[0]) if part in SHOWN), "")
        if amount.value is not None and key:
            divisor, decimals = SHOWN[key]
            found.add(written(amount.value / divisor, decimals))
    found |= {
        written(amount.value, rule.decimals)
        for rule in figures.snapshot.light_rules
        for figure_id, amount in figures.published().items()
        if figure_id.startswith(f"target.{rule.target_id}.") and amount.value is not None
    }
    found |= {written(row.value, 2) for row in figures.snapshot.allotments}
    sums = (
        figures.allotted_total(*each, approved=a) for each in figures.shared for a in (False, True)
    )
    found |= {written(amount.known, 2) for amount in sums if amount.value is not None}
    reported = {"tasks": 1, "evaluation": 1, "enterprises": 0}
    found |= {
        written(amount.value, reported[family])
        for figure_id, amount in figures.published().items()
        if (family := figure_id.partition(".")[0]) in reported and amount.value is not None
    }
    return found | changes(figures)


def changes(figures: Figures) -> set[str]:
    """Return what is told of the last two years, and forest cover since the first."""
    before, now = figures.years[-2:]
    pairs = [
        (
            figures.emission(town.town_code, before).known,
            figures.emission(town.town_code, now).known,
        )
        for town in figures.towns
    ]
    found = {written(sum(new - old for old, new in pairs) / 1e4, 2)}
    for old, new in pairs:
        found |= {written((new - old) / 1e4, 2), written((new / old - 1) * 100, 1)}
    found.add(written(sum(new for _, new in pairs) / 1e4, 2))
    first, last = figures.forest_years[0], figures.forest_years[-1]
    for area in (CITY, *(town.town_code for town in figures.towns)):
        for start in (first, figures.forest_years[-2]):
            cover = figures.forest_cover(area, last).known - figures.forest_cover(area, start).known
            found.add(written(cover, 2))
    return found


def lost(figures: Figures) -> set[str]:
    """Return how many figures of one sort have no number for one reason."""
    missing = Counter(
        (
            family_name(FigureKey.parse(figure_id)),
            # What each intensity lacks stands last.
            amount.reason.rpartition("；")[2]
            if figure_id.startswith("intensity.")
            else amount.reason,
        )
        for figure_id, amount in figures.published().items()
        if amount.value is None
    )
    return {str(count) for count in missing.values()}


def verbatim(figures: Figures) -> list[str]:
    """Return the texts that are quoted letter for letter, longest first."""
    snapshot = figures.snapshot
    found = {LIGHT_RULE, snapshot.revision, *snapshot_words(snapshot)}
    found |= {sentences.enterprises_sentence(figures), *sentences.disclosure_notes()}
    found |= {item.rule_brief for item in figures.standings}
    for amount in figures.published().values():
        found |= {*amount.source.split("；"), amount.reason}
    return sorted((text for text in found if text), key=len, reverse=True)


def snapshot_words(snapshot: Snapshot) -> set[str]:
    found = {task.text for task in snapshot.tasks}
    for target in snapshot.targets:
        found |= {target.quote, target.note, target.indicator}
    for erratum in snapshot.errata:
        found |= {erratum.place, erratum.reading_a, erratum.reading_b, erratum.note}
    for site in snapshot.sites:
        found |= {site.name, site.missing_note, *site.source.split("；")}
    for file in snapshot.files:
        found |= {file.file, file.title, file.source, file.licence, file.retrieved, file.confidence}
    for area in snapshot.protected_areas:
        found |= {area.name, area.level, area.source, area.missing_note}
    found |= {row.source for row in snapshot.grid_factors}
    found |= {fact.source for fact in snapshot.city_facts}
    found |= {fact.item for fact in snapshot.city_facts}
    return found | {update.day.isoformat() for update in snapshot.task_updates}


def test_every_number_in_the_report_is_a_figure(figures: Figures, document: Opened) -> None:
    quoted = verbatim(figures)
    facts = {f"{fact.value:,g}" for fact in figures.snapshot.city_facts if fact.value < 1e5}
    facts |= {f"{fact.value:,.0f}" for fact in figures.snapshot.city_facts}
    facts |= {f"{row.kgco2_per_kwh:g}" for row in figures.snapshot.grid_factors}
    facts |= {
        f"{target.value:g}" for target in figures.snapshot.targets if target.value is not None
    }
    published = figures.published().values()
    parts = {written(row.part / 1e4, 2) for row in published if row.part is not None}
    capacities = {written(site.capacity_mw or 0, 1) for site in figures.snapshot.sites}
    capacities |= {written(site.capacity_mwh or 0, 1) for site in figures.snapshot.sites}
    days = {
        day.isoformat()
        for step in figures.snapshot.task_steps
        for day in (step.due, step.done)
        if day
    }
    days = set().union(*map(numbers, days))
    may = (
        days
        | allowed(figures)
        | facts
        | capacities
        | lost(figures)
        | COUNTS
        | FIXED
        | YEARS
        | parts
    )

    strange = {}
    for text in texts(document):
        left = text
        for words in quoted:
            left = left.replace(words, " ")
        if numbers(left) - may:
            strange[text] = numbers(left) - may

    assert not strange


def test_the_ranking_holds_every_town_with_its_figure(figures: Figures, document: Opened) -> None:
    year = figures.years[-1]
    rows = {row[1]: row[2:] for row in grid(document, "序", "镇街")}

    assert rows == {
        town.name: [written(figures.emission(town.town_code, year).known / 1e4, 2)]
        for town in figures.towns
    }


def test_the_ledger_of_the_plans_year_is_the_figures(figures: Figures, document: Opened) -> None:
    book = figures.ledger(2032)
    rows = {row[0]: row[1] for row in grid(document, "项目", "万吨CO₂")}

    assert rows["全县总量"] == "16.60"
    assert rows["残差（全县总量−各项之和）"] == f"{written(book.residual.known / 1e4, 2)} 示"
    assert rows["净调入电力"] == written(figures.net_electricity(2032).known / 1e4, 2)


def test_the_forest_table_is_the_figures(figures: Figures, document: Opened) -> None:
    rows = {row[0]: row[1:3] for row in grid(document, "镇街", "2033 年")}

    for town in figures.towns:
        assert rows[town.name] == [
            written(figures.forest_cover(town.town_code, year).known, 2) for year in (2033, 2031)
        ]


def test_another_amount_gives_another_number(snapshot: Snapshot, figures: Figures) -> None:
    doubled = tuple(replace(use, amount=2 * (use.amount or 0)) for use in snapshot.energy_uses)
    changed = opened(report(Figures(replace(snapshot, energy_uses=doubled))))
    town = figures.towns[0]
    twice = 2 * figures.emission(town.town_code, figures.years[-1]).known

    rows = {row[1]: row[2] for row in grid(changed, "序", "镇街")}
    assert rows[town.name] == written(twice / 1e4, 2)


def test_every_page_says_which_snapshot_it_is_and_that_it_holds_samples(
    figures: Figures, document: Opened
) -> None:
    said = f"未建库的文件数据 · 版本 {figures.snapshot.revision} · 数据日期 2033-09-15"

    assert stamps(document) == [f"{said} · 标「示例」的数值为虚构样本，不可引用"] * 2


def test_a_report_without_samples_says_nothing_of_them(public_figures: Figures) -> None:
    document = opened(report(public_figures))

    assert "示例" not in " ".join(stamps(document))
    assert gap_of(document, "二、镇街排放") == (
        "〔待补：各镇街用能未见公开数据，尚无填报，不能核算排放〕"
    )


def gap_of(document: Opened, heading: str) -> str:
    """Return the first paragraph under ``heading``."""
    found = texts(document)
    return found[found.index(heading) + 1]


def test_a_sample_is_marked_where_it_is_told(document: Opened) -> None:
    told = [text for text in texts(document) if "（直接排放）合计 7.86 万吨CO₂" in text]

    assert len(told) == 1
    assert told[0].endswith("（示例）。")


def test_the_sections_stand_in_their_order(document: Opened) -> None:
    found = [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph.style is not None and paragraph.style.name == "Heading 1"
    ]

    assert found == [
        "一、总体情况", "二、镇街排放", "三、平衡表", "四、能源项目", "五、森林碳汇",
        "六、园区循环化改造", "七、重点任务进展", "八、与上期相比", "九、存在问题与缺失（待核）",
        "十、下一步", "附注", "附表",
    ]  # fmt: skip


def test_every_task_stands_in_one_table_with_what_was_reported(
    figures: Figures, document: Opened
) -> None:
    rows = grid(document, "序号", "任务", "牵头单位", "状态（自报）", "自报进展与下一步")
    told = {row[0]: row[4] for row in rows}

    assert list(told) == [str(task.task_no) for task in figures.snapshot.tasks]
    for task in figures.snapshot.tasks:
        update = figures.latest_updates.get(task.task_no)
        words = told[str(task.task_no)]
        assert words == "未收到" if update is None else words.startswith(update.progress)
        assert update is None or f"下一步：{update.next_step}" in words


def test_the_pictures_stand_in_the_text_and_have_words(document: Opened) -> None:
    about = list(document.element.body.iter(qn("wp:docPr")))

    assert [each.get("name") for each in about] == [
        "全县碳排放总量（万吨CO₂）",
        "2033 年各镇街排放总量地图（直接排放）（示例）",
        "2033 年各镇街直接排放构成（示例）",
        "全县森林覆盖率（示例）",
    ]
    assert "示意图,镇街界线非法定界线" in about[1].get("descr")
    assert {each.get("name") for each in about} <= set(texts(document))


def test_without_reports_only_what_the_plan_says_is_drawn(public_figures: Figures) -> None:
    about = opened(report(public_figures)).element.body.iter(qn("wp:docPr"))

    assert [each.get("name") for each in about] == ["全县碳排放总量（万吨CO₂）"]


def test_two_readings_stand_side_by_side(figures: Figures, document: Opened) -> None:
    rows = grid(document, "位置", "读法一", "读法二")

    assert rows == [
        [row.place, row.reading_a, row.reading_b, row.note] for row in figures.snapshot.errata
    ]


def test_the_comparison_names_both_snapshots_and_every_kind_of_change(
    figures: Figures, snapshot: Snapshot
) -> None:
    first = snapshot.energy_uses[0]
    less = replace(first, amount=(first.amount or 0) / 2)
    before = Figures(
        replace(snapshot, revision="BEFORE00", energy_uses=(less, *snapshot.energy_uses[1:]))
    )
    document = opened(report(figures, before=before))
    rows = {row[0]: row[1:] for row in grid(document, "数值", "单位", "上期")}
    name = "甲镇 2031 年煤品排放"
    then = before.component(JIA, 2031, Component.COAL).known
    now = figures.component(JIA, 2031, Component.COAL).known

    assert "BEFORE00" in gap_of(document, "八、与上期相比")
    assert rows[name][:4] == [
        "万吨CO₂", written(then / 1e4, 2), written(now / 1e4, 2),
        f"+{written((now - then) / 1e4, 2)}",
    ]  # fmt: skip


def test_without_an_earlier_snapshot_the_comparison_is_a_gap(document: Opened) -> None:
    assert gap_of(document, "八、与上期相比") == "〔待补：没有选定用来比较的上期〕"


def test_who_issues_it_and_to_whom_is_left_open_and_its_day_is_that_of_the_data(
    document: Opened,
) -> None:
    found = texts(document)

    assert "〔待补：主送机关〕：" in found
    assert found[found.index("〔待补：发文机关署名〕") + 1] == "2033年9月15日"


def test_the_approval_of_the_map_is_told(figures: Figures) -> None:
    found = " ".join(texts(opened(report(figures, approval="虚S（2026）001号"))))

    assert "示意图,镇街界线非法定界线；审图号：虚S（2026）001号。" in found


def test_a_city_that_knows_nothing_still_gets_a_report_that_says_so() -> None:
    found = texts(opened(report(nothing())))

    assert "〔待补：暂无方案指标〕" in found
    assert "〔待补：暂无任务分工表〕" in found
    assert "〔待补：能源项目清单：尚无数据〕" in found


def test_hostile_names_stay_text(snapshot: Snapshot) -> None:
    found = texts(opened(report(hostile(snapshot, HOSTILE))))

    assert any(SEEN in text for text in found)
    assert not any("49" in text for text in found if SEEN in text)


def test_the_same_snapshot_gives_the_same_bytes(figures: Figures) -> None:
    assert report(figures) == report(figures)


def test_the_file_is_dated_as_the_data(document: Opened) -> None:
    about = document.core_properties

    assert str(about.created)[:10] == str(about.modified)[:10] == "2033-09-15"
