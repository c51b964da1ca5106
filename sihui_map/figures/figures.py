"""Every published number, computed once from a Snapshot; pages, files and the API only show them.

Amounts are kept in base units (tCO2, tce, %, ha); whoever shows them only divides for display.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Generic, TypeVar

from sihui_map.catalogue.indicator import Given
from sihui_map.figures.activity import Activity
from sihui_map.figures.allotments import Allotments
from sihui_map.figures.allotted import Allotted
from sihui_map.figures.city_total import CityTotal
from sihui_map.figures.completeness import Completeness
from sihui_map.figures.context import Context
from sihui_map.figures.emissions import Emissions
from sihui_map.figures.energy import Energy
from sihui_map.figures.enterprises import Enterprises
from sihui_map.figures.evaluations import Evaluations
from sihui_map.figures.factor_sets import FactorSets
from sihui_map.figures.forest import Forest
from sihui_map.figures.forest_target import ForestTarget
from sihui_map.figures.indicators import Indicators
from sihui_map.figures.intensity import Intensities
from sihui_map.figures.ledger import Ledgers
from sihui_map.figures.measures import Measures
from sihui_map.figures.parks import Parks
from sihui_map.figures.scenario import Scenarios
from sihui_map.figures.sink import Sinks
from sihui_map.figures.sites import Sites
from sihui_map.figures.standard_coal import StandardCoal
from sihui_map.figures.standings import Standings
from sihui_map.figures.targets import Targets
from sihui_map.figures.tracking import Tracking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sihui_map.catalogue.key import FigureKey
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.value import Quantity

T = TypeVar("T")


class Answer(Generic[T]):
    """What one of the subjects answers, asked of the figures as a whole.

    Its signature and its docstring are those of the subject; nothing is repeated here.
    """

    def __init__(self, ask: Callable[[Figures], T]) -> None:
        """Keep how the figures find it."""
        self.ask = ask

    def __get__(self, figures: Figures, owner: type[Figures] | None = None) -> T:
        """Return it; a method comes bound to its subject."""
        return self.ask(figures)


@dataclass(frozen=True)
class Figures:
    """Every number of one snapshot; computed on first use, then kept."""

    snapshot: Snapshot

    # Each subject has the subjects that it rests on, and no other.

    @cached_property
    def _activity(self) -> Activity:
        return Activity(self.snapshot)

    @cached_property
    def _context(self) -> Context:
        return Context(self.snapshot, self._activity)

    @cached_property
    def _emissions(self) -> Emissions:
        return Emissions(self.snapshot, self._activity)

    @cached_property
    def _measures(self) -> Measures:
        return Measures(self._given, self._activity, self._forest)

    @cached_property
    def _given(self) -> Given:
        return Given(
            snapshot=self.snapshot,
            component=self._emissions.component,
            emission=self._emissions.emission,
            energy_use=self._energy.use_tce,
            energy_stated=self._energy.reported_tce,
            energy_difference=self._energy.tce_difference,
            intensity=self._intensities.intensity,
            forest_cover=self._forest.cover,
            forest_change=self._forest.change,
            forest_gap_ha=self._forest.gap_ha,
            population=self._context.population,
            gdp=self._context.gdp,
            constant_gdp=self._context.constant_gdp,
            area_km2=self._context.area_km2,
        )

    @cached_property
    def _factor_sets(self) -> FactorSets:
        return FactorSets(self.snapshot, self._activity, self._emissions)

    @cached_property
    def _energy(self) -> Energy:
        return Energy(self.snapshot, self._activity)

    @cached_property
    def _standard_coal(self) -> StandardCoal:
        return StandardCoal(self.snapshot, self._activity, self._emissions)

    @cached_property
    def _city_total(self) -> CityTotal:
        return CityTotal(self.snapshot)

    @cached_property
    def _ledgers(self) -> Ledgers:
        return Ledgers(self.snapshot, self._activity, self._emissions, self._city_total)

    @cached_property
    def _intensities(self) -> Intensities:
        return Intensities(
            self._activity, self._context, self._emissions, self._energy, self._city_total
        )

    @cached_property
    def _forest(self) -> Forest:
        return Forest(self.snapshot, self._activity, self._context)

    @cached_property
    def sinks(self) -> Sinks:
        """Return what forests take up: an account of its own."""
        return Sinks(self.snapshot, self._activity)

    @cached_property
    def enterprises(self) -> Enterprises:
        """Return what may be told of enterprises taken together."""
        return Enterprises(self.snapshot, self._activity)

    @cached_property
    def _parks(self) -> Parks:
        return Parks(self.snapshot)

    @cached_property
    def _sites(self) -> Sites:
        return Sites(self.snapshot)

    @cached_property
    def _allotments(self) -> Allotments:
        return Allotments(self.snapshot)

    @cached_property
    def _targets(self) -> Targets:
        return Targets(self.snapshot, self._allotments)

    @cached_property
    def _allotted(self) -> Allotted:
        return Allotted(self.snapshot, self._allotments, self._targets, self._forest)

    @cached_property
    def _indicators(self) -> Indicators:
        return Indicators(
            self.snapshot, self._targets, self._forest, self._parks, self._intensities
        )

    @cached_property
    def _standings(self) -> Standings:
        return Standings(self.snapshot, self._targets, self._indicators)

    @cached_property
    def _forest_target(self) -> ForestTarget:
        return ForestTarget(self._context, self._standings)

    @cached_property
    def tracking(self) -> Tracking:
        """Return how the tasks of the plan stand."""
        return Tracking(self.snapshot)

    @cached_property
    def _completeness(self) -> Completeness:
        return Completeness(self.snapshot, self._activity)

    @cached_property
    def _evaluations(self) -> Evaluations:
        return Evaluations(
            self.snapshot,
            self._activity,
            self._completeness,
            self._allotted,
            self._targets,
            self._indicators,
        )

    @cached_property
    def scenarios(self) -> Scenarios:
        """Return from where a scenario begins; never among what is published."""
        return Scenarios(self.snapshot, self._activity, self._emissions)

    # What is asked, and which subject answers.

    towns = Answer(lambda self: self._activity.towns)
    years = Answer(lambda self: self._activity.years)
    declared = Answer(lambda self: self._activity.declared)
    fuels_burnt = Answer(lambda self: self._activity.fuels_burnt)

    population = Answer(lambda self: self._context.population)
    gdp = Answer(lambda self: self._context.gdp)
    constant_gdp = Answer(lambda self: self._context.constant_gdp)
    base_years = Answer(lambda self: self._context.base_years)
    area_km2 = Answer(lambda self: self._context.area_km2)

    factors = Answer(lambda self: self._emissions.factors)
    component = Answer(lambda self: self._emissions.component)
    electricity = Answer(lambda self: self._emissions.electricity)
    emission = Answer(lambda self: self._emissions.emission)
    component_share = Answer(lambda self: self._emissions.share)
    towns_total = Answer(lambda self: self._emissions.towns_total)

    measure = Answer(lambda self: self._measures.measure)
    years_of = Answer(lambda self: self._measures.years_of)
    default_year_of = Answer(lambda self: self._measures.default_year_of)
    known_total = Answer(lambda self: self._measures.known_total)
    town_mean = Answer(lambda self: self._measures.mean)
    default_year = Answer(lambda self: self._measures.default_year)
    partial_years = Answer(lambda self: self._measures.partial_years)
    breaks = Answer(lambda self: self._measures.breaks)

    factor_sets = Answer(lambda self: self._factor_sets.names)
    compared_rows = Answer(lambda self: self._factor_sets.compared_rows)
    direct_by_set = Answer(lambda self: self._factor_sets.direct)
    factor_set_difference = Answer(lambda self: self._factor_sets.beside_own)

    energy_use_tce = Answer(lambda self: self._energy.use_tce)
    energy_total_years = Answer(lambda self: self._energy.total_years)
    reported_tce = Answer(lambda self: self._energy.reported_tce)
    tce_difference = Answer(lambda self: self._energy.tce_difference)

    coal_by_heat = Answer(lambda self: self._standard_coal.by_heat)
    fuel_tce = Answer(lambda self: self._standard_coal.fuel_tce)
    heat_difference = Answer(lambda self: self._standard_coal.heat_difference)

    city_total = Answer(lambda self: self._city_total.city_total)
    reported_city_total = Answer(lambda self: self._city_total.second_reading)
    city_total_difference = Answer(lambda self: self._city_total.difference)
    ledger = Answer(lambda self: self._ledgers.ledger)
    ledger_years = Answer(lambda self: self._ledgers.years)
    last_public_year = Answer(lambda self: self._ledgers.last_public_year)
    ledger_explanation = Answer(lambda self: self._ledgers.explanation)
    net_electricity = Answer(lambda self: self._ledgers.net_electricity)
    unexplained_years = Answer(lambda self: self._ledgers.unexplained_years)

    intensity = Answer(lambda self: self._intensities.intensity)
    intensity_lacks = Answer(lambda self: self._intensities.lacks)
    intensity_fall = Answer(lambda self: self._intensities.fall)

    forest_years = Answer(lambda self: self._forest.years)
    default_forest_year = Answer(lambda self: self._forest.default_year)
    partial_forest_years = Answer(lambda self: self._forest.partial_years)
    count_forest_known = Answer(lambda self: self._forest.count_known)
    forest_cover = Answer(lambda self: self._forest.cover)
    forest_change = Answer(lambda self: self._forest.change)
    forest_area_ha = Answer(lambda self: self._forest.area_ha)
    forest_standing = Answer(lambda self: self._forest_target.standing)
    forest_gap_ha = Answer(lambda self: self._forest_target.gap_ha)
    forest_gap_pp = Answer(lambda self: self._forest_target.gap_pp)
    forest_path = Answer(lambda self: self._forest_target.path)

    park_years = Answer(lambda self: self._parks.years)
    park_progress = Answer(lambda self: self._parks.progress)
    parks_counted = Answer(lambda self: self._parks.counted)
    parks_completed = Answer(lambda self: self._parks.completed)
    park_completion = Answer(lambda self: self._parks.completion)

    site_capacity = Answer(lambda self: self._sites.capacity)
    operating_capacity = Answer(lambda self: self._sites.operating)

    allotments_of = Answer(lambda self: self._allotments.of)
    allotted = Answer(lambda self: self._allotments.share)
    allotted_total = Answer(lambda self: self._allotments.total)
    shared = Answer(lambda self: self._allotments.shared)
    allotted_difference = Answer(lambda self: self._allotted.difference)
    holder_value = Answer(lambda self: self._allotted.own)
    handed_down = Answer(lambda self: self._allotments.handed_down)

    targets = Answer(lambda self: self._targets.all)
    target_series = Answer(lambda self: self._indicators.series)
    second_readings = Answer(lambda self: self._indicators.second_readings)
    standings = Answer(lambda self: self._standings.all)

    latest_updates = Answer(lambda self: self.tracking.latest)
    evaluated = Answer(lambda self: self._evaluations.subjects)
    evaluation_years = Answer(lambda self: self._evaluations.years)
    default_evaluation_year = Answer(lambda self: self._evaluations.default_year)
    evaluation = Answer(lambda self: self._evaluations.of)

    told = Answer(lambda self: self._completeness.told)
    told_together = Answer(lambda self: self._completeness.told_together)
    told_kinds = Answer(lambda self: self._completeness.told_kinds)
    count_told = Answer(lambda self: self._completeness.count_told)
    sampled = Answer(lambda self: self._completeness.sampled)

    def published(self) -> dict[str, Quantity]:
        """Return every figure by id, in a fixed order: what the API lists."""
        return dict(self._published)

    @cached_property
    def _published(self) -> Mapping[str, Quantity]:
        subjects: tuple[Iterable[tuple[FigureKey, Quantity]], ...] = (
            self._measures.published(),
            self._emissions.published(),
            self._energy.published(),
            self._standard_coal.published(),
            self._intensities.published(),
            self._ledgers.published(),
            self._factor_sets.published(),
            self._forest.published(),
            self._forest_target.published(),
            self._forest.published_protected(),
            self.sinks.published(),
            self.enterprises.published(),
            self._parks.published(),
            self._sites.published(),
            self._standings.published(),
            self._indicators.published(),
            self._allotments.published(),
            self._allotted.published(),
            self._context.published(),
            self.tracking.published(),
            self._completeness.published(),
            self._evaluations.published(),
        )
        return {str(key): amount for key, amount in chain.from_iterable(subjects)}
