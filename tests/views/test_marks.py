"""What lies on a map: where it may stand, how it is drawn, what the legend says of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.park import CheckState, ParkStage
from sihui_map.domain.site import PlacePrecision, SiteKind, SiteStage
from sihui_map.domain.value import ValueKind
from sihui_map.figures import Figures
from sihui_map.views import marks
from sihui_map.views.mark_look import Fill

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot
    from sihui_map.domain.town import Town


def test_a_project_known_only_by_town_has_no_coordinates(figures: Figures) -> None:
    sites = figures.snapshot.sites
    vague = [site for site in sites if site.place_precision is not PlacePrecision.POINT]
    exact = [site for site in sites if site.place_precision is PlacePrecision.POINT]

    assert not [mark for mark in (marks.site_mark(figures, s) for s in vague) if "lat" in mark]
    assert {"lat", "lon"} <= set(marks.site_mark(figures, exact[0]))


def test_a_project_says_kind_stage_size_and_how_well_its_place_is_known(figures: Figures) -> None:
    plant = next(s for s in figures.snapshot.sites if s.kind is SiteKind.GAS_CHP)

    html = marks.site_mark(figures, plant)["html"]

    assert html.endswith("燃气热电联产 · 投产<br>60 MW · 精确位置")


def test_a_project_without_a_public_size_says_so(figures: Figures) -> None:
    site = next(site for site in figures.snapshot.sites if site.capacity_mw is None)

    assert "规模未公开" in marks.site_mark(figures, site)["html"]


def without_seats(snapshot: Snapshot) -> tuple[Town, ...]:
    return tuple(replace(town, seat_lon=None, seat_lat=None) for town in snapshot.towns)


def test_a_mark_whose_town_has_neither_polygon_nor_seat_is_listed_not_drawn(
    snapshot: Snapshot,
) -> None:
    figures = Figures(replace(snapshot, boundaries={}, towns=without_seats(snapshot)))
    site = next(s for s in snapshot.sites if s.place_precision is PlacePrecision.TOWN)

    assert marks.site_mark(figures, site)["precision"] == "city"


@pytest.fixture
def two_parks(snapshot: Snapshot) -> Figures:
    """Return the park when all is done there, and one of which not even the town is known."""
    (park,) = snapshot.parks
    done = dict.fromkeys(
        (check.check_id for check in snapshot.place.park_checks), CheckState.COMPLETED
    )
    return Figures(
        replace(
            snapshot,
            parks=(park, replace(park, park_id="afar", town_code="")),
            park_progress=tuple(
                replace(row, stage=ParkStage.COMPLETED, checks=done)
                for row in snapshot.park_progress
            ),
        )
    )


def test_a_park_says_its_stage_and_what_that_is(two_parks: Figures) -> None:
    done, afar = (marks.park_mark(two_parks, park) for park in two_parks.snapshot.parks)

    assert done["html"].split("<br>")[1] == "循环化改造：已完成（示例）"
    assert afar["html"].split("<br>")[1] == "循环化改造：未收到信息"
    assert (done["precision"], afar["precision"]) == ("town", "city")


def test_a_park_nobody_reported_on_is_unknown(public_figures: Figures) -> None:
    mark = marks.park_mark(public_figures, public_figures.snapshot.parks[0])

    assert mark["html"].endswith("<br>循环化改造：未收到信息")


def test_no_protected_area_is_given_a_position(figures: Figures) -> None:
    found = marks.reserve_marks(figures)

    assert [mark["name"] for mark in found] == ["虚构山森林公园", "虚构湿地公园"]
    assert not [mark for mark in found if "lat" in mark]


def test_a_project_is_drawn_as_its_stage_place_and_nature_say(figures: Figures) -> None:
    sites = {site.site_id: site for site in figures.snapshot.sites}

    plant = marks.site_look(sites["works"])
    planned = marks.site_look(sites["storage"])
    sample = marks.site_look(sites["pv-2"])

    assert (plant.glyph, plant.fill, plant.is_dashed, plant.is_sample) == (
        "电", Fill.FULL, False, False,
    )  # fmt: skip
    assert (planned.glyph, planned.is_dashed, planned.is_sample) == ("储", True, False)
    assert (sample.glyph, sample.fill, sample.is_dashed, sample.is_sample) == (
        "光", Fill.HALF, True, True,
    )  # fmt: skip


def test_a_project_of_unknown_stage_is_never_drawn_full(figures: Figures) -> None:
    site = replace(figures.snapshot.sites[0], stage=SiteStage.UNKNOWN)

    assert marks.site_look(site).fill is Fill.UNKNOWN
    assert ">?</text>" in marks.site_mark(figures, site)["draw"]


def test_a_park_is_drawn_with_its_stage_and_its_checklist(
    figures: Figures, two_parks: Figures
) -> None:
    done, begun = (marks.park_look(each, each.snapshot.parks[0]) for each in (two_parks, figures))

    assert (done.glyph, done.fill, done.is_sample) == ("完", Fill.FULL, True)
    assert done.ring == (CheckState.COMPLETED,) * 3
    assert (begun.glyph, begun.fill, begun.is_sample) == ("施", Fill.HALF, True)
    assert begun.ring == (CheckState.UNDER_WAY, CheckState.COMPLETED, CheckState.UNKNOWN)


def test_a_park_of_which_nothing_was_told_is_all_unknown(public_figures: Figures) -> None:
    look = marks.park_look(public_figures, public_figures.snapshot.parks[0])

    assert (look.glyph, look.fill, look.is_sample) == ("？", Fill.HOLLOW, False)
    assert look.ring == (CheckState.UNKNOWN,) * 3


def test_without_a_checklist_a_park_has_no_ring_and_the_legend_no_words_on_one(
    snapshot: Snapshot,
) -> None:
    figures = Figures(replace(snapshot, place=replace(snapshot.place, park_checks=())))

    mark = marks.park_mark(figures, snapshot.parks[0])

    assert marks.park_look(figures, snapshot.parks[0]).ring == ()
    assert "本地方案没有列出循环化改造的清单" in mark["card"]
    assert not [entry for entry in marks.park_legend(figures) if "块" in entry["text"]]


def test_the_legend_lists_only_kinds_and_signs_that_occur(figures: Figures) -> None:
    sites = [site for site in figures.snapshot.sites if site.kind is SiteKind.GAS_CHP]

    words = [entry["text"] for entry in marks.site_legend(sites)]

    assert words == [
        "燃气热电联产", "空心：前期、谋划", "半满：在建", "全满：投产",
        "面积＝规模，最大 60 MW；15 MW 以下和未公开的同为最小",
    ]  # fmt: skip


def test_the_legend_explains_every_sign_on_the_map(figures: Figures) -> None:
    works, *rest = figures.snapshot.sites
    odd = [replace(works, stage=stage) for stage in (SiteStage.CANCELLED, SiteStage.UNKNOWN)]
    words = " ".join(entry["text"] for entry in marks.site_legend([works, *rest, *odd]))

    for sign in ("空心", "半满", "全满", "打叉", "问号", "虚线", "斜线", "面积"):
        assert sign in words


def test_without_samples_no_legend_speaks_of_them(public_figures: Figures) -> None:
    sites = public_figures.snapshot.sites
    entries = [*marks.site_legend(sites), *marks.park_legend(public_figures)]

    assert not [entry for entry in entries if "示例" in entry["text"]]


def test_the_legend_of_parks_names_each_stage_and_each_state(figures: Figures) -> None:
    words = " ".join(entry["text"] for entry in marks.park_legend(figures))

    assert [stage for stage in ParkStage if stage not in words] == []
    assert [state for state in CheckState if state not in words] == []


def test_a_map_with_other_layers_has_two_lines_for_projects(
    figures: Figures, public_figures: Figures
) -> None:
    def words(of: Figures) -> list[str]:
        return [entry["text"] for entry in marks.brief_legend(of.snapshot.sites)]

    assert words(figures) == ["前期、在建、投产", "只知镇街、示例"]
    assert words(public_figures) == ["前期、在建、投产", "只知镇街"]


def test_without_projects_there_is_nothing_to_explain() -> None:
    assert marks.site_legend(()) == marks.brief_legend(()) == []


def test_a_sample_is_hatched_wherever_it_is_drawn(figures: Figures) -> None:
    for site in figures.snapshot.sites:
        assert marks.site_look(site).is_sample == (site.value_kind is ValueKind.SAMPLE)
