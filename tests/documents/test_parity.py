"""The same headline figures in every output of one snapshot: screen = deck = report = pack = book.

Each output is opened again, its tables are read as a reader would, and the numbers are held
against the figures; once for the sample, once for a second publication in which they differ.
"""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from sihui_map.api.evaluations import evaluation_rows
from sihui_map.api.published import figure_rows
from sihui_map.archive import Archive, reference_files
from sihui_map.catalogue import (
    ALLOTMENTS,
    ENERGY_USE,
    ENTERPRISES,
    EVALUATIONS,
    FOREST_COVER,
    LEDGER_REPORTED,
    PARK_PROGRESS,
    SITES,
    TASK_STEPS,
    TASK_UPDATES,
)
from sihui_map.documents.outputs import OUTPUTS
from sihui_map.domain.evaluation import Subject
from sihui_map.domain.progress import TaskState
from sihui_map.domain.site import SiteGroup, SiteStage
from sihui_map.domain.submission import Change, State
from sihui_map.domain.town import CITY
from sihui_map.figures import Figures
from sihui_map.store import Store
from sihui_map.store.writers import drafting, publishing, steps
from sihui_map.views.labels import GROUP_LABEL, LIGHT_LABEL, LIGHT_SHAPE
from sihui_map.views.tables.evaluations import subject_name
from tests.counties.county import BING, JIA, SANZHEN, YI
from tests.documents.headlines import READERS, headlines, number, read_screen, rows_of
from tests.documents.page import Page
from tests.documents.papers import cells, grids, opened, rounded, words
from tests.documents.reported import reported_headlines, two

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.submission import Entry

CAP = "energy-cap"
ALLOTTED = {
    f"{CAP}|{holder}|2034": {
        "target_id": CAP,
        "holder": holder,
        "year": "2034",
        "value": value,
        "unit": "万吨标准煤",
        "approved_by": approved_by,
        "kind": "规划",
        "source": f"分解方案（{holder}）",
    }
    for holder, value, approved_by in (
        (YI, "3", "县政府常务会议"),
        (BING, "1.5", ""),
        ("县发改局", "10.25", "县政府常务会议"),
    )
}
INTERFACE = {
    "tasks.on_time": "调度 按期率",
    "tasks.overdue": "调度 逾期",
    "tasks.completeness": "调度 清单完备度",
    "enterprises.count.city.2033": "用能 全县 已报家数",
    f"enterprises.energy_tce.{JIA}.2033": "用能 甲镇 综合能源消费量合计（吨标准煤）",
    f"enterprises.output_1e4_cny.{YI}.2033": "用能 乙镇 工业总产值合计（万元）",
}
"""Figures of the interface by the headline that says the same."""
CHANGED: Mapping[tuple[str, str], dict[str, str]] = {
    **{(ALLOTMENTS.name, key): cells for key, cells in ALLOTTED.items()},
    (ENERGY_USE.name, f"{JIA}|2033|烟煤"): {"amount": "20000"},
    (ENERGY_USE.name, "works|2032|天然气"): {"amount": "5200"},
    (LEDGER_REPORTED.name, "2032|net_electricity"): {
        "year": "2032",
        "row_id": "net_electricity",
        "tco2": "-30000",
        "kind": "实绩",
        "source": "平衡表",
    },
    (FOREST_COVER.name, "city|2031"): {"stock_m3": "1490000"},
    (FOREST_COVER.name, f"{JIA}|2032"): {"stock_m3": "815500"},
    (FOREST_COVER.name, "city|2033"): {"forest_ha": "21000", "stock_m3": "1570000"},
    (TASK_STEPS.name, "1|2"): {"done": "2033-08-30", "ground": "开工令"},
    (EVALUATIONS.name, "2033|单位|县林业局"): {"final_score": "91", "final_ground": "已核对"},
    (ENTERPRISES.name, f"{JIA}|open-1|2033"): {"energy_tce": "11000"},
    (SITES.name, "pv-1"): {"stage": "暂停"},
    (PARK_PROGRESS.name, "park|2033"): {"stage": "已完成"},
    (TASK_UPDATES.name, "1|2033-08-20"): {"status": "已完成"},
}
"""What the second publication says anew: one row behind each headline."""


def expected(figures: Figures) -> dict[str, str]:
    """Return the same straight from the figures, rounded here."""
    book = figures.ledger(2032)
    found = {
        f"排放 {town.name}": two(figures.emission(town.town_code, 2033).value, 1e4)
        for town in figures.towns
    }
    found |= {f"2032 {row.label}": two(row.quantity.value, 1e4) for row in book.rows}
    found["2032 各项之和"] = two(book.computed.value, 1e4)
    found["2032 全县总量"] = two(book.city_total.value, 1e4)
    found["2032 残差（全县总量−各项之和）"] = two(book.residual.value, 1e4)
    found["森林覆盖率"] = two(figures.forest_cover(CITY, 2033).value)
    for group in SiteGroup:
        capacity = figures.site_capacity(SiteStage.OPERATING, group).value
        found[f"投产 MW {GROUP_LABEL[group]}"] = two(capacity)
    found |= reported_headlines(figures)
    found["森林差距"] = two(figures.forest_gap_pp().value)
    found["园区完成率"] = two(figures.park_completion(2033).value)
    counts: Counter[str] = Counter()
    for item in figures.standings:
        counts[f"灯 {LIGHT_SHAPE[item.light]} {LIGHT_LABEL[item.light]}"] += 1
    for task in figures.snapshot.tasks:
        update = figures.latest_updates.get(task.task_no)
        counts[update.state if update else TaskState.NO_INFORMATION] += 1
    return found | {name: str(count) for name, count in counts.items()}


def _published(known: Mapping[tuple[str, str], Entry], key: tuple[str, str]) -> dict[str, str]:
    return dict((known[key].cells or {}) if key in known else {})


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> tuple[Figures, Figures | None]:
    """Return the figures of a second publication, and of the first."""
    folder = tmp_path_factory.mktemp("parity")
    store = Store(f"sqlite:///{(folder / 'store.db').as_posix()}")
    archive = Archive(store, SANZHEN)
    archive.current()  # an empty store begins with the sample
    known = store.published()
    changes = [
        Change(dataset=key[0], row_key=key[1], cells={**_published(known, key), **cells})
        for key, cells in CHANGED.items()
    ]
    own = drafting.draft(store, changes, who="张三", why="年报", origin="年报.xlsx").submission_id
    steps.move(store, own, State.SUBMITTED, who="张三")
    steps.move(store, own, State.APPROVED, who="李四")
    publishing.publish(store, [own], who="李四", why="年报", reference=reference_files(SANZHEN))
    figures = archive.current()
    before = archive.before(figures)
    store.close()
    return figures, before


@pytest.fixture(scope="module")
def begun(snapshot: Snapshot) -> Figures:
    """Return the figures of the sample; some lie halfway between two hundredths."""
    return Figures(snapshot)


@pytest.fixture(
    scope="module", params=["second", pytest.param("sample", marks=pytest.mark.thorough)]
)
def issue(request: pytest.FixtureRequest) -> tuple[Figures, Figures | None]:
    """Return figures with those of the issue before."""
    if request.param == "sample":
        return request.getfixturevalue("begun"), None
    found: tuple[Figures, Figures | None] = request.getfixturevalue("second")
    return found


def made(issue: tuple[Figures, Figures | None]) -> dict[str, bytes]:
    return {key: OUTPUTS[key].make(*issue, "") for key in (*READERS, "town-sheets")}


@pytest.fixture(scope="module")
def second_bodies(second: tuple[Figures, Figures | None]) -> dict[str, bytes]:
    """Return every output of the second publication that has tables, by key."""
    return made(second)


@pytest.fixture(scope="module")
def bodies(
    issue: tuple[Figures, Figures | None],
    second: tuple[Figures, Figures | None],
    second_bodies: dict[str, bytes],
) -> dict[str, bytes]:
    """Return every output of the publication that has tables, by key."""
    return second_bodies if issue is second else made(issue)


def named(figures: Figures) -> set[str]:
    return {town.name for town in figures.towns}


def test_the_second_publication_differs_in_every_sort_of_headline(
    figures: Figures, second: tuple[Figures, Figures | None]
) -> None:
    was, now = expected(figures), expected(second[0])

    changed = {name for name in {**was, **now} if was.get(name) != now.get(name)}
    assert "调度 按期率" in changed  # what else is counted there depends on the day
    assert {name for name in changed if not name.startswith("调度 ")} == {
        "排放 甲镇", "2032 虚构热电有限公司", "2032 净调入电力", "2032 各项之和",
        "2032 残差（全县总量−各项之和）", "森林覆盖率", "森林差距", "投产 MW 光伏", "园区完成率",
        "灯 ▲ 黄灯", "灯 ■ 红灯", "推进中", "已完成", "分解 乙镇 规划 县政府常务会议",
        "分解 丙镇 规划 尚未批准", "分解 县发改局 规划 县政府常务会议",
        "分解 合计（3 个单位） 规划 —", "分解 已批准合计（2 个单位） 规划 —",
        "碳汇 全县 2032", "碳汇 全县 2033", "蓄积 全县 2031", "蓄积 全县 2033",
        "碳汇 甲镇 2032", "碳汇 甲镇 2033", "蓄积 甲镇 2032",
        "评估 县林业局 终评", "评估 县林业局 等级", "用能 甲镇 综合能源消费量合计（吨标准煤）",
    }  # fmt: skip


def test_the_screen_shows_the_figures(issue: tuple[Figures, Figures | None]) -> None:
    figures, _ = issue

    assert headlines(read_screen(figures)) == expected(figures)


def test_the_interface_tells_the_figures(issue: tuple[Figures, Figures | None]) -> None:
    figures, _ = issue
    told = {
        name: f"{rounded(row.value, 1):.2f}"  # as it is shown
        for row in figure_rows(figures)
        if (name := INTERFACE.get(row.id)) and row.value is not None
    }
    scores = {
        f"评估 {subject_name(figures, Subject(row.subject_kind, row.subject_id))} 终评": (
            f"{rounded(row.final.value)}" if row.final and row.final.value is not None else "未评"
        )
        for row in evaluation_rows(figures, [2033])
        if row.own or row.final
    }

    shown = headlines(read_screen(figures))
    assert len(told) == len(INTERFACE)
    assert (told | scores).items() <= shown.items()


@pytest.mark.parametrize("key", READERS)
def test_an_output_shows_the_figures(
    issue: tuple[Figures, Figures | None], bodies: dict[str, bytes], key: str
) -> None:
    figures, _ = issue

    assert headlines(READERS[key](bodies[key], named(figures))) == expected(figures)


def test_the_sheets_of_the_towns_show_the_figures(
    issue: tuple[Figures, Figures | None], bodies: dict[str, bytes]
) -> None:
    figures, _ = issue
    found = rows_of(grids(opened(bodies["town-sheets"])), "指标", "2033")
    totals = [number(row["2033"]) for row in found if row["指标"] == "排放总量（万吨CO₂）"]
    covers = [number(row["2033"]) for row in found if row["指标"] == "森林覆盖率（%）"]

    assert totals == [
        f"{rounded(figures.emission(town.town_code, 2033).known / 1e4)}" for town in figures.towns
    ]
    assert covers == [
        f"{rounded(figures.forest_cover(town.town_code, 2033).known)}" for town in figures.towns
    ]


def own_shares(figures: Figures) -> dict[str, list[list[str]]]:
    """Return what each town was allotted, straight from the figures."""
    return {
        town.name: [
            [
                f"{rounded(figures.allotted(row).known)}",
                figures.allotted(row).unit,
                row.approved_by or "尚未批准",
                str(row.kind),
            ]
            for row in figures.snapshot.allotments
            if row.holder == town.town_code
        ]
        for town in figures.towns
    }


def test_a_town_finds_what_it_was_allotted_and_nothing_else(
    issue: tuple[Figures, Figures | None], bodies: dict[str, bytes]
) -> None:
    figures, _ = issue
    columns = ("分解值", "单位", "批准文件或会议", "性质")

    printed: dict[str, list[list[str]]] = {town.name: [] for town in figures.towns}
    town = ""
    document = opened(bodies["town-sheets"])
    for element in document.element.body:
        said = words(element)
        town = said.partition("：")[2] if said.startswith("镇街自查表：") else town
        if said.startswith("指标年份分解值"):
            rows = rows_of([cells(element)], "分解值")
            printed[town] += [[row[column] for column in columns] for row in rows]
    pack = Page(bodies["pack"].decode()).tables
    shown = {
        town.name: [
            [row["分解值"], row["批准文件或会议"]]
            for row in rows_of([pack.get(f"town-{town.town_code}/承担的目标", [])], "分解值")
        ]
        for town in figures.towns
    }

    own = own_shares(figures)
    assert {name: sorted(rows) for name, rows in printed.items()} == {
        name: sorted(rows) for name, rows in own.items()
    }
    assert {name: sorted(rows) for name, rows in shown.items()} == {
        name: sorted(
            [f"{value}{unit if unit == '%' else f' {unit}'}", document]
            for value, unit, document, _ in rows
        )
        for name, rows in own.items()
    }


def test_every_output_names_the_same_snapshot(
    issue: tuple[Figures, Figures | None], bodies: dict[str, bytes]
) -> None:
    revision = issue[0].snapshot.revision.encode()

    for key, body in bodies.items():
        if key == "pack":
            assert revision in body
        else:
            with ZipFile(BytesIO(body)) as package:
                assert any(revision in package.read(name) for name in package.namelist()), key


def forged(body: bytes, old: str, new: str) -> bytes:
    """Return a file in which one number is another, wherever it stands."""
    if not body.startswith(b"PK"):
        return body.replace(old.encode(), new.encode())
    kept = BytesIO()
    with ZipFile(BytesIO(body)) as before, ZipFile(kept, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old.encode(), new.encode()))
    return kept.getvalue()


@pytest.mark.parametrize("key", READERS)
def test_one_forged_number_is_noticed(
    figures: Figures,
    second: tuple[Figures, Figures | None],
    second_bodies: dict[str, bytes],
    key: str,
) -> None:
    body = second_bodies[key]
    residual = second[0].ledger(2032).residual.known / 1e4
    old = (
        f"{round(residual, 6):.15g}"
        if key == "databook"
        else f"{rounded(residual)}".replace("-", "−")
    )

    read = headlines(READERS[key](forged(body, old, "77.77"), named(figures)))

    wrong = {name for name, text in expected(second[0]).items() if read.get(name) != text}
    assert wrong == {"2032 残差（全县总量−各项之和）"}
