"""What the search box knows, and how fast it is found."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from sihui_map.domain.search import Index, Kind
from sihui_map.domain.site import PlacePrecision
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.ui import search as made
from sihui_map.ui.pages import PAGES
from sihui_map.views.search import entries
from tests import county
from tests.counties.county import BING, DING, JIA, YI

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.domain.search import Entry
    from sihui_map.domain.snapshot import Snapshot

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
        ("yz", "乙镇", f"town?town={YI}"),
        ("jz", "甲镇", f"town?town={JIA}"),
        ("bing", "丙镇", f"town?town={BING}"),
        ("第103条", "第 103 条　虚构条文丙", "tasks#clause-103"),
        ("任务 4", "任务 4　虚构条文丁", "task?no=4"),
        ("煤炭", "任务 1　虚构条文甲", "task?no=1"),
        ("森林覆盖率", "森林覆盖率（2037 年）", "target?id=forest"),
        ("虚构的生态行动", "虚构的生态行动", "tasks?action=2"),
        ("phb", "平衡表", "ledger"),
        ("残差", "平衡表", "ledger"),
        ("zl", "总览", "./"),
        ("达峰情景", "达峰情景", "path"),
        ("煤改气 光伏", "达峰情景", "path"),
        ("zdyndw", "重点用能单位", "enterprises"),
        ("一企一策", "重点用能单位", "enterprises"),
        ("示例·虚构砖厂", "示例·虚构砖厂", "enterprises#enterprise-open-1-2033"),
    ],
)
def test_words_and_initials_lead_to_the_thing(
    index: Index, query: str, title: str, address: str
) -> None:
    found = first(index, query)

    assert (found.title, found.address) == (title, address)


def test_every_thing_is_found_by_its_name(county_figures: Figures) -> None:
    """In a whole county, where many things have words in common."""
    index, snapshot = made.index(county_figures), county_figures.snapshot
    names = {
        Kind.TOWN: [town.name for town in county_figures.towns],
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


@pytest.mark.parametrize("town", county.TOWNS, ids=lambda town: town.code)
def test_a_town_is_found_first_by_its_official_spelling(
    county_figures: Figures, town: county.Town
) -> None:
    """A dictionary reads some characters in another way."""
    found = first(made.index(county_figures), town.pinyin.lower())

    assert (found.title, found.address) == (town.name, f"town?town={town.code}")


@pytest.mark.parametrize(("town", "chosen"), [(JIA, JIA), ("", ""), (DING, "")])
def test_a_site_opens_where_its_town_does_not_hide_it(
    snapshot: Snapshot, town: str, chosen: str
) -> None:
    """The page lists the sites of the chosen town only; outside, none can be chosen."""
    sites = tuple(
        replace(site, town_code=town, place_precision=PlacePrecision.CITY, lon=None, lat=None)
        for site in snapshot.sites
    )
    index = Index(entries(Figures(replace(snapshot, sites=sites)), []))

    for site in sites:
        (hit,) = [
            hit
            for group in index.find(site.name, most=99)
            for hit in group.hits
            if group.kind is Kind.SITE
            and unquote(hit.entry.address).endswith(f"#site-{site.site_id}")
        ]
        query = parse_qs(urlsplit(hit.entry.address).query, keep_blank_values=True)
        assert query["town"] == [chosen]


def test_without_samples_nothing_of_them_is_found(
    public_figures: Figures, figures: Figures
) -> None:
    samples = [s.name for s in figures.snapshot.sites if s.value_kind is ValueKind.SAMPLE]

    assert samples
    for name in samples:
        assert made.index(public_figures).find(name) == ()


def median_s(find: Callable[[str], object]) -> float:
    """Return what a query takes of this machine's time, the one in the middle."""
    site, year = f"{county.OWN.short}光伏投产", county.CIRCULAR_PARKS.year
    spelt = f"{county.OWN.pinyin.lower()}zhen"
    queries = ("碳", "zs", "gfzl", site, f"{county.OFFICE} 煤 {year}", spelt, "任务7")
    times = []
    for query in queries * 3:
        begun = time.process_time()
        find(query)
        times.append(time.process_time() - begun)
    return sorted(times)[len(times) // 2]


def test_an_answer_takes_no_longer_than_a_blink(county_figures: Figures) -> None:
    """Beside reading all there is once, some twenty times as long: 2 ms where that takes 0.1."""
    index = made.index(county_figures)
    texts = [f"{entry.title}{entry.text}" for entry in entries(county_figures, [])]

    plain = median_s(lambda query: [query in text.lower() for text in texts])

    assert median_s(lambda query: index.find(query, most=20)) <= MOST_TIMES * plain
