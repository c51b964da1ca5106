"""The first look of a page: what the server sends before Streamlit, and when it sends none."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sihui_map.catalogue.indicator import Scope as Within
from sihui_map.catalogue.indicators import PER_HEAD, TOTAL
from sihui_map.domain.access import Role
from sihui_map.errors import UnavailableError
from sihui_map.ui import cache, first, first_frame
from sihui_map.ui.first_pages import Asked, first_look
from sihui_map.ui.headers import FRAME_POLICY, page_policy
from sihui_map.ui.map_frame import compiled_map
from sihui_map.ui.pages import PAGES, WITH_MAP
from sihui_map.ui.streamlit_inside.pages import index_page
from sihui_map.ui.turns import BARE
from sihui_map.ui.visible import Seen
from sihui_map.views import html, sentences
from sihui_map.views.maps import HEIGHT_PX, MAPS
from tests import county
from tests.browser.hostile import IF_JINJA_RAN, make_hostile
from tests.own_words import GEODATA, PLAN
from tests.people import OWN_TOWN
from tests.signing import VISIT, account_in, session_in

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from starlette.types import Message

    from sihui_map.figures import Figures

    Ask = Callable[..., httpx.Response]

PATHS = tuple(WITH_MAP)
FRAME = re.compile(r'<iframe src="([^"]+)" name="\1" title="[^"]+" height="(\d+)"')
WORDS = re.compile(r"<[^>]*>")
ADDRESS = re.compile(r'<a [^>]*href="([^"]*)"')


def look(ask: Ask, address: str) -> str:
    """Return the first look that an address answers, "" where there is none.

    Made before it is asked for: on a busy machine the first one may take longer than a page waits.
    """
    path, _, query = address.partition("?")
    first.first_page({"path": path, "query_string": query.encode(), "headers": []})
    found = re.search(r'<div id="first".*</main>\n</div>', ask(address).text, re.DOTALL)
    return found[0] if found else ""


def words(markup: str) -> str:
    return unescape(WORDS.sub("", markup))


def frame_of(markup: str) -> tuple[str, dict[str, list[str]]]:
    """Return the address of the map's frame and what it is asked to show."""
    found = FRAME.search(markup)
    assert found
    address = urlsplit(unescape(found[1]))
    return f"{address.path}?{address.query}", parse_qs(address.fragment)


def test_each_map_stands_on_one_page_that_bears_its_name() -> None:
    assert {*WITH_MAP.values(), "task"} == set(MAPS)  # a task's page has one where it has places


@pytest.mark.parametrize("path", PATHS)
def test_a_page_with_a_map_carries_its_answer_menu_foot_and_map(ask: Ask, path: str) -> None:
    figures, slug = cache.figures(), WITH_MAP[path]
    shown = look(ask, path)

    said = words(shown)
    (menu,) = re.findall(r"<nav.*?</nav>", shown, re.DOTALL)
    for entry in PAGES:
        assert (f">{entry.title}</a>" in menu) is not entry.is_hidden
    here = re.findall(r'<a href="[^"]*" aria-current="page">([^<]+)', shown)
    assert set(here) == {entry.title for entry in PAGES if entry.slug == slug}
    assert f"数据日期 {figures.snapshot.data_day.isoformat()}" in said
    assert f"版本 {figures.snapshot.revision}" in said
    frame, _ = frame_of(shown)
    assert frame.startswith(f"./component/first/{slug}/?v=")
    assert f'height="{HEIGHT_PX[slug]}"' in shown
    assert unescape(re.findall(r'data-drawn="([^"]+)"', shown)[0]) == (
        compiled_map(slug, figures).address
    )


def test_sentence_and_figures_are_those_of_the_page(ask: Ask, county_figures: Figures) -> None:
    figures, year = county_figures, county_figures.default_year
    overview, emissions = look(ask, "/"), look(ask, "/emissions")

    assert sentences.overview_sentence(figures) in words(overview)
    for item in sentences.city_figures(figures):
        assert f"{item.label}{item.text}{item.unit}" in words(overview)
    said = sentences.emissions_sentence(figures, year, TOTAL, Within.DIRECT)
    assert said in words(emissions)
    assert frame_of(emissions)[1] == {"year": [str(year)], "measure": ["direct.total"]}


def test_the_address_chooses_town_year_and_measure(ask: Ask, county_figures: Figures) -> None:
    town, year = county.LAST, county_figures.years[1]
    kept = f"?town={town.code}&year={year}&measure=per_head&plant=off"
    shown = look(ask, f"/emissions{kept}")

    said = words(shown)
    assert sentences.emissions_sentence(county_figures, year, PER_HEAD, Within.DIRECT) in said
    assert f"{town.name}{year} 年" in said
    assert f"<b>{town.name}</b></summary>" in shown
    assert frame_of(shown)[1] == {
        "town": [town.code],
        "year": [str(year)],
        "measure": ["direct.per_head"],
    }
    assert "marks=" in FRAME.findall(shown)[0][0]  # none, without the plant
    pressed = re.findall(r'<a [^>]*aria-current="true">([^<]+)', shown)
    assert pressed == [town.name, str(year), "人均", "直接排放", "不含"]
    links = [unescape(link) for link in ADDRESS.findall(shown)]
    assert f"./forest{kept}" in links
    assert f"./{kept}" in links


def test_a_year_that_the_map_does_not_have_gives_its_newest_whole_one(
    ask: Ask, county_figures: Figures
) -> None:
    of_the_plan = next(year for year in PLAN["public_years"] if year not in county_figures.years)
    shown = look(ask, f"/emissions?year={of_the_plan}")

    assert frame_of(shown)[1]["year"] == [str(county_figures.default_year)]
    assert 'role="alert"' not in shown


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("town=nonsense", "地址里的镇街「nonsense」不存在"),
        ("town=%3Cscript%3Ealert(1)%3C/script%3E", "地址里的镇街「□script□alert□1□□□sc」不存在"),
        ("year=1999", "地址里的年份「1999」不存在"),
        ("year=%27%22%3E%3Cimg%20src=x%3E", "地址里的年份「□□□□img□src□x□」不存在"),
        ("measure=%7B%7B6007*1009%7D%7D", "地址里的指标「□□6007□1009□□」不存在"),
        ("boundary=", "地址里的口径「」不存在"),
        ("snapshot=nonsense", "没有编号或名称为「nonsense」的期"),
        ("snapshot=%3Cb%3E", "已按最新一期显示"),
    ],
)
def test_what_cannot_be_chosen_is_named_and_the_default_shown(
    ask: Ask, query: str, said: str
) -> None:
    plain, shown = look(ask, "/emissions"), look(ask, f"/emissions?{query}")

    assert said in words(shown)
    assert shown.count('role="alert"') == 1
    assert not re.search(r"<(?:script|img)", shown)
    assert IF_JINJA_RAN not in shown
    assert "onerror" not in shown
    assert "alert(1)" not in shown
    assert frame_of(shown) == frame_of(plain)


@pytest.mark.parametrize(
    "query",
    [
        "town=" + "9" * 3000,
        "&".join(f"a{number}=1" for number in range(50)),
    ],
)
def test_a_query_that_nobody_writes_by_hand_gets_the_plain_page(ask: Ask, query: str) -> None:
    assert ask(f"/emissions?{query}").text == index_page()


@pytest.mark.parametrize("query", ["kind=battery_storage", "stage=x", "kind="])
def test_filters_that_only_the_page_reads_get_the_plain_page(ask: Ask, query: str) -> None:
    assert ask(f"/sites?{query}").text == index_page()


@pytest.mark.parametrize("path", [f"/{e.slug}" for e in PAGES[1:] if not e.has_map])
def test_a_page_without_a_map_is_as_it_was(ask: Ask, path: str) -> None:
    answer = ask(path)

    assert answer.text == index_page()
    assert 'id="first"' not in answer.text


def test_an_older_publication_is_shown_as_such(ask: Ask) -> None:
    revision = cache.figures("1").snapshot.revision

    shown = look(ask, "/forest?snapshot=1")

    frame, _ = frame_of(shown)
    assert frame.endswith(f"&snapshot={revision}")
    assert f"./parks?snapshot={revision}" in [unescape(link) for link in ADDRESS.findall(shown)]


def test_the_same_request_is_made_once(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Asked] = []

    def counted(asked: Asked, **more: str) -> Any:  # noqa: ANN401 what first_look returns
        made.append(asked)
        return first_look(asked, **more)

    monkeypatch.setattr("sihui_map.ui.first.first_look", counted)
    first._made.cache.clear()  # noqa: SLF001 what is kept

    year = str(cache.figures().years[1])
    for query in ("", f"?town={OWN_TOWN}", "", f"?town={OWN_TOWN}&utm=1", f"?year={year}"):
        look(ask, f"/emissions{query}")

    assert [dict(asked.chosen) for asked in made] == [{}, {"town": OWN_TOWN}, {"year": year}]


def test_one_visitors_page_is_not_anothers(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ready for accounts: what is made for one audience is not shown to the next."""
    public = cache.figures()
    look(ask, "/parks")
    keys = {first._key(asked, "everyone") for asked in _asked_of(public)}  # noqa: SLF001
    monkeypatch.setattr(first, "seen_by", lambda *_: Seen("town", public))

    look(ask, "/parks")

    own = {first._key(asked, "town") for asked in _asked_of(public)}  # noqa: SLF001
    assert not keys & own


def test_who_is_signed_in_stands_on_his_own_page_alone(ask: Ask) -> None:
    store = cache.archive().store
    for name, role in (("周梅", Role.REVIEWER), ("何静", Role.VIEWER)):
        account_in(store, name, role)

    pages = {
        name: ask("/parks", cookie=f"sihui_session={token}; sihui_visit={VISIT}")
        for name, token in (
            ("周梅", session_in(store, "周梅")),
            ("何静", session_in(store, "何静")),
            ("登录", "nobody"),
        )
    }

    shown = {name: words(page.text) for name, page in pages.items()}
    assert "周梅（审核）" in shown["周梅"]
    assert "何静（查看）" in shown["何静"]
    for name, page in shown.items():
        assert [other for other in ("周梅", "何静") if other in page] == [name] * (name != "登录")
        assert html.WHO_LOOKS not in pages[name].text
    assert ">登录</a>" in pages["登录"].text
    assert {page.headers["cache-control"] for page in pages.values()} == {"no-store"}


def _asked_of(figures: Figures) -> list[Asked]:
    return [Asked("parks", figures, {}, {})]


@pytest.mark.parametrize("error", [UnavailableError("数据库没有答复"), RuntimeError("unforeseen")])
def test_whatever_goes_wrong_the_page_opens(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> Seen:
        raise error

    monkeypatch.setattr(first, "seen_by", fail)

    answer = ask("/emissions")

    assert (answer.status_code, answer.text) == (200, index_page())


def test_data_with_a_problem_is_left_to_the_page(
    ask: Ask, geodata_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (geodata_copy / "sites.csv").write_text("kaputt\n1\n", encoding="utf-8")
    monkeypatch.setenv("SIHUI_GEODATA", str(geodata_copy))

    assert ask("/sites").text == index_page()


@pytest.mark.parametrize("path", PATHS)
def test_without_samples_a_first_look_says_what_is_public(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("SIHUI_SAMPLE", "off")

    shown = look(ask, path)

    assert "示例" not in words(shown)
    assert "year" not in frame_of(shown)[1]
    without = re.findall(r"<noscript>.*?</noscript>", shown, re.DOTALL)[0]
    assert [town.name for town in county.TOWNS if town.name not in without] == []


@pytest.mark.parametrize("path", PATHS)
def test_names_that_try_to_run_are_shown(
    ask: Ask, own_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """In a county of enough towns to bear every name."""
    assert own_store
    copy = Path(shutil.copytree(GEODATA, tmp_path / "geodata"))
    make_hostile(copy)
    monkeypatch.setenv("SIHUI_GEODATA", str(copy))

    shown = look(ask, path)
    frame = ask(frame_of(shown)[0].removeprefix(".")).text

    for page in (shown, frame):
        assert page
        assert IF_JINJA_RAN not in page
        assert "<img" not in page
        assert "<script>window.__pwn" not in page
    assert frame.count("</script>") == frame.count("<script") == 4


@pytest.mark.parametrize("path", PATHS)
def test_without_javascript_towns_and_values_are_there(ask: Ask, path: str) -> None:
    (without,) = re.findall(r"<noscript>(.*?)</noscript>\n</div>", look(ask, path), re.DOTALL)

    assert without.count("<tr>") + without.count("<tr class") > len(county.TOWNS)
    assert "<table" in without


def test_a_first_look_is_never_kept_and_runs_no_script_of_its_own(ask: Ask) -> None:
    answer = ask(f"/emissions?town={OWN_TOWN}")

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"] == page_policy(index_page())
    assert re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL) == re.findall(
        r"<script>(.*?)</script>", index_page(), re.DOTALL
    )


def test_the_map_comes_before_the_chunks_of_the_page(ask: Ask) -> None:
    page = ask("/emissions").text

    assert page.index("<iframe") < page.index('<script type="module"')
    assert page.index("<iframe") < page.index('rel="modulepreload"')
    assert page.index('<template id="later">') < page.index('<script type="module"')
    assert page.index('id="first"') < page.index('id="root"')


def test_a_bare_answer_has_no_first_look(raw: Callable[..., list[Message]]) -> None:
    messages = raw({"path": "/emissions", BARE: True})

    body = b"".join(message.get("body", b"") for message in messages[1:])
    assert body.decode() == index_page()


# The frame in it


def test_the_first_frame_is_one_answer_without_the_component(ask: Ask) -> None:
    frame, _ = frame_of(look(ask, "/forest"))

    answer = ask(frame.removeprefix("."))

    assert answer.headers["content-security-policy"] == FRAME_POLICY
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert not re.search(r"<(?:script|link|img)[^>]* (?:src|href)=", answer.text)
    assert "window.sihui.begin()" in answer.text
    assert "main." not in answer.text


def test_a_first_frame_of_another_version_is_asked_for_again(ask: Ask) -> None:
    assert ask("/component/first/forest/?v=other").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/component/first/nowhere/",
        "/component/first/forest/?snapshot=nonsense",
        "/component/first/forest/x.js",
        "/component/first/",
    ],
)
def test_where_there_is_no_such_map_there_is_no_frame(ask: Ask, path: str) -> None:
    answer = ask(path)

    assert answer.status_code == 404
    assert "没有这个页面" in answer.text


def test_nothing_in_a_script_ends_its_element() -> None:
    assert first_frame._inlined('a("</script><!--")') == 'a("<\\/script><\\!--")'  # noqa: SLF001
