"""What many tests need: the published snapshot, its figures, and a copy of geodata/ to break."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from coverage import Coverage

from tests.postgres import Postgres, programs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.figures import Figures

TESTS = Path(__file__).parent
GEODATA = TESTS.parent / "geodata"
UNTRACED = (
    "api/test_frozen.py",
    "archive/test_archive.py",
    "archive/test_known_rows.py",
    "archive/test_looking_back.py",
    "archive/test_memory.py",
    "browser",
    "cli/test_exports.py",
    "counties/test_county.py",
    "counties/test_documents.py",
    "counties/test_pages.py",
    "documents/test_databook.py",
    "documents/test_deck_numbers.py",
    "documents/test_hostile_templates.py",
    "documents/test_ooxml.py",
    "documents/test_parity.py",
    "documents/test_partial.py",
    "documents/test_rendered.py",
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
    "pages/test_broken_files.py",
    "pages/test_mixed.py",
    "pages/writing/test_entering.py",
    "reference/test_broken_files.py",
    "store/test_nothing_lost.py",
    "store/test_patience.py",
    "test_architecture.py",
    "test_catalogue_indicators.py",
    "ui/test_database.py",
    "ui/test_garbage.py",
    "workflow/test_confirming.py",
    "workflow/test_explaining.py",
    "workflow/test_merging.py",
    "workflow/test_proposing.py",
    "workflow/test_reviewing.py",
)
"""Tests that run without the coverage tracer, which more than doubles the time of all Python.

They work in other processes, are timed, or walk once more over what the others already cover. Of
other tests the first case only is traced: the next ones go the same way with other values.
"""
EACH_CASE = (
    "cli/test_words.py",
    "documents/test_deck_templates.py",
    "intake/test_cells.py",
    "intake/test_workbook.py",
    "pages/test_pages.py",
    "reference/test_boundaries.py",
    "store/test_portable.py",
    "views/tables/test_every_table.py",
)
"""Where each case of a test goes its own way through the code."""
IS_FIRST_CASE = pytest.StashKey[bool]()
NOT_QUICK = (
    *UNTRACED,
    "archive",
    "cli",
    "counties/test_reporting.py",
    "documents",
    "intake/test_reading.py",
    "intake/test_template.py",
    "intake/test_workbook.py",
    "pages",
    "store/test_portable.py",
    "store/test_read_only.py",
    "test_architecture.py",
    "test_child.py",
    "test_doctor.py",
    "test_pins.py",
    "test_sbom.py",
    "ui/test_made_files.py",
    "ui/test_older_files.py",
    "ui/test_server.py",
    "workflow",
)
"""What `make quick` leaves out: servers, other programs, whole office files, slow corpora."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option of `make quick`."""
    parser.addoption("--quick", action="store_true", help="only what runs in seconds")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out whole files and folders that are not quick."""
    is_slow = any(collection_path == TESTS / place for place in NOT_QUICK)
    return True if is_slow and config.getoption("--quick") else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Note which is the first case of each test; of the quick ones, leave out PostgreSQL's."""
    seen: set[str] = set()
    for item in items:
        name = item.nodeid.partition("[")[0]
        item.stash[IS_FIRST_CASE] = name not in seen
        seen.add(name)
    if config.getoption("--quick"):
        items[:] = [item for item in items if not _on_postgres(item)]


def _on_postgres(item: pytest.Item) -> bool:
    params = (
        item.callspec.params
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
        else {}
    )
    names = item.fixturenames if isinstance(item, pytest.Function) else []
    return "postgres" in params.values() or "postgres" in names


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Take the coverage tracer off a test that gains nothing by it, and off its fixtures."""
    tracer = Coverage.current()
    if tracer is None or _teaches(item):
        return (yield)
    tracer.stop()
    try:
        return (yield)
    finally:
        tracer.start()


def _teaches(item: pytest.Item) -> bool:
    def lies_in(places: tuple[str, ...]) -> bool:
        return any(item.path.is_relative_to(TESTS / place) for place in places)

    return not lies_in(UNTRACED) and (lies_in(EACH_CASE) or item.stash[IS_FIRST_CASE])


# The readers bring GDAL along, so they are imported where a test asks for what they read.


@pytest.fixture(autouse=True)
def _own_store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests that write nothing share one store of their own, never that of the project."""
    folder = tmp_path_factory.getbasetemp()
    monkeypatch.setenv("SIHUI_DATABASE_URL", f"sqlite:///{(folder / 'shared.db').as_posix()}")


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """Return everything in geodata/, the sample included."""
    from sihui_map.reference.snapshot import read_snapshot  # noqa: PLC0415 see above

    return read_snapshot(GEODATA)


@pytest.fixture(scope="session")
def figures(snapshot: Snapshot) -> Figures:
    """Return the figures of everything, the sample included."""
    from sihui_map.figures import Figures  # noqa: PLC0415 see above

    return Figures(snapshot)


@pytest.fixture(scope="session")
def public_snapshot() -> Snapshot:
    """Return what is public: geodata/ without its sample."""
    from sihui_map.reference.snapshot import read_snapshot  # noqa: PLC0415 see above

    return read_snapshot(GEODATA, with_sample=False)


@pytest.fixture(scope="session")
def public_figures(public_snapshot: Snapshot) -> Figures:
    """Return the figures of what is public."""
    from sihui_map.figures import Figures  # noqa: PLC0415 see above

    return Figures(public_snapshot)


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


@pytest.fixture
def geodata_copy(tmp_path: Path, own_store: str) -> Path:
    """Return a copy of geodata/ that a test may break, with an empty store beside it."""
    assert own_store
    return Path(shutil.copytree(GEODATA, tmp_path / "geodata"))


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
