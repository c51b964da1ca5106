"""What a published figure is called: its id, such as ``emission.direct.total.<town>.<year>``.

An id is written and taken apart here and nowhere else. Its parts are joined by dots; only the name
of a factor set, which stands in its file, may hold one.
"""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Family(StrEnum):
    """What sort of figure it is: the first part of its id."""

    EMISSION = "emission"
    ENERGY = "energy"
    STANDARD_COAL = "standard_coal"
    STANDARD_COAL_BY_HEAT = "standard_coal_by_heat"
    STANDARD_COAL_DIFFERENCE = "standard_coal_difference"
    INTENSITY = "intensity"
    LEDGER = "ledger"
    FACTOR_SET = "factor_set"
    FACTOR_SET_DIFFERENCE = "factor_set_difference"
    FOREST = "forest"
    SINK = "sink"
    PROTECTED_AREA = "protected_area"
    ENTERPRISES = "enterprises"
    PARKS = "parks"
    SITES = "sites"
    TARGET = "target"
    INDICATOR = "indicator"
    INDICATOR_DIFFERENCE = "indicator_difference"
    ALLOTMENT = "allotment"
    ALLOTTED = "allotted"
    CONTEXT = "context"
    TASKS = "tasks"
    TOLD = "told"
    EVALUATION = "evaluation"


_OF_AREA = ("what", "area", "year")
_BY_FUEL = ("what", "year")
_BY_SET = ("scope", "area", "year")
_BY_TARGET = ("of", "year")
FORMS: Mapping[Family, tuple[tuple[str, ...], ...]] = {
    Family.EMISSION: (_OF_AREA, ("scope", *_OF_AREA)),
    Family.ENERGY: (_OF_AREA,),
    Family.STANDARD_COAL: (_BY_FUEL,),
    Family.STANDARD_COAL_BY_HEAT: (_BY_FUEL,),
    Family.STANDARD_COAL_DIFFERENCE: (_BY_FUEL,),
    Family.INTENSITY: (_OF_AREA,),
    Family.LEDGER: (("area", "year"),),
    Family.FACTOR_SET: (_BY_SET,),
    Family.FACTOR_SET_DIFFERENCE: (_BY_SET,),
    Family.FOREST: (_OF_AREA, ("what",)),
    Family.SINK: (_OF_AREA,),
    Family.PROTECTED_AREA: (("area",),),
    Family.ENTERPRISES: (_OF_AREA,),
    Family.PARKS: (("what", "year"),),
    Family.SITES: (("what", "of", "year"), ("what", "of", "scope")),
    Family.TARGET: (("of", "what"),),
    Family.INDICATOR: (_BY_TARGET,),
    Family.INDICATOR_DIFFERENCE: (_BY_TARGET,),
    Family.ALLOTMENT: (("of", "area", "year"), _BY_TARGET),
    Family.ALLOTTED: (("what", *_BY_TARGET),),
    Family.CONTEXT: (_OF_AREA,),
    Family.TASKS: (("what",),),
    Family.TOLD: (("what", "year"),),
    Family.EVALUATION: (("what", "of", "area", "year"),),
}
"""Which parts follow the family, in their order; of several forms the first that fits."""
_PART = {"what": "[^.]+", "of": "[^.]+", "area": "[^.]+", "scope": ".+", "year": "[0-9]{4}"}
_PATTERNS = {
    family: [
        re.compile(r"\.".join([family, *(f"(?P<{name}>{_PART[name]})" for name in form)]))
        for form in forms
    ]
    for family, forms in FORMS.items()
}


def family_of(figure_id: str) -> Family | None:
    """Return what sort of figure an id is of; None where there is no such sort."""
    family = figure_id.partition(".")[0]
    return Family(family) if family in _PATTERNS else None


@dataclass(frozen=True, slots=True)
class FigureKey:
    """The parts of an id; which of them a family has, FORMS names.

    ``what``: the component, measure, fuel, part of a target, table, or whose score. ``of``: the
    target, the group of sites, or of an evaluation the kind of its subject, which is its ``area``.
    ``scope``: the scope of an emission, the factor set, the stage of sites.
    ``area``: a town, a named source, the city, a holder, a protected area, or a row of the ledger
    or of the factor sets.
    """

    family: Family
    what: str = ""
    _: KW_ONLY
    of: str = ""
    scope: str = ""
    area: str = ""
    year: int | None = None

    def __str__(self) -> str:
        """Write the id."""
        parts = {"what": self.what, "of": self.of, "scope": self.scope, "area": self.area}
        if self.year is not None:
            parts["year"] = f"{self.year:04}"
        told = {name: part for name, part in parts.items() if part}
        for form in FORMS[self.family]:
            if told.keys() == set(form):
                return ".".join([self.family, *(told[name] for name in form)])
        forms = " 或 ".join("、".join(form) for form in FORMS[self.family])
        msg = f"数值编号 {self.family}：有 {'、'.join(told) or '无'}，应为 {forms}"
        raise DomainError(msg)

    @classmethod
    def parse(cls, figure_id: str) -> FigureKey | None:
        """Take an id apart; None where no figure can be called so."""
        family = family_of(figure_id)
        if family is None:
            return None
        for pattern in _PATTERNS[family]:
            if found := pattern.fullmatch(figure_id):
                parts = found.groupdict()
                year = parts.pop("year", None)
                return cls(family, **parts, year=None if year is None else int(year))
        return None
