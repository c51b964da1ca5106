"""The component: an address and a title of its own, and only what streamlit-folium knows."""

from __future__ import annotations

import inspect
from typing import Any

import folium
import pytest
import streamlit_folium

from sihui_map.ui.streamlit_inside import component as inside

STATE = {"map": "forest.js?v=1", "town": None}


class Made:
    """Stands in for Streamlit's component."""

    def __init__(self, *, name: str, url: str) -> None:
        """Keep how it was made."""
        self.name, self.url = name, url
        self.arguments: dict[str, Any] = {}
        MADE.append(self)

    def __call__(self, **arguments: Any) -> None:  # noqa: ANN401 a component takes anything
        """Keep how it was called."""
        self.arguments = arguments


MADE: list[Made] = []


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """Return the component of a map, shown once."""
    monkeypatch.setattr(inside, "CustomComponent", Made)
    show = inside.component("forest", "森林覆盖率地图")
    show(state=STATE, height_px=480, key="map_forest", on_change=lambda: None)
    return MADE[-1]


def test_what_is_used_of_streamlit_folium_is_there() -> None:
    """Private, so a new version may move them: pinned, and looked at here."""
    assert list(inspect.signature(streamlit_folium._get_map_string).parameters) == ["fig"]  # noqa: SLF001


def test_a_component_has_an_address_and_a_title_of_its_own(made: Made) -> None:
    assert made.url == "./component/map/forest/"
    assert made.name == "森林覆盖率地图"


def test_the_frame_passes_what_the_component_knows(made: Made) -> None:
    """Every argument of ours stands in the call that st_folium itself makes."""
    own = inspect.getsource(streamlit_folium.st_folium)

    assert len(made.arguments) > 10
    added = {"state"}  # what the frame's own script reads
    assert [name for name in made.arguments if f"{name}=" not in own and name not in added] == []


def test_what_is_asked_reaches_the_component(made: Made) -> None:
    assert made.arguments["state"] == STATE
    assert made.arguments["height"] == 480
    assert made.arguments["key"] == "map_forest"


def test_the_frame_asks_no_other_host(made: Made) -> None:
    links = [*made.arguments["js_links"], *made.arguments["css_links"]]

    assert links
    assert [link for link in links if not link.startswith("../../../assets/")] == []


def test_a_map_is_drawn_by_a_script() -> None:
    assert "L.map(" in inside.drawing(folium.Map(location=(23.4, 112.7), tiles=None))
