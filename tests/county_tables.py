"""Reported tables as the county of geodata/ has them: with the columns that it names itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sihui_map.catalogue import dataset
from sihui_map.reference.files import Folder
from sihui_map.reference.place import read_place

if TYPE_CHECKING:
    from sihui_map.catalogue import Dataset
    from sihui_map.domain.place import Place


@cache
def county() -> Place:
    """Return the county."""
    return read_place(Folder(Path(__file__).parents[1] / "geodata"))


def table_of(name: str) -> Dataset:
    """Return the table called ``name``."""
    return dataset(name).of(county())
