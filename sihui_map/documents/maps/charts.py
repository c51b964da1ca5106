"""Charts for paper, as SVG: the city's totals, the towns' composition, the way of the forest.

What is not known is not drawn: a gap between years is hatched, a town of which a part is missing
has no bar and says so. A text stands beside each number, so that a photocopy can be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import COMPONENT_LABEL
from sihui_map.documents.maps.picture import FONTS, svg_text
from sihui_map.domain.energy import DIRECT_COMPONENTS
from sihui_map.domain.town import CITY
from sihui_map.views import fmt
from sihui_map.views.markup import plain
from sihui_map.views.palette import ACCENT, COMPONENT_COLOR, INK, is_dark
from sihui_map.views.ruler import timeline
from sihui_map.views.tables import composition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.figures import Figures

WIDTH = 1560
"""Ten units are a millimetre of the text's width."""
TYPE, SMALL = 36, 32
BELOW = 0.25
"""Of what lies between the lowest and the highest value: room for a number under the line."""
LEAST = 120
"""What a number needs of a bar."""
SOFT, LINE, DUE = "#52606d", "#c3ccd3", "#a11d21"
HATCH = (
    '<defs><pattern id="gap" width="12" height="12" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect width="12" height="12" fill="#ffffff"/>'
    f'<rect width="2" height="12" fill="{LINE}"/></pattern></defs>'
)


def _sheet(height: float, title: str, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}"'
        f' width="{WIDTH}" height="{height:g}" font-family="{FONTS}" fill="{INK}" role="img"'
        f' aria-label="{plain(title)}"><title>{plain(title)}</title>{HATCH}'
        f'<rect width="{WIDTH}" height="{height:g}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _box(x: float, y: float, width: float, height: float, fill: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"'
        f' stroke="{INK}" stroke-width="1"/>'
    )


def totals_svg(figures: Figures) -> str:
    """Return the known totals of the whole along the years, as columns from zero; or nothing."""
    shown = timeline(figures, "")
    if shown is None:
        return ""
    height, foot, wide = 430.0, 350.0, 90.0
    left, room = 40.0, WIDTH - 80.0
    parts = []
    for gap in shown.gaps:
        x, width = left + gap.start / 100 * room, gap.width / 100 * room
        parts += [
            (
                f'<rect x="{x:.1f}" y="{foot - 60:.1f}" width="{width:.1f}" height="60"'
                ' fill="url(#gap)"/>'
            ),
            svg_text(x + width / 2, foot - 74, gap.text, size=SMALL, anchor="middle", color=SOFT),
        ]
    for stem in shown.stems:
        x, tall = left + stem.at / 100 * room, stem.height / 100 * foot
        label = f"{stem.number}（{stem.note}）" if stem.note else stem.number
        parts += [
            _box(x - wide / 2, foot - tall, wide, tall, ACCENT),
            svg_text(x, foot - tall - 14, label, anchor="middle", weight=700, size=TYPE),
            svg_text(x, foot + 44, stem.year, anchor="middle", size=TYPE),
        ]
    if shown.end:
        at, words = shown.end
        x = left + at / 100 * room
        parts += [
            (
                f'<path d="M{x:.1f},{foot:g}V90" stroke="{DUE}" stroke-width="4"'
                ' stroke-dasharray="14 10"/>'
            ),
            svg_text(x, 74, words, size=SMALL, anchor="end", color=DUE),
        ]
    axis = f'<path d="M{left:g},{foot:g}H{left + room:g}" stroke="{SOFT}" stroke-width="2"/>'
    return _sheet(height, "碳排放总量", [*parts, axis])


def composition_svg(figures: Figures, year: int) -> str:
    """Return the bars of ``tables.composition`` without what stands apart; or nothing."""
    rows = composition(figures, year, with_plant=False).rows
    bars = [row.cells[1].parts for row in rows]
    if not any(bars):
        return ""
    names = {town.town_code: town.short_name for town in figures.towns}
    left, room, step, tall = 220.0, WIDTH - 240.0, 56.0, 40.0
    parts = [*_key(left)]
    for place, (row, bar) in enumerate(zip(rows, bars, strict=True)):
        y = 70 + place * step
        parts.append(svg_text(left - 16, y + 31, names[row.town_code], anchor="end", size=TYPE))
        if not bar:
            parts.append(
                f'<rect x="{left:g}" y="{y:g}" width="{room:g}" height="{tall:g}"'
                ' fill="url(#gap)"/>'
            )
            parts.append(
                svg_text(left + 16, y + 31, "缺失：没有填全，不画", size=SMALL, color=SOFT)
            )
        x = left
        for color, share in bar:
            width = share / 100 * room
            if width <= 0:
                continue
            parts.append(_box(x, y, width, tall, color))
            if width > LEAST:
                ink, said = "#ffffff" if is_dark(color) else INK, f"{fmt.number(share, 1)}%"
                parts.append(
                    svg_text(x + width / 2, y + 31, said, size=SMALL, anchor="middle", color=ink)
                )
            x += width
    return _sheet(80 + len(rows) * step, f"{year} 年各镇街直接排放构成", parts)


def _key(left: float) -> Iterable[str]:
    x = left
    for part in DIRECT_COMPONENTS:
        label = COMPONENT_LABEL[part]
        yield _box(x, 12, 40, 28, COMPONENT_COLOR[part])
        yield svg_text(x + 54, 38, label, size=SMALL)
        x += 100 + SMALL * len(label)


def forest_svg(figures: Figures) -> str:
    """Return the forest cover of the whole beside the straight path to its target; or nothing."""
    path = {year: amount.known for year, amount in figures.forest_path().items()}
    amounts = {year: figures.forest_cover(CITY, year) for year in figures.forest_years}
    covers = {year: amount.value for year, amount in amounts.items() if amount.value is not None}
    found = figures.forest_standing
    if not covers:
        return ""
    goal = found.target if found else None
    ends = [goal.value] if goal and goal.value is not None else []
    values, years = [*path.values(), *covers.values(), *ends], sorted({*path, *covers})
    low, high = min(values), max(values)
    low, high = low - BELOW * (high - low or 1), high + 0.1
    left, right, top, foot = 120.0, WIDTH - 120.0, 80.0, 380.0

    def at(year: int, value: float) -> tuple[float, float]:
        share = (year - years[0]) / max(years[-1] - years[0], 1)
        return left + share * (right - left), foot - (value - low) / (high - low) * (foot - top)

    def way(points: dict[int, float]) -> str:
        return "M" + "L".join(
            "{:.1f},{:.1f}".format(*at(year, value)) for year, value in sorted(points.items())
        )

    parts = [f'<path d="M{left:g},{foot:g}H{right:g}" stroke="{SOFT}" stroke-width="2"/>']
    parts += [
        svg_text(at(year, low)[0], foot + 46, str(year), anchor="middle", size=TYPE)
        for year in years
    ]
    if path:
        parts.append(
            f'<path d="{way(path)}" fill="none" stroke="{SOFT}" stroke-width="4"'
            ' stroke-dasharray="14 10"/>'
        )
        parts.append(svg_text(left, 44, "┄ 直线路径（应达）", size=SMALL, color=SOFT))
    parts.append(f'<path d="{way(covers)}" fill="none" stroke="{ACCENT}" stroke-width="6"/>')
    for year, value in covers.items():
        x, y = at(year, value)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10" fill="{ACCENT}"/>')
        parts.append(
            svg_text(x, y + 48, f"{fmt.number(value, 2)}%", anchor="middle", weight=700, size=TYPE)
        )
    if goal and goal.value is not None and goal.year in years:
        x, y = at(goal.year, goal.value)
        parts.append(f'<path d="M{x:.1f},{y - 15:.1f}l15,15l-15,15l-15,-15z" fill="{DUE}"/>')
        said = f"目标 {goal.year} 年 {fmt.target_text(goal)}"
        parts.append(svg_text(min(x, right), y - 28, said, anchor="end", color=DUE, size=TYPE))
    return _sheet(450, "森林覆盖率", parts)
