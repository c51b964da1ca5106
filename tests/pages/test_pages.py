"""Every page: it opens, says the right number, and follows the address."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest

from sihui_map.ui import downloads
from sihui_map.ui.pages import PAGES, PAGES_DIR
from tests import county
from tests.own_words import PLACE, records
from tests.pages import answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.figures import Figures
    from tests.pages.conftest import Visit

OWN = county.OWN
SLUGS = [entry.slug for entry in PAGES]
TOLD = [slug for slug in SLUGS if slug != "manual"]
"""The manual is held to its own words below."""
DRAWN = {  # maps and charts of a page with the sample; what is not listed draws nothing
    "overview": (1, 0),
    "emissions": (1, 0),
    "sites": (1, 1),
    "forest": (1, 1),
    "parks": (1, 0),
    "dispatch": (1, 0),
    "targets": (0, 1),
    "path": (0, 1),
    "town": (1, 0),
}


@pytest.fixture
def public_visit(monkeypatch: pytest.MonkeyPatch, new_visit: Callable[[], Visit]) -> Visit:
    """Return a session without samples."""
    monkeypatch.setenv("SIHUI_SAMPLE", "off")
    return new_visit()


def test_the_list_of_pages_is_the_folder() -> None:
    assert {path.stem for path in PAGES_DIR.glob("*.py")} == set(SLUGS)


def test_of_every_page_it_is_known_what_it_says(
    county_figures: Figures, county_public_figures: Figures
) -> None:
    assert set(answers.sampled(county_figures)) == set(TOLD)
    assert set(answers.public(county_public_figures)) == set(TOLD)


@pytest.mark.parametrize("slug", TOLD)
def test_a_page_opens_and_says_its_answer(visit: Visit, slug: str, county_figures: Figures) -> None:
    visit.open(slug)

    assert (visit.broke, visit.errors, visit.warnings) == ([], [], [])
    assert answers.sampled(county_figures)[slug] in visit.text
    assert (visit.maps(), visit.charts()) == DRAWN.get(slug, (0, 0))
    assert "标「示例」的数值为虚构样本，不可引用" in visit.text or slug == "town"


@pytest.mark.parametrize("slug", TOLD)
def test_a_page_without_samples_says_what_is_missing(
    public_visit: Visit, slug: str, county_public_figures: Figures
) -> None:
    public_visit.open(slug)

    assert (public_visit.broke, public_visit.errors, public_visit.warnings) == ([], [], [])
    assert answers.public(county_public_figures)[slug] in public_visit.text
    assert "虚构样本" not in public_visit.text


@pytest.mark.parametrize("slug", SLUGS)
def test_without_samples_a_chosen_town_breaks_no_page(public_visit: Visit, slug: str) -> None:
    public_visit.open(slug, town=OWN.code)

    assert (public_visit.broke, public_visit.errors, public_visit.warnings) == ([], [], [])


def test_the_manual_is_shown(visit: Visit) -> None:
    visit.open("manual")

    assert visit.broke == []
    assert any("镇街" in str(element.value) for element in visit.app.markdown)


@pytest.mark.parametrize("slug", ["overview", "emissions", "town"])
def test_the_town_of_the_address_is_shown(visit: Visit, slug: str, county_figures: Figures) -> None:
    visit.open(slug, town=OWN.code, year=answers.FIRST_YEAR)

    assert (visit.broke, visit.errors, visit.warnings) == ([], [], [])
    assert OWN.name in visit.text
    assert f"{answers.direct(county_figures, answers.FIRST_YEAR) / 1e4:.2f}" in visit.text
    assert f"<b>{OWN.name}</b></summary>" in visit.text


def test_one_town_on_one_page(visit: Visit, county_figures: Figures) -> None:
    year = answers.FIRST_YEAR
    emitted = [answers.direct(county_figures, year, town.code) for town in county.TOWNS]
    mine = answers.direct(county_figures, year)
    rank = sum(each > mine for each in emitted) + 1
    burnt = next(
        float(row["amount"])
        for row in records("sample/energy_use.csv")
        if (row["area_id"], row["year"]) == (OWN.code, year)
    )

    visit.open("town", town=OWN.code, year=year)

    assert f"在 {len(emitted)} 个镇街中列第 {rank} 位，" in visit.text
    assert f"占各镇街合计的 {mine / sum(emitted) * 100:.1f}%" in visit.text
    assert f"{burnt:,.1f}" in visit.text
    assert f"./assets/locator/{OWN.code}.svg" in visit.text
    assert f"./data/energy.csv?town={OWN.code}" in visit.text
    assert visit.charts() == 1


def test_a_town_without_reports_shows_what_is_public(public_visit: Visit) -> None:
    public_visit.open("town", town=OWN.code)

    parks = [park["name"] for park in county.PARKS if park["town_code"] == OWN.code]
    assert OWN.name in public_visit.text
    assert "尚无填报" in public_visit.text
    assert [name for name in parks if name not in public_visit.text] == []
    assert public_visit.charts() == 0


@pytest.mark.parametrize(
    ("slug", "query", "words"),
    [
        *((slug, ("town", "nonsense"), "镇街「nonsense」不存在") for slug in SLUGS),
        ("emissions", ("year", "1999"), f"年份「1999」不存在；可选：{answers.PUBLIC_YEARS[0]}、"),
        ("town", ("year", "1999"), f"年份「1999」不存在；可选：{answers.PUBLIC_YEARS[0]}、"),
        ("emissions", ("measure", "x"), "指标「x」不存在；可选：total、"),
        ("forest", ("measure", "x"), "指标「x」不存在；可选：total、"),
    ],
)
def test_nonsense_in_the_address_gets_one_sentence_and_the_page_works(
    visit: Visit, slug: str, query: tuple[str, str], words: str, county_figures: Figures
) -> None:
    name, value = query
    visit.open(slug, **{name: value})

    assert (visit.broke, visit.errors) == ([], [])
    (sentence,) = visit.warnings
    assert words in sentence
    assert name not in visit.address()
    assert slug == "manual" or answers.sampled(county_figures)[slug] in visit.text


def test_a_choice_goes_along_to_the_next_page(visit: Visit, county_figures: Figures) -> None:
    visit.open("emissions", town=OWN.code, year="2021", measure="electricity")

    visit.open("town")

    assert f"镇街自查：{OWN.name}" in visit.text
    assert f"2021 年直接排放 {answers.direct(county_figures, '2021') / 1e4:.2f} 万吨" in visit.text
    assert visit.address() == {"town": OWN.code, "year": "2021", "measure": "electricity"}


@pytest.mark.parametrize("slug", ["overview", "emissions", "sites", "forest", "parks", "town"])
def test_the_bar_offers_the_towns_and_says_which_is_chosen(visit: Visit, slug: str) -> None:
    visit.open(slug)
    assert "<b>全市（未选镇街）</b></summary>" in visit.text
    assert f'href="?town={OWN.code}"' in visit.text

    visit.open(slug, town=OWN.code)

    assert visit.broke == []
    assert visit.address()["town"] == OWN.code
    assert f"<b>{OWN.name}</b></summary>" in visit.text
    assert "× 清除镇街" in visit.text


def test_a_blank_town_and_year_choose_none(visit: Visit) -> None:
    visit.open("emissions", town=OWN.code, year="2021", measure="electricity")

    visit.open("emissions", town="", year="")

    assert (visit.broke, visit.warnings) == ([], [])
    assert visit.address() == {"measure": "electricity"}
    assert "<b>全市（未选镇街）</b></summary>" in visit.text
    assert 'data-clear="yes" hidden' in visit.text


def test_the_measure_is_chosen_by_a_button(visit: Visit, county_figures: Figures) -> None:
    each = [(answers.value(county_figures, f"emission.net.per_head.{town.code}.2022"), town.name)
            for town in county.TOWNS]  # fmt: skip
    most, name = max(each)

    visit.open("emissions", year="2022")

    visit.app.segmented_control(key="widget_measure").set_value("per_head").run()
    visit.app.segmented_control(key="widget_boundary").set_value("net").run()

    assert visit.broke == []
    said = f"2022 年 {len(each)} 个镇街人均排放（直接＋净购入电力和热力）：最高为{name}，{most:.2f}"
    assert said in visit.text
    assert visit.address() == {"year": "2022", "measure": "per_head", "boundary": "net"}


def test_a_component_needs_no_boundary(visit: Visit, county_figures: Figures) -> None:
    each = [answers.value(county_figures, f"emission.electricity.{town.code}.2021")
            for town in county.TOWNS]  # fmt: skip

    visit.open("emissions", measure="electricity", year="2021")

    keys = [control.key for control in visit.app.segmented_control]
    assert "widget_boundary" not in keys
    said = f"2021 年 {len(each)} 个镇街净购入电力和热力排放合计 {sum(each) / 1e4:.2f} 万吨CO₂"
    assert said in visit.text


def test_the_plant_can_be_left_out(visit: Visit, county_figures: Figures) -> None:
    visit.open("emissions", plant="off", year="2021")
    visit.app.segmented_control(key="emissions_part").set_value("构成表").run()

    assert visit.broke == []
    assert f"不含{PLACE['sources']['ticks'][answers.PLANT]}" in visit.text
    assert answers.sold(county_figures) not in visit.text


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("平衡表", "2021 年平衡表"),
        ("构成图", "2021 年各镇街直接排放构成"),
        ("构成表", ""),
    ],
)
def test_the_parts_of_the_emissions_page_are_of_the_year_of_the_map(
    visit: Visit, part: str, words: str, county_figures: Figures
) -> None:
    visit.open("emissions", year="2021")

    visit.app.segmented_control(key="emissions_part").set_value(part).run()

    assert visit.broke == []
    assert (words or answers.sold(county_figures)) in visit.text


@pytest.mark.parametrize("part", ["构成图", "构成表"])
def test_the_parts_without_reports_say_so(public_visit: Visit, part: str) -> None:
    public_visit.open("emissions")

    public_visit.app.segmented_control(key="emissions_part").set_value(part).run()

    assert public_visit.broke == []
    assert "尚无填报数据" in public_visit.text


@pytest.mark.parametrize(("year", "words"), [answers.WHOLE[0], answers.WHOLE[-1]])
def test_the_ledger_page_offers_the_years_of_the_plan_too(
    visit: Visit, year: str, words: str
) -> None:
    assert f"{answers.WHOLE[-1][0]} 年平衡表" in visit.open("ledger").text
    assert f'href="?year={year}"' in visit.text

    visit.open("ledger", year=year)

    assert f"{year} 年平衡表" in visit.text
    assert words in visit.text


@pytest.mark.parametrize(
    ("year", "is_there"), [(answers.WHOLE[1][0], False), (answers.WHOLE[-1][0], True)]
)
def test_the_ledger_page_compares_the_factor_sets_of_a_year_with_energy(
    visit: Visit, year: str, *, is_there: bool
) -> None:
    visit.open("ledger", year=year)

    assert visit.broke == []
    assert (f"{year} 年因子集对照" in visit.text) is is_there
    assert ("省级清单指南−当前" in visit.text) is is_there


def test_the_year_of_a_town_is_chosen_in_the_bar(visit: Visit, county_figures: Figures) -> None:
    year = answers.FIRST_YEAR
    visit.open("town", town=OWN.code)
    assert f'href="?year={year}"' in visit.text

    visit.open("town", year=year)

    assert f"{year} 年直接排放 {answers.direct(county_figures, year) / 1e4:.2f} 万吨" in visit.text
    assert visit.address()["year"] == year


def test_a_unit_is_chosen_by_the_address_or_none(visit: Visit) -> None:
    led = sum(county.OFFICE in task["lead_units"].split("|") for task in county.TASKS)
    helped = sum(county.OFFICE in task["cooperating_units"].split("|") for task in county.TASKS)
    other = next(unit for unit in county.UNITS if unit != county.OFFICE)
    visit.open("unit", name=county.OFFICE)

    assert (visit.broke, visit.warnings) == ([], [])
    assert f"单位：{county.OFFICE}" in visit.text
    assert f"牵头 {led} 项任务，配合 {helped} 项；" in visit.text
    assert f'href="?name={county.in_address(other)}"' in visit.text
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
        ("因子集对照", f"{answers.LAST_YEAR} 年因子集对照"),
        ("排放因子", "企业核算指南"),
        ("电网因子", answers.GRID["kgco2_per_kwh"]),
        ("折标煤", "0.7143"),
        ("热值与折标", "20.908"),
        ("公开数据", answers.WHOLE[-1][1]),
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
    assert f"ledger.city_total.{answers.WHOLE[-1][0]}" in visit.text
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
def test_every_download_of_a_page_has_an_answer(
    visit: Visit, slug: str, county_figures: Figures
) -> None:
    visit.open(slug, town=OWN.code)

    addresses = re.findall(r'class="download" href="([^"]+)"', visit.text)

    for address in map(unescape, addresses):
        parts = urlsplit(address)
        name = parts.path.removeprefix("./data/").removesuffix(".csv")
        assert downloads.table(name, county_figures, dict(parse_qsl(parts.query))).rows
