"""The map's frame: what it asks streamlit-folium for, and what it believes of what it hears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from streamlit.errors import StreamlitAPIException

from sihui_map.ui import cache, map_frame
from sihui_map.views.maps import MAPS
from tests.counties.county import DING, TOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.figures import Figures


class Query(dict[str, str]):
    """An address, as Streamlit's query parameters behave."""

    def to_dict(self) -> dict[str, str]:
        """Return a copy."""
        return dict(self)

    def from_dict(self, values: dict[str, str]) -> None:
        """Take ``values`` instead."""
        self.clear()
        self.update(values)


class Frame:
    """Stands in for the component and for the session."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, figures: Figures) -> None:
        """Take the place of streamlit-folium and of the session's state."""
        self.arguments: dict[str, Any] = {}
        self.session: dict[str, Any] = {}
        monkeypatch.setattr("sihui_map.ui.state.st.query_params", Query())
        self.figures = figures
        monkeypatch.setattr(map_frame, "COMPONENTS", dict.fromkeys(MAPS, self._take))
        monkeypatch.setattr("sihui_map.ui.map_frame.panels.current", lambda: self.figures)
        for module in ("sihui_map.ui.map_frame.st", "sihui_map.ui.state.st"):
            monkeypatch.setattr(f"{module}.session_state", self.session)

    def _take(self, **arguments: Any) -> None:  # noqa: ANN401 a component takes anything
        self.arguments = arguments


@pytest.fixture
def frame(monkeypatch: pytest.MonkeyPatch, figures: Figures) -> Frame:
    """Return the stand-in."""
    return Frame(monkeypatch, figures)


def test_each_map_has_a_component() -> None:
    assert set(map_frame.COMPONENTS) == set(MAPS)


def test_the_frame_gets_the_address_of_the_map_and_the_selection(
    frame: Frame, figures: Figures
) -> None:
    frame.session |= {"choice_town": TOWN, "choice_year": "2032"}

    map_frame.map_frame("emissions", years=figures.years, measure="direct.total", marks=[])

    found = map_frame.compiled_map("emissions", frame.figures)
    assert frame.arguments["state"] == {
        "map": found.address,
        "town": TOWN,
        "year": 2032,
        "measure": "direct.total",
        "marks": [],
        "slide": 0,
        "heard": None,
    }
    revision = frame.figures.snapshot.revision
    assert found.address == f"emissions.js?v={found.version}&snapshot={revision}"
    assert frame.arguments["key"] == "map_emissions"


def test_the_map_is_of_the_publication_that_the_page_shows(frame: Frame) -> None:
    """Whatever is published meanwhile: a page holds one set of figures."""
    frame.figures = cache.figures("1")

    map_frame.map_frame("sites")

    revision = frame.figures.snapshot.revision
    assert frame.arguments["state"]["map"].endswith(f"&snapshot={revision}")


def test_a_presentation_asks_for_a_taller_map(frame: Frame) -> None:
    map_frame.map_frame("sites", slide_px=880)

    assert frame.arguments["height_px"] == 880
    assert frame.arguments["state"]["slide"] == 880


def test_without_a_choice_the_latest_year_is_shown(frame: Frame, figures: Figures) -> None:
    map_frame.map_frame("overview", years=figures.years)

    assert frame.arguments["state"]["town"] is None
    assert frame.arguments["state"]["year"] == 2033
    assert frame.arguments["state"]["marks"] is None


@pytest.mark.parametrize(
    ("said", "believed"),
    [
        ({"town": TOWN, "year": 2031, "n": 1}, [TOWN, "2031"]),
        ({"town": DING, "year": 1999}, [None, None]),
        ({"town": "<img>", "year": "2031; drop"}, [None, None]),
        ({"town": None, "year": None}, [None, None]),
        ({"town": [TOWN], "year": {}}, [None, None]),
        (None, [None, None]),
        ({}, [None, None]),
    ],
)
def test_only_a_town_and_a_year_that_exist_are_believed(
    frame: Frame, figures: Figures, said: dict[str, Any] | None, believed: list[str | None]
) -> None:
    map_frame.map_frame("overview", years=figures.years)
    heard: Callable[[], None] = frame.arguments["on_change"]
    frame.session["map_overview"] = said

    heard()

    assert [frame.session.get(f"choice_{name}") for name in ("town", "year")] == believed


@pytest.mark.parametrize(
    ("said", "runs"),
    [
        ({"town": TOWN, "year": 2033, "n": 7}, [["told"]]),
        ({"town": TOWN, "year": 2031, "n": 7}, [["all"]]),
    ],
)
def test_a_click_runs_what_shows_the_town_a_year_what_shows_the_year(
    frame: Frame,
    figures: Figures,
    monkeypatch: pytest.MonkeyPatch,
    said: dict[str, Any],
    runs: list[list[str]],
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr("sihui_map.ui.panels.st.rerun", ran.append)
    map_frame.map_frame("overview", years=figures.years, by_town=["told"], by_year=["all"])
    frame.session["map_overview"] = said

    frame.arguments["on_change"]()
    map_frame.map_frame("overview", years=figures.years)

    assert ran == runs
    assert frame.arguments["state"]["heard"] == 7


def test_a_part_that_is_not_there_yet_leaves_the_run_as_it_is(
    frame: Frame, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is still arriving, or was cut short, shows no sentence of the framework."""

    def missing(_: list[str]) -> None:
        msg = "no fragment of that name"
        raise StreamlitAPIException(msg)

    monkeypatch.setattr("sihui_map.ui.panels.st.rerun", missing)
    map_frame.map_frame("overview", years=figures.years, by_town=["told"])
    frame.session["map_overview"] = {"town": TOWN}

    frame.arguments["on_change"]()

    assert frame.session["choice_town"] == TOWN


@pytest.mark.parametrize("name", MAPS)
def test_a_map_is_compiled_once(name: str, figures: Figures) -> None:
    assert map_frame.compiled_map(name, figures) is map_frame.compiled_map(name, figures)
