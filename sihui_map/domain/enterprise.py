"""Enterprises that use much energy (重点用能单位), and who may read what of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from sihui_map.domain.access import Action
from sihui_map.domain.disclosure import Contribution, Released, released
from sihui_map.domain.value import ValueKind
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.domain.access import Actor


ENERGY_LABEL, OUTPUT_LABEL = "综合能源消费量", "工业总产值"
"""What the two numbers of an enterprise are called wherever they stand."""


class Secrecy(StrEnum):
    """Who may read a field: everyone, those who work on it, or nobody here."""

    OPEN = "公开"
    INTERNAL = "内部"
    CLASSIFIED = "涉密"


class PlanState(StrEnum):
    """How far the enterprise's own plan (一企一策) is."""

    NONE = "未编制"
    WRITING = "编制中"
    WRITTEN = "已编制"
    DOING = "实施中"
    UNKNOWN = "未收到信息"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise:
    """One enterprise in one year: energy use in tce, output in 10⁴ yuan; None where not told."""

    town_code: str
    enterprise_id: str
    year: int
    name: str
    park_id: str
    sector: str
    energy_tce: float | None
    output_1e4_cny: float | None
    plan_state: PlanState
    name_secrecy: Secrecy
    energy_secrecy: Secrecy
    output_secrecy: Secrecy
    kind: ValueKind
    source: str

    def __post_init__(self) -> None:
        """Reject what is negative, and a number that is a secret of the state: it has no place."""
        for label, number, secrecy in (
            (ENERGY_LABEL, self.energy_tce, self.energy_secrecy),
            (OUTPUT_LABEL, self.output_1e4_cny, self.output_secrecy),
        ):
            if number is not None and number < 0:
                msg = f"{self.enterprise_id} {self.year} 年：{label}不能为负，现为 {number:g}"
                raise DomainError(msg)
            if number is not None and secrecy is Secrecy.CLASSIFIED:
                msg = f"{self.enterprise_id} {self.year} 年：{label}写为涉密，数值应留空"
                raise DomainError(msg)

    @property
    def open_part(self) -> Enterprise | None:
        """Return what everyone may read; None where even the name is not for everyone.

        Nobody is told by town, sector or park what his name would tell.
        """
        if self.name_secrecy is not Secrecy.OPEN:
            return None
        return replace(
            self,
            energy_tce=self.energy_tce if self.energy_secrecy is Secrecy.OPEN else None,
            output_1e4_cny=self.output_1e4_cny if self.output_secrecy is Secrecy.OPEN else None,
        )


class Measure(StrEnum):
    """What is summed over enterprises."""

    ENERGY = "energy_tce"
    OUTPUT = "output_1e4_cny"


SECRECY_OF: Mapping[Measure, str] = {
    Measure.ENERGY: "energy_secrecy",
    Measure.OUTPUT: "output_secrecy",
}


def may_read(who: Actor | None, town_code: str) -> bool:
    """Tell whether ``who`` may read all of a row of ``town_code``; None is a visitor."""
    return who is not None and who.may(Action.READ_CONFIDENTIAL, [frozenset({town_code})])


class Sealed:
    """All rows, of which nobody gets more than he may read, nor a sum that tells one of them.

    The one way to them: a snapshot holds their open parts, and this.
    """

    __slots__ = ("__rows",)

    def __init__(self, rows: Iterable[Enterprise] = ()) -> None:
        """Keep ``rows``."""
        self.__rows = tuple(rows)

    def __repr__(self) -> str:
        """Return nothing of what is inside: a log or a test's report may print it."""
        return f"{type(self).__name__}({len(self.__rows)})"

    def __eq__(self, other: object) -> bool:
        """Tell whether both hold the same rows: two snapshots are then alike."""
        return isinstance(other, Sealed) and self.__rows == other.__rows

    def __hash__(self) -> int:
        """Return a number that is the same for the same rows."""
        return hash(self.__rows)

    def seen_by(self, who: Actor | None) -> tuple[Enterprise, ...]:
        """Return the rows as ``who`` may read them; None is a visitor."""
        found = (row if may_read(who, row.town_code) else row.open_part for row in self.__rows)
        return tuple(row for row in found if row is not None)

    @property
    def years(self) -> tuple[int, ...]:
        """Return the years that were told, rising."""
        return tuple(sorted({row.year for row in self.__rows}))

    def counts(self, year: int) -> Mapping[str, int]:
        """Return how many there are in each town, by code."""
        return Counter(row.town_code for row in self.__rows if row.year == year)

    def plan_states(self, year: int, who: Actor | None = None) -> Mapping[PlanState, int]:
        """Return how many of those whom ``who`` may read are how far with their plan.

        Of those hidden from him none is counted, so that no count less what he reads is theirs.
        """
        return Counter(row.plan_state for row in self.seen_by(who) if row.year == year)

    def kinds(self, year: int) -> tuple[ValueKind, ...]:
        """Return of which kinds the rows of ``year`` are."""
        return tuple(dict.fromkeys(row.kind for row in self.__rows if row.year == year))

    def released(self, year: int, measure: Measure) -> Released:
        """Return the sums by town and of all that tell no hidden value (domain/disclosure.py)."""
        # What stands in the files of the sample everybody knows: beside real rows it hides none.
        is_known = ValueKind.SAMPLE if len(set(self.kinds(year))) > 1 else None
        return released(
            Contribution(
                row.town_code,
                getattr(row, measure),
                row.kind is is_known
                or row.name_secrecy is getattr(row, SECRECY_OF[measure]) is Secrecy.OPEN,
            )
            for row in self.__rows
            if row.year == year
        )
