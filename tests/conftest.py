"""What many tests need: figures of the invented county, of the county in geodata/, stores.

``snapshot``, ``figures`` and what is alike are those of the invented county (tests/invented.py).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.invented import figures, geodata_copy, public_figures, public_snapshot, snapshot
from tests.postgres import Postgres, programs
from tests.thorough import Sampling
from tests.tracing import Tracing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.figures import Figures
    from tests.begun import Begun

__all__ = ["figures", "geodata_copy", "public_figures", "public_snapshot", "snapshot"]
# A deadline for each example would measure how busy the machine is.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
TESTS = Path(__file__).parent
GEODATA = TESTS.parent / "geodata"
# Begun here, before other conftests import the package: pytest's own moment comes after them.
TRACING = Tracing() if os.environ.get("SIHUI_TESTS_COVERAGE") == "on" else None
NOT_QUICK = (
    "api/test_frozen.py",
    "api/test_refusals.py",
    "archive",
    "browser",
    "cli",
    "counties/test_api.py",
    "counties/test_checklist.py",
    "counties/test_county.py",
    "counties/test_documents.py",
    "counties/test_pages.py",
    "counties/test_reminding.py",
    "counties/test_reporting.py",
    "counties/test_signed_in.py",
    "documents",
    "geodata/test_boundaries.py",
    "intake/test_checks.py",
    "intake/test_corpus.py",
    "intake/test_latency.py",
    "intake/test_merging.py",
    "intake/test_reading.py",
    "intake/test_reading_declarations.py",
    "intake/test_reading_errors.py",
    "intake/test_reading_newer_columns.py",
    "intake/test_reading_tables.py",
    "intake/test_reading_tasks.py",
    "intake/test_speed.py",
    "intake/test_template.py",
    "intake/test_workbook.py",
    "pages",
    "reference/test_beginning.py",
    "reference/test_boundaries.py",
    "reference/test_broken_files.py",
    "reference/test_gdal.py",
    "store/test_chain.py",
    "store/test_drafting.py",
    "store/test_engine.py",
    "store/test_hashing.py",
    "store/test_migrate.py",
    "store/test_nothing_lost.py",
    "store/test_patience.py",
    "store/test_portable.py",
    "store/test_read_only.py",
    "test_architecture.py",
    "test_catalogue.py",
    "test_catalogue_indicators.py",
    "test_changes.py",
    "test_child.py",
    "test_doctor.py",
    "test_js.py",
    "test_mail.py",
    "test_pins.py",
    "test_sbom.py",
    "ui/test_cache.py",
    "ui/test_cells.py",
    "ui/test_confidential.py",
    "ui/test_database.py",
    "ui/test_door.py",
    "ui/test_first.py",
    "ui/test_garbage.py",
    "ui/test_gate.py",
    "ui/test_made_files.py",
    "ui/test_materials.py",
    "ui/test_older_files.py",
    "ui/test_own.py",
    "ui/test_server.py",
    "ui/test_sso.py",
    "ui/test_visits.py",
    "views/test_hostile_names.py",
    "workflow",
)
"""What `make quick` leaves out: servers, other programs, whole office files, slow corpora."""
LONGEST = ("walks", "each_page", "present", "first", "map", "reporting")
"""Files of browser tests that begin first, so that none of them is alone at the end."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option of `make quick`."""
    parser.addoption("--quick", action="store_true", help="only what runs in seconds")


def pytest_configure(config: pytest.Config) -> None:
    """Let the count, if one was begun, hear of the end."""
    if TRACING is not None:
        TRACING.worker = getattr(config, "workeroutput", None)
        config.pluginmanager.register(TRACING)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out whole files and folders that are not quick."""
    is_slow = any(collection_path == TESTS / place for place in NOT_QUICK)
    return True if is_slow and config.getoption("--quick") else None


@pytest.hookimpl(tryfirst=True)  # before pytest looks for the marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what is left to `make thorough`; of the quick ones, leave out those on PostgreSQL."""
    sampling = Sampling()
    for item in items:
        name = item.nodeid.partition("[")[0].removeprefix("tests/")
        if not sampling.keeps(name, on_postgres=_on_postgres(item)):
            item.add_marker(pytest.mark.thorough)
    if config.getoption("--quick"):
        items[:] = [item for item in items if not _on_postgres(item)]
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """Return when the file of ``item`` begins: files go to the workers one by one."""
    folder, name = item.path.parent.name, item.path.stem.removeprefix("test_")
    if folder != "browser":
        return len(LONGEST) + 1
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def _on_postgres(item: pytest.Item) -> bool:
    params = (
        item.callspec.params
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
        else {}
    )
    names = item.fixturenames if isinstance(item, pytest.Function) else []
    return "postgres" in params.values() or "postgres" in names


# The readers bring GDAL along, so they are imported where a test asks for what they read.


@pytest.fixture(autouse=True)
def _own_store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests that write nothing share one store of their own, never that of the project."""
    folder = tmp_path_factory.getbasetemp()
    monkeypatch.setenv("SIHUI_DATABASE_URL", f"sqlite:///{(folder / 'shared.db').as_posix()}")


@pytest.fixture(scope="session")
def county_snapshot() -> Snapshot:
    """Return everything in geodata/, the sample included."""
    from sihui_map.reference.snapshot import read_snapshot  # noqa: PLC0415 see above

    return read_snapshot(GEODATA)


@pytest.fixture(scope="session")
def county_figures(county_snapshot: Snapshot) -> Figures:
    """Return the figures of everything, the sample included."""
    from sihui_map.figures import Figures  # noqa: PLC0415 see above

    return Figures(county_snapshot)


@pytest.fixture(scope="session")
def county_public_snapshot() -> Snapshot:
    """Return what is public: geodata/ without its sample."""
    from sihui_map.reference.snapshot import read_snapshot  # noqa: PLC0415 see above

    return read_snapshot(GEODATA, with_sample=False)


@pytest.fixture(scope="session")
def county_public_figures(county_public_snapshot: Snapshot) -> Figures:
    """Return the figures of what is public."""
    from sihui_map.figures import Figures  # noqa: PLC0415 see above

    return Figures(county_public_snapshot)


@pytest.fixture(scope="session")
def mixed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store in which reporting has begun; see tests/mixed.py."""
    from tests.mixed import fill  # noqa: PLC0415 see above

    path = tmp_path_factory.mktemp("mixed") / "mixed.db"
    fill(f"sqlite:///{path.as_posix()}")
    return path


@pytest.fixture
def mixed_store(mixed_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of a copy of it that a test may write to."""
    copy = Path(shutil.copy(mixed_file, tmp_path / "mixed.db"))
    url = f"sqlite:///{copy.as_posix()}"
    monkeypatch.setenv("SIHUI_DATABASE_URL", url)
    return url


@pytest.fixture(scope="session")
def mixed_figures(mixed_file: Path) -> Figures:
    """Return the figures of the mixed store without its samples."""
    return _mixed_figures(mixed_file, with_sample=False)


@pytest.fixture(scope="session")
def mixed_sample_figures(mixed_file: Path) -> Figures:
    """Return the figures of the mixed store with samples where nothing was reported."""
    return _mixed_figures(mixed_file, with_sample=True)


def _mixed_figures(path: Path, *, with_sample: bool) -> Figures:
    from sihui_map.archive import Archive  # noqa: PLC0415 see above
    from sihui_map.store import Store  # noqa: PLC0415 see above

    store = Store(f"sqlite:///{path.as_posix()}")
    try:
        return Archive(store, GEODATA, with_sample=with_sample).current()
    finally:
        store.close()


@pytest.fixture
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of an empty store for a test that writes."""
    url = f"sqlite:///{(tmp_path / 'own.db').as_posix()}"
    monkeypatch.setenv("SIHUI_DATABASE_URL", url)
    return url


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """Return a store whose first publication holds the sample of geodata/."""
    from tests.begun import Begun  # noqa: PLC0415 see above

    return Begun(tmp_path_factory.mktemp("begun") / "begun.db")


@pytest.fixture
def begun_store(begun: Begun, own_store: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of a copy of it, for a test that writes on top of the sample."""
    shutil.copy(begun.path, own_store.removeprefix("sqlite:///"))
    begun.remember(monkeypatch)
    return own_store


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Return a running PostgreSQL of our own; ended by its process id with the session."""
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL server program: apt-get install postgresql")
    # Not pytest's own folder: the server's account may not enter it.
    with tempfile.TemporaryDirectory(prefix="sihui-pg-") as folder:
        server = Postgres(found, Path(folder))
        try:
            server.make()
            yield server
        finally:
            server.stop()


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """Return the address of an empty PostgreSQL database."""
    name = postgres.fresh()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty store; a test that asks for it runs on both engines."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{(tmp_path / 'store.db').as_posix()}"
