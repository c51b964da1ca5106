"""Measure what a viewer waits for, beside a Streamlit application that shows only a title.

Run `python -m scripts.bench [--rounds N] [--json FILE] [--peer [PYTHON]]` in the repository. All
applications are started, driven by the same Chromium in turn, and ended again. All times are taken
inside the browser, in milliseconds; medians are printed. This is a measurement, not a test: it
never fails.

The peer shows the same 13 towns with dash-leaflet. It is measured with `--peer`, by this Python or
the one that is named, where that has it. Nothing else needs it, so no lock has it either; it wants
an environment of its own, for it brings a server and versions that ours does not use:

    python -m venv var/peer
    var/peer/bin/pip install "dash[compress]==4.4.1" dash-leaflet==1.1.3 waitress==3.0.2
    python -m scripts.bench --peer var/peer/bin/python
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright

from scripts.bench import peers
from scripts.bench.report import report
from scripts.bench.rounds import OURS, PEER, REFERENCE, Bench, Place, memory
from scripts.bench.samples import Samples
from scripts.serving import Application, NotMeasuredError, ours, started
from scripts.visitor import town_names
from sihui_map.ui.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE, OTHER = (
    next(each for each in PAGES if each.slug == slug) for slug in ("emissions", "forest")
)
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ROUNDS = 9


@contextmanager
def _going_on(what: str) -> Iterator[None]:
    """Say what is measured; if it cannot be, say why and go on."""
    print(what, file=sys.stderr)
    try:
        yield
    except (NotMeasuredError, BrowserError) as error:
        print(f"{what}: not measured: {error}", file=sys.stderr)


def _applications(home: Path, python: str) -> dict[str, Application]:
    found = {OURS: ours(home), REFERENCE: peers.title(home)}
    return found | ({PEER: peers.peer(python, home)} if python else {})


def _places(stack: ExitStack, applications: dict[str, Application]) -> dict[str, Place]:
    servers = {name: stack.enter_context(started(each)) for name, each in applications.items()}
    places = {name: Place(server) for name, server in servers.items()}
    own = Place(servers[OURS], f"/{PAGE.slug}", is_framed=True, others=(OTHER.title, PAGE.title))
    return places | {OURS: own}


def _measure(rounds: int, chromium: str | None, python: str) -> tuple[Samples, Samples]:
    samples, waterfall = Samples(), Samples()
    towns = town_names()
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        ExitStack() as stack,
    ):
        applications = _applications(Path(folder), python)
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        stack.callback(browser.close)
        # The second server of each waits for the memory to be measured: a used one has free heap.
        places, unused = (_places(stack, applications) for _ in range(2))
        with _going_on("first visit, not counted"):
            Bench(browser, places, towns, Samples(), Samples()).round(0)
        bench = Bench(browser, places, towns, samples, waterfall)
        for number in range(rounds):
            with _going_on(f"round {number + 1} of {rounds}"):
                bench.round(number)
        with _going_on("processor time"):
            bench.cpu()
        for name, place in unused.items():
            with _going_on(f"memory: {name}"):
                samples.add(f"memory {name}", memory(browser, place))
    return samples, waterfall


def _python_of_peer(asked: str | None) -> str:
    """Return the Python that runs the peer; "" where none is asked for, or it lacks something."""
    lacking = peers.lacking(asked) if asked else ""
    if lacking:
        print(f"The peer (dash-leaflet) is not measured: {lacking}", file=sys.stderr)
    return "" if lacking else asked or ""


def main() -> None:
    """Measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each time is taken")
    parser.add_argument("--json", type=Path, help="write every sample to this file")
    parser.add_argument(
        "--chromium", default=shutil.which("chromium"), help="the browser, if not Playwright's own"
    )
    parser.add_argument(
        "--peer",
        nargs="?",
        const=sys.executable,
        metavar="PYTHON",
        help="measure dash-leaflet too, with the Python that has it",
    )
    given = parser.parse_args()
    python = _python_of_peer(given.peer)
    samples, waterfall = _measure(given.rounds, given.chromium, python)
    print("\n".join(report(samples, waterfall, with_peer=bool(python))))
    if given.json:
        every = {"samples": samples.taken, "cold_open": waterfall.taken}
        given.json.write_text(json.dumps(every, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
