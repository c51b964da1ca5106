"""Names: every published figure and every reported row has one in Chinese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sihui_map.views.names import area_name, figure_name, row_name

if TYPE_CHECKING:
    from sihui_map.figures import Figures

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_figure_has_a_name_of_its_own(figures: Figures) -> None:
    names = {figure_id: figure_name(figures, figure_id) for figure_id in figures.published()}

    assert not [name for name in names.values() if not CHINESE.search(name)]
    assert not [name for figure_id, name in names.items() if figure_id in name]
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize(
    ("figure_id", "name"),
    [
        ("emission.direct.total.441284105.2023", "大沙镇 2023 年排放总量（直接排放）"),
        ("emission.coal.441284105.2023", "大沙镇 2023 年煤品排放"),
        ("energy.tce.plant-zhongdian.2020", "中电四会热电有限责任公司 2020 年能源消费量"),
        ("ledger.share_residual.2020", "2020 年平衡表·残差占比"),
        ("ledger.transport-unallocated.2022", "2022 年平衡表·交通与未分解到镇街的用能"),
        ("forest.cover.city.2025", "全市 2025 年森林覆盖率"),
        ("forest.gap_pp", "森林覆盖率差距（个百分点）"),
        ("parks.completion.2024", "2024 年园区循环化改造完成率"),
        ("sites.capacity_mw.storage.building", "储能「在建」规模"),
        ("sites.operating_mw.pv.2024", "2024 年光伏累计投产规模"),
        ("target.forest-cover-2025.gap", "指标「森林覆盖率」2025 年差距"),
        ("context.population.441284113.2020", "下茆镇 2020 年常住人口"),
        ("told.energy_use.2025", "2025 年填全「能源活动」的镇街数"),
        ("protected_area.zhenshan-forest-park", "肇庆贞山地方级森林公园面积"),
        ("nothing.known", "nothing.known"),
    ],
)
def test_a_figure_is_named_after_what_and_when(figures: Figures, figure_id: str, name: str) -> None:
    assert figure_name(figures, figure_id) == name


@pytest.mark.parametrize(
    ("table", "key", "name"),
    [
        ("energy_use", "441284105|2023|烟煤", "能源活动：大沙镇 2023 烟煤"),
        ("ledger_reported", "2020|net_electricity", "平衡表申报项：2020 净调入电力"),
        (
            "park_progress",
            "dasha-cluster|2024",
            "园区循环化改造：广东省(肇庆)大型产业集聚区四会大沙片区 2024",
        ),
        ("explanations", "ledger|city|2021", "说明：平衡表 全市 2021"),
    ],
)
def test_a_row_is_named_after_its_table_and_key(
    figures: Figures, table: str, key: str, name: str
) -> None:
    assert row_name(figures, table, key) == name


def test_an_unknown_area_stays_as_it_is(figures: Figures) -> None:
    assert area_name(figures, "x-1") == "x-1"
