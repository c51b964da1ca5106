"""The heads of the pages with a map: title, answer, whether samples are in it, whose map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.catalogue import ENERGY_USE, FOREST_COVER, PARK_PROGRESS, SITES
from sihui_map.views import html, sentences, tracking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.catalogue.indicator import Indicator, Scope
    from sihui_map.domain.site import Site
    from sihui_map.figures import Figures


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a page; ``over`` is the map that belongs under it."""

    title: str
    sentence: str
    sample: bool
    over: str

    def markup(self) -> str:
        """Return it as HTML."""
        return html.heading(self.title, self.sentence, sample=self.sample, over=self.over)


def overview_head(figures: Figures) -> Head:
    """Return the head of 总览."""
    return Head("总览", sentences.total_sentence(figures), sample=False, over="overview")


def emissions_head(figures: Figures, year: int, measure: Indicator, scope: Scope) -> Head:
    """Return the head of 镇街排放 for what is chosen."""
    said = sentences.emissions_sentence(figures, year, measure, scope)
    return Head("镇街排放", said, ENERGY_USE.name in figures.sampled, "emissions")


def town_head(figures: Figures, year: int) -> Head:
    """Return the head of 镇街自查 while no town is chosen."""
    said = sentences.towns_sentence(figures, year)
    return Head("镇街自查", said, ENERGY_USE.name in figures.sampled, "town")


def sites_head(figures: Figures, shown: Sequence[Site]) -> Head:
    """Return the head of 能源项目 over the sites that are shown."""
    said = sentences.sites_sentence(figures, shown)
    return Head("能源项目", said, SITES.name in figures.sampled, "sites")


def forest_head(figures: Figures) -> Head:
    """Return the head of 森林碳汇."""
    said = sentences.forest_sentence(figures)
    return Head("森林碳汇", said, FOREST_COVER.name in figures.sampled, "forest")


def parks_head(figures: Figures) -> Head:
    """Return the head of 园区循环化."""
    said = sentences.parks_sentence(figures)
    return Head("园区循环化", said, PARK_PROGRESS.name in figures.sampled, "parks")


def dispatch_head(figures: Figures) -> Head:
    """Return the head of 调度."""
    said = tracking.dispatch_sentence(figures)
    return Head("调度", said, tracking.has_sample(figures), "dispatch")
