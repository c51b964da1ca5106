"""Who may import whom: pages stay thin and numbers flow one way because this fails otherwise."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "pages").glob("*.py"))
PACKAGE = sorted((ROOT / "sihui_map").rglob("*.py"))
DOMAIN = [
    path
    for folder in ("catalogue", "domain")
    for path in sorted((ROOT / "sihui_map" / folder).glob("*.py"))
]
"""What is pure."""
MAX_PAGE_LINES, MAX_LINES = 80, 400
WRITTEN = {".css", ".js", ".mjs", ".py"}
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
PUBLIC_OF_STREAMLIT = {"streamlit", "streamlit.delta_generator", "streamlit.errors"}


@cache
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


@cache
def calls(path: Path) -> frozenset[str]:
    nodes = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    return frozenset(ast.unparse(node.func) for node in nodes)


def modules_of(folder: str) -> list[Path]:
    return [path for path in PACKAGE if path.is_relative_to(ROOT / folder)]


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_a_layer_imports_only_what_it_may(folder: str) -> None:
    modules = modules_of(folder)

    assert modules
    assert [path for path in modules if imported(path) & FORBIDDEN[folder]] == []


def test_the_domain_is_the_standard_library_and_itself() -> None:
    known = sys.stdlib_module_names | {"sihui_map"}

    assert DOMAIN
    assert [path for path in DOMAIN if not imported(path) <= known] == []


def test_the_domain_reads_no_file_and_no_clock() -> None:
    clocks = {"now", "today", "open"}

    assert [path for path in DOMAIN if imported(path) & FILES_AND_CLOCKS] == []
    asked = {path: {call.split(".")[-1] for call in calls(path)} for path in DOMAIN}
    assert [path for path in DOMAIN if asked[path] & clocks] == []


def test_a_page_is_short_and_imports_streamlit_and_this_package_only() -> None:
    long = [p for p in PAGES if len(p.read_text(encoding="utf-8").splitlines()) > MAX_PAGE_LINES]

    assert PAGES
    assert long == []
    assert [path for path in PAGES if not imported(path) <= {"streamlit", "sihui_map"}] == []


def test_no_file_of_code_is_longer_than_one_can_keep_in_mind() -> None:
    files = [
        path
        for folder in ("sihui_map", "pages", "tests", "scripts")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in WRITTEN
    ]
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in files
    }

    assert {name: count for name, count in lines.items() if count > MAX_LINES} == {}


def test_markup_is_written_in_two_modules_and_shown_by_one() -> None:
    everywhere = {ROOT / "app.py", *PAGES, *PACKAGE}
    with_markup = {
        path
        for path in everywhere
        if any(word in path.read_text(encoding="utf-8") for word in MARKUP)
    }

    assert MARKUP_MODULES >= with_markup > set()
    assert {path for path in everywhere if "st.html" in calls(path)} == {HTML_MODULE}


def test_nothing_is_printed_and_no_error_is_swallowed_whole() -> None:
    bare = [
        path
        for path in PACKAGE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]

    assert [path for path in PACKAGE if "print" in calls(path)] == []
    assert bare == []


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
        ("sihui_map/ui/handing_in.py", "import sqlalchemy\n"),
        ("sihui_map/cli/snapshots.py", "from sihui_map.store.engine import writing\n"),
    ):
        with (tmp_path / writer).open("a", encoding="utf-8") as module:
            module.write(statement)

    done = contracts_of(tmp_path)

    assert done.returncode == 1
    assert "pages.revisions -> sihui_map.store.writers.naming" in done.stdout
    assert "sihui_map.ui.handing_in -> sqlalchemy" in done.stdout
    assert "sihui_map.cli.snapshots -> sihui_map.store.engine" in done.stdout


def test_private_parts_of_streamlit_are_touched_in_one_folder() -> None:
    outside = [path for path in PACKAGE if not path.is_relative_to(INSIDE)]
    asked = {(path, name) for path in outside for name in modules_named(path)}

    inner = {(path, name) for path, name in asked if name.split(".")[0] in STREAMLIT}
    assert {name for _, name in inner} & PUBLIC_OF_STREAMLIT
    assert [(path, name) for path, name in inner if name not in PUBLIC_OF_STREAMLIT] == []


def modules_named(path: Path) -> set[str]:
    """Return each module that a file imports, or imports from."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


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
