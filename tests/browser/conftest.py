"""Started applications and the browser that visits them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.early import SIZES, Held
from tests.browser.hostile import make_hostile
from tests.browser.serve import ROOT, Server, started
from tests.browser.visit import PATIENCE_MS, Visit, new_context, visit_in
from tests.browser.walk import watch
from tests.mixed import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    # A page is opened, looked at and closed: what is compiled once more to run faster never pays.
    "--js-flags=--no-opt",
    # What slips past the route of a context, such as a prefetch, finds no address.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return the application with its sample data."""
    with started(tmp_path_factory.mktemp("server") / "log", SIHUI_SAMPLE="on") as running:
        yield running


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return an application of a file's own, whose store its tests may change."""
    with started(tmp_path_factory.mktemp("own") / "log", SIHUI_SAMPLE="on") as running:
        yield running


@pytest.fixture(scope="session")
def public_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return the application with public data only."""
    with started(tmp_path_factory.mktemp("public") / "log", SIHUI_SAMPLE="off") as running:
        yield running


@pytest.fixture(scope="session")
def mixed_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return the application over the mixed store, samples beside what was reported."""
    folder = tmp_path_factory.mktemp("mixed")
    url = f"sqlite:///{(folder / 'mixed.db').as_posix()}"
    fill(url)
    with started(folder / "log", SIHUI_SAMPLE="on", SIHUI_DATABASE_URL=url) as running:
        yield running


@pytest.fixture(scope="session")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return the application with data whose names try to run."""
    folder = tmp_path_factory.mktemp("hostile")
    geodata = shutil.copytree(ROOT / "geodata", folder / "geodata")
    make_hostile(geodata)
    with started(folder / "log", SIHUI_GEODATA=str(geodata)) as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return Debian's Chromium, without its windows where that is installed.

    One per module: while playwright runs, no other test of this process can run an event loop.
    """
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert program, "browser tests need Chromium: apt-get install chromium"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Return a browser that keeps scripts and pictures from one test to the next."""
    kept = new_context(chromium)
    yield kept
    kept.close()


@pytest.fixture
def visitor(context: BrowserContext) -> Iterator[Callable[..., Visit]]:
    """Return a maker of visits, each ended with the test and known to nobody after it."""
    visits: list[Visit] = []

    def make(server: Server, address: str, *, width: int = 1366, height: int = 768) -> Visit:
        visit = visit_in(context, server, width=width, height=height)
        visits.append(visit)
        return visit.open(address)

    yield make
    for visit in visits:
        visit.page.close()
    context.clear_cookies()


@pytest.fixture
def held(context: BrowserContext, server: Server) -> Iterator[Callable[..., Held]]:
    """Return a maker of visits in which Streamlit waits."""
    made: list[Visit] = []

    def make(address: str, size: str = "laptop", at: Server = server) -> Held:
        width, height = SIZES[size]
        made.append(visit_in(context, at, width=width, height=height))
        return Held(made[-1]).open(address)

    yield make
    for visit in made:
        visit.page.close()
    context.clear_cookies()


@pytest.fixture
def walker(context: BrowserContext, server: Server) -> Iterator[Visit]:
    """Return a visitor whose every painted map is watched."""
    visit = visit_in(context, server)
    watch(visit)
    yield visit
    visit.page.close()
