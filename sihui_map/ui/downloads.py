"""Tables as files: the address of a table, and the table behind an address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import town_measures
from sihui_map.domain.scenario import levers_of
from sihui_map.domain.site import SiteKind, SiteStage, sites_matching
from sihui_map.domain.town import town_by_code
from sihui_map.errors import ChoiceError
from sihui_map.views import tables
from sihui_map.views.anchors import TARGET, TASK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sihui_map.domain.site import Site
    from sihui_map.figures import Figures
    from sihui_map.views.table import Table

    Params = Mapping[str, str]


def _year(params: Params, years: tuple[int, ...]) -> int:
    given = params.get("year", "")
    for year in years:
        if given == str(year):
            return year
    known = "、".join(map(str, years)) or "（无数据）"
    msg = f"没有年份「{given[:20]}」；可选：{known}。"
    raise ChoiceError(msg)


def _any_year(figures: Figures, params: Params) -> int:
    """Return the year asked for, by default the one that pages show first."""
    return _year(params, figures.years) if "year" in params else figures.default_year


def _ranking(figures: Figures, params: Params) -> Table:
    measures = {measure.id: measure for measure in town_measures()}
    measure, scope = params.get("measure", ""), params.get("boundary", "")
    if measure not in measures or scope not in set(Scope):
        may_be = f"参数 measure 可选：{'、'.join(measures)}"
        msg = f"{may_be}；参数 boundary 可选：{'、'.join(Scope)}。"
        raise ChoiceError(msg)
    return tables.ranking(figures, _year(params, figures.years), measures[measure], Scope(scope))


def _town(figures: Figures, params: Params) -> str:
    return town_by_code(figures.towns, params.get("town", "")).town_code


def _chosen(params: Params, name: str, known: Iterable[str]) -> list[str]:
    """Return the values of a filter, several joined by commas; none lets everything through."""
    given = [value for value in params.get(name, "").split(",") if value]
    if unknown := [value for value in given if value not in set(known)]:
        msg = f"参数 {name} 没有「{unknown[0][:20]}」；可选：{'、'.join(known)}。"
        raise ChoiceError(msg)
    return given


def _sites(figures: Figures, params: Params) -> tuple[Site, ...]:
    return sites_matching(
        figures.snapshot.sites,
        kinds=_chosen(params, "kind", list(SiteKind)),
        stages=_chosen(params, "stage", list(SiteStage)),
        town_code=_town(figures, params) if params.get("town") else "",
    )


def _unit(figures: Figures, params: Params) -> str:
    name, known = params.get("unit", ""), tables.units_of(figures)
    if known and name not in known:  # of a plan that cannot be read its table is empty
        msg = f"没有单位「{name[:20]}」；可选：{'、'.join(known)}。"
        raise ChoiceError(msg)
    return name


def _task(figures: Figures, params: Params) -> int:
    given, known = params.get(TASK, ""), [str(own.task_no) for own in figures.snapshot.tasks]
    if given not in known:
        msg = f"没有任务「{given[:20]}」；可选：{'、'.join(known) or '（没有任务）'}。"
        raise ChoiceError(msg)
    return int(given)


def _holder(figures: Figures, params: Params) -> str:
    """Return a town by its code or a unit by its name."""
    if params.get("town"):
        return _town(figures, params)
    return _unit(figures, params)


def _target(figures: Figures, params: Params) -> str:
    target_id, known = params.get(TARGET, ""), [each.target_id for each in figures.targets]
    if known and target_id not in known:  # of a plan that cannot be read its table is empty
        msg = f"没有指标「{target_id[:40]}」；可选：{'、'.join(known)}。"
        raise ChoiceError(msg)
    return target_id


TABLES: Mapping[str, Callable[[Figures, Params], Table]] = {
    "ranking": _ranking,
    "components": lambda figures, params: tables.components(
        figures, _year(params, figures.years), with_plant=params.get("plant") != "off"
    ),
    "ledger": lambda figures, params: tables.ledger_table(
        figures, _year(params, figures.ledger_years)
    ),
    "factor_sets": lambda figures, params: tables.factor_sets_table(
        figures, _any_year(figures, params)
    ),
    "ledger_years": lambda figures, _: tables.ledger_years_table(figures),
    "reporting": lambda figures, params: tables.reporting_table(
        figures, _year(params, figures.years)
    ),
    "rules": lambda figures, _params: tables.rules_table(figures),
    "sites": lambda figures, params: tables.sites_table(figures, _sites(figures, params)),
    "capacity": lambda figures, params: tables.capacity_table(figures, _sites(figures, params)),
    "forest": lambda figures, params: tables.forest_hectares(
        figures, _year(params, figures.forest_years)
    ),
    "reserves": lambda figures, _: tables.reserves_table(figures),
    "sink": lambda figures, _: tables.sink_table(figures),
    "enterprises": lambda figures, _: tables.enterprises_table(
        figures, figures.snapshot.enterprises
    ),
    "enterprise_totals": lambda figures, _: tables.enterprise_totals(figures),
    "enterprise_plans": lambda figures, _: tables.enterprise_plans(figures),
    "owing": lambda figures, _: tables.owing_table(figures),
    "path": lambda figures, params: tables.path_table(figures, levers_of(params)),
    "parks": lambda figures, _: tables.park_matrix(figures, figures.snapshot.parks),
    "attention": lambda figures, _: tables.attention_table(figures),
    "dispatch": lambda figures, _: tables.dispatch_table(figures),
    "task_towns": lambda figures, _: tables.task_towns_table(figures),
    "steps": lambda figures, _: tables.steps_table(figures),
    "history": lambda figures, params: tables.history_table(figures, _task(figures, params)),
    "tasks": lambda figures, _: tables.tasks_table(figures, figures.snapshot.tasks),
    "targets": lambda figures, _: tables.targets_table(figures),
    "allotments": lambda figures, _: tables.allotments_table(figures),
    "evaluations": lambda figures, _: tables.evaluations_table(
        figures, figures.evaluated, figures.evaluation_years
    ),
    "allotment_board": lambda figures, _: tables.allotment_board(figures),
    "held": lambda figures, params: tables.held_table(figures, _holder(figures, params)),
    "series": lambda figures, params: tables.series_table(figures, _target(figures, params)),
    "errata": lambda figures, _: tables.errata_table(figures),
    "town": lambda figures, params: tables.town_series(figures, _town(figures, params)),
    "energy": lambda figures, params: tables.energy_table(figures, _town(figures, params)),
    "basics": lambda figures, params: tables.town_basics(figures, _town(figures, params)),
    "units": lambda figures, _: tables.units_table(figures),
    "unit": lambda figures, params: tables.tasks_table(
        figures, tables.led_by(figures, _unit(figures, params))
    ),
    "unit_owes": lambda figures, params: tables.unit_owes(figures, _unit(figures, params)),
    "files": lambda figures, _: tables.files_table(figures),
    "factors": lambda figures, _: tables.factors_table(figures),
    "grid": lambda figures, _: tables.grid_table(figures),
    "heat": lambda figures, params: tables.heat_table(figures, _any_year(figures, params)),
    "coal": lambda figures, _: tables.coal_table(figures),
    "facts": lambda figures, _: tables.facts_table(figures),
    "figures": lambda figures, _: tables.figures_table(figures),
}


def table(name: str, figures: Figures, params: Params) -> Table:
    """Return the table ``name``, or raise ChoiceError with what may be."""
    if name not in TABLES:
        msg = f"没有名为「{name[:20]}」的表；可选：{'、'.join(TABLES)}。"
        raise ChoiceError(msg)
    return TABLES[name](figures, params)


def address(name: str, **params: str | int) -> str:
    """Return where the table ``name`` can be fetched, relative to a page."""
    query = f"?{urlencode(params)}" if params else ""
    return f"./data/{name}.csv{query}"
