"""What the search box knows, and how fast it is found."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from sihui_map.domain.search import Index, Kind
from sihui_map.domain.value import ValueKind
from sihui_map.ui import search as made
from sihui_map.ui.pages import PAGES
from sihui_map.views.search import entries

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.domain.search import Entry
    from sihui_map.figures import Figures

MOST_TIMES = 100
"""What finding may cost beside reading every text once."""


@pytest.fixture(scope="module")
def index(figures: Figures) -> Index:
    return made.index(figures)


def first(index: Index, query: str) -> Entry:
    return index.find(query)[0].hits[0].entry


@pytest.mark.parametrize(
    ("query", "title", "address"),
    [
        ("zs", "贞山街道", "town?town=441284003"),
        ("jg", "江谷镇", "town?town=441284110"),
        ("didou", "地豆镇", "town?town=441284101"),
        ("第17条", "第 17 条　加快制造业数字化转型", "tasks#clause-17"),
        ("任务 7", "任务 7　大力发展新能源", "task?no=7"),
        ("铝灰", "任务 27　深入推进园区循环化改造", "task?no=27"),
        ("森林覆盖率", "森林覆盖率（2025 年）", "target?id=forest-cover-2025"),
        ("碳汇能力提升行动", "碳汇能力提升行动", "tasks?action=10"),
        ("phb", "平衡表", "ledger"),
        ("残差", "平衡表", "ledger"),
        ("zl", "总览", "./"),
        ("达峰情景", "达峰情景", "path"),
        ("煤改气 光伏", "达峰情景", "path"),
        ("zdyndw", "重点用能单位", "enterprises"),
        ("一企一策", "重点用能单位", "enterprises"),
        ("示例·铝材加工厂一", "示例·铝材加工厂一", "enterprises#enterprise-sample-ds-01-2025"),
    ],
)
def test_words_and_initials_lead_to_the_thing(
    index: Index, query: str, title: str, address: str
) -> None:
    found = first(index, query)

    assert (found.title, found.address) == (title, address)


def test_every_thing_is_found_by_its_name(index: Index, figures: Figures) -> None:
    snapshot = figures.snapshot
    names = {
        Kind.TOWN: [town.name for town in figures.towns],
        Kind.UNIT: snapshot.departments,
        Kind.PAGE: [entry.title for entry in PAGES],
        Kind.SITE: [site.name for site in snapshot.sites],
        Kind.PARK: [park.name for park in snapshot.parks],
        Kind.ENTERPRISE: [row.name for row in snapshot.enterprises],
        Kind.TARGET: [target.indicator for target in snapshot.targets],
        Kind.CLAUSE: [f"第{clause.clause_no}条 {clause.title}" for clause in snapshot.clauses],
        Kind.TASK: [f"任务{task.task_no}" for task in snapshot.tasks],
        Kind.ACTION: [action.name for action in snapshot.actions],
    }

    for kind, known in names.items():
        for name in known:
            assert kind in [group.kind for group in index.find(name)], name


def test_a_site_opens_where_its_town_does_not_hide_it(index: Index, figures: Figures) -> None:
    for site in figures.snapshot.sites:
        (hit,) = [
            hit
            for group in index.find(site.name, most=99)
            for hit in group.hits
            if group.kind is Kind.SITE
            and unquote(hit.entry.address).endswith(f"#site-{site.site_id}")
        ]
        query = parse_qs(urlsplit(hit.entry.address).query, keep_blank_values=True)
        assert query["town"] == [site.town_code]


def test_without_samples_nothing_of_them_is_found(
    public_figures: Figures, figures: Figures
) -> None:
    samples = [s.name for s in figures.snapshot.sites if s.value_kind is ValueKind.SAMPLE]

    assert samples
    for name in samples:
        assert made.index(public_figures).find(name) == ()


def median_s(find: Callable[[str], object]) -> float:
    """Return what a query takes of this machine's time, the one in the middle."""
    queries = ("碳", "zs", "gfzl", "贞山光伏投产", "市发改局 煤 2030", "zhenshanjiedao", "任务7")
    times = []
    for query in queries * 3:
        begun = time.process_time()
        find(query)
        times.append(time.process_time() - begun)
    return sorted(times)[len(times) // 2]


def test_an_answer_takes_no_longer_than_a_blink(index: Index, figures: Figures) -> None:
    """Beside reading all there is once, some twenty times as long: 2 ms where that takes 0.1."""
    texts = [f"{entry.title}{entry.text}" for entry in entries(figures, [])]

    plain = median_s(lambda query: [query in text.lower() for text in texts])

    assert median_s(lambda query: index.find(query, most=20)) <= MOST_TIMES * plain
