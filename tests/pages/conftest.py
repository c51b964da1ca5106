"""Pages opened through the shell, the way a visitor opens them."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from sihui_map.ui.panels import UNFORESEEN

if TYPE_CHECKING:
    from collections.abc import Callable

# Each session of a test would read the metadata of every installed package again: three quarters
# of the time of these tests. What is installed does not change while they run.
SCAN = "scan_component_manifests"
vars(manifest_scanner)[SCAN] = cache(vars(manifest_scanner)[SCAN])
SHELL = Path(__file__).parents[2] / "sihui_map" / "ui" / "shell.py"


class Visit:
    """One visitor's session."""

    def __init__(self) -> None:
        """Open the first page."""
        self.app = AppTest.from_file(str(SHELL), default_timeout=30)
        self.app.run()

    def open(self, slug: str, **query: str) -> Visit:
        """Go to a page at an address."""
        for name, value in query.items():
            self.app.query_params[name] = value
        self.app.switch_page(f"../../pages/{slug}.py").run()
        return self

    @property
    def text(self) -> str:
        """Return all that our own markup shows."""
        return "\n".join(str(element.proto.body) for element in self.app.get("html"))

    @property
    def errors(self) -> list[str]:
        """Return the sentences in red."""
        boxes = re.findall(r'<p class="failure"[^>]*>(.*?)</p>', self.text)
        return [*(unescape(box) for box in boxes), *(str(item.value) for item in self.app.error)]

    @property
    def warnings(self) -> list[str]:
        """Return the sentences in yellow."""
        return [str(element.value) for element in self.app.warning]

    @property
    def broke(self) -> list[str]:
        """Return what a visitor would see as a crash, or what stands in for one."""
        crashes = [str(element.value) for element in self.app.exception]
        return [*crashes, *(sentence for sentence in self.errors if sentence == UNFORESEEN)]

    def charts(self) -> int:
        """Count the charts."""
        return len(self.app.get("plotly_chart"))

    def maps(self) -> int:
        """Count the maps."""
        return len(self.app.get("component_instance"))

    def address(self) -> dict[str, str]:
        """Return what the address says."""
        return {
            name: value if isinstance(value, str) else value[-1]
            for name, value in self.app.query_params.items()
        }


@pytest.fixture
def visit() -> Visit:
    """Return a session that has opened the first page."""
    return Visit()


@pytest.fixture
def new_visit() -> Callable[[], Visit]:
    """Return what opens a session, for a test that first changes what there is."""
    return Visit
