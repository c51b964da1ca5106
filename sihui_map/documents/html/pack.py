"""The offline pack: the whole dashboard as one page that opens from a USB stick.

Everything stands in the page as tables; the script only chooses, colours, searches and filters.
"""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.documents.html.drawing import map_svg
from sihui_map.documents.html.first_view import (
    city_facts,
    first_ranking,
    first_targets,
    legends,
    mark_legend,
    unplaced_list,
)
from sihui_map.documents.html.parts import START, start_year
from sihui_map.documents.html.script_data import script_data
from sihui_map.documents.html.views import View, views_of
from sihui_map.documents.maps.town_map import OUTLINE_NOTE
from sihui_map.domain.town import SCHEMATIC_NOTE
from sihui_map.domain.value import any_sample
from sihui_map.views import fmt, html, sentences
from sihui_map.views.first import why_script
from sihui_map.views.labels import no_town
from sihui_map.views.markup import plain

if TYPE_CHECKING:
    from sihui_map.figures import Figures


ASSETS = files("sihui_map.documents.html") / "assets"
NO_SHAPES = "没有可用的镇街界线，地图不能显示；请看下面各表。"


def pack(figures: Figures, *, approval: str = "") -> bytes:
    """Return the pack as one HTML file in UTF-8; ``approval`` is the 审图号.

    The same figures give the same bytes.
    """
    script, style = _asset("pack.js") + why_script(), _asset("pack.css")
    views = views_of(figures)
    note = f"{SCHEMATIC_NOTE} · 审图号：{approval or '（尚未取得）'}"
    stamp = (f"{figures.snapshot.place.title}（离线版）", *fmt.full_stamp(figures.snapshot), note)
    is_sample = any_sample(figures.published().values())
    page = Template(_asset("pack.html")).substitute(
        script=script,
        script_hash=_digest(script),
        style=style,
        style_hash=_digest(style),
        title=plain(f"{figures.snapshot.place.title}（{figures.snapshot.revision}）"),
        heading=html.heading(
            figures.snapshot.place.title, " · ".join(("离线版", *fmt.stamp(figures.snapshot)))
        ),
        no_town=no_town(figures.snapshot.place),
        switches=html.choices({"measure": "指标", "boundary": "口径"}),
        years=html.choices({"year": "年份"}),
        buttons=html.buttons([("打印本页", "print"), ("打印全部", "print-all")]),
        nav="".join(
            f'<a href="#{view_id}">{title}</a>'
            for view_id, title in [("map", "一张图"), *((v.view_id, v.title) for v in views)]
        ),
        problems="".join(html.failure(item.sentence) for item in figures.snapshot.problems),
        answer=plain(
            sentences.emissions_sentence(figures, start_year(figures), TOTAL, Scope.DIRECT)
        ),
        sample=html.tag("示例") if is_sample else "",
        legends=legends(figures) + unplaced_list(figures),
        map=_map(figures),
        map_note=mark_legend(figures) + plain(note),
        facts=city_facts(figures),
        ranking=first_ranking(figures),
        targets=first_targets(figures),
        map_foot=html.source_note(["来源：能源活动 × 排放因子，详见来源与方法"], []),
        views="".join(_section(view) for view in views),
        stamp=" · ".join(map(plain, stamp)),
        data=_json(script_data(figures)),
    )
    return page.encode()


def _map(figures: Figures) -> str:
    """Return the map, and what it lacks; a sentence where nothing can be drawn."""
    drawn = map_svg(figures, START)
    if not drawn:
        return html.failure(NO_SHAPES)
    return drawn if figures.snapshot.boundaries else drawn + html.paragraphs([f"{OUTLINE_NOTE}。"])


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c")


def _section(view: View) -> str:
    return f'<section class="view" id="{view.view_id}">{view.content}</section>'
