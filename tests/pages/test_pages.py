"""Every page: it opens, says the right number, and follows the address."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest

from sihui_map.ui import downloads
from sihui_map.ui.pages import PAGES, PAGES_DIR

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.figures import Figures
    from tests.pages.conftest import Visit

DASHA = "441284105"
SLUGS = [entry.slug for entry in PAGES]
SHOWN = {  # what the page shows with the sample, maps, charts
    "overview": ("绿灯 1 项，黄灯 1 项，红灯 1 项，无灯 16 项", 1, 0),
    "emissions": ("2025 年 13 个镇街排放总量（直接排放）合计", 1, 0),
    "sites": ("共 35 个项目：已投产 13 个", 1, 1),
    "forest": ("距 56.3% 还差 0.20 个百分点，约 233 公顷", 1, 1),
    "parks": ("已完成循环化改造 1 个（50%）", 1, 0),
    "dispatch": ("40 项任务中：逾期 1 项", 1, 0),
    "task": ("收到进展 30 项，未收到 10 项", 0, 0),
    "tasks": ("收到进展 30 项，未收到 10 项", 0, 0),
    "targets": ("≈56.3%", 0, 1),
    "target": ("绿灯 1 项，黄灯 1 项，红灯 1 项，无灯 16 项", 0, 0),
    "evaluation": ("2025 年，72 个对象：已自评 4 个，初评 1 个，终评 2 个", 0, 0),
    "path": ("情景，不是预测，不入考核。示例基准，2023 年 293.53 万吨CO₂", 0, 1),
    "town": ("请选择一个镇街", 1, 0),
    "ledger": ("8 个年份中 1 个可以对账：2020 年差 0.45%", 0, 0),
    "enterprises": ("2025 年已报 15 家，名称公开的 12 家中 8 家的“一企一策”已编制或在实施", 0, 0),
    "reporting": ("2025 年 13 个镇街中 0 个已报齐", 0, 0),
    "unit": ("方案写了 19 个单位，其中 8 个有任务进展或指标数值要报", 0, 0),
    "desk": ("看数据不用登录", 0, 0),
    "review": ("看数据不用登录", 0, 0),
    "accounts": ("看数据不用登录", 0, 0),
    "revisions": ("共 1 期，最新为第 1 期", 0, 0),
    "materials": ("下载 .pptx", 0, 0),
    "present": ("绿灯 1 项，黄灯 1 项，红灯 1 项，无灯 16 项", 0, 0),
    "sources": ("21.622 吨CO₂", 0, 0),
}
PUBLIC = {  # what it shows without
    "overview": "绿灯 0 项，黄灯 0 项，红灯 0 项，无灯 19 项",
    "emissions": "尚无填报数据：公开资料没有分镇街用能",
    "sites": "共 7 个项目：已投产 1 个",
    "forest": "全市及各镇街森林覆盖率未见公开数据",
    "parks": "已知 6 个园区，级别均待核",
    "dispatch": "40 项任务都未收到进展，也没有时间表",
    "task": "收到进展 0 项，未收到 40 项",
    "tasks": "收到进展 0 项，未收到 40 项",
    "targets": "目标尚无数值",
    "target": "绿灯 0 项，黄灯 0 项，红灯 0 项，无灯 19 项",
    "evaluation": "2025 年，72 个对象：已自评 0 个，初评 0 个，终评 0 个",
    "path": "还没有一年的用能填全，没有基准，画不出路径",
    "town": "请选择一个镇街",
    "ledger": "3 个年份都不能对账",
    "enterprises": "重点用能单位名单未见公开，也还没有填报",
    "reporting": "13 个镇街都还没有填报",
    "unit": "方案写了 19 个单位，其中 14 个有任务进展或指标数值要报",
    "desk": "看数据不用登录",
    "review": "看数据不用登录",
    "accounts": "看数据不用登录",
    "revisions": "共 1 期",
    "materials": "下载 .pptx",
    "present": "绿灯 0 项，黄灯 0 项，红灯 0 项，无灯 19 项",
    "sources": "79 个数值",
}


@pytest.fixture
def public_visit(monkeypatch: pytest.MonkeyPatch, new_visit: Callable[[], Visit]) -> Visit:
    """Return a session without samples."""
    monkeypatch.setenv("SIHUI_SAMPLE", "off")
    return new_visit()


def test_the_list_of_pages_is_the_folder() -> None:
    assert {path.stem for path in PAGES_DIR.glob("*.py")} == set(SLUGS)


def test_of_every_page_it_is_known_what_it_says() -> None:
    """The manual is held to its own words below."""
    assert set(SHOWN) == set(PUBLIC) == set(SLUGS) - {"manual"}


@pytest.mark.parametrize("slug", SHOWN)
def test_a_page_opens_and_says_its_answer(visit: Visit, slug: str) -> None:
    words, maps, charts = SHOWN[slug]

    visit.open(slug)

    assert (visit.broke, visit.errors, visit.warnings) == ([], [], [])
    assert words in visit.text
    assert (visit.maps(), visit.charts()) == (maps, charts)
    assert "标「示例」的数值为虚构样本，不可引用" in visit.text or slug == "town"


@pytest.mark.parametrize("slug", PUBLIC)
def test_a_page_without_samples_says_what_is_missing(public_visit: Visit, slug: str) -> None:
    public_visit.open(slug)

    assert (public_visit.broke, public_visit.errors, public_visit.warnings) == ([], [], [])
    assert PUBLIC[slug] in public_visit.text
    assert "虚构样本" not in public_visit.text


@pytest.mark.parametrize("slug", SLUGS)
def test_without_samples_a_chosen_town_breaks_no_page(public_visit: Visit, slug: str) -> None:
    public_visit.open(slug, town=DASHA)

    assert (public_visit.broke, public_visit.errors, public_visit.warnings) == ([], [], [])


def test_the_manual_is_shown(visit: Visit) -> None:
    visit.open("manual")

    assert visit.broke == []
    assert any("镇街" in str(element.value) for element in visit.app.markdown)


@pytest.mark.parametrize("slug", ["overview", "emissions", "town"])
def test_the_town_of_the_address_is_shown(visit: Visit, slug: str) -> None:
    visit.open(slug, town=DASHA, year="2020")

    assert (visit.broke, visit.errors, visit.warnings) == ([], [], [])
    assert "大沙镇" in visit.text
    assert "25.10" in visit.text
    assert "<b>大沙镇</b></summary>" in visit.text


def test_one_town_on_one_page(visit: Visit) -> None:
    visit.open("town", town=DASHA, year="2020")

    assert "在 13 个镇街中列第 2 位，占各镇街合计的 17.8%" in visit.text
    assert "76,807.0" in visit.text
    assert f"./assets/locator/{DASHA}.svg" in visit.text
    assert f"./data/energy.csv?town={DASHA}" in visit.text
    assert visit.charts() == 1


def test_a_town_without_reports_shows_what_is_public(public_visit: Visit) -> None:
    public_visit.open("town", town=DASHA)

    assert "大沙镇" in public_visit.text
    assert "尚无填报" in public_visit.text
    assert "南江工业园" in public_visit.text
    assert public_visit.charts() == 0


@pytest.mark.parametrize(
    ("slug", "name", "value", "words"),
    [
        *((slug, "town", "nonsense", "镇街「nonsense」不存在") for slug in SLUGS),
        ("emissions", "year", "1999", "年份「1999」不存在；可选：2010、"),
        ("town", "year", "1999", "年份「1999」不存在；可选：2010、"),
        ("emissions", "measure", "x", "指标「x」不存在；可选：total、"),
        ("forest", "measure", "x", "指标「x」不存在；可选：total、"),
    ],
)
def test_nonsense_in_the_address_gets_one_sentence_and_the_page_works(
    visit: Visit, slug: str, name: str, value: str, words: str
) -> None:
    visit.open(slug, **{name: value})

    assert (visit.broke, visit.errors) == ([], [])
    (sentence,) = visit.warnings
    assert words in sentence
    assert name not in visit.address()
    assert slug == "manual" or SHOWN[slug][0] in visit.text


def test_a_choice_goes_along_to_the_next_page(visit: Visit) -> None:
    visit.open("emissions", town=DASHA, year="2021", measure="electricity")

    visit.open("town")

    assert "镇街自查：大沙镇" in visit.text
    assert "2021 年直接排放 24.80 万吨" in visit.text
    assert visit.address() == {"town": DASHA, "year": "2021", "measure": "electricity"}


@pytest.mark.parametrize("slug", ["overview", "emissions", "sites", "forest", "parks", "town"])
def test_the_bar_offers_the_towns_and_says_which_is_chosen(visit: Visit, slug: str) -> None:
    visit.open(slug)
    assert "<b>全市（未选镇街）</b></summary>" in visit.text
    assert f'href="?town={DASHA}"' in visit.text

    visit.open(slug, town=DASHA)

    assert visit.broke == []
    assert visit.address()["town"] == DASHA
    assert "<b>大沙镇</b></summary>" in visit.text
    assert "× 清除镇街" in visit.text


def test_a_blank_town_and_year_choose_none(visit: Visit) -> None:
    visit.open("emissions", town=DASHA, year="2021", measure="electricity")

    visit.open("emissions", town="", year="")

    assert (visit.broke, visit.warnings) == ([], [])
    assert visit.address() == {"measure": "electricity"}
    assert "<b>全市（未选镇街）</b></summary>" in visit.text
    assert 'data-clear="yes" hidden' in visit.text


def test_the_measure_is_chosen_by_a_button(visit: Visit) -> None:
    visit.open("emissions", year="2022")

    visit.app.segmented_control(key="widget_measure").set_value("per_head").run()
    visit.app.segmented_control(key="widget_boundary").set_value("net").run()

    assert visit.broke == []
    assert "2022 年 13 个镇街人均排放（直接＋净购入电力和热力）：最高为江谷镇，13.05" in visit.text
    assert visit.address() == {"year": "2022", "measure": "per_head", "boundary": "net"}


def test_a_component_needs_no_boundary(visit: Visit) -> None:
    visit.open("emissions", measure="electricity", year="2021")

    keys = [control.key for control in visit.app.segmented_control]
    assert "widget_boundary" not in keys
    assert "2021 年 13 个镇街净购入电力和热力排放合计 119.37 万吨CO₂" in visit.text


def test_the_plant_can_be_left_out(visit: Visit) -> None:
    visit.open("emissions", plant="off", year="2021")
    visit.app.segmented_control(key="emissions_part").set_value("构成表").run()

    assert visit.broke == []
    assert "不含热电厂" in visit.text
    assert "−155.83" not in visit.text


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("平衡表", "2021 年平衡表"),
        ("构成图", "2021 年各镇街直接排放构成"),
        ("构成表", "−155.83"),
    ],
)
def test_the_parts_of_the_emissions_page_are_of_the_year_of_the_map(
    visit: Visit, part: str, words: str
) -> None:
    visit.open("emissions", year="2021")

    visit.app.segmented_control(key="emissions_part").set_value(part).run()

    assert visit.broke == []
    assert words in visit.text


@pytest.mark.parametrize("part", ["构成图", "构成表"])
def test_the_parts_without_reports_say_so(public_visit: Visit, part: str) -> None:
    public_visit.open("emissions")

    public_visit.app.segmented_control(key="emissions_part").set_value(part).run()

    assert public_visit.broke == []
    assert "尚无填报数据" in public_visit.text


@pytest.mark.parametrize(("year", "words"), [("2010", "274.22"), ("2020", "294.17")])
def test_the_ledger_page_offers_the_years_of_the_plan_too(
    visit: Visit, year: str, words: str
) -> None:
    assert "2020 年平衡表" in visit.open("ledger").text
    assert f'href="?year={year}"' in visit.text

    visit.open("ledger", year=year)

    assert f"{year} 年平衡表" in visit.text
    assert words in visit.text


@pytest.mark.parametrize(("year", "is_there"), [("2014", False), ("2020", True)])
def test_the_ledger_page_compares_the_factor_sets_of_a_year_with_energy(
    visit: Visit, year: str, *, is_there: bool
) -> None:
    visit.open("ledger", year=year)

    assert visit.broke == []
    assert (f"{year} 年因子集对照" in visit.text) is is_there
    assert ("省级清单指南−当前" in visit.text) is is_there


def test_the_year_of_a_town_is_chosen_in_the_bar(visit: Visit) -> None:
    visit.open("town", town=DASHA)
    assert 'href="?year=2020"' in visit.text

    visit.open("town", year="2020")

    assert "2020 年直接排放 25.10 万吨" in visit.text
    assert visit.address()["year"] == "2020"


def test_a_unit_is_chosen_by_the_address_or_none(visit: Visit) -> None:
    visit.open("unit", name="市发改局")

    assert (visit.broke, visit.warnings) == ([], [])
    assert "单位：市发改局" in visit.text
    assert "4 项任务从未更新，2 项任务超过 180 天未更新" in visit.text
    assert 'href="?name=%E5%B8%82%E4%BA%A4%E9%80%9A%E5%B1%80"' in visit.text  # 市交通局
    visit.open("unit", name="")
    assert "各单位" in visit.text
    assert "name" not in visit.address()


def test_a_unit_that_is_not_there_gets_a_sentence_and_the_list(visit: Visit) -> None:
    visit.open("unit", name="[x](http://x)")

    (sentence,) = visit.warnings
    assert "没有单位「□x□□http" in sentence
    assert "各单位" in visit.text


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("数据文件", "boundaries.geojson"),
        ("因子集对照", "2025 年因子集对照"),
        ("排放因子", "企业核算指南"),
        ("电网因子", "0.5568"),
        ("折标煤", "0.7143"),
        ("热值与折标", "20.908"),
        ("公开数据", "294.17"),
        ("全部数值", "第 1–100 行"),
    ],
)
def test_the_parts_of_the_sources_page(visit: Visit, part: str, words: str) -> None:
    visit.open("sources")

    visit.app.segmented_control(key="sources_part").set_value(part).run()

    assert visit.broke == []
    shown = [option for box in visit.app.selectbox for option in box.options]
    assert words in "\n".join([visit.text, *shown])


def test_what_is_sought_is_found_among_all_numbers_and_methods(visit: Visit) -> None:
    visit.open("sources")
    visit.app.segmented_control(key="sources_part").set_value("全部数值").run()
    visit.app.text_input(key="sources_search").set_value("ledger.city_total").run()
    assert "ledger.city_total.2020" in visit.text
    assert "emission.direct" not in visit.text

    visit.app.segmented_control(key="sources_part").set_value("方法与公式").run()
    assert "没有「ledger.city_total」，请换一个字词。" in visit.text
    visit.app.text_input(key="sources_search").set_value("当量值").run()
    assert "有「当量值」的" in visit.text


@pytest.mark.parametrize("slug", SLUGS)
def test_a_wrong_switch_is_one_sentence_on_every_page(
    monkeypatch: pytest.MonkeyPatch, new_visit: Callable[[], Visit], slug: str
) -> None:
    monkeypatch.setenv("SIHUI_SAMPLE", "maybe")
    visit = new_visit().open(slug)

    assert visit.broke == []
    assert visit.errors == ["环境变量 SIHUI_SAMPLE 应为 on 或 off，现为「maybe」"]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_download_of_a_page_has_an_answer(visit: Visit, slug: str, figures: Figures) -> None:
    visit.open(slug, town=DASHA)

    addresses = re.findall(r'class="download" href="([^"]+)"', visit.text)

    for address in map(unescape, addresses):
        parts = urlsplit(address)
        name = parts.path.removeprefix("./data/").removesuffix(".csv")
        assert downloads.table(name, figures, dict(parse_qsl(parts.query))).rows
