"""Who may import whom: pages stay thin and numbers flow one way because this fails otherwise."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "pages").glob("*.py"))
PACKAGE = sorted((ROOT / "sihui_map").rglob("*.py"))
DOMAIN = [
    path
    for folder in ("catalogue", "domain")
    for path in sorted((ROOT / "sihui_map" / folder).glob("*.py"))
]
"""What is pure."""
MAX_PAGE_LINES = 80
TOP_LEVEL = {"app.py", "pages", "geodata", "sihui_map", "tests", "requirements.txt"}
DRAWING = {"branca", "folium", "plotly"}
READING = {"geopandas", "pyogrio", "shapely"}
TABLES = {"numpy", "pandas"}
STREAMLIT = {"streamlit", "streamlit_folium"}
FORBIDDEN = {
    "sihui_map/catalogue": DRAWING | READING | TABLES | STREAMLIT,
    "sihui_map/domain": DRAWING | READING | TABLES | STREAMLIT,
    "sihui_map/reference": DRAWING | STREAMLIT | {"fastapi"},
    "sihui_map/views": STREAMLIT | {"pathlib", "fastapi"},
    "sihui_map/api": STREAMLIT | {"pathlib"},
}
FILES_AND_CLOCKS = {"csv", "io", "json", "os", "pathlib", "shutil", "sqlite3", "time", "tomllib"}
MARKUP = ("unsafe_allow_html", "<style", "<div")
MARKUP_MODULES = {ROOT / "sihui_map" / "views" / name for name in ("html.py", "drawn.py")}
HTML_MODULE = ROOT / "sihui_map" / "ui" / "panels.py"


INSIDE = ROOT / "sihui_map" / "ui" / "streamlit_inside"
PUBLIC_OF_STREAMLIT = {"streamlit", "streamlit.delta_generator"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found - {"__future__"}


def calls(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def label(value: object) -> str:
    return value.relative_to(ROOT).as_posix() if isinstance(value, Path) else str(value)


def modules_of(folder: str) -> list[Path]:
    return [path for path in PACKAGE if path.is_relative_to(ROOT / folder)]


@pytest.mark.parametrize(
    ("folder", "path"),
    [(folder, path) for folder in FORBIDDEN for path in modules_of(folder)],
    ids=label,
)
def test_a_layer_imports_only_what_it_may(folder: str, path: Path) -> None:
    assert not imported(path) & FORBIDDEN[folder]


@pytest.mark.parametrize("path", DOMAIN, ids=label)
def test_the_domain_is_the_standard_library_and_itself(path: Path) -> None:
    assert imported(path) <= sys.stdlib_module_names | {"sihui_map"}


@pytest.mark.parametrize("path", DOMAIN, ids=label)
def test_the_domain_reads_no_file_and_no_clock(path: Path) -> None:
    clocks = [call for call in calls(path) if call.split(".")[-1] in ("now", "today", "open")]

    assert not imported(path) & FILES_AND_CLOCKS
    assert not clocks


@pytest.mark.parametrize("path", PAGES, ids=label)
def test_a_page_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_PAGE_LINES


@pytest.mark.parametrize("path", PAGES, ids=label)
def test_a_page_imports_streamlit_and_this_package_only(path: Path) -> None:
    assert imported(path) <= {"streamlit", "sihui_map"}


def test_there_are_pages() -> None:
    assert PAGES


@pytest.mark.parametrize("path", [ROOT / "app.py", *PAGES, *PACKAGE], ids=label)
def test_markup_is_written_in_two_modules(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert path in MARKUP_MODULES or not [word for word in MARKUP if word in text]


@pytest.mark.parametrize("path", [ROOT / "app.py", *PAGES, *PACKAGE], ids=label)
def test_html_is_shown_by_one_module(path: Path) -> None:
    assert path == HTML_MODULE or "st.html" not in set(calls(path))


@pytest.mark.parametrize("path", PACKAGE, ids=label)
def test_nothing_is_printed_and_no_error_is_swallowed_whole(path: Path) -> None:
    bare = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]

    assert "print" not in set(calls(path))
    assert not bare


def test_the_top_level_has_what_a_reader_looks_for() -> None:
    assert {path.name for path in ROOT.iterdir()} >= TOP_LEVEL


def contracts_of(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    return subprocess.run(  # noqa: S603 our own tool, no input from outside
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )


def test_the_import_contracts_hold() -> None:
    done = contracts_of(ROOT)

    assert done.returncode == 0, done.stdout + done.stderr


def test_who_writes_past_workflow_breaks_a_contract(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in ("pages", "sihui_map"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for writer, statement in (
        ("pages/revisions.py", "from sihui_map.store.writers import naming\n"),
        ("sihui_map/ui/desk.py", "import sqlalchemy\n"),
        ("sihui_map/cli/snapshots.py", "from sihui_map.store.engine import writing\n"),
    ):
        with (tmp_path / writer).open("a", encoding="utf-8") as module:
            module.write(statement)

    done = contracts_of(tmp_path)

    assert done.returncode == 1
    assert "pages.revisions -> sihui_map.store.writers.naming" in done.stdout
    assert "sihui_map.ui.desk -> sqlalchemy" in done.stdout
    assert "sihui_map.cli.snapshots -> sihui_map.store.engine" in done.stdout


@pytest.mark.parametrize(
    "path", [path for path in PACKAGE if not path.is_relative_to(INSIDE)], ids=label
)
def test_private_parts_of_streamlit_are_touched_in_one_folder(path: Path) -> None:
    modules = {
        name
        for node in ast.walk(tree(path))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    inner = {name for name in modules if name.split(".")[0] in STREAMLIT}
    assert inner <= PUBLIC_OF_STREAMLIT


def test_the_folder_says_of_each_module_what_it_relies_on() -> None:
    said = (INSIDE / "README.md").read_text(encoding="utf-8")

    files = [path for path in INSIDE.rglob("*.*") if path.suffix in {".py", ".js"}]
    assert [path.name for path in files if f"`{path.name}`" not in said] == ["__init__.py"]


# The document


ARCHITECTURE = ROOT / "docs" / "architecture.md"


def room(path: Path) -> str:
    """Return the first part of a module below the package: the room it lies in."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0] if parts[0] == "pages" else parts[1]


def rooms_asked(path: Path) -> set[str]:
    """Return the rooms that a module imports."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("sihui_map"):
            continue
        first, *below = (node.module or "").split(".")
        found |= {below[0]} if below else {alias.name for alias in node.names}
        assert first == "sihui_map"
    return found - {room(path)}


def rooms() -> dict[str, set[str]]:
    """Return each room with those that it imports."""
    found: dict[str, set[str]] = {}
    for path in [*PACKAGE, *PAGES]:
        if room(path) != "__init__":
            found.setdefault(room(path), set()).update(rooms_asked(path))
    return found


def test_the_document_names_each_room_and_what_it_asks() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| .+ \| (.*) \|$", ARCHITECTURE.read_text("utf-8"), re.MULTILINE
    )

    said = {name: set(re.findall(r"`(\w+)`", asked)) for name, asked in rows}

    assert said == rooms()


def test_each_arrow_of_the_picture_is_an_import() -> None:
    arrows = re.findall(r"^  (\w+) --> (\w+)$", ARCHITECTURE.read_text("utf-8"), re.MULTILINE)

    asked = rooms()

    assert len(arrows) > 20
    assert [(tail, head) for tail, head in arrows if tail not in asked[head]] == []
