"""Capacity of the energy projects (能源项目) by group, at each stage and by year, in MW."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.catalogue.key import Family, FigureKey
from sihui_map.domain.site import (
    SiteGroup,
    SiteStage,
    capacity_by_stage,
    capacity_by_year,
    sites_of,
)
from sihui_map.domain.value import MissingReason, Quantity, missing, summed_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sihui_map.domain.site import Site
    from sihui_map.domain.snapshot import Snapshot


@dataclass(frozen=True)
class Sites:
    """What is known of the sites' capacity."""

    snapshot: Snapshot

    def capacity(
        self, stage: SiteStage, group: SiteGroup, among: Sequence[Site] | None = None
    ) -> Quantity:
        """Return the known capacity of one group of sites at ``stage``, in MW.

        ``among`` limits it to some of the sites, by default all of them.
        """
        of_group = sites_of(self.snapshot.sites if among is None else among, group)
        sites = [site for site in of_group if site.stage is stage]
        known = [site for site in sites if site.capacity_mw is not None]
        if not known:
            reason = MissingReason.NOT_PUBLIC if sites else MissingReason.NOT_APPLICABLE
            return missing("MW", reason)
        return Quantity(
            value=capacity_by_stage(known)[stage],
            unit="MW",
            kind=summed_kind(site.value_kind for site in known),
            source="；".join(dict.fromkeys(site.source for site in known)),
        )

    def operating(
        self, group: SiteGroup, among: Sequence[Site] | None = None
    ) -> dict[int, Quantity]:
        """Return the operating capacity of one group by year, cumulated, in MW.

        ``among`` limits it to some of the sites, by default all of them.
        """
        of_group = sites_of(self.snapshot.sites if among is None else among, group)
        sites = [site for site in of_group if site.capacity_mw is not None]
        counted = [site for site in sites if site.stage is SiteStage.OPERATING]
        kind = summed_kind(site.value_kind for site in counted)
        source = "；".join(dict.fromkeys(site.source for site in counted))
        return {
            year: Quantity(value=capacity_mw, unit="MW", kind=kind, source=source)
            for year, capacity_mw in capacity_by_year(sites).items()
        }

    def published(self) -> Iterable[tuple[FigureKey, Quantity]]:
        """Yield both of each group."""
        for group in SiteGroup:
            for stage in SiteStage:
                at = stage.name.lower()
                key = FigureKey(Family.SITES, "capacity_mw", of=group, scope=at)
                yield key, self.capacity(stage, group)
            for year, amount in self.operating(group).items():
                yield FigureKey(Family.SITES, "operating_mw", of=group, year=year), amount
