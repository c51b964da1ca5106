"""What differs between two snapshots: figures, ranks, states; and what was said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.catalogue import (
    ENERGY_USE,
    FOREST_COVER,
    INDICATOR_VALUES,
    KEY_SEPARATOR,
    LEDGER_REPORTED,
    LEDGER_SUBJECT,
    PARK_PROGRESS,
    TOWN_CONTEXT,
)
from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.key import Family, FigureKey, family_of
from sihui_map.domain.rank import places
from sihui_map.figures import TOWNS_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.domain.snapshot import Explanation
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

LARGE_PERCENT = 5.0
SHOWN_T = 100.0
"""Emissions are shown in hundredths of 万吨: towns that show the same share a place."""
OF_THE_CITY = (LEDGER_SUBJECT, LEDGER_REPORTED.name, PARK_PROGRESS.name)
"""Subjects whose figures are of the whole city, so that the year alone names them."""
EXPLAINED: Mapping[str, frozenset[Family]] = {
    ENERGY_USE.name: frozenset({Family.EMISSION, Family.ENERGY, Family.INTENSITY, Family.LEDGER}),
    TOWN_CONTEXT.name: frozenset({Family.EMISSION, Family.INTENSITY, Family.CONTEXT}),
    FOREST_COVER.name: frozenset({Family.FOREST, Family.SINK}),
    PARK_PROGRESS.name: frozenset({Family.PARKS}),
    LEDGER_REPORTED.name: frozenset({Family.LEDGER}),
    LEDGER_SUBJECT: frozenset({Family.LEDGER}),
    INDICATOR_VALUES.name: frozenset({Family.INDICATOR}),
}
"""Subject of an explanation → the families of the figures that rest on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """One figure that differs; None where a snapshot does not have it."""

    figure_id: str
    before: Quantity | None
    after: Quantity | None

    @property
    def difference(self) -> float | None:
        """Return after − before in the figure's unit; None where one of them has no number."""
        known = [side.value for side in (self.before, self.after) if side is not None]
        if len(known) != 2 or None in known:  # noqa: PLR2004 before and after
            return None
        before, after = known
        return None if before is None or after is None else after - before

    @property
    def percent(self) -> float | None:
        """Return the difference as a share of the earlier value, in %; None without one."""
        if self.difference is None or self.before is None or not self.before.value:
            return None
        return self.difference / abs(self.before.value) * 100

    @property
    def is_large(self) -> bool:
        """Tell whether it moved by more than LARGE_PERCENT, or came or went.

        A count of towns that have reported is no amount that moves by a share.
        """
        side = self.after or self.before
        if side is not None and side.unit == TOWNS_UNIT:
            return False
        return self.percent is None or abs(self.percent) > LARGE_PERCENT


@dataclass(frozen=True, slots=True, kw_only=True)
class RankFlip:
    """A town whose place among the towns differs; 1 emits most."""

    town_code: str
    year: int
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChange:
    """A state that differs; "" where a snapshot does not know it.

    ``subject`` is site, park, task or target; ``name`` is what a reader knows it by.
    """

    subject: str
    key: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything that differs from ``before`` to ``after``, both named by revision."""

    before: str
    after: str
    figures: tuple[FigureChange, ...]
    ranks: tuple[RankFlip, ...]
    states: tuple[StateChange, ...]
    explanations: tuple[Explanation, ...]

    @property
    def large(self) -> tuple[FigureChange, ...]:
        """Return the figures that moved by more than LARGE_PERCENT, came or went."""
        return tuple(change for change in self.figures if change.is_large)

    def explanation_of(self, change: FigureChange) -> str:
        """Return what was written about the row behind a figure, "" where nothing was.

        A figure's key names its area and year; an explanation names the same.
        """
        key = FigureKey.parse(change.figure_id)
        if key is None:
            return ""
        said = [
            explanation.text
            for explanation in self.explanations
            if key.family in EXPLAINED.get(explanation.subject, ())
            and explanation.year == key.year
            and (
                (key.area and explanation.area_id == key.area)
                or explanation.subject in OF_THE_CITY
                or _names_row(explanation, key)
            )
        ]
        return "；".join(dict.fromkeys(said))


def _names_row(explanation: Explanation, key: FigureKey) -> bool:
    """Tell whether a reason was given with the very row that a figure is."""
    return explanation.row_key.split(KEY_SEPARATOR) == [key.of, str(key.year)]


def compare(before: Figures, after: Figures) -> Changes:
    """Return what differs between two snapshots, in the order in which figures are published."""
    return Changes(
        before=before.snapshot.revision,
        after=after.snapshot.revision,
        figures=tuple(_figures(before.published(), after.published())),
        ranks=tuple(_ranks(before, after)),
        states=tuple(_states(before, after)),
        explanations=after.snapshot.explanations,
    )


def _figures(
    before: Mapping[str, Quantity], after: Mapping[str, Quantity]
) -> Iterable[FigureChange]:
    for figure_id in {**before, **after}:
        if family_of(figure_id) is Family.ENTERPRISES:
            continue  # the difference of two sums may be what one enterprise uses
        old, new = before.get(figure_id), after.get(figure_id)
        if _value(old) != _value(new):
            yield FigureChange(figure_id=figure_id, before=old, after=new)


def _value(quantity: Quantity | None) -> float | None:
    # Sums in another order differ in the last bits, which is no change.
    return None if quantity is None or quantity.value is None else round(quantity.value, 6)


def ranks(figures: Figures, year: int) -> dict[str, int]:
    """Return each town's place by direct emissions in ``year``, 1 for the largest."""
    emitted = [figures.emission(town.town_code, year, Scope.DIRECT).value for town in figures.towns]
    found = places(emitted, step=SHOWN_T)
    return {
        town.town_code: place
        for town, place in zip(figures.towns, found, strict=True)
        if place is not None
    }


def _ranks(before: Figures, after: Figures) -> Iterable[RankFlip]:
    for year in sorted({*before.years} & {*after.years}):
        old, new = ranks(before, year), ranks(after, year)
        for code in new:
            if code in old and old[code] != new[code]:
                yield RankFlip(town_code=code, year=year, before=old[code], after=new[code])


def _states(before: Figures, after: Figures) -> Iterable[StateChange]:
    old, new = _all_states(before), _all_states(after)
    for subject, key in {**old, **new}:
        was, now = old.get((subject, key)), new.get((subject, key))
        if (was and was[1]) != (now and now[1]):
            name = (now or was or ("", ""))[0]
            yield StateChange(
                subject=subject,
                key=key,
                name=name,
                before=was[1] if was else "",
                after=now[1] if now else "",
            )


def _all_states(figures: Figures) -> dict[tuple[str, str], tuple[str, str]]:
    """Return (subject, key) → (name, state) of everything that has a state."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for site in figures.snapshot.sites:
        found["site", site.site_id] = (site.name, site.stage.value)
    names = {park.park_id: park.name for park in figures.snapshot.parks}
    for park_id, row in figures.park_progress.items():
        found["park", park_id] = (names.get(park_id, park_id), row.stage.value)
    for task_no, update in figures.latest_updates.items():
        found["task", str(task_no)] = (f"任务 {task_no}", update.state.value)
    for item in figures.standings:
        found["target", item.target.target_id] = (
            f"{item.target.indicator}（{item.target.year or '年份未定'}）",
            item.light.value,
        )
    return found
