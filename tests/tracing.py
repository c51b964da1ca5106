"""Coverage of the tests by SlipCover, whose probes stand in the package's own lines only.

coverage.py is called for every line of every library too: the same tests took 1.9 times their
processor time with it (only the first case of each counted), with these probes 1.1 times.
Each worker counts for itself; who started them adds up and judges (``SIHUI_TESTS_COVERAGE=on``).
"""

from __future__ import annotations

import ast
import builtins
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import slipcover
from slipcover.branch import preinstrument

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController

ROOT = Path(__file__).parents[1]
SOURCES = [str(ROOT / name) for name in ("sihui_map", "pages")]
LEAST_PERCENT = 95.0
PAGE_COMPILER = "streamlit.runtime.scriptrunner.script_cache"


class Tracing:
    """A plugin of pytest that counts which lines and branches of the package are reached."""

    def __init__(self) -> None:
        """Begin to count what is imported from now on."""
        self.worker: dict[str, Any] | None = None
        """What a worker hands over to who started it; nobody else has one."""
        self.files = slipcover.FileMatcher(sources=SOURCES)
        # Probes stay: to take them away while tests run costs more than to leave them.
        self.counter = slipcover.Slipcover(branch=True, source=SOURCES, d_miss_threshold=-1)
        self.imports = slipcover.ImportManager(self.counter, self.files)
        self.imports.__enter__()
        self.found: dict[str, Any] = {}

    def pytest_collection_finish(self) -> None:
        """Count the pages too: Streamlit compiles them itself."""
        if PAGE_COMPILER in sys.modules:
            vars(sys.modules[PAGE_COMPILER])["compile"] = self._compiled

    def _compiled(self, body: str, path: str, **how: Any) -> Any:  # noqa: ANN401 as of compile()
        if not self.files.matches(path):
            return builtins.compile(body, path, **how)
        tree = preinstrument(ast.parse(body, path))
        return self.counter.instrument(builtins.compile(tree, path, **how))

    def pytest_testnodedown(self, node: WorkerController) -> None:
        """Add what a worker has counted."""
        told = getattr(node, "workeroutput", {}).get("coverage")
        if told is not None:
            self._add(json.loads(told))

    def _add(self, counted: dict[str, Any]) -> None:
        self.found = slipcover.merge_coverage(self.found, counted) if self.found else counted

    @property
    def percent(self) -> float:
        """Return how much of the package was reached."""
        return float(self.found["summary"]["percent_covered"]) if self.found else 0.0

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand over what was counted, or judge what all have."""
        self.imports.__exit__()
        if self.worker is not None:
            self.worker["coverage"] = json.dumps(self.counter.get_coverage())
            return
        if not session.config.getoption("numprocesses", None):
            self._add(self.counter.get_coverage())
        if session.exitstatus == pytest.ExitCode.OK and self.percent < LEAST_PERCENT:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which lines no test reaches."""
        if self.worker is None:
            slipcover.print_coverage(self.found, skip_covered=True, missing_width=60)
            verdict = "reached" if self.percent >= LEAST_PERCENT else "NOT reached"
            terminalreporter.write_line(
                f"Coverage {self.percent:.2f} %: {LEAST_PERCENT:g} % {verdict}."
            )
