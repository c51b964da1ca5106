"""Contents, strips, folds, rulers, stories, slides as HTML: all text goes through plain()."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.domain.town import SCHEMATIC_NOTE
from sihui_map.views import fmt, html
from sihui_map.views.markup import plain, why, why_aside

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sihui_map.figures import Figures
    from sihui_map.views.ruler import Ruler, Timeline
    from sihui_map.views.story import Story
    from sihui_map.views.strips import Fold, Square
    from sihui_map.views.task_views import Card, Lane, Moment, Timetable


def contents(headings: Iterable[tuple[str, str]]) -> str:
    """Return a table of contents: a link per (heading, id)."""
    inner = "".join(
        f'<li><a href="#{plain(to)}">{plain(heading)}</a></li>' for heading, to in headings
    )
    return f'<nav class="contents" aria-label="目录"><ol>{inner}</ol></nav>'


def anchor(block_id: str) -> str:
    """Return a place that a link leads to."""
    return f'<div class="anchor" id="{plain(block_id)}"></div>'


def strip(squares: Iterable[Square], label: str) -> str:
    """Return a row of cells: colour, sign and word of each say the same, a link leads to it."""
    return f'<ol class="strip" aria-label="{plain(label)}">{"".join(map(_square, squares))}</ol>'


def _square(each: Square) -> str:
    inner = f"<i>{plain(each.sign)}</i>{plain(each.word)}"
    link = f'<a href="{plain(each.link)}" aria-label="{plain(each.hover)}">{inner}</a>'
    shown = link if each.link else f"<span>{inner}</span>"
    told = why_aside(each.hover) if each.link else why(each.hover)
    return f'<li class="{plain(each.style)}"{told}>{shown}</li>'


def folds(lines: Iterable[Fold], *, narrow: bool = False) -> str:
    """Return one line per thing, which opens to what is known of it; ``narrow`` beside a map."""
    kind = "folds narrow" if narrow else "folds"
    return f'<ul class="{kind}">{"".join(map(_fold, lines))}</ul>'


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
        f'<li id="{plain(each.anchor)}"{why(line.hover)}>{html.light_badge(line.light)}'
        f"<div><b>{html.target_name(line)} <em>{plain(each.direction)}</em></b>"
        f"<span>{plain(line.sentence)}{html.tag(line.tag)}</span>"
        f"{track if each.marks else html.paragraphs([each.nothing], 'nothing')}</div></li>"
    )


def colours(names: Iterable[tuple[str, str]]) -> str:
    """Return what the colours of a bar of 100 % stand for (words, colour)."""
    inner = "".join(
        f'<li><i style="background-color:{plain(color)}"></i>{plain(words)}</li>'
        for words, color in names
    )
    return f'<ul class="colours">{inner}</ul>'


def story(told: Story, links: Iterable[tuple[str, str]]) -> str:
    """Return what is told of one town, and where to go on (words, address)."""
    figures = html.key_figures(told.figures, compact=True)
    on = "".join(f'<a class="button" href="{plain(to)}">{plain(words)}</a>' for words, to in links)
    return (
        f'<section class="story"><div class="section"><h2>{plain(told.name)}</h2>'
        f"<p>{plain(told.year)}{html.tag(told.tag)}</p></div>"
        f"{html.paragraphs([told.sentence], 'said')}{figures if told.figures else ''}"
        f"{_along(told) if told.steps else ''}"
        f'<p class="buttons">{on}</p></section>'
    )


def _along(told: Story) -> str:
    steps = "".join(
        f'<li class="{plain(step.style)}"{why(step.hover)}><b>{plain(step.number)}</b>'
        f'<i style="height:{step.height:.1f}%"></i><span>{plain(step.year)}</span></li>'
        for step in told.steps
    )
    bar = html.split_bar((part.color, part.share) for part in told.parts)
    key = "".join(
        f'<li><i style="background-color:{plain(part.color)}"></i>{plain(part.label)}'
        f" {plain(part.number)}%</li>"
        for part in told.parts
    )
    made_of = f'{bar}<ul class="colours">{key}</ul>' if told.parts else ""
    return (
        f'<div class="pair"><div><h3>{plain(told.steps_title)}</h3><ol class="steps">{steps}</ol>'
        f'</div><div class="made-of"><h3>直接排放构成</h3>{made_of}'
        f"{html.paragraphs(told.notes, 'notes')}</div></div>"
    )


def way(steps: Iterable[tuple[str, str]]) -> str:
    """Return steps that follow each other, numbered: what each is called, what is done in it."""
    inner = "".join(f"<li><b>{plain(name)}</b><p>{plain(said)}</p></li>" for name, said in steps)
    return f'<ol class="way">{inner}</ol>'


def timeline(shown: Timeline) -> str:
    """Return the known totals as stems along the years; what is not known is a named gap."""
    gaps = "".join(
        f'<p style="left:{gap.start:.1f}%;width:{gap.width:.1f}%">{plain(gap.text)}</p>'
        for gap in shown.gaps
    )
    stems = "".join(
        f'<li style="left:{stem.at:.1f}%"{why(stem.hover)}>{html.tag(stem.note)}'
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


@dataclass(frozen=True, slots=True)
class SlideCard:
    """A slide in few words: its number, its title, its one message."""

    number: int
    title: str
    message: str


def cover(title: str, message: str, lines: Iterable[str]) -> str:
    """Return the first slide: whose map it is, the one message, what it rests on and of when."""
    said = "".join(f"<p>{plain(line)}</p>" for line in lines)
    return (
        f'<header class="head cover"><h1>{plain(title)}</h1><p>{plain(message)}</p></header>'
        f'<div class="cover-lines">{said}</div>'
    )


def share(address: str, picture: str) -> str:
    """Return an address that others open, and its QR code, for a telephone on the same network."""
    return (
        f'<figure class="share"><img src="{plain(picture)}" alt="二维码：{plain(address)}">'
        f"<figcaption>同一网络里的手机扫码，看同一期的每一页<br>{plain(address)}</figcaption></figure>"
    )


def slide_foot(figures: Figures, place: int, count: int, *, ask: int) -> str:
    """Return the foot of a slide: its number, the snapshot, the keys.

    ``ask`` is the slide to which the key Q leads (ui/assets/slides.js): to the questions, and from
    there back to where one was; 0 where nothing can be asked.
    """
    back = "Q 问答" if ask > place else "Q 回到原来一页"
    keys = "　".join(("O 总览", *([back] if ask else []), "N 备注", "F 全屏", "B 黑屏"))
    about = " · ".join(map(plain, (*fmt.full_stamp(figures.snapshot), keys)))
    return (
        f'<p class="source" data-slide="{place}" data-of="{count}" data-ask="{ask}">'
        f"<b>第 {place} 页，共 {count} 页</b>"
        f"<span> · {about}</span></p>"
    )


@dataclass(frozen=True, slots=True)
class MaterialCard:
    """A document to hand out: what it is, when it was made, where it and its picture are."""

    title: str
    about: str
    when: str
    words: str
    address: str
    picture: str


def material_cards(cards: Iterable[MaterialCard]) -> str:
    """Return documents side by side, each with its picture and its file."""
    return f'<ul class="materials">{"".join(map(_material, cards))}</ul>'


def _material(each: MaterialCard) -> str:
    return (
        f'<li><img src="{plain(each.picture)}" alt=""><div><b>{plain(each.title)}</b>'
        f"<span>{plain(each.about)}</span><small>{plain(each.when)}</small>"
        f'<a class="button" href="{plain(each.address)}" download>{plain(each.words)}</a>'
        "</div></li>"
    )


def slide_overview(cards: Iterable[SlideCard]) -> str:
    """Return all slides at a glance, seen when O is pressed; each opens its slide."""
    inner = "".join(
        f'<li><button type="button" data-to="{each.number}"><b>{each.number}</b>'
        f"<strong>{plain(each.title)}</strong><span>{plain(each.message)}</span></button></li>"
        for each in cards
    )
    return f'<nav class="slides" aria-label="全部页面"><ol>{inner}</ol></nav>'


def speaker(cards: Sequence[SlideCard], told: Iterable[Sequence[tuple[str, str]]]) -> str:
    """Return what whoever presents reads: a clock, then each slide with its notes and the next."""
    follows = [f"{each.number}　{each.title}：{each.message}" for each in cards[1:]]
    parts = "".join(
        _noted(card, rows, after)
        for card, rows, after in zip(cards, told, [*follows, "这是最后一页。"], strict=True)
    )
    return (
        '<div class="speaker"><div class="clock"><b role="timer" data-clock>00:00</b>'
        '<button type="button" data-timer="toggle">开始</button>'
        '<button type="button" data-timer="reset">归零</button>'
        f"<span data-linked>没有连上汇报窗口</span></div>{parts}</div>"
    )


def _noted(card: SlideCard, rows: Sequence[tuple[str, str]], after: str) -> str:
    return (
        f'<section data-note="{card.number}"><header class="head"><h1>{card.number}　'
        f"{plain(card.title)}</h1><p>{plain(card.message)}</p></header>"
        f'{html.definition_list(rows)}<p class="after"><b>下一页</b>{plain(after)}</p></section>'
    )


def lanes(shown: Iterable[Lane]) -> str:
    """Return a board: a column per state, a card per task, which leads to its page."""
    return f'<div class="lanes">{"".join(map(_lane, shown))}</div>'


def _lane(each: Lane) -> str:
    cards = "".join(map(_card, each.cards))
    head = f"<h3>{plain(each.name)}</h3>"
    return f'<section class="{plain(each.style)}">{head}<ul>{cards}</ul></section>'


def _card(each: Card) -> str:
    lines = "".join(f"<span>{plain(line)}</span>" for line in each.lines)
    return (
        f'<li><a href="{plain(each.link)}"><b>{plain(each.name)}{html.tag(each.tag)}</b>{lines}'
        "</a></li>"
    )


def timetable(shown: Timetable) -> str:
    """Return steps along the months: a row per task, the day of the data as a line through all."""
    months = "".join(
        f'<li style="left:{at:.1f}%">{plain(words)}</li>' for at, words in shown.months
    )
    today = f'<li class="today" aria-hidden="true" style="left:{shown.today:.1f}%"></li>'
    rows = "".join(
        f'<li><a href="{plain(row.link)}">{plain(row.name)}</a>'
        f"<ol>{''.join(map(_moment, row.moments))}{today}</ol></li>"
        for row in shown.rows
    )
    key = "".join(f'<li class="{style}">{plain(words)}</li>' for style, words in shown.key)
    return (
        f'<div class="timetable"><ol class="months" aria-hidden="true">{months}</ol>'
        f'<ul>{rows}</ul><ul class="key">{key}<li class="today-key">竖线：数据日期</li></ul></div>'
    )


def _moment(each: Moment) -> str:
    said = plain(each.hover)
    return (
        f'<li class="{plain(each.style)}" style="left:{each.at:.1f}%"{why_aside(each.hover)}>'
        f'<span aria-hidden="true">{plain(each.sign)}</span><small>{said}</small></li>'
    )


def locator(town_code: str, name: str, revision: str, *, snapshot: str = "") -> str:
    """Return the drawing that says where a town lies, in ``snapshot``, "" for the newest."""
    kept = f"&amp;snapshot={plain(snapshot)}" if snapshot else ""
    address = f"./assets/locator/{plain(town_code)}.svg?v={plain(revision)}{kept}"
    return (
        f'<figure class="locator"><img src="{address}" alt="{plain(name)}的位置示意图">'
        f"<figcaption>{plain(SCHEMATIC_NOTE)}</figcaption></figure>"
    )
