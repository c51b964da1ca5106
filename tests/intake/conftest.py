"""What intake tests need: what the invented county published, and the template made from it."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.counties.county import SANZHEN, TOWN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sihui_map.archive import Archive
    from sihui_map.intake.known import Known

TODAY = date(2034, 11, 22)
"""Its years lie in the future, and no file may speak of what is to come."""


MORE = {
    "plan/targets.csv": "intensity,地区生产总值能源消耗,2037,,,,103,虚构的章节,2031,虚构的原句,\n"
    "oil,油品消费总量达峰,2037,,,,103,虚构的章节,,虚构的原句,\n",
    "grid_factors.csv": "虚构电网,2033,0.4,虚构数据,low\n",
}
"""What the county has not, by file: targets without a number, and the factor of its last year."""


def opened(folder: str, *, with_sample: bool, geodata: Path = SANZHEN) -> Archive:
    from sihui_map.archive import Archive  # noqa: PLC0415 readers bring GDAL along
    from sihui_map.store import Store  # noqa: PLC0415

    return Archive(Store(f"sqlite:///{folder}/intake.db"), geodata, with_sample=with_sample)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Return an archive of the sample; no test writes to it."""
    found = opened(tmp_path_factory.mktemp("sample").as_posix(), with_sample=True)
    yield found
    found.store.close()


@pytest.fixture(scope="session")
def public_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Return an archive without any sample; no test writes to it."""
    found = opened(tmp_path_factory.mktemp("public").as_posix(), with_sample=False)
    yield found
    found.store.close()


@pytest.fixture(scope="session")
def fuller_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Return an archive of the county with more than it has; no test writes to it."""
    folder = tmp_path_factory.mktemp("fuller")
    geodata = shutil.copytree(SANZHEN, folder / "geodata")
    for name, rows in MORE.items():
        with (geodata / name).open("a", encoding="utf-8", newline="") as file:
            file.write(rows)
    place = geodata / "place.toml"
    said = place.read_text("utf-8")
    place.write_text(
        said.replace("energy_intensity = []", 'energy_intensity = ["intensity"]'), "utf-8"
    )
    found = opened(folder.as_posix(), with_sample=True, geodata=geodata)
    yield found
    found.store.close()


@pytest.fixture(scope="session")
def known(archive: Archive) -> Known:
    """Return what is published, the sample included."""
    return archive.known(TODAY)


@pytest.fixture(scope="session")
def public_known(public_archive: Archive) -> Known:
    """Return what is published without the sample."""
    return public_archive.known(TODAY)


@pytest.fixture(scope="session")
def fuller(fuller_archive: Archive) -> Known:
    """Return what is published of the county with more than it has."""
    return fuller_archive.known(TODAY)


@pytest.fixture(scope="session")
def filled(known: Known) -> bytes:
    """Return the template for one town: a tenth of the city's, for whom one will do."""
    from sihui_map.intake.template import template  # noqa: PLC0415 brings openpyxl along

    return template(known.figures, known.rows, number=known.number, town_code=TOWN)


@pytest.fixture(scope="session")
def filled_city(known: Known) -> bytes:
    """Return the template for the whole city."""
    from sihui_map.intake.template import template  # noqa: PLC0415 as above

    return template(known.figures, known.rows, number=known.number)


@pytest.fixture(scope="session")
def fuller_city(fuller: Known) -> bytes:
    """Return the template for the whole county with more than it has."""
    from sihui_map.intake.template import template  # noqa: PLC0415 as above

    return template(fuller.figures, fuller.rows, number=fuller.number)
