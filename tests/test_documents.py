"""The documents: what can be opened, set, run or asked for is written down."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sihui_map.api import create_api
from sihui_map.ui.pages import PAGES, PageEntry

if TYPE_CHECKING:
    from sihui_map.figures import Figures

ROOT = Path(__file__).parents[1]
CODE = [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "sihui_map").rglob("*.py")]
SETTING = re.compile(r"\bSIHUI_[A-Z_]*[A-Z]\b")
TARGET = re.compile(r"^([a-z][a-z-]*):(?!=)", re.MULTILINE)
PACKAGE = re.compile(r"^([A-Za-z][\w.-]*)(?:\[.*\])?==", re.MULTILINE)
NOTICED = re.compile(r"^- ([A-Za-z][\w.-]*) {2,}(\S.*(?:\n {3,}\S.*)*)$", re.MULTILINE)
COPYLEFT = re.compile(r"GPL|MPL|EPL|EUPL|CDDL|Mozilla")
# Streamlit reads a dollar sign as a formula and a colon before a word as an icon or a colour.
UNSAFE_IN_MARKDOWN = re.compile(r"</?[A-Za-z!]|\$|:[a-z-]+[:\[]|!\[(?![^]]+\]\(images/)")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(name: str) -> list[list[str]]:
    """Return the cells of every table row in a document, without backticks."""
    lines = [line for line in text(name).splitlines() if line.startswith("|")]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]


def settings() -> list[str]:
    return sorted({name for path in CODE for name in SETTING.findall(path.read_text("utf-8"))})


def targets() -> list[str]:
    return TARGET.findall(text("Makefile"))


def plain_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def licences() -> dict[str, str]:
    """Return the licence that NOTICE gives to each package."""
    return {plain_name(name): licence for name, licence in NOTICED.findall(text("NOTICE"))}


def stated_licence(name: str) -> str:
    """Return what a package says of its licence; nothing of one that is not for this system."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    said: list[str] = [*told.get_all("License-Expression", []), *told.get_all("License", [])]
    classes = [line for line in told.get_all("Classifier", []) if line.startswith("License")]
    return " ".join([*(line[:80] for line in said), *classes])  # some put the whole text there


def api_addresses() -> list[str]:
    def no_figures(_: str) -> Figures:
        raise NotImplementedError

    return [f"/api/v1{path}" for path in create_api(no_figures).openapi()["paths"]]


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.slug)
def test_the_readme_names_every_page_with_its_address(entry: PageEntry) -> None:
    address = "/" if entry is PAGES[0] else f"/{entry.slug}"

    assert [address, entry.title] in [row[:2] for row in rows("README.md")]


def test_the_readme_names_no_page_that_is_not_there() -> None:
    titles = {entry.title for entry in PAGES}
    header = rows("README.md").index(["地址", "页面", "回答什么"])
    named = [row[1] for row in rows("README.md")[header + 2 : header + 2 + len(PAGES)]]

    assert set(named) == titles


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.slug)
def test_the_manual_explains_every_page(entry: PageEntry) -> None:
    assert entry.title in text("docs/manual.md")


@pytest.mark.parametrize("name", settings())
def test_every_setting_has_a_row_in_the_readme(name: str) -> None:
    assert name in [row[0] for row in rows("README.md")]


def test_the_settings_are_found() -> None:
    assert "SIHUI_SAMPLE" in settings()


@pytest.mark.parametrize("name", targets())
def test_every_command_of_make_is_described(name: str) -> None:
    described = text("README.md") + text("CONTRIBUTING.md")

    assert f"make {name}" in described or f"`{name}`" in described


def test_the_commands_are_found() -> None:
    assert {"help", "run", "test"} <= set(targets())


@pytest.mark.parametrize("address", api_addresses())
def test_every_address_of_the_interface_is_in_the_readme(address: str) -> None:
    assert address in [row[0] for row in rows("README.md")]


def test_the_changelog_has_the_version_of_the_project() -> None:
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]

    assert re.search(
        rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", text("CHANGELOG.md"), re.MULTILINE
    )


def test_the_manual_is_plain_markdown() -> None:
    assert not UNSAFE_IN_MARKDOWN.findall(text("docs/manual.md"))


def test_the_manual_leaves_the_first_heading_to_the_page() -> None:
    assert not re.search(r"^# ", text("docs/manual.md"), re.MULTILINE)


def test_every_link_between_the_documents_leads_somewhere() -> None:
    docs = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))
    names = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", *docs)
    links = [
        (name, link)
        for name in names
        for link in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#]+)\)", text(name))
        if "://" not in link
    ]

    assert not [
        found for found in links if not (ROOT / found[0]).parent.joinpath(found[1]).exists()
    ]


def test_the_licence_is_the_one_the_project_names() -> None:
    licence = tomllib.loads(text("pyproject.toml"))["project"]["license"]

    assert licence == "Apache-2.0"
    assert text("LICENSE").split()[:4] == ["Apache", "License", "Version", "2.0,"]


@pytest.mark.parametrize("name", PACKAGE.findall(text("requirements.txt")))
def test_the_notice_gives_the_licence_of_every_package(name: str) -> None:
    assert plain_name(name) in licences(), f"NOTICE has no line `- {name}   licence`"


@pytest.mark.parametrize("name", PACKAGE.findall(text("requirements.lock")))
def test_the_notice_names_every_copyleft_licence(name: str) -> None:
    """Also those of packages that others bring along."""
    stated = stated_licence(name)
    if COPYLEFT.search(stated):
        noticed = licences().get(plain_name(name), "")
        assert COPYLEFT.search(noticed), f"NOTICE: {name} states {stated!r}"


def test_copyleft_licences_are_found() -> None:
    assert "LGPL" in stated_licence("psycopg")
    assert "LGPL" in licences()["psycopg"]
