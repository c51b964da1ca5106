"""Every page of the invented county opens and says nothing of the county in geodata/."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sihui_map.ui.pages import PAGES
from sihui_map.views import charts, question
from tests.counties.county import SANZHEN, TOWN, left_of_the_other
from tests.pages.conftest import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sihui_map.figures import Figures

SAID = {  # with the sample, without
    "overview": ("绿灯 1 项，黄灯 1 项，红灯 1 项，无灯 0 项", "无灯 3 项"),
    "emissions": ("2033 年 3 个镇街排放总量（直接排放）合计 7.86 万吨", "尚无填报数据"),
    "sites": ("共 4 个项目：已投产 2 个", "共 2 个项目：已投产 1 个"),
    "forest": ("距 45% 还差 1.49 个百分点，约 723 公顷", "目标为 2037 年不低于 45%（第 104 条）"),
    "parks": ("已完成循环化改造 0 个（0%）；目标为 2045 年全部完成。", "已知 1 个园区；"),
    "tasks": ("2 大行动、5 项任务，当前显示 5 项；收到进展 3 项", "收到进展 0 项，未收到 5 项"),
    "targets": (
        "1 项指标分解到 3 个单位，共 3 条：批准 3 条。",
        "全县碳排放总量：只公开了两个年份",
    ),
    "town": ("镇街自查：乙镇", "镇街自查：乙镇"),
    "ledger": (
        "3 个年份中 2 个可以对账：2031 年差 5.03%、2032 年差 −5.97%；",
        "2 个年份都不能对账：或缺全县总量，或缺各项数据。",
    ),
    "reporting": ("2033 年 3 个镇街中 0 个已报齐", "3 个镇街都还没有填报"),
    "unit": (
        "方案写了 3 个单位，其中 2 个有任务进展或指标数值要报。",
        "方案写了 3 个单位，其中 3 个有任务进展或指标数值要报。",
    ),
    "desk": ("看数据不用登录", "看数据不用登录"),
    "review": ("看数据不用登录", "看数据不用登录"),
    "accounts": ("看数据不用登录", "看数据不用登录"),
    "revisions": ("共 1 期", "共 1 期"),
    "materials": ("下载 .pptx", "下载 .pptx"),
    "present": ("绿灯 1 项，黄灯 1 项，红灯 1 项", "无灯 3 项"),
    "sources": ("虚构电网", "虚构电网"),
    "dispatch": ("5 项任务中：逾期 1 项、滞后 1 项", "5 项任务都未收到进展"),
    "task": ("2 大行动、5 项任务；收到进展 3 项", "收到进展 0 项，未收到 5 项"),
    "target": ("绿灯 1 项，黄灯 1 项，红灯 1 项，无灯 0 项", "无灯 3 项"),
    "enterprises": (
        "2033 年已报 7 家，名称公开的 4 家中 1 家的“一企一策”已编制或在实施。",
        "名单未见公开，也还没有填报",
    ),
    "evaluation": ("已自评 3 个，初评 1 个，终评 1 个", "已自评 0 个，初评 0 个，终评 0 个"),
    "path": ("2032 年 17.59 万吨CO₂", "没有基准，画不出路径"),
    "manual": ("全县", "全县"),
}
ONE = [  # one thing on its own page: with the sample, without
    ("task", {"no": "1"}, "配合情况", "牵头：县发改局。自报「未收到信息」"),
    ("target", {"id": "energy-cap"}, "高出目标 1.39 万吨标准煤", "没有可以画的数值"),
    ("unit", {"name": "县林业局"}, "牵头 1 项任务，配合 1 项", "1 项任务从未更新"),
    ("evaluation", {"year": "2033", "town": TOWN}, "79.5", "未报"),
    ("evaluation", {"year": "2033", "unit": "县林业局"}, "92.5", "未报"),
    ("enterprises", {"year": "2032"}, "示例·虚构砖厂", "也还没有填报"),
    ("ledger", {}, "全县总量只公开 2031、2032 两年", "全县总量只公开 2031、2032 两年"),
    ("path", {"demand": "2"}, "情景", "画不出路径"),
]


def all_text(visit: Visit) -> str:
    """Return what our own markup, the charts and the words beside the controls say."""
    drawn = [str(chart.proto.spec) for chart in visit.app.get("plotly_chart")]
    words = [str(text.value) for text in visit.app.markdown]
    boxes = [str(box.options) for box in visit.app.selectbox]
    return "\n".join([unescape(visit.text), *drawn, *words, *boxes])


def switches(visit: Visit) -> list[str]:
    """Return the keys of the page's switches."""
    return [str(own.key) for own in visit.app.segmented_control]


def every_part(visit: Visit) -> Iterator[str]:
    """Press each button of the page's switches and return what then stands there."""
    yield all_text(visit)
    choices = {str(own.key): own.options for own in visit.app.segmented_control}
    for key, options in choices.items():
        for option in options:
            if key in {own.key for own in visit.app.segmented_control}:  # one may hide another
                visit.app.segmented_control(key=key).set_value(option).run()
                yield all_text(visit)


@pytest.mark.parametrize("slug", [entry.slug for entry in PAGES])
def test_a_page_opens_and_names_no_other_county(samples: str, slug: str) -> None:
    visit = Visit().open(slug, town=TOWN)

    for text in every_part(visit):
        assert (visit.broke, visit.errors, visit.warnings) == ([], [], [])
        assert left_of_the_other(text) == []
    chosen = {"town": TOWN} if slug == "town" else {}
    assert SAID[slug][samples == "off"] in all_text(Visit().open(slug, **chosen))


def test_of_every_page_it_is_known_what_it_says() -> None:
    assert set(SAID) == {entry.slug for entry in PAGES}


@pytest.mark.parametrize(
    ("slug", "chosen", "sampled", "public"), ONE, ids=[f"{each[0]}-{each[1]}" for each in ONE]
)
def test_one_thing_has_its_page(
    samples: str, slug: str, chosen: dict[str, str], sampled: str, public: str
) -> None:
    visit = Visit().open(slug, **chosen)

    assert (visit.broke, visit.errors, visit.warnings) == ([], [], [])
    assert {"on": sampled, "off": public}[samples] in all_text(visit)
    assert left_of_the_other(all_text(visit)) == []


def test_a_county_without_a_large_source_is_not_asked_whether_to_leave_it_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(shutil.copytree(SANZHEN, tmp_path / "plain"))
    for file in ("named_sources.csv", "place.toml"):
        lines = (root / file).read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith("works")]
        (root / file).write_text("".join(kept), "utf-8")

    asked = "widget_plant" in switches(Visit().open("emissions", plant="off"))
    monkeypatch.setenv("SIHUI_GEODATA", str(root))
    monkeypatch.setenv("SIHUI_DATABASE_URL", f"sqlite:///{(tmp_path / 'own.db').as_posix()}")
    monkeypatch.setenv("SIHUI_SAMPLE", "off")
    plain = Visit().open("emissions", plant="off")

    assert asked
    assert "widget_plant" not in switches(plain)
    assert "热电厂" not in all_text(plain)
    assert (plain.broke, plain.errors) == ([], [])


def test_every_slide_is_of_this_county(samples: str) -> None:
    visit = Visit().open("present")
    titles: list[str] = []

    while not titles or not visit.app.button(key="present_next").disabled:
        if titles:
            visit.app.button(key="present_next").click().run()
        titles.append(re.findall("<h1>(.*?)</h1>", visit.text)[-1])
        assert (visit.broke, visit.errors) == ([], [])
        assert left_of_the_other(all_text(visit)) == []
    assert len(titles) == len(set(titles)) == {"on": 11, "off": 8}[samples]


def test_every_card_of_the_last_slide_is_of_this_county(sampled: Figures) -> None:
    keys = question.subjects(sampled)
    cards = [question.card(sampled, key, None) for key in keys]

    assert "乙镇（yz）" in keys.values()
    assert question.example(sampled) == "例如：乙镇、yz、县发改局、xfgj"
    said = "\n".join(fact for card in cards for fact in (*card.facts, card.since, card.answers))
    assert left_of_the_other(said) == []


def test_a_cap_is_not_called_short_of_its_target() -> None:
    visit = Visit().open("targets")
    overview = unescape(Visit().text)

    assert "≤18 万吨标准煤" in visit.text
    assert (
        "2037 年目标 ≤18 万吨标准煤；2033 年 19.39 万吨标准煤，高出目标 1.39 万吨标准煤"
        "（按路径应不高于 19.33 万吨标准煤，差距占应变化 0.67 万吨标准煤的 9.0%）"
    ) in overview


def test_the_axes_fit_the_numbers(sampled: Figures) -> None:
    low, high = charts.forest_chart(sampled).layout.yaxis.range

    assert list(charts.city_chart(sampled).layout.yaxis.range) == [10, 21]
    assert (low, high) == (pytest.approx(42.0, abs=0.01), pytest.approx(45.79, abs=0.01))
