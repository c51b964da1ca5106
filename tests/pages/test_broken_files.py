"""A broken file costs only what it held: one sentence names it, and every page still opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.reference.reported import SUFFIX
from sihui_map.reference.snapshot import GEODATA
from sihui_map.ui.pages import PAGES
from tests.counties.county import SANZHEN, YI

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.pages.conftest import Visit

READ = sorted(
    path.relative_to(GEODATA).as_posix()
    for pattern in ("*.csv", "*.geojson", "place.toml")
    for path in GEODATA.rglob(pattern)
)
SIDECARS = sorted(path.relative_to(SANZHEN).as_posix() for path in SANZHEN.rglob(f"*{SUFFIX}"))
# A page whose answer rests on the file, and that therefore names it.
NAMED_ON = {
    "boundaries.geojson": "overview",
    "city_context.csv": "targets",
    "class_breaks.csv": "emissions",
    "emission_factors.csv": "emissions",
    "grid_factors.csv": "emissions",
    "heat_factors.csv": "emissions",
    "named_sources.csv": "emissions",
    "parks.csv": "parks",
    "place.toml": "overview",
    "plan/actions.csv": "tasks",
    "plan/clauses.csv": "tasks",
    "plan/departments.csv": "tasks",
    "plan/errata.csv": "tasks",
    "plan/light_rules.csv": "targets",
    "plan/targets.csv": "targets",
    "plan/tasks.csv": "tasks",
    "protected_areas.csv": "forest",
    "rivers.geojson": "overview",
    "sample/allotments.csv": "targets",
    "sample/energy_use.csv": "emissions",
    "sample/enterprises.csv": "enterprises",
    "sample/forest_cover.csv": "forest",
    "sample/indicator_values.csv": "targets",
    "sample/ledger_reported.csv": "emissions",
    "sample/park_progress.csv": "parks",
    "sample/sites.csv": "sites",
    "sample/task_updates.csv": "tasks",
    "sample/task_lines.csv": "tasks",
    "sample/task_steps.csv": "tasks",
    "sample/self_evaluations.csv": "evaluation",
    "sample/evaluations.csv": "evaluation",
    "sample/town_context.csv": "town",
    "sink_coefficients.csv": "forest",
    "sites.csv": "sites",
    "standard_coal.csv": "sources",
    "surroundings.geojson": "overview",
    "units.csv": "town",
    "warning_rules.csv": "sources",
}


@pytest.fixture
def broken_visit(
    geodata_copy: Path, monkeypatch: pytest.MonkeyPatch, new_visit: Callable[[], Visit]
) -> Callable[[str, str | None], Visit]:
    """Return what opens a session in which one file has other content, or is gone."""

    def broken(file: str, content: str | None) -> Visit:
        path = geodata_copy / file
        if content is None:
            path.unlink()
        else:
            path.write_text(content, encoding="utf-8")
        monkeypatch.setenv("SIHUI_GEODATA", str(geodata_copy))
        return new_visit()

    return broken


def test_every_file_that_is_read_is_tried() -> None:
    assert set(NAMED_ON) == set(READ)


@pytest.mark.parametrize("file", NAMED_ON)
def test_a_broken_file_is_named_where_it_is_used_and_among_the_sources(
    broken_visit: Callable[[str, str | None], Visit], file: str
) -> None:
    visit = broken_visit(file, "kaputt\n1\n")  # which opens the overview
    for slug in {"overview", NAMED_ON[file], "sources"}:
        if slug != "overview":
            visit.open(slug)
        assert_opens(visit, slug, file, is_named=slug in (NAMED_ON[file], "sources"))


@pytest.mark.parametrize("file", NAMED_ON)
def test_with_a_broken_file_every_page_opens(
    broken_visit: Callable[[str, str | None], Visit], file: str
) -> None:
    visit = broken_visit(file, "kaputt\n1\n")
    for entry in PAGES[1:]:
        visit.open(entry.slug)
        assert_opens(visit, entry.slug, file, is_named=False)


def assert_opens(visit: Visit, slug: str, file: str, *, is_named: bool) -> None:
    """Hold a page against breaking, and its one sentence, if there is one, against vagueness."""
    assert (slug, visit.broke, visit.warnings) == (slug, [], [])
    assert len(visit.errors) == 1 or not (visit.errors or is_named)
    assert [text for text in visit.errors if f"geodata/{file}" not in text] == []
    assert [text for text in visit.errors if "处理办法：" not in text] == []


@pytest.mark.parametrize("file", ["rivers.geojson", "sample/park_progress.csv", "plan/tasks.csv"])
def test_a_missing_file_is_named_where_it_is_used(
    broken_visit: Callable[[str, str | None], Visit], file: str
) -> None:
    visit = broken_visit(file, None).open(NAMED_ON[file], year="2031")

    assert visit.broke == []
    assert visit.errors == [f"geodata/{file}：找不到文件。处理办法：从安装包恢复该文件。"]


@pytest.mark.parametrize("file", ["boundaries.geojson", "sites.csv", "sample/town_context.csv"])
def test_with_a_broken_file_a_town_can_still_be_opened(
    broken_visit: Callable[[str, str | None], Visit], file: str
) -> None:
    visit = broken_visit(file, "kaputt\n1\n").open("town", town=YI, year="2031")

    assert (visit.broke, visit.warnings) == ([], [])
    assert "镇街自查：乙镇" in visit.text


def test_without_the_list_of_towns_an_address_with_a_town_is_refused(
    broken_visit: Callable[[str, str | None], Visit],
) -> None:
    visit = broken_visit("units.csv", None).open("town", town=YI)

    assert visit.broke == []
    assert len(visit.warnings) == 1
    assert "units.csv" in visit.errors[0]


@pytest.mark.parametrize("file", SIDECARS[::9])
def test_a_broken_sidecar_is_named_among_the_sources(
    broken_visit: Callable[[str, str | None], Visit], file: str
) -> None:
    visit = broken_visit(file, "= kaputt").open("sources")

    assert visit.broke == []
    (sentence,) = visit.errors
    assert f"geodata/{file}：不是有效的 TOML" in sentence


def test_with_every_file_broken_every_page_opens(
    geodata_copy: Path, monkeypatch: pytest.MonkeyPatch, new_visit: Callable[[], Visit]
) -> None:
    for file in READ:
        (geodata_copy / file).write_text("kaputt\n1\n", encoding="utf-8")
    monkeypatch.setenv("SIHUI_GEODATA", str(geodata_copy))
    visit = new_visit()

    for slug in [entry.slug for entry in PAGES]:
        visit.open(slug)
        assert (slug, visit.broke) == (slug, [])
    assert len(visit.open("sources").errors) == len(READ)


def test_a_mended_file_is_read_without_a_restart(
    geodata_copy: Path, monkeypatch: pytest.MonkeyPatch, new_visit: Callable[[], Visit]
) -> None:
    whole = (geodata_copy / "sites.csv").read_text("utf-8")
    (geodata_copy / "sites.csv").write_text("kaputt\n1\n", encoding="utf-8")
    monkeypatch.setenv("SIHUI_GEODATA", str(geodata_copy))
    visit = new_visit().open("sites")
    assert len(visit.errors) == 1

    (geodata_copy / "sites.csv").write_text(whole, encoding="utf-8")
    visit.open("sites")

    assert visit.errors == []
    assert "共 4 个项目" in visit.text
