"""Forest cover (森林覆盖率, the statutory one only) and the gap to its target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sihui_map.domain.value import Quantity, computed_kind, missing
from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from sihui_map.domain.value import ValueKind

HA_PER_KM2 = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestCover:
    """Forest of one area (a town, or the city) at the end of one year, in hectares."""

    area_id: str
    year: int
    forest_ha: float
    kind: ValueKind
    source: str
    stock_m3: float | None = None
    """Living wood (活立木蓄积量), in m³; None where it was not told."""

    def __post_init__(self) -> None:
        """Reject a negative area or stock."""
        if self.stock_m3 is not None and self.stock_m3 < 0:
            msg = f"{self.area_id} {self.year} 年：活立木蓄积量不能为负，现为 {self.stock_m3:g} m³"
            raise DomainError(msg)
        if self.forest_ha < 0:
            msg = f"{self.area_id} {self.year} 年：森林面积不能为负，现为 {self.forest_ha:g} 公顷"
            raise DomainError(msg)


def cover(forest: ForestCover, *, area_km2: float) -> Quantity:
    """Return forest / land × 100, in %; forest larger than the land is refused."""
    percent = forest.forest_ha / (area_km2 * HA_PER_KM2) * 100
    if percent > 100:  # noqa: PLR2004 a share cannot pass the whole
        msg = (
            f"{forest.area_id} {forest.year} 年：森林 {forest.forest_ha:g} 公顷"
            f"大于土地面积 {area_km2:g} km²"
        )
        raise DomainError(msg)
    return Quantity(
        value=percent, unit="%", kind=computed_kind([forest.kind]), source=forest.source
    )


def gap_ha(gap: Quantity, *, area_km2: float) -> Quantity:
    """Return the hectares of forest that a ``gap`` in percentage points of ``area_km2`` means."""
    if gap.value is None:
        return missing("公顷", gap.reason, gap.source)
    return Quantity(
        value=gap.value / 100 * area_km2 * HA_PER_KM2,
        unit="公顷",
        kind=gap.kind,
        source=gap.source,
    )
