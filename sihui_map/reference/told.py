"""What was reported, table after table: each held against what its rows may name."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from sihui_map.catalogue import (
    ALLOTMENTS,
    INDICATOR_VALUES,
    NAMED_SOURCES,
    PARKS,
    datasets,
    declared_tables,
)
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sihui_map.domain.plan import Target
    from sihui_map.domain.snapshot import Allotment
    from sihui_map.domain.town import Town
    from sihui_map.reference.reported import Reading
    from sihui_map.reference.rows import Row


def told_of(
    reading: Reading,
    towns: Sequence[Town],
    targets: Sequence[Target],
    evaluated: Sequence[Sequence[str]],
) -> dict[str, tuple[Any, ...]]:
    """Return the records of every reported table; what a row may name is read before it."""
    codes = frozenset(town.town_code for town in towns)
    areas = codes | {CITY} if codes else codes
    reading.codes = {
        "town": (codes, "已有的镇街代码"),
        "area": (areas, "已有的镇街代码或 city"),
        "target": (frozenset(target.target_id for target in targets), "已有的目标"),
        "evaluated": (
            frozenset(chain.from_iterable([codes, *evaluated]))
            if codes and all(evaluated)
            else frozenset(),
            "已有的镇街代码、单位或任务序号",
        ),
        "declared": (frozenset(declared_tables()), f" {'、'.join(declared_tables())}"),
    }
    known = datasets(reading.place)
    found = {table.name: reading.records(table) for table in known if table.is_reference}
    source_ids = frozenset(source.source_id for source in found[NAMED_SOURCES.name])
    users = codes | source_ids if codes and source_ids else frozenset()
    parks = frozenset(park.park_id for park in found[PARKS.name])
    reading.codes |= {
        "user": (users, "已有的镇街代码或排放源"),
        "any_area": (users | {CITY} if users else users, "已有的镇街代码、排放源或 city"),
        "park": (parks, "已有的园区"),
    }
    found |= {
        table.name: reading.records(table)
        for table in known
        if table.name not in found and table.name != INDICATOR_VALUES.name
    }
    numberless = _numberless(targets, found[ALLOTMENTS.name])
    values = reading.records(INDICATOR_VALUES, _without_number(numberless))
    found[INDICATOR_VALUES.name] = tuple(row for row in values if row.target_id not in numberless)
    return found


def _numberless(targets: Sequence[Target], allotments: Sequence[Allotment]) -> Mapping[str, Target]:
    """Return the targets without a number, by id.

    One that was handed down to the city, with its document, is a number.
    """
    handed = {row.target_id for row in allotments if row.holder == CITY and row.approved_by}
    return {
        target.target_id: target
        for target in targets
        if target.value is None and target.target_id not in handed
    }


def _without_number(numberless: Mapping[str, Target]) -> Callable[[Row], None]:
    """Refuse the value of a target that has no number: there is nothing to hold it against.

    A sample is no fault of anybody: it was made for a number that has been taken away since.
    """

    def refuse(row: Row) -> None:
        target = numberless.get(row.text("target_id"))
        if target and row.text("kind") != ValueKind.SAMPLE:
            msg = f"指标「{target.indicator}」在方案中尚无数值，不能填报"
            raise row.error(msg)

    return refuse
