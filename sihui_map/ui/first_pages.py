"""What each page with a map shows first: the same figures, words and blocks as the page itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.domain.site import SiteGroup, sites_matching
from sihui_map.ui import choices, panels, parts
from sihui_map.ui.pages import GROUPS, PAGES
from sihui_map.views import charts, heads, html, labels, maps, task_map
from sihui_map.views.first import (
    Block,
    First,
    Frame,
    Group,
    Link,
    Pills,
    Room,
    blocks,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sihui_map.figures import Figures


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: a page of ``figures``, and what is chosen on it."""

    slug: str
    figures: Figures
    chosen: Mapping[str, str]
    keep: Mapping[str, str]
    """What keeps the snapshot in an address."""
    refused: Sequence[str] = ()

    def choice(self, years: Sequence[int]) -> choices.Choice:
        """Return what is chosen, with a year among ``years``."""
        default = choices.default_years(self.figures).get(tuple(years))
        has_plant = self.figures.snapshot.has_plant
        return choices.choice(self.chosen, years, default, has_plant=has_plant)

    def address(self, page: str = "", **changed: str) -> str:
        """Return where ``page``, by default this one, is with what is chosen and ``changed``."""
        query = urlencode(choices.written({**self.chosen, **changed, **self.keep}))
        return f"{page}?{query}" if query or not page else page


@dataclass(frozen=True, slots=True)
class Own:
    """What is this page's own: its blocks, what its map shows, the table in its place."""

    above: list[Block]
    beside: list[Block]
    below: list[Block]
    table: str
    years: Sequence[int] = ()
    measure: str = ""
    has_marks: bool = True
    switches: Sequence[Block] = ()


def _bar(asked: Asked, years: Sequence[int] = ()) -> str:
    return parts.choice_bar(asked.figures, asked.chosen, years)


def _pills(asked: Asked, name: str, words: Mapping[str, str]) -> Pills:
    now = asked.chosen.get(name, choices.DEFAULTS.get(name))
    return Pills(
        choices.LABEL[name],
        [Link(text, asked.address(**{name: key}), key == now) for key, text in words.items()],
    )


def _waiting(
    label: str,
    words: Iterable[str],
    chosen: str = "",
    *,
    joined: bool = True,
    has_label: bool = True,
) -> Pills:
    """Return choices that do not stand in the address: they are there, and wait for the page."""
    links = [Link(text, "", text == chosen) for text in words]
    return Pills(label, links, is_joined=joined, has_label=has_label)


def _towns(asked: Asked) -> str:
    """Return the towns with their emissions; where nothing was reported, their names."""
    figures = asked.figures
    if figures.years:
        return parts.ranking(figures, asked.choice(figures.years), asked.keep)
    return html.town_links(figures.towns, keep=asked.keep)


def _overview(asked: Asked) -> Own:
    figures = asked.figures
    now = asked.choice(figures.years)
    return Own(
        above=blocks(heads.overview_head(figures).markup(), _bar(asked, figures.years)),
        beside=blocks(
            *parts.overview_picture(figures, asked.keep),
            panels.town_card(figures, now),
            *parts.overview_targets(figures),
        ),
        below=blocks(*parts.overview_below(figures, asked.keep)),
        table=_towns(asked),
        years=figures.years,
        measure=maps.measure_id(TOTAL, Scope.DIRECT),
    )


def _emissions(asked: Asked) -> Own:
    figures = asked.figures
    now = asked.choice(figures.years)
    by_scope = [_pills(asked, choices.SCOPE, choices.scope_words())]
    towns = _towns(asked)
    if figures.years:
        beside = blocks(parts.town_story(figures, now, asked.keep), towns)
    else:
        has_totals = charts.has_city_totals(figures)
        room = [Room(charts.CITY_PX)] if has_totals else []
        told = parts.town_story(figures, now, asked.keep)
        beside = [*blocks(told, parts.totals_head(figures)), *room]
    plant = [_pills(asked, choices.PLANT, choices.PLANT_WORDS)]
    return Own(
        above=blocks(
            heads.emissions_head(figures, now.year, now.measure, now.scope).markup(),
            _bar(asked, figures.years),
        ),
        switches=[
            _pills(asked, choices.MEASURE, choices.measure_words()),
            *(by_scope if now.measure.is_by_scope else []),
            *(plant if figures.snapshot.has_plant else []),
        ],
        beside=beside,
        below=[
            *blocks(*parts.emissions_below(figures, now, asked.keep)),
            _waiting("内容", parts.EMISSIONS_PARTS, parts.EMISSIONS_PARTS[0], has_label=False),
            *blocks(*parts.ledger(figures, now, asked.keep)),
        ],
        table=towns,
        years=figures.years,
        measure=maps.measure_id(now.measure, now.scope),
        has_marks=now.with_plant,
    )


def _sites(asked: Asked) -> Own:
    figures, town = asked.figures, asked.chosen.get(choices.TOWN, "")
    shown = sites_matching(figures.snapshot.sites, town_code=town)
    has_chart = figures.operating_capacity(SiteGroup.PV, shown)
    chart: list[Block] = [*blocks(parts.capacity_head()), Room(charts.CAPACITY_PX)]
    chosen = {choices.TOWN: town} if town else {}
    filters = [
        _waiting("类型", labels.kinds_among(figures.snapshot.sites).values(), joined=False),
        _waiting("阶段", labels.stages_among(figures.snapshot.sites).values(), joined=False),
    ]
    return Own(
        above=blocks(heads.sites_head(figures, shown).markup(), _bar(asked)),
        switches=filters,
        beside=[
            *blocks(*parts.sites_beside(figures, shown, asked.keep)),
            *(chart if has_chart else []),
        ],
        below=blocks(*parts.sites_below(figures, shown, chosen, asked.keep)),
        table=_towns(asked),
    )


def _forest(asked: Asked) -> Own:
    figures, years = asked.figures, asked.figures.forest_years
    now = asked.choice(years)
    chart: Block = Room(charts.FOREST_PX)
    path = [chart] if years else blocks(parts.no_forest_path())
    towns = parts.forest_below(figures, now, asked.keep)  # the table first, where there is one
    return Own(
        above=blocks(
            heads.forest_head(figures).markup(),
            _bar(asked, years),
            *parts.forest_ruler(figures),
        ),
        beside=[
            *([_pills(asked, choices.FOREST, choices.forest_words())] if years else []),
            *blocks(parts.forest_numbers(figures), parts.forest_path_head(figures)),
            *path,
        ],
        below=blocks(
            *towns,
            *parts.forest_foot(figures, asked.keep),
        ),
        table=towns[0] if towns else _towns(asked),
        years=years,
        measure=now.forest.id,
    )


def _parks(asked: Asked) -> Own:
    figures = asked.figures
    return Own(
        above=blocks(heads.parks_head(figures).markup(), _bar(asked)),
        beside=blocks(*parts.parks_beside(figures)),
        below=blocks(*parts.parks_matrix(figures, asked.keep), html.light_rule()),
        table=_towns(asked),
    )


def _town(asked: Asked) -> Own:
    figures = asked.figures
    now = asked.choice(figures.years)
    told = parts.towns_told(figures, now, asked.keep)
    return Own(
        above=blocks(heads.town_head(figures, now.year).markup(), _bar(asked, figures.years)),
        beside=blocks(told),
        below=blocks(*parts.towns_below(figures, now, asked.keep)),
        table=told,
        years=figures.years,
        measure=maps.TOLD,
    )


def _dispatch(asked: Asked) -> Own:
    figures, now = asked.figures, asked.choice(())
    return Own(
        above=blocks(
            heads.dispatch_head(figures).markup(), _bar(asked), parts.dispatch_numbers(figures)
        ),
        beside=blocks(*parts.dispatch_beside(figures, now)),
        below=blocks(
            *parts.dispatch_below(figures, asked.keep), *panels.task_changes(figures, asked.keep)
        ),
        table=_towns(asked),
        measure=task_map.TASKS,
    )


OWN: Mapping[str, Callable[[Asked], Own]] = {
    "overview": _overview,
    "emissions": _emissions,
    "sites": _sites,
    "forest": _forest,
    "parks": _parks,
    "town": _town,
    "dispatch": _dispatch,
}


def _menu(asked: Asked) -> list[Group]:
    found = []
    for group in GROUPS:
        links = [
            Link(
                entry.title,
                asked.address("./" if entry is PAGES[0] else f"./{entry.slug}"),
                entry.slug == asked.slug,
            )
            for entry in PAGES
            if entry.group == group and not entry.is_hidden
        ]
        found.append(Group(group, links))
    return found


def first_look(asked: Asked, *, drawn: str, frame: str) -> First:
    """Return the first look of what is asked for.

    ``drawn`` is the compiled map's address, ``frame`` that of the frame which draws it.
    """
    own, figures = OWN[asked.slug](asked), asked.figures
    now = asked.choice(own.years)
    state = {"town": now.town_code, "year": str(now.year or ""), "measure": own.measure}
    hidden = {} if own.has_marks else {"marks": ""}
    return First(
        name=asked.slug,
        drawn=drawn,
        town=now.town_code,
        year=now.year,
        menu=_menu(asked),
        frame=Frame(
            address=f"{frame}#{urlencode({**state, **hidden})}",
            title=maps.TITLES[asked.slug],
            height_px=maps.HEIGHT_PX[asked.slug],
        ),
        table=own.table,
        warnings=asked.refused,
        above=[*blocks(html.issue_banner(figures)), *own.above],
        switches=own.switches,
        beside=own.beside,
        below=[*own.below, *blocks(html.masthead(figures) + html.footer(figures))],
    )
