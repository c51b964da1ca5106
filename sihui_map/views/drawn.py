"""Strips, lines that open, rulers and stems as HTML: every text goes through plain()."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.views import html
from sihui_map.views.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.views.ruler import Ruler, Timeline
    from sihui_map.views.strips import Fold, Square


def strip(squares: Iterable[Square], label: str) -> str:
    """Return a row of cells: colour, sign and word of each say the same, a link leads to it."""
    return f'<ol class="strip" aria-label="{plain(label)}">{"".join(map(_square, squares))}</ol>'


def _square(each: Square) -> str:
    inner, said = f"<i>{plain(each.sign)}</i>{plain(each.word)}", plain(each.hover)
    link = f'<a href="{plain(each.link)}" aria-label="{said}">{inner}</a>'
    shown = link if each.link else f"<span>{inner}</span>"
    return f'<li class="{plain(each.style)}" title="{said}">{shown}</li>'


def folds(lines: Iterable[Fold]) -> str:
    """Return one line per thing, which opens to what is known of it."""
    return f'<ul class="folds">{"".join(map(_fold, lines))}</ul>'


def _fold(each: Fold) -> str:
    parts = "".join(f"<span>{plain(part)}</span>" for part in each.parts)
    return (
        f'<li id="{plain(each.anchor)}" class="{plain(each.style)}"><details><summary>'
        f"<b>{plain(each.name)}{html.tag(each.tag)}</b>{parts}</summary>"
        f"{html.definition_list(each.told)}{_links(each)}</details></li>"
    )


def _links(each: Fold) -> str:
    inner = "".join(
        f'<a class="button" href="{plain(address)}">{plain(words)}</a>'
        for words, address in each.links
    )
    return f'<p class="buttons">{inner}</p>' if inner else ""


def rulers(items: Iterable[Ruler]) -> str:
    """Return targets as a list, each with its light, its sentence and its track."""
    return f'<ul class="targets rulers">{"".join(map(_ruler, items))}</ul>'


def _ruler(each: Ruler) -> str:
    line, (start, width) = each.line, each.reach
    marks = "".join(f'<i class="{m.style}" style="left:{m.at:.1f}%"></i>' for m in each.marks)
    said = "".join(f'<span class="{mark.style}">{plain(mark.text)}</span>' for mark in each.marks)
    track = (
        f'<div class="track" aria-hidden="true"><small>{plain(each.ends[0])}</small><p>'
        f'<i class="reach" style="left:{start:.1f}%;width:{width:.1f}%"></i>{marks}</p>'
        f'<small>{plain(each.ends[1])}</small></div><p class="key">{said}</p>'
    )
    return (
        f'<li id="{plain(each.anchor)}" title="{plain(line.hover)}">{html.light_badge(line.light)}'
        f"<div><b>{plain(line.name)} <em>{plain(each.direction)}</em></b>"
        f"<span>{plain(line.sentence)}{html.tag(line.tag)}</span>"
        f"{track if each.marks else html.paragraphs([each.nothing], 'nothing')}</div></li>"
    )


def timeline(shown: Timeline) -> str:
    """Return the known totals as stems along the years; what is not known is a named gap."""
    gaps = "".join(
        f'<p style="left:{gap.start:.1f}%;width:{gap.width:.1f}%">{plain(gap.text)}</p>'
        for gap in shown.gaps
    )
    stems = "".join(
        f'<li style="left:{stem.at:.1f}%" title="{plain(stem.hover)}">{html.tag(stem.note)}'
        f'<b>{plain(stem.number)}</b><i style="height:{stem.height:.1f}%"></i>'
        f"<span>{plain(stem.year)}</span></li>"
        for stem in shown.stems
    )
    at, words = shown.end or (0, "")
    end = f'<p class="end" style="left:{at:.1f}%">{plain(words)}</p>' if words else ""
    return (
        f'<figure class="timeline"><div>{gaps}{end}<ol>{stems}</ol></div>'
        f"<figcaption>{plain(shown.said)}</figcaption></figure>"
    )
