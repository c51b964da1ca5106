"""A snapshot (期): everything that was known at one revision, immutable; figures come from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sihui_map.domain.allotting import Stage, stage_of
from sihui_map.domain.enterprise import Sealed
from sihui_map.domain.factors import FACTOR_SET
from sihui_map.domain.place import Place
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sihui_map.domain.classes import ClassBreaks
    from sihui_map.domain.energy import EnergyUse
    from sihui_map.domain.enterprise import Enterprise
    from sihui_map.domain.evaluation import Evaluation, SelfEvaluation
    from sihui_map.domain.factors import CoalCoefficient, FuelFactor, GridFactor, HeatFactor
    from sihui_map.domain.forest import ForestCover
    from sihui_map.domain.light import Rule
    from sihui_map.domain.park import Park, ParkProgress
    from sihui_map.domain.plan import Action, Clause, Erratum, Target, Task
    from sihui_map.domain.progress import TaskLine, TaskStep, TaskUpdate
    from sihui_map.domain.sink import SinkCoefficient
    from sihui_map.domain.site import Site
    from sihui_map.domain.surrounding import Surrounding
    from sihui_map.domain.town import Town
    from sihui_map.domain.value import ValueKind


PREVIEW = "PREVIEW"
"""Stands for the id of what would be published: it has none yet."""


BASE_YEAR_DUE = "地区生产总值（不变价）和不变价基年要一起填写"


@dataclass(frozen=True, slots=True, kw_only=True)
class TownContext:
    """Population (persons) and GDP (亿元) of one town, or of the city, in one year.

    ``gdp_1e8_cny`` is at current prices (现价), ``gdp_constant_1e8_cny`` at those of
    ``gdp_base_year`` (不变价): only the latter may be compared between years.
    """

    area_id: str
    year: int
    population: float | None
    gdp_1e8_cny: float | None
    kind: ValueKind
    source: str
    gdp_constant_1e8_cny: float | None = None
    gdp_base_year: int | None = None

    def __post_init__(self) -> None:
        """Reject a negative denominator, and constant prices of no year."""
        amounts = (self.population, self.gdp_1e8_cny, self.gdp_constant_1e8_cny)
        if min(amount or 0 for amount in amounts) < 0:
            msg = f"{self.area_id} {self.year} 年：人口和地区生产总值不能为负"
            raise DomainError(msg)
        if (self.gdp_constant_1e8_cny is None) != (self.gdp_base_year is None):
            msg = f"{self.area_id} {self.year} 年：{BASE_YEAR_DUE}"
            raise DomainError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFact:
    """One public figure of the whole city."""

    item: str
    value: float
    unit: str
    year: int | None
    source: str
    confidence: str


LARGE_SOURCE = "named"
"""The category of a source that is shown as a symbol, where a plant stands apart from the towns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSource:
    """A large source (重点排放源) or what is not allotted to towns: a ledger row of its own."""

    source_id: str
    name: str
    category: str
    site_id: str
    source: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedRow:
    """A ledger row that was reported as a number of its own, in tCO2."""

    year: int
    row_id: str
    tco2: float
    kind: ValueKind
    source: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyTotal:
    """The energy use that an area stated as one number, in tonnes of standard coal."""

    area_id: str
    year: int
    tce: float
    kind: ValueKind
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorValue:
    """The value that was reported of a target's indicator for one year, in the target's unit."""

    target_id: str
    year: int
    value: float
    kind: ValueKind
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotment:
    """A target's share (目标分解) of one town or unit in one year, in ``unit``.

    ``approved_by`` is the document or meeting that approved it, "" while nobody has. With the city
    as holder it is the number that was handed down to it; ``base_year`` is from when a fall counts.
    ``told_stage`` is what its row says, None where that says nothing.
    """

    target_id: str
    holder: str
    year: int
    value: float
    unit: str
    approved_by: str
    kind: ValueKind
    source: str
    base_year: int | None = None
    told_stage: Stage | None = None

    @property
    def stage(self) -> Stage:
        """Return how far it has come: proposed, agreed or approved."""
        return stage_of(self.told_stage or "", self.approved_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What was written to explain a number: ``subject`` is a dataset or the ledger.

    ``area_id`` and ``year`` say which number; ``row_key`` is set where one row was confirmed.
    """

    subject: str
    area_id: str
    year: int | None
    text: str
    source: str
    row_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """That one area told all of one table (``subject``) for one year (填全)."""

    subject: str
    area_id: str
    year: int
    kind: ValueKind
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRow:
    """A row of a reported table that has no meaning of its own yet: its values by column."""

    values: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Which publication (期) a snapshot is: number 0 is files alone, before any store.

    ``is_altered`` where reference files have changed since: it is no longer that publication.
    """

    number: int = 0
    names: tuple[str, ...] = ()
    day: str = ""
    is_latest: bool = True
    is_altered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedArea:
    """A forest park, reserve or wetland park; area in hectares where it is public."""

    area_id: str
    name: str
    level: str
    area_ha: float | None
    town_code: str
    source: str
    confidence: str
    missing_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningRule:
    """An official rule for lights or grades."""

    rule: str
    text: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """What is known about one data file: its sidecar."""

    file: str
    title: str
    about: str
    source: str
    licence: str
    retrieved: str
    kind: str
    confidence: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A data file that could not be read, as one sentence."""

    file: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything known at ``revision``; what a broken file would have held is empty."""

    revision: str
    data_day: date
    with_sample: bool
    problems: tuple[Problem, ...]
    files: tuple[DataFile, ...]
    towns: tuple[Town, ...]
    boundaries: Mapping[str, Mapping[str, Any]]
    rivers: tuple[Mapping[str, Any], ...]
    fuel_factors: tuple[FuelFactor, ...]
    grid_factors: tuple[GridFactor, ...]
    coal_coefficients: tuple[CoalCoefficient, ...]
    sites: tuple[Site, ...]
    parks: tuple[Park, ...]
    protected_areas: tuple[ProtectedArea, ...]
    city_facts: tuple[CityFact, ...]
    warning_rules: tuple[WarningRule, ...]
    named_sources: tuple[NamedSource, ...]
    actions: tuple[Action, ...]
    clauses: tuple[Clause, ...]
    tasks: tuple[Task, ...]
    departments: tuple[str, ...]
    targets: tuple[Target, ...]
    errata: tuple[Erratum, ...]
    energy_uses: tuple[EnergyUse, ...]
    contexts: tuple[TownContext, ...]
    reported_rows: tuple[ReportedRow, ...]
    forest_covers: tuple[ForestCover, ...]
    park_progress: tuple[ParkProgress, ...]
    task_updates: tuple[TaskUpdate, ...]
    task_lines: tuple[TaskLine, ...] = ()
    task_steps: tuple[TaskStep, ...] = ()
    energy_totals: tuple[EnergyTotal, ...] = ()
    allotments: tuple[Allotment, ...] = ()
    indicator_values: tuple[IndicatorValue, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    self_evaluations: tuple[SelfEvaluation, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    enterprises: tuple[Enterprise, ...] = ()
    """What everyone may read of them."""
    sealed: Sealed = field(default_factory=Sealed)
    """All of them, for those who may read more, and for sums that tell none."""
    plain_rows: Mapping[str, tuple[PlainRow, ...]] = field(default_factory=dict)
    """By table: what was reported of tables that are declared and nothing more."""
    light_rules: tuple[Rule, ...] = ()
    class_breaks: tuple[ClassBreaks, ...] = ()
    heat_factors: tuple[HeatFactor, ...] | None = None
    """None in a 期 that was published before heat could be told."""
    sink_coefficients: tuple[SinkCoefficient, ...] | None = None
    """None in a 期 that was published before there was an estimate of the sink."""
    outline: Mapping[str, Any] | None = None
    """The county as a GeoJSON geometry, where it is known apart from its units."""
    surroundings: tuple[Surrounding, ...] = ()
    """What lies around the county, itself included, and what it lies in."""
    issue: Issue = field(default_factory=Issue)
    place: Place = field(default_factory=Place)
    """Whose map it is; one without names where its file cannot be read."""
    grid_fallback: bool = False
    """Whether years after the newest grid factor take that one (SIHUI_GRID_FALLBACK)."""
    factor_set: str = FACTOR_SET
    """Which set of fuel factors counts (SIHUI_FACTOR_SET)."""

    @property
    def has_plant(self) -> bool:
        """Tell whether a large source stands apart from the towns, so that it may be left out."""
        return any(source.category == LARGE_SOURCE for source in self.named_sources)
