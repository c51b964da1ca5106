"""The HTML of pages, but for what drawn.py draws: every text goes through plain()."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.domain.light import Light
from sihui_map.views import fmt
from sihui_map.views.labels import LIGHT_LABEL, LIGHT_RULE, LIGHT_SHAPE
from sihui_map.views.markup import plain, why
from sihui_map.views.table import gathered, tagged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sihui_map.domain.account import Account
    from sihui_map.domain.plan import Clause, Target
    from sihui_map.domain.submission import Publication
    from sihui_map.domain.town import Town
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures
    from sihui_map.views.table import Cell, Table, TableRow


LIGHT = "light"
"""Name of a column of lights."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number with its label, unit, a tag such as 示例, what hovering tells, a line below."""

    label: str
    text: str
    unit: str = ""
    tag: str = ""
    hover: str = ""
    note: str = ""


def key_figure(  # noqa: PLR0913 each is a part of what is shown
    label: str,
    amount: Quantity,
    unit: str,
    decimals: int = 0,
    divisor: float = 1,
    *,
    note: str = "",
) -> KeyFigure:
    """Return a figure as a key figure: its number, what it is where less than sure, its source."""
    text = fmt.quantity(amount, decimals, divisor)
    return KeyFigure(label, text, unit, fmt.tag_of(amount), fmt.hover(amount), note)


def tag(text: str) -> str:
    """Return a small outlined word, nothing for an empty one."""
    return f'<span class="tag">{plain(text)}</span>' if text else ""


def heading(title: str, sentence: str, *, sample: bool = False, over: str = "") -> str:
    """Return the head of a page: its title and its answer in one sentence.

    ``over`` is the map that belongs under it: sihui.css shows no other one, and a link leads the
    keyboard past it (ui/assets/page.js).
    """
    mark = tag("示例") if sample else ""
    own = f' data-map="{plain(over)}"' if over else ""
    skip = '<a class="skip" href="#" data-skip="map">跳过地图</a>' if over else ""
    return (
        f'<header class="head"{own}><h1>{plain(title)}</h1><p>{plain(sentence)} {mark}</p>{skip}'
        "</header>"
    )


def section(title: str, sentence: str = "", *, sample: bool = False, mark: str = "") -> str:
    """Return the head of a card, with the mark of what all of it is."""
    mark = tag("示例" if sample else mark)
    text = f"<p>{plain(sentence)}{mark}</p>" if sentence else mark
    return f'<div class="section"><h2>{plain(title)}</h2>{text}</div>'


def light_badge(light: Light) -> str:
    """Return a light as shape, colour and word, so that colour is never needed."""
    label, shape = plain(LIGHT_LABEL[light]), LIGHT_SHAPE[light]
    return f'<span class="light {light}"><i>{shape}</i>{label}</span>'


def key_figures(items: Iterable[KeyFigure], *, compact: bool = False) -> str:
    """Return numbers side by side."""
    kind = "figures compact" if compact else "figures"
    return f'<div class="{kind}">{"".join(map(_figure, items))}</div>'


def _figure(item: KeyFigure) -> str:
    note = f"<em>{plain(item.note)}</em>" if item.note else ""
    return (
        f'<div class="figure"{why(item.hover)}><span>{plain(item.label)}</span>'
        f"<b>{plain(item.text)}</b><small>{plain(item.unit)}</small>{tag(item.tag)}{note}</div>"
    )


def _cell(
    cell: Cell, *, numeric: bool, town_code: str, address: tuple[str, str], label: str
) -> str:
    classes = " ".join(filter(None, ["num" if numeric else "", cell.style]))
    content = plain(cell.text)
    if town_code:
        code, (before, after) = plain(town_code), address
        content = f'<a href="{before}{code}{plain(after)}" data-town="{code}">{content}</a>'
    elif cell.link:
        content = f'<a href="{plain(cell.link + address[1])}">{content}</a>'
    if cell.parts:
        content = split_bar(cell.parts)
    if cell.share is not None:  # the number stands beside it, so it is not read out twice
        content = f'<progress aria-hidden="true" value="{cell.share:.4f}"></progress>'
    kind = f' class="{classes}"' if classes else ""
    note = f"<small>{plain(cell.note)}</small>" if cell.note else ""
    said = f"{content}{tag(cell.tag)}{note}"
    # On a telephone a row is a card, and each value stands beside its label; a bar has none.
    named = f' data-label="{plain(label)}"' if label and said else ""
    return f"<td{kind}{why(cell.hover)}{named}>{said}</td>"


def split_bar(parts: Iterable[tuple[str, float]]) -> str:
    """Return a bar that ``parts`` (colour, %) fill from the left; their numbers stand beside it."""
    inner = "".join(
        f'<i style="width:{share:.2f}%;background-color:{plain(color)}"></i>'
        for color, share in parts
    )
    return f'<span class="split" aria-hidden="true">{inner}</span>'


def _heads(table: Table) -> int:
    """Return which column is the heading of a row's card: the first that holds words, no light."""
    named = (
        at
        for at, each in enumerate(table.columns)
        if each.label and not each.numeric and each.key != LIGHT
    )
    return next(named, 0)


def _row(row: TableRow, table: Table, address: tuple[str, str], head: int) -> str:
    cells = []
    linked = False
    for at, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
        first = bool(row.town_code) and not linked and not column.numeric
        linked = linked or first
        code = row.town_code if first else ""
        label = "" if at == head else column.label
        cells.append(
            _cell(cell, numeric=column.numeric, town_code=code, address=address, label=label)
        )
    kind = f' class="{row.style}"' if row.style else ""
    named = f' id="{plain(row.anchor)}"' if row.anchor else ""
    return f"<tr{named}{kind}>{''.join(cells)}</tr>"


def page_table(table: Table, *, keep: Mapping[str, str] | None = None) -> str:
    """Return ``table`` for a page: a kind that all rows have is said once, in its title."""
    shown, kind = gathered(table)
    return table_html(shown, keep=keep, kind=kind, linked=True)


def table_html(
    table: Table,
    *,
    keep: Mapping[str, str] | None = None,
    town_at: str = "?town=",
    kind: str = "",
    linked: bool = False,
) -> str:
    """Return ``table``; a town's row links to ``town_at`` + code, ``keep`` stays in the address.

    Only where there are the other pages are cells ``linked`` to them.

    Which row is chosen is marked in the browser (ui/assets/page.js), so that the same table need
    not be sent again for each click.
    """
    kept = "".join(f"&{name}={value}" for name, value in (keep or {}).items())
    head = "".join(
        f'<th scope="col"{" class=num" if column.numeric else ""}>{plain(column.label)}</th>'
        if column.label
        else "<td></td>"
        for column in table.columns
    )
    shown = tagged(table if linked else table.unlinked)
    card_head = _heads(shown)
    body = "".join(_row(row, shown, (town_at, kept), card_head) for row in shown.rows)
    title = f"{plain(shown.title)}{tag(kind)}"
    return (
        f'<div class="scroll"><table class="data"><caption>{title}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def source_note(parts: Sequence[str], links: Sequence[tuple[str, str]]) -> str:
    """Return the line under a card: source, date, snapshot, downloads."""
    text = " · ".join(plain(part) for part in parts if part)
    anchors = "".join(
        f' <a class="download" href="{plain(address)}" download>{plain(label)}</a>'
        for label, address in links
    )
    return f'<p class="source">{text}{anchors}</p>'


def paragraphs(texts: Iterable[str], kind: str = "text") -> str:
    """Return paragraphs of plain text."""
    inner = "".join(f"<p>{plain(text)}</p>" for text in texts)
    return f'<div class="{plain(kind)}">{inner}</div>'


def definition_list(rows: Iterable[tuple[str, str]]) -> str:
    """Return term and description, one pair per line."""
    inner = "".join(f"<dt>{plain(term)}</dt><dd>{plain(text)}</dd>" for term, text in rows)
    return f"<dl>{inner}</dl>"


def card(title: str, rows: Iterable[tuple[str, str]], *, sample: bool = False) -> str:
    """Return what is known of one thing on a map: its name, then term and description."""
    said = tag("示例") if sample else ""
    return f"<h2>{plain(title)}{said}</h2>{definition_list(rows)}"


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target on the overview: light, name, sentence, below a light its rule; more on hover."""

    light: Light
    name: str
    sentence: str
    tag: str = ""
    hover: str = ""
    link: str = ""
    rule: str = ""


def target_lines(lines: Iterable[TargetLine]) -> str:
    """Return the targets as a list: light, name, one sentence."""
    return f'<ul class="targets">{"".join(map(_target_line, lines))}</ul>'


def _target_line(line: TargetLine) -> str:
    rule = f"<small>{plain(line.rule)}</small>" if line.rule else ""
    name = target_name(line)
    said = f"<span>{plain(line.sentence)}{tag(line.tag)}</span>{rule}"
    return f"<li{why(line.hover)}>{light_badge(line.light)}<div><b>{name}</b>{said}</div></li>"


def target_name(line: TargetLine) -> str:
    """Return the name of a target, which leads to all that is known of it."""
    name = plain(line.name)
    return f'<a href="{plain(line.link)}">{name}</a>' if line.link else name


def block(content: str, *, kind: str = "", block_id: str = "") -> str:
    """Return ``content`` in a box of its own, which a script or a link can find by its id."""
    named = f' id="{plain(block_id)}"' if block_id else ""
    return f'<div class="{plain(kind)}"{named}>{content}</div>'


def choices(names: Mapping[str, str]) -> str:
    """Return where the offline pack's script puts the buttons of each choice (name → label)."""
    inner = "".join(
        f'<div class="choice" data-choice="{plain(name)}" role="group" aria-label="{plain(label)}">'
        "</div>"
        for name, label in names.items()
    )
    return f'<div class="switches scripted">{inner}</div>'


def buttons(items: Iterable[tuple[str, str]]) -> str:
    """Return a button per (label, what it does in the page's script)."""
    inner = "".join(
        f'<a class="button" href="#" data-{plain(action)}>{plain(label)}</a>'
        for label, action in items
    )
    return f'<p class="buttons">{inner}</p>'


def failure(sentence: str) -> str:
    """Return what went wrong, in a box of its own."""
    return f'<p class="failure" role="alert">{plain(sentence)}</p>'


def light_rule() -> str:
    """Return the rule that stands under every light."""
    badges = "".join(light_badge(light) for light in Light)
    return f'<div class="rule">{badges}<p>{plain(LIGHT_RULE)}</p></div>'


def issue_banner(figures: Figures) -> str:
    """Return the line that says that a page shows an older snapshot; "" for the newest."""
    snapshot = figures.snapshot
    if snapshot.issue.is_latest:
        return ""
    said = f"正在查看{fmt.issue(snapshot.issue)}，不是最新数据。"
    return (
        f'<p class="issue">{plain(said)}'
        '<a class="button" href="?snapshot=latest">回到最新一期</a></p>'
    )


def footer(figures: Figures, *, menu: str = "", spoken: Mapping[str, object] | None = None) -> str:
    """Return the foot of every page: snapshot id, date, what may not be quoted.

    Of the page's script it holds the group of the ``menu`` that the page stands in, to be marked,
    and the words of all choices, to be ``spoken`` when one is made.
    """
    parts = (figures.snapshot.place.title, *fmt.full_stamp(figures.snapshot))
    group = f' data-menu="{plain(menu)}"' if menu else ""
    words = json.dumps(spoken, ensure_ascii=False, separators=(",", ":")) if spoken else ""
    told = f' data-choices="{plain(words)}"' if words else ""
    return f'<footer class="foot"{group}{told}>{" · ".join(map(plain, parts))}</footer>'


WHO_LOOKS = "<!-- who looks -->"
"""Where ``masthead`` has the one who looks, in what is kept for more than one of them."""


def who_looks(account: Account | None) -> str:
    """Return who is signed in and as what, or the way to sign in."""
    said = f"{plain(account.signed)}<i>（{plain(account.role)}）</i>" if account else "登录"
    return f'<a href="./me">{said}</a>'


def masthead(figures: Figures, who: str = WHO_LOOKS) -> str:
    """Return whose map this is, ``who`` looks at it, of which day it is, for the bar."""
    snapshot = figures.snapshot
    said = f"数据日期 {snapshot.data_day.isoformat()} · {fmt.issue(snapshot.issue)}"
    return (
        f'<p class="masthead"><b>{plain(snapshot.place.title)}</b> {who} '
        f"<span>{plain(said)}</span></p>"
    )


def clauses(items: Iterable[Clause]) -> str:
    """Return clauses of the plan, verbatim."""
    return "".join(
        f'<div class="clause"><h3>{item.clause_no}. {plain(item.title)}</h3>'
        f"<p>{plain(item.text)}</p></div>"
        for item in items
    )


def quotes(targets: Iterable[Target]) -> str:
    """Return what the plan says of each target, verbatim."""
    return definition_list((target.indicator, f"「{target.quote}」") for target in targets)


def snapshot_links(publications: Iterable[Publication]) -> str:
    """Return a link per publication, to see every page as it was then."""
    inner = "".join(
        f'<a class="button" href="?snapshot={plain(each.revision)}">查看第 {each.number} 期</a>'
        for each in publications
    )
    return f'<p class="buttons">{inner}</p>'


def page_link(words: str, address: str, *, label: str = "") -> str:
    """Return a link to another view, as a button, after ``label``."""
    return page_links([(words, address)], label=label)


def page_links(links: Iterable[tuple[str, str]], *, label: str = "") -> str:
    """Return links (words, address) to other views, as buttons side by side, after ``label``."""
    before = f"<b>{plain(label)}</b>" if label else ""
    inner = "".join(
        f'<a class="button" href="{plain(address)}">{plain(words)}</a>' for words, address in links
    )
    return f'<p class="buttons">{before}{inner}</p>'


def file_links(label: str, links: Iterable[tuple[str, str]]) -> str:
    """Return links (words, address) to files, after ``label``."""
    inner = " ".join(
        f'<a class="button" href="{plain(address)}" download>{plain(words)}</a>'
        for words, address in links
    )
    said = f"<span>{plain(label)}</span>" if label else ""
    return f'<p class="buttons files">{said}{inner}</p>'


def town_links(towns: Iterable[Town], *, keep: Mapping[str, str] | None = None) -> str:
    """Return a link per town; ``keep`` stays in the address."""
    kept = plain("".join(f"&{name}={value}" for name, value in (keep or {}).items()))
    inner = "".join(
        f'<a class="button" href="?town={plain(town.town_code)}{kept}">{plain(town.name)}</a>'
        for town in towns
    )
    return f'<p class="buttons">{inner}</p>'
