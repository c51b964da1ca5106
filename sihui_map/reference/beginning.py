"""Begin a directory of reference data: what is known of any county, the rest empty and named."""

from __future__ import annotations

import json
import re
import shutil
from math import ceil, floor
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import shapely

from sihui_map.domain.place import Place
from sihui_map.errors import DomainError
from sihui_map.reference.around import surroundings_text
from sihui_map.reference.boundaries import OUTLINE, SURROUNDINGS
from sihui_map.reference.county import find_county
from sihui_map.reference.files import Folder
from sihui_map.reference.reported import SUFFIX
from sihui_map.reference.rows import read_rows
from sihui_map.reference.snapshot import GEODATA
from sihui_map.wholefile import put_whole_folder

if TYPE_CHECKING:
    from sihui_map.reference.county import County

BLANK = Path(__file__).parent / "blank"
"""Tables without a row, each with its sidecar, and what is filled in from the outline."""
FILLED = (
    "place.toml", f"place{SUFFIX}", f"city_context{SUFFIX}", f"outline{SUFFIX}",
    f"surroundings{SUFFIX}", "README.md",
)  # fmt: skip
NATIONAL = (
    "emission_factors", "grid_factors", "heat_factors", "sink_coefficients", "standard_coal",
    "warning_rules",
)  # fmt: skip
"""Factors and rules that the state published for every county."""
DECIMALS = 6
MARGIN = 100
"""Parts of a degree to which the map's box is widened."""
ENDING = re.compile(r"(?<=..)(省|市|县|区)$")


def begin(target: Path, code: str, *, month: str) -> County:
    """Write the directory ``target`` for the county ``code``; whole or not at all.

    ``month`` is when the outline was taken. One that holds anything is refused.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        msg = f"「{target}」已存在且不是空文件夹，没有写入。请另取名称"
        raise DomainError(msg)
    county = find_county(code)
    with put_whole_folder(target) as folder:
        shutil.copytree(BLANK, folder, dirs_exist_ok=True)
        for name in NATIONAL:
            for ending in (".csv", SUFFIX):
                shutil.copyfile(GEODATA / f"{name}{ending}", folder / f"{name}{ending}")
        _write(folder / OUTLINE, _outline(county))
        _write(folder / SURROUNDINGS, surroundings_text(county))
        known = _words(county, month)
        for name in FILLED:
            text = Template((folder / name).read_text(encoding="utf-8")).substitute(known)
            _write(folder / name, text)
    return county


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _outline(county: County) -> str:
    shape = shapely.geometry.shape(dict(county.geometry))
    rounded = shapely.set_precision(shape, 10**-DECIMALS)
    feature = {
        "type": "Feature",
        "properties": {"code": county.code, "name": county.name},
        "geometry": shapely.geometry.mapping(rounded),
    }
    text = json.dumps(feature, ensure_ascii=False)
    return f'{{"type": "FeatureCollection", "features": [\n{text}\n]}}\n'


def _words(county: County, month: str) -> dict[str, str]:
    """Return what stands in the files for the names that begin with a dollar sign."""
    own, parent = _short(county.name), _short(county.city)
    region = _short(county.province)
    regions = {row.text("region") for row in read_rows(Folder(GEODATA), "grid_factors.csv")}
    box = _box(county)
    west, south, east, north = box
    degrees = ("west", "south", "east", "north", "centre_lon", "centre_lat")
    places = (*box, (west + east) / 2, (south + north) / 2)
    return {
        "name": county.name,
        "whole": Place(name=county.name).whole,
        "short_name": own,
        "pinyin": _pinyin(own),
        "code": county.code,
        "grid_region": f'{"" if region in regions else "# "}grid_region = "{region}"',
        "parent_name": county.city,
        "parent_short_name": parent,
        "parent_pinyin": _pinyin(parent),
        "version": county.version,
        "month": month,
        **{key: f"{value:.3f}" for key, value in zip(degrees, places, strict=True)},
    }


def _box(county: County) -> tuple[float, float, float, float]:
    west, south, east, north = shapely.geometry.shape(dict(county.geometry)).bounds
    return (
        floor(west * MARGIN) / MARGIN,
        floor(south * MARGIN) / MARGIN,
        ceil(east * MARGIN) / MARGIN,
        ceil(north * MARGIN) / MARGIN,
    )


def _short(name: str) -> str:
    """Return a name without what kind of place it is; that of a 自治县 stays whole."""
    return name if "自治" in name else ENDING.sub("", name)


def _pinyin(name: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 its word lists take a while to load

    return "".join(lazy_pinyin(name))
