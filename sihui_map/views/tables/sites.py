"""Projects in tables: the list, and capacity by stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.site import SiteGroup, SiteStage
from sihui_map.views import fmt
from sihui_map.views.anchors import site_anchor
from sihui_map.views.labels import GROUP_LABEL, PRECISION_LABEL, SITE_KIND_LABEL
from sihui_map.views.table import KIND, Cell, Column, Table, TableRow, amount_cell
from sihui_map.views.tables.cells import kind_cell, kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.domain.site import Site
    from sihui_map.figures import Figures


def sites_table(figures: Figures, sites: Sequence[Site]) -> Table:
    """List projects."""
    names = {town.town_code: town.name for town in figures.snapshot.towns}
    return Table(
        "能源项目清单",
        (
            Column("项目", "site"),
            Column("类型", "site_kind"),
            Column("阶段", "stage"),
            Column("规模（MW）", "power", numeric=True),
            Column("储能（MWh）", "energy", numeric=True),
            Column("投产年", "commissioned", numeric=True),
            Column("镇街", "town"),
            Column("位置", "place"),
            Column("性质", KIND),
        ),
        tuple(
            TableRow(
                (
                    Cell(site.name, hover=site.missing_note or site.source),
                    Cell(SITE_KIND_LABEL[site.kind]),
                    Cell(str(site.stage), hover=f"方案表述：{site.stage_text}"),
                    _capacity(site.capacity_mw, site),
                    _capacity(site.capacity_mwh, site),
                    Cell(str(site.commission_year or fmt.NO_VALUE)),
                    Cell(names.get(site.town_code, fmt.NO_VALUE), hover=site.town_text),
                    Cell(PRECISION_LABEL[site.place_precision]),
                    kind_cell(site.value_kind),
                ),
                anchor=site_anchor(site.site_id),
            )
            for site in sites
        ),
    )


def _capacity(value: float | None, site: Site) -> Cell:
    if value is None:
        return Cell(fmt.NO_VALUE, raw="", hover=site.capacity_text or site.missing_note or "未公开")
    return Cell(fmt.number(value, 1), raw=value, hover=f"{site.value_kind}；{site.source}")


def capacity_table(figures: Figures, among: Sequence[Site] | None = None) -> Table:
    """Sum known capacity by stage, photovoltaics, storage and the rest apart.

    ``among`` limits it to some of the sites, by default all of them.
    """
    counted = figures.snapshot.sites if among is None else among
    rows = []
    for stage in SiteStage:
        sites = [site for site in counted if site.stage is stage]
        if not sites:
            continue
        unknown = sum(site.capacity_mw is None for site in sites)
        amounts = [figures.site_capacity(stage, group, counted) for group in SiteGroup]
        cells = [
            Cell(fmt.NO_VALUE, raw="", hover=amount.reason)
            if amount.value is None
            else amount_cell(amount, 1)
            for amount in amounts
        ]
        rows.append(
            TableRow(
                (
                    Cell(str(stage)),
                    Cell(str(len(sites)), raw=len(sites)),
                    *cells,
                    Cell(str(unknown), raw=unknown),
                    kind_of(*amounts),
                )
            )
        )
    return Table(
        "各阶段规模（MW）",
        (
            Column("阶段", "stage"),
            Column("项目数", "count", numeric=True),
            *(Column(GROUP_LABEL[group], group, numeric=True) for group in SiteGroup),
            Column("规模未知", "unknown", numeric=True),
            Column("性质", KIND),
        ),
        tuple(rows),
    )
