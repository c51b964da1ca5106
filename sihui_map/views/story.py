"""The story of one town: beside the mean of all, along the years, and what it burns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import COMPONENT_LABEL, TOTAL, TRADED_TEXT
from sihui_map.domain.energy import DIRECT_COMPONENTS, Component
from sihui_map.domain.town import town_by_code
from sihui_map.views import fmt
from sihui_map.views.labels import scope_text
from sihui_map.views.palette import COMPONENT_COLOR
from sihui_map.views.sentences.town import key_measures, town_figure, town_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sihui_map.catalogue.indicator import Indicator, Scope
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures
    from sihui_map.views.html import KeyFigure


COLOURS = tuple((COMPONENT_LABEL[part], COMPONENT_COLOR[part]) for part in DIRECT_COMPONENTS)
"""What the colours of a bar of 100 % stand for."""


@dataclass(frozen=True, slots=True)
class Step:
    """One year of a town: its number and how tall it stands, in % of the largest."""

    year: str
    number: str
    height: float
    hover: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One fuel of what a town burns, in % of it."""

    label: str
    number: str
    share: float
    color: str


@dataclass(frozen=True, slots=True)
class Story:
    """What is told of a town; ``tag`` is the kind of all its key figures, "" where they differ."""

    name: str
    year: str
    tag: str
    sentence: str
    figures: tuple[KeyFigure, ...] = ()
    steps_title: str = ""
    steps: tuple[Step, ...] = ()
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()


def one_tag(items: Sequence[KeyFigure]) -> tuple[list[KeyFigure], str]:
    """Return ``items`` and the tag that all numbers among them have, which they then leave out."""
    tags = {item.tag for item in items if item.text != fmt.NO_VALUE}
    if len(tags) != 1:
        return list(items), ""
    return [replace(item, tag="") for item in items], tags.pop()


def story(figures: Figures, town_code: str, year: int, measure: Indicator, scope: Scope) -> Story:
    """Tell what is known of a town in ``year``; the years are those of ``measure``."""
    name = town_by_code(figures.towns, town_code).name
    if not figures.years:
        return Story(name, "", "", "公开资料没有分镇街数据，这个镇街还没有填报。")
    beside = [_beside_mean(figures, town_code, year, each) for each in key_measures()]
    items, tag = one_tag(beside)
    shown = measure if measure.in_series else TOTAL  # prices differ from year to year
    along = {each: figures.measure(town_code, each, shown, scope) for each in figures.years}
    parts = _parts(figures, town_code, year)
    within = filter(None, (shown.unit, scope_text(shown, scope), _others(along.values(), tag)))
    return Story(
        name,
        f"{year} 年",
        tag,
        town_sentence(figures, town_code, year),
        tuple(items),
        f"历年{shown.label}（{'，'.join(within)}）",
        _steps(along, shown, year, tag),
        parts,
        tuple(_notes(figures, town_code, year, has_parts=bool(parts))),
    )


def _beside_mean(figures: Figures, town_code: str, year: int, measure: Indicator) -> KeyFigure:
    item = town_figure(figures, town_code, year, measure)
    mean = figures.town_mean(year, measure)
    if mean.value is None or item.text == fmt.NO_VALUE:
        return item
    kind = fmt.tag_of(mean)
    other = f"（{kind}）" if kind and kind != item.tag else ""
    said = f"平均 {fmt.shown(mean, measure)}{other}"
    return replace(item, note=said, hover=f"{item.hover}；各镇街平均：{fmt.hover(mean)}")


def _others(amounts: Iterable[Quantity], tag: str) -> str:
    """Say which kinds the hollow steps are of: those that the head of the story does not name."""
    kinds = {fmt.tag_of(amount) for amount in amounts if amount.value is not None} - {tag}
    return f"空心：{'、'.join(sorted(kind or '实际填报' for kind in kinds))}" if kinds else ""


def _steps(
    amounts: Mapping[int, Quantity], measure: Indicator, chosen: int, tag: str
) -> tuple[Step, ...]:
    tallest = max((amount.value or 0 for amount in amounts.values()), default=0)
    steps = []
    for year, amount in amounts.items():
        style = "chosen" if year == chosen else ""
        hover = f"{year} 年；{fmt.hover(amount)}"
        if amount.value is None:
            steps.append(Step(str(year), "缺失", 0, hover, f"{style} missing".strip()))
            continue
        height = max(amount.value, 0) / tallest * 100 if tallest > 0 else 0
        hollow = "" if fmt.tag_of(amount) == tag else "hollow"
        said = fmt.shown(amount, measure)
        steps.append(Step(str(year), said, height, hover, f"{style} {hollow}".strip()))
    return tuple(steps)


def _parts(figures: Figures, town_code: str, year: int) -> tuple[Part, ...]:
    shares = {part: figures.component_share(town_code, year, part) for part in DIRECT_COMPONENTS}
    if any(share.value is None for share in shares.values()):
        return ()
    return tuple(
        Part(COMPONENT_LABEL[part], fmt.quantity(share, 1), share.known, COMPONENT_COLOR[part])
        for part, share in shares.items()
    )


def _notes(figures: Figures, town_code: str, year: int, *, has_parts: bool) -> list[str]:
    """Return what the bar leaves out: electricity and heat, or why there is no bar."""
    if not has_parts:
        reason = figures.emission(town_code, year).reason
        return [f"构成缺失：{reason or '没有排放，不算占比'}。"]
    traded = figures.component(town_code, year, Component.ELECTRICITY)
    if traded.value is None:
        return [f"{TRADED_TEXT}另计：缺失（{traded.reason}）。"]
    kind = fmt.tag_of(traded)
    return [
        f"{TRADED_TEXT}另计：{fmt.wan_tonnes(traded)} {TOTAL.unit}{f'（{kind}）' if kind else ''}。"
    ]
