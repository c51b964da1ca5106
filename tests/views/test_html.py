"""The one module that builds HTML: whatever a text holds, a browser only shows it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from sihui_map.domain.light import Light
from sihui_map.views import drawn, html
from sihui_map.views.markup import plain
from sihui_map.views.ruler import Gap, Mark, Ruler, Stem, Timeline
from sihui_map.views.strips import Fold, Square
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.figures import Figures

VOID = {"img"}
# All that html.py writes; a handler or another host is not among it, a style only says where.
TAGS = set(
    re.findall(
        r"\w+",
        "a b caption dd details div dl dt em figcaption figure footer h1 h2 h3 header i img li "
        "ol p small span summary table tbody td th thead tr ul",
    )
)
ATTRIBUTES = set(
    re.findall(
        r"\S+",
        "alt aria-current aria-hidden aria-label class data-choices data-label data-map "
        "data-menu data-print data-skip data-town download href id scope "
        "src style aria-description data-why",
    )
)
PLACED = re.compile(r"(?:(?:left|width|height):-?\d+\.\d%;?)+")


class Checked(HTMLParser):
    """Keeps every tag, attribute and text, and whether the tags close in order."""

    def __init__(self) -> None:
        """Start with nothing open."""
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: dict[str, list[str]] = {}
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.text += data


def checked(markup: str) -> Checked:
    parser = Checked()
    parser.feed(markup)
    parser.close()
    assert parser.open == []
    assert parser.tags <= TAGS
    assert set(parser.attributes) <= ATTRIBUTES
    assert all(PLACED.fullmatch(style) for style in parser.attributes.get("style", []))
    return parser


def line(text: str) -> html.TargetLine:
    return html.TargetLine(Light.GREEN, text, text, text, text)


def one_table(text: str) -> Table:
    cells = (Cell("1"), Cell(text, hover=text, tag=text))
    columns = (Column(text, numeric=True), Column(text))
    return Table(text, columns, (TableRow(cells, town_code=text), TableRow(cells)))


BUILDERS: dict[str, Callable[[str], str]] = {
    "tag": html.tag,
    "heading": lambda text: html.heading(text, text, sample=True),
    "section": lambda text: html.section(text, text),
    "key_figures": lambda text: html.key_figures([html.KeyFigure(text, text, text, text, text)]),
    "table": lambda text: html.table_html(one_table(text), keep={"year": text}),
    "source_note": lambda text: html.source_note([text, text], [(text, text)]),
    "paragraphs": lambda text: html.paragraphs([text], text),
    "definition_list": lambda text: html.definition_list([(text, text)]),
    "target_lines": lambda text: html.target_lines([line(text)]),
    "strip": lambda text: drawn.strip([Square(text, text, text, text, text)], text),
    "folds": lambda text: drawn.folds([Fold(text, text, text, (text,), ((text, text),), text)]),
    "rulers": lambda text: drawn.rulers(
        [
            Ruler(text, line(text), text, (Mark("now", 50.0, text),), (text, text)),
            Ruler(text, line(text), text, (), nothing=text),
        ]
    ),
    "timeline": lambda text: drawn.timeline(
        Timeline(
            text,
            (Stem(text, text, text, 5.0, 74.0, text),),
            (Gap(5.0, 20.0, text),),
            (93.0, text),
        )
    ),
    "buttons": lambda text: html.buttons([(text, "print")]),
    "locator": lambda text: drawn.locator(text, text, text),
}


@pytest.mark.parametrize("build", BUILDERS.values(), ids=BUILDERS)
def test_a_hostile_text_is_shown_and_not_run(build: Callable[[str], str], hostile: str) -> None:
    markup = build(hostile)

    assert hostile not in markup
    assert plain(hostile) in markup
    checked(markup)


def test_a_hostile_town_site_or_clause_is_shown_and_not_run(
    all_hostile: str, figures: Figures
) -> None:
    snapshot = figures.snapshot
    clauses = [replace(item, title=all_hostile, text=all_hostile) for item in snapshot.clauses[:2]]
    targets = [
        replace(item, indicator=all_hostile, quote=all_hostile) for item in snapshot.targets[:2]
    ]
    towns = [replace(town, name=all_hostile) for town in figures.towns[:2]]

    for markup in (html.clauses(clauses), html.quotes(targets), html.town_links(towns)):
        assert "<img src=x" not in markup
        assert "{" not in markup
        checked(markup)


def test_a_link_in_a_table_stays_in_the_application(hostile: str) -> None:
    found = checked(html.table_html(one_table(hostile), keep={"measure": "total"}))

    assert all(link.startswith("?town=") for link in found.attributes["href"])
    assert len(found.attributes["href"]) == 1


def test_the_first_text_of_a_towns_row_selects_the_town_and_keeps_the_year() -> None:
    row = TableRow((Cell("1"), Cell("甲镇"), Cell("25.10")), town_code="990101100")
    columns = (Column("序", numeric=True), Column("镇街"), Column("万吨", numeric=True))

    found = checked(html.table_html(Table("排序", columns, (row,)), keep={"year": "2020"}))

    assert found.attributes["href"] == ["?town=990101100&year=2020"]
    assert found.attributes["data-town"] == ["990101100"]


def test_a_table_is_the_same_whichever_town_is_chosen() -> None:
    rows = tuple(TableRow((Cell(code),), town_code=code, style="apart") for code in ("1", "2"))

    markup = html.table_html(Table("表", (Column("镇街"),), rows))

    assert "chosen" not in markup
    assert '<tr class="apart"><td><a href="?town=2" data-town="2">2</a></td></tr>' in markup


def labels(markup: str) -> list[tuple[str, str | None]]:
    """Return the text of each cell of a body, and its label."""
    cells = re.findall(r"<td([^>]*)>(.*?)</td>", markup.partition("<tbody>")[2])
    found = (re.search(r'data-label="([^"]*)"', attributes) for attributes, _ in cells)
    texts = (re.sub(r"<[^>]*>", "", inner) for _, inner in cells)
    return [(text, label and label[1]) for text, label in zip(texts, found, strict=True)]


def test_each_value_carries_its_label_and_the_heading_of_its_card_none() -> None:
    row = TableRow((Cell("1"), Cell("甲镇"), Cell("25.10"), Cell("", share=1), Cell("")))
    columns = (
        Column("序", numeric=True),
        Column("镇街"),
        Column("万吨", numeric=True),
        Column(""),
        Column("说明"),
    )

    found = labels(html.table_html(Table("排序", columns, (row,))))

    assert found == [("1", "序"), ("甲镇", None), ("25.10", "万吨"), ("", None), ("", None)]


def test_a_light_is_a_value_of_the_card_and_not_its_heading() -> None:
    row = TableRow((Cell("绿灯"), Cell("森林覆盖率")))
    columns = (Column("灯", "light"), Column("指标"))

    assert labels(html.table_html(Table("指标", columns, (row,)))) == [
        ("绿灯", "灯"),
        ("森林覆盖率", None),
    ]


def test_only_a_page_with_a_map_offers_a_way_past_it() -> None:
    assert 'data-skip="map">跳过地图</a>' in html.heading("总览", "答案", over="overview")
    assert "data-skip" not in html.heading("任务", "答案")


def test_the_foot_tells_the_script_its_menu_and_the_words_of_choices(figures: Figures) -> None:
    foot = html.footer(figures, menu="填报", spoken={"town": ("镇街", {"7": "甲镇"})})

    found = checked(foot)

    assert found.attributes["data-menu"] == ["填报"]
    assert found.attributes["data-choices"] == ['{"town":["镇街",{"7":"甲镇"}]}']
    assert "data-" not in html.footer(figures)


def test_a_row_and_a_cell_without_a_style_have_no_class() -> None:
    markup = html.table_html(Table("表", (Column("甲"),), (TableRow((Cell("乙"),)),)))

    assert "<tr><td>乙</td></tr>" in markup


def test_cells_say_number_style_hover_and_tag() -> None:
    row = TableRow((Cell("缺失", hover="未报", tag="示例", style="missing"),))

    markup = html.table_html(Table("表", (Column("值", numeric=True),), (row,)))

    said = '缺失<span class="tag">示例</span>'
    assert f'<td class="num missing" aria-description="未报">{said}</td>' in markup


@pytest.mark.parametrize(
    ("light", "shape", "word"),
    [("green", "●", "绿灯"), ("yellow", "▲", "黄灯"), ("red", "■", "红灯"), ("grey", "○", "无灯")],
)
def test_a_light_is_told_by_shape_and_word_too(light: str, shape: str, word: str) -> None:
    assert html.light_badge(Light(light)) == (
        f'<span class="light {light}"><i>{shape}</i>{word}</span>'
    )


def test_the_rule_stands_under_the_lights() -> None:
    text = checked(html.light_rule()).text

    assert "发改办环资〔2020〕901号" in text
    assert [word for word in ("绿灯", "黄灯", "红灯", "无灯") if word not in text] == []


def test_a_targets_own_rule_stands_under_its_light() -> None:
    line = html.TargetLine(light=Light.RED, name="森林", sentence="还差 1。", rule="参照 <901>：…")

    assert "<small>参照 &#60;901&#62;：…</small></div></li>" in html.target_lines([line])
    assert "<small>" not in html.target_lines([html.TargetLine(Light.RED, "森林", "还差 1。")])


def test_the_foot_says_which_state_and_what_may_not_be_quoted(
    figures: Figures, public_figures: Figures
) -> None:
    with_sample, public = html.footer(figures), html.footer(public_figures)

    assert f"版本 {figures.snapshot.revision}" in with_sample
    assert "数据日期 2033-09-15" in with_sample
    assert "标「示例」的数值为虚构样本，不可引用" in with_sample
    assert "示例" not in public


def test_a_head_without_samples_carries_no_tag() -> None:
    assert html.heading("总览", "一句话。") == (
        '<header class="head"><h1>总览</h1><p>一句话。 </p></header>'
    )


def test_a_section_may_have_no_sentence() -> None:
    assert html.section("标题") == '<div class="section"><h2>标题</h2></div>'


def test_clauses_are_quoted_verbatim(figures: Figures) -> None:
    clause = figures.snapshot.clauses[0]

    text = checked(html.clauses([clause])).text

    assert clause.text in text
    assert clause.title in text


def test_quotes_and_town_links_name_what_they_are_of(figures: Figures) -> None:
    targets = figures.snapshot.targets
    links = checked(html.town_links(figures.towns))

    assert "「" in checked(html.quotes(targets)).text
    assert links.attributes["href"][2] == "?town=990101102"
    assert len(links.attributes["href"]) == 3


def test_the_locator_is_asked_from_our_own_server() -> None:
    found = checked(drawn.locator("990101100", "甲镇", "ABCD1234"))

    assert found.attributes["src"] == ["./assets/locator/990101100.svg?v=ABCD1234"]
    assert found.attributes["alt"] == ["甲镇的位置示意图"]


def test_nothing_that_the_module_writes_needs_another_host(figures: Figures) -> None:
    everything: list[Any] = [
        html.light_rule(),
        html.footer(figures),
        html.town_links(figures.towns),
        html.buttons([("打印本页", "print")]),
    ]

    assert not re.search("https?:", "".join(everything))
