"""What is chosen: one state, followed by the address; nonsense is named and dropped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import COVER, COVER_GAP, PER_HEAD, TOTAL
from sihui_map.figures import Figures
from sihui_map.ui import cache, choices, state
from tests.counties.county import DING, TOWN

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.ui.state import Choice


class Query(dict[str, str]):
    """An address, as Streamlit's query parameters behave; counts how often it is written."""

    written = 0

    def to_dict(self) -> dict[str, str]:
        """Return a copy."""
        return dict(self)

    def from_dict(self, values: dict[str, str]) -> None:
        """Take ``values`` instead, in one step."""
        self.clear()
        self.update(values)

    def update(self, *values: Any, **more: str) -> None:  # noqa: ANN401 as a dict's
        """Add ``values`` in one step."""
        self.written += 1
        super().update(*values, **more)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return the state of a session."""
    kept: dict[str, Any] = {}
    monkeypatch.setattr("sihui_map.ui.state.st.session_state", kept)
    return kept


@pytest.fixture
def query(monkeypatch: pytest.MonkeyPatch) -> Query:
    """Return the address."""
    address = Query()
    monkeypatch.setattr("sihui_map.ui.state.st.query_params", address)
    return address


@pytest.fixture
def now(session: dict[str, Any], query: Query, figures: Figures) -> Choice:
    """Return what is chosen before anybody chose."""
    del session, query
    return state.choice(figures.years)


def test_before_any_choice_the_defaults_hold(now: Choice) -> None:
    assert now == state.Choice(
        town_code="",
        year=2033,
        measure=TOTAL,
        scope=Scope.DIRECT,
        with_plant=True,
        forest=COVER,
    )


@pytest.mark.usefixtures("session")
def test_a_full_address_is_taken(query: Query, figures: Figures) -> None:
    given = {
        "town": TOWN,
        "year": "2032",
        "measure": "per_head",
        "boundary": "net",
        "plant": "off",
        "forest": "forest_gap",
    }
    query.update(given)

    refused = state.follow_address(figures)

    assert refused == []
    assert state.choice(figures.years) == state.Choice(
        town_code=TOWN,
        year=2032,
        measure=PER_HEAD,
        scope=Scope.NET,
        with_plant=False,
        forest=COVER_GAP,
    )
    assert dict(query) == given


@pytest.mark.usefixtures("session")
def test_where_there_is_no_plant_none_is_left_out(query: Query, figures: Figures) -> None:
    query.update({"plant": "off"})
    state.follow_address(figures)

    assert not state.choice(figures.years).with_plant
    assert state.choice(figures.years, has_plant=False).with_plant


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("town", "nonsense"), "「nonsense」"),
        (("town", DING), f"「{DING}」"),
        (("year", "1999"), "地址里的年份「1999」不存在；可选：2031、2032、2033。"),
        (("measure", "x"), "地址里的指标「x」不存在；可选：total、per_head"),
        (("boundary", ""), "地址里的口径「」不存在；可选：direct、net"),
        (("plant", "maybe"), "地址里的热电厂开关「maybe」不存在；可选：on、off"),
    ],
)
def test_nonsense_in_the_address_is_named_and_dropped(
    session: dict[str, Any], query: Query, figures: Figures, given: tuple[str, str], words: str
) -> None:
    name, value = given
    session[f"choice_{name}"] = "before"
    query[name] = value
    query["kind"] = "kept"

    (sentence,) = state.follow_address(figures)

    assert words in sentence
    assert sentence.endswith("显示。")
    assert dict(query) == {"kind": "kept"}
    assert f"choice_{name}" not in session


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("name", ["town", "year"])
@pytest.mark.parametrize("value", ["[x](//evil.cn)", "![](//e.cn/a)", "<img src=x>", "`$a$` **b**"])
def test_no_markup_from_the_address_stands_in_the_sentence(
    query: Query, figures: Figures, name: str, value: str
) -> None:
    query[name] = value

    (sentence,) = state.follow_address(figures)

    assert not set("[]()<>!*`$/") & set(sentence)


@pytest.mark.usefixtures("session")
def test_a_year_of_another_page_is_kept_and_shown_as_the_latest(
    query: Query, figures: Figures
) -> None:
    query["year"] = "2031"

    assert state.follow_address(figures) == []
    assert state.choice((2032, 2033)).year == 2033
    assert state.choice((2031, 2032)).year == 2031
    assert state.choice(()).year == 0


@pytest.mark.usefixtures("session")
def test_a_choice_is_put_into_the_address_in_one_step(query: Query, figures: Figures) -> None:
    query["kind"] = "kept"

    state.choose(town=TOWN, year="2032")

    assert dict(query) == {"kind": "kept", "town": TOWN, "year": "2032"}
    assert query.written == 1
    assert state.choice(figures.years).town_code == TOWN


@pytest.mark.usefixtures("session")
def test_a_default_is_not_written_into_the_address(query: Query) -> None:
    state.choose(measure="per_gdp", plant="off")
    state.choose(measure="total", plant="on")

    assert dict(query) == {}


@pytest.mark.usefixtures("session")
def test_a_choice_can_be_cleared(query: Query, figures: Figures) -> None:
    state.choose(town=TOWN)
    state.choose(town=None)

    assert dict(query) == {}
    assert state.choice(figures.years).town_code == ""


def test_what_was_chosen_on_another_page_comes_back_into_the_address(
    session: dict[str, Any], query: Query, figures: Figures
) -> None:
    session["choice_town"] = TOWN

    assert state.follow_address(figures) == []
    assert dict(query) == {"town": TOWN}


@pytest.mark.usefixtures("session")
def test_an_address_that_is_right_already_is_not_written_again(
    query: Query, figures: Figures
) -> None:
    query["town"] = TOWN

    state.follow_address(figures)
    state.choose(town=TOWN)

    assert query.written == 0


def test_every_year_of_every_page_may_stand_in_the_address(
    figures: Figures, public_figures: Figures, snapshot: Snapshot
) -> None:
    place = replace(snapshot.place, plan=replace(snapshot.place.plan, public_years=(2025,)))
    apart = replace(
        snapshot,
        place=place,
        energy_uses=(replace(snapshot.energy_uses[0], year=2027),),
        forest_covers=(replace(snapshot.forest_covers[0], year=2029),),
    )

    assert state.all_years(figures) == (2031, 2032, 2033)
    assert state.all_years(public_figures) == (2031, 2032, 2033)
    # Of the plan, of energy and of forests; the last that is over, and the one of the data.
    assert state.all_years(Figures(apart)) == (2025, 2027, 2029, 2032, 2033)


# The snapshot


@pytest.mark.usefixtures("session")
def test_without_a_snapshot_in_the_address_the_newest_is_shown() -> None:
    assert state.snapshot_id() == ""


@pytest.mark.usefixtures("session")
def test_a_snapshot_is_taken_by_its_number_and_kept_by_its_id(query: Query) -> None:
    query["snapshot"] = "1"
    cache.figures()

    assert state.follow_snapshot() == []

    revision = cache.figures("1").snapshot.revision
    assert state.snapshot_id() == revision
    state.write_address()
    assert dict(query) == {"snapshot": revision}


@pytest.mark.usefixtures("session")
def test_a_snapshot_goes_along_to_an_address_without_one(query: Query, figures: Figures) -> None:
    query["snapshot"] = "1"
    cache.figures()
    state.follow_snapshot()
    query.clear()

    assert state.follow_snapshot() == []
    state.follow_address(figures)

    assert query["snapshot"] == cache.figures("1").snapshot.revision


def test_latest_goes_back_to_the_newest(session: dict[str, Any], query: Query) -> None:
    session["choice_snapshot"] = "ABCD1234"
    query["snapshot"] = "latest"

    assert state.follow_snapshot() == []
    state.write_address()

    assert state.snapshot_id() == ""
    assert dict(query) == {}


def test_an_unknown_snapshot_is_named_and_dropped(session: dict[str, Any], query: Query) -> None:
    session["choice_snapshot"] = "ABCD1234"
    query["snapshot"] = "nonsense"

    (sentence,) = state.follow_snapshot()

    latest = cache.figures().snapshot.revision
    assert sentence == (
        f"没有编号或名称为「nonsense」的期；可选：最新一期 {latest}。已按最新一期显示。"
    )
    assert state.snapshot_id() == ""


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("value", ["[x](//evil.cn)", "![](//e.cn/a)", "<img src=x>", "`$a$` **b**"])
def test_no_markup_of_a_snapshot_stands_in_the_sentence(query: Query, value: str) -> None:
    query["snapshot"] = value

    (sentence,) = state.follow_snapshot()

    assert not set("[]()<>!*`$/") & set(sentence)


def test_whatever_may_be_chosen_has_words(figures: Figures) -> None:
    words = choices.words(figures)

    assert list(words) == list(choices.NAMES)
    for name, (label, said) in words.items():
        assert label
        if name != choices.YEAR:
            assert set(choices.options(name, figures)) <= set(said)
            assert said[""]
    assert words["town"][1][TOWN] == "乙镇"


@pytest.mark.usefixtures("session")
def test_what_back_left_unchosen_is_the_default_again(query: Query, figures: Figures) -> None:
    query.update({"town": TOWN, "measure": "per_head", "plant": "off", "forest": "forest_gap"})
    state.follow_address(figures)
    query.update(dict.fromkeys(("town", "measure", "plant", "forest"), choices.UNCHOSEN))

    refused = state.follow_address(figures)

    now = state.choice(figures.years)
    assert refused == []
    assert (now.town_code, now.measure, now.with_plant, now.forest) == ("", TOTAL, True, COVER)
    assert dict(query) == {}
