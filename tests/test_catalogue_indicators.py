"""A measure that nothing but the catalogue knows is met everywhere.

Two trials, neither of emissions: energy use per head, and forest per head, of which no module has
so much as the numerator.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from openpyxl import load_workbook

from sihui_map.api import create_api
from sihui_map.catalogue.indicator import Direction, Indicator, Method, Scope
from sihui_map.catalogue.indicators import INDICATORS, indicator_of, people
from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.documents.html.pack import pack
from sihui_map.documents.maps.town_map import town_map
from sihui_map.documents.xlsx.databook import databook
from sihui_map.domain.classes import ClassBreaks, class_breaks
from sihui_map.domain.value import MissingReason, Quantity, missing
from sihui_map.figures import Figures
from sihui_map.ui import downloads
from sihui_map.views import gaps, method, sentences, tables
from sihui_map.views.board import BoardScript
from sihui_map.views.maps import emissions_map
from sihui_map.views.names import figure_name
from sihui_map.views.palette import GREENS, SEQUENTIAL
from sihui_map.views.table import to_csv
from sihui_map.views.units import shown_unit
from tests.api.conftest import InProcess
from tests.conftest import TESTS
from tests.counties.county import SANZHEN, YI
from tests.pages.conftest import Visit

if TYPE_CHECKING:
    from sihui_map.catalogue.indicator import Given
    from sihui_map.domain.snapshot import Snapshot

TOWN, YEAR = YI, 2032


def _forest_ha(given: Given, area: str, year: int, _: Scope) -> Quantity:
    for row in given.snapshot.forest_covers:
        if (row.area_id, row.year) == (area, year):
            return Quantity(value=row.forest_ha, unit="公顷", kind=row.kind, source=row.source)
    return missing("公顷", MissingReason.NOT_REPORTED)


# What a new measure costs: one of these in the catalogue.

TCE_PER_HEAD = Indicator(
    id="tce_per_head",
    family=Family.ENERGY,
    label="人均综合能耗",
    short="人均能耗",
    unit="吨标准煤/人",
    base_unit="tce/人",
    decimals=2,
    formula=lambda given, area, year, _: given.energy_use(area, year),
    denominator=people,
    breaks=(1, 2, 3, 5),
    method=Method("人均综合能耗", "综合能耗（GB/T 2589-2020，当量值）÷常住人口。"),
)
FOREST_PER_HEAD = Indicator(
    id="forest_per_head",
    family=Family.FOREST,
    what="per_head",
    label="人均森林面积",
    short="人均森林",
    unit="公顷/人",
    base_unit="公顷/人",
    decimals=3,
    formula=_forest_ha,
    denominator=people,
    direction=Direction.MORE,
    breaks=(0.1, 0.2),
    method=Method("人均森林面积", "法定森林面积÷常住人口。"),
)
LEGEND = {
    TCE_PER_HEAD.id: ["＜ 1.00", "1.00 ～ 2.00", "2.00 ～ 3.00", "3.00 ～ 5.00", "≥ 5.00"],
    FOREST_PER_HEAD.id: ["＜ 0.100", "0.100 ～ 0.200", "≥ 0.200"],
}
FIGURE = {
    TCE_PER_HEAD.id: f"energy.tce_per_head.{TOWN}.{YEAR}",
    FOREST_PER_HEAD.id: f"forest.per_head.{TOWN}.{YEAR}",
}


@pytest.fixture(params=[TCE_PER_HEAD, FOREST_PER_HEAD], ids=str)
def measure(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> Indicator:
    """Declare a measure, as the catalogue does; what other tests share was made before."""
    assert figures.published()
    declared: Indicator = request.param
    monkeypatch.setitem(INDICATORS, declared.id, declared)
    return declared


@pytest.fixture
def trial(measure: Indicator, snapshot: Snapshot) -> Figures:
    """Return the figures of the snapshot, now with the measure."""
    assert measure.id in INDICATORS
    return Figures(replace(snapshot))


def expected(trial: Figures, measure: Indicator, town: str, year: int) -> float:
    """Return the measure of a town by a formula of its own."""
    persons = {(row.area_id, row.year): row.population for row in trial.snapshot.contexts}
    forest = {(row.area_id, row.year): row.forest_ha for row in trial.snapshot.forest_covers}
    used = trial.published()[f"energy.tce.{town}.{year}"].known
    amount = used if measure is TCE_PER_HEAD else forest[town, year]
    return amount / (persons[town, year] or 0)


def highest(trial: Figures, measure: Indicator) -> tuple[str, str]:
    """Return the town where the measure is highest, and its value as it is written."""
    top, name = max(
        (expected(trial, measure, town.town_code, YEAR), town.name) for town in trial.towns
    )
    return name, f"{top:,.{measure.decimals}f}"


def test_it_is_published_for_each_town_and_year_beside_all_that_was(
    trial: Figures, measure: Indicator, figures: Figures
) -> None:
    published, before = trial.published(), figures.published()
    keys = {figure_id: FigureKey.parse(figure_id) for figure_id in published}
    own = {name for name, key in keys.items() if key and indicator_of(key) is measure}

    assert {name: amount for name, amount in published.items() if name not in own} == {
        name: amount for name, amount in before.items() if name not in own
    }
    assert len(own) == 3 * 3
    assert FIGURE[measure.id] in own
    for figure_id in own:
        key = FigureKey.parse(figure_id)
        assert key is not None
        assert key.year is not None
        found = published[figure_id]
        assert found.known == pytest.approx(expected(trial, measure, key.area, key.year))
        assert (found.unit, found.kind) == (measure.base_unit, "示例")


def test_its_classes_are_its_own_unless_the_county_has_others(
    trial: Figures, measure: Indicator, snapshot: Snapshot
) -> None:
    row = ClassBreaks(
        measure=measure.id, scope="direct", cuts=(0.3, 4), unit=measure.base_unit, source="试验"
    )
    other = Figures(replace(snapshot, class_breaks=(*snapshot.class_breaks, row)))

    assert trial.breaks(measure) == measure.breaks
    assert other.breaks(measure) == (0.3, 4)


def test_classes_that_nobody_declares_are_computed(
    trial: Figures, measure: Indicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = [expected(trial, measure, town.town_code, year) for town in trial.towns
              for year in trial.years_of(measure)]  # fmt: skip
    bare = replace(measure, breaks=())
    monkeypatch.setitem(INDICATORS, bare.id, bare)

    assert Figures(replace(trial.snapshot)).breaks(bare) == pytest.approx(class_breaks(values))


def test_the_guide_shows_what_it_costs() -> None:
    guide = (TESTS.parent / "CONTRIBUTING.md").read_text("utf-8")
    declared = inspect.getsource(sys.modules[__name__]).partition("TCE_PER_HEAD = Indicator(")[2]
    lines = ["TCE_PER_HEAD = Indicator(", *declared.partition("\n)\n")[0].splitlines()[1:], ")"]
    files = re.findall(r"^\+\+\+ (\S+)$", guide, re.MULTILINE)

    assert "\n".join(f"+{line}" for line in lines) in guide
    assert files == ["sihui_map/catalogue/indicators.py", "tests/recomputing_energy.py"]
    assert [name for name in files if not (TESTS.parent / name).exists()] == []


def test_it_has_a_name_and_a_unit(trial: Figures, measure: Indicator) -> None:
    assert figure_name(trial, FIGURE[measure.id]) == f"乙镇 2032 年{measure.label}"
    assert shown_unit(measure.base_unit) == (measure.unit, 1)


def test_the_map_can_be_coloured_by_it_with_a_legend(trial: Figures, measure: Indicator) -> None:
    layers = emissions_map(trial)._children.values()  # noqa: SLF001 folium has no other way
    (script,) = (layer for layer in layers if isinstance(layer, BoardScript))
    board: dict[str, Any] = json.loads(script.board)

    theme = board["measures"][measure.id]

    assert (theme["label"], theme["unit"]) == (measure.label, measure.unit)
    assert theme["legend"] == LEGEND[measure.id]
    assert set(theme["colors"]) <= set(GREENS if measure is FOREST_PER_HEAD else SEQUENTIAL)
    assert len(theme["cells"]) == 3
    paper = town_map(trial, measure.id, year=YEAR)
    assert paper.title == f"2032 年{measure.label}"
    assert [text for _, text in paper.legend] == LEGEND[measure.id][::-1]


def test_the_ranking_and_its_file_are_of_it(trial: Figures, measure: Indicator) -> None:
    asked = {"year": str(YEAR), "measure": measure.id, "boundary": "direct"}

    table = downloads.table("ranking", trial, asked)

    name, value = highest(trial, measure)
    assert table.title == f"2032 年{measure.label}排序（{measure.unit}）"
    assert [cell.text for cell in table.rows[0].cells[:3]] == ["1", name, value]
    lines = to_csv(table).splitlines()
    assert lines[0].removeprefix("\ufeff").startswith(f"序,镇街,{measure.unit}")
    assert lines[1].startswith(f"1,{name},")
    (row,) = (
        row
        for row in tables.town_series(trial, TOWN).rows
        if row.cells[0].text == f"{measure.label}（{measure.unit}）"
    )
    assert row.cells[2].text == f"{expected(trial, measure, TOWN, YEAR):,.{measure.decimals}f}"


def test_the_page_takes_it_from_the_address(
    measure: Indicator, trial: Figures, own_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert own_store
    monkeypatch.setenv("SIHUI_GEODATA", str(SANZHEN))
    visit = Visit()

    visit.open("emissions", year=str(YEAR), measure=measure.id)

    name, value = highest(trial, measure)
    assert (visit.broke, visit.errors, visit.warnings) == ([], [], [])
    said = f"2032 年 3 个镇街{measure.label}：最高为{name}，{value} {measure.unit}。"
    assert said in visit.text
    assert sentences.emissions_sentence(trial, YEAR, measure, Scope.DIRECT) == said
    assert visit.address() == {"year": str(YEAR), "measure": measure.id}
    switch = visit.app.segmented_control(key="widget_measure")
    assert (switch.value, switch.options[-1]) == (measure.id, measure.short)
    assert "widget_boundary" not in [each.key for each in visit.app.segmented_control]


def test_the_interface_lists_it(trial: Figures, measure: Indicator) -> None:
    transport = InProcess(create_api(lambda _: trial))

    with httpx.Client(transport=transport, base_url="http://interface") as client:
        rows = {row["id"]: row for row in client.get("/figures").json()["rows"]}

    found = rows[FIGURE[measure.id]]
    assert found["value"] == pytest.approx(expected(trial, measure, TOWN, YEAR))
    assert (found["unit"], found["kind"]) == (measure.base_unit, "示例")


def test_the_data_book_holds_figure_ranking_and_definition(
    trial: Figures, measure: Indicator
) -> None:
    book = load_workbook(BytesIO(databook(trial)))

    def lines(name: str) -> list[tuple[object, ...]]:
        return list(book[name].iter_rows(min_row=3, values_only=True))

    (figure,) = (row for row in lines("全部数值") if row[0] == FIGURE[measure.id])
    ranked = [row for row in lines("镇街排序") if row[1] == measure.label]
    assert figure[1:3] == (f"乙镇 2032 年{measure.label}", YEAR)
    assert len(ranked) == 3 * 3
    assert {row[2:4] for row in ranked} == {(None, measure.unit)}
    assert measure.method is not None
    assert ("计算方法", measure.method.term, measure.method.text) in lines("定义")
    assert (measure.method.term, measure.method.text) in method.formulas(trial)


def test_the_pack_offers_it(trial: Figures, measure: Indicator) -> None:
    page = pack(trial).decode()

    assert f'["{measure.id}","{measure.short}"]' in page
    assert f'id="by-{measure.id}"' in page
    assert f'id="legend-{measure.id}"' in page


def test_where_nothing_is_reported_it_is_missing_under_its_own_name(
    measure: Indicator, snapshot: Snapshot
) -> None:
    without = Figures(replace(snapshot, contexts=()))

    missed = [row.cells[0].text for row in gaps.missing_table(without).rows]

    assert measure.label in missed
