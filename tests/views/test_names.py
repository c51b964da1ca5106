"""Names: every published figure and every reported row has one in Chinese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sihui_map.views.names import area_name, figure_name, row_name

if TYPE_CHECKING:
    from sihui_map.figures import Figures

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("whose", ["figures", "county_figures"])
def test_every_figure_has_a_name_of_its_own(request: pytest.FixtureRequest, whose: str) -> None:
    """The county of geodata/ has figures of more kinds than the invented one."""
    known: Figures = request.getfixturevalue(whose)
    names = {figure_id: figure_name(known, figure_id) for figure_id in known.published()}

    assert not [name for name in names.values() if not CHINESE.search(name)]
    assert not [name for figure_id, name in names.items() if figure_id in name]
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize(
    ("figure_id", "name"),
    [
        ("emission.direct.total.990101101.2032", "乙镇 2032 年排放总量（直接排放）"),
        ("emission.coal.990101100.2032", "甲镇 2032 年煤品排放"),
        ("energy.tce.works.2031", "虚构热电有限公司 2031 年能源消费量"),
        ("ledger.share_residual.2031", "2031 年平衡表·残差占比"),
        ("ledger.other.2032", "2032 年平衡表·其他用能"),
        ("forest.cover.city.2033", "全县 2033 年森林覆盖率"),
        ("forest.gap_pp", "森林覆盖率差距（个百分点）"),
        ("parks.completion.2033", "2033 年园区循环化改造完成率"),
        ("sites.capacity_mw.storage.building", "储能「在建」规模"),
        ("sites.operating_mw.pv.2032", "2032 年光伏累计投产规模"),
        ("target.forest.gap", "指标「森林覆盖率」2037 年差距"),
        ("context.population.990101102.2031", "丙镇 2031 年常住人口"),
        ("told.energy_use.2033", "2033 年填全「能源活动」的镇街数"),
        ("protected_area.hill", "虚构山森林公园面积"),
        ("nothing.known", "nothing.known"),
    ],
)
def test_a_figure_is_named_after_what_and_when(figures: Figures, figure_id: str, name: str) -> None:
    assert figure_name(figures, figure_id) == name


@pytest.mark.parametrize(
    ("table", "key", "name"),
    [
        ("energy_use", "990101100|2032|烟煤", "能源活动：甲镇 2032 烟煤"),
        ("ledger_reported", "2031|net_electricity", "平衡表申报项：2031 净调入电力"),
        (
            "park_progress",
            "park|2032",
            "园区循环化改造：虚构产业园 2032",
        ),
        ("explanations", "ledger|city|2031", "说明：平衡表 全县 2031"),
    ],
)
def test_a_row_is_named_after_its_table_and_key(
    figures: Figures, table: str, key: str, name: str
) -> None:
    assert row_name(figures, table, key) == name


def test_an_unknown_area_stays_as_it_is(figures: Figures) -> None:
    assert area_name(figures, "x-1") == "x-1"
