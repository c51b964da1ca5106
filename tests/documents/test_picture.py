"""The picture: text as text, the screen's classes, and colours that everyone can tell apart."""

from __future__ import annotations

import json
import re
import signal
import struct
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from time import process_time
from typing import TYPE_CHECKING

import pytest
import shapely
from defusedxml.ElementTree import fromstring

from sihui_map.catalogue.indicator import Indicator, Scope
from sihui_map.catalogue.indicators import COVER, ELECTRICITY, TOTAL, town_measures
from sihui_map.documents.html.pack import pack
from sihui_map.documents.maps.geopackage import geopackage
from sihui_map.documents.maps.picture import has_chinese_font, map_png, map_svg
from sihui_map.documents.maps.town_map import town_map
from sihui_map.documents.office import clean
from sihui_map.documents.pptx.deck import deck
from sihui_map.domain.classes import ClassBreaks
from sihui_map.errors import ChoiceError
from sihui_map.figures import Figures
from sihui_map.reference.boundaries import BOUNDARIES, read_boundaries
from sihui_map.reference.files import Folder
from sihui_map.views import fmt, maps
from sihui_map.views.board import town_measure
from sihui_map.views.locator import locator, rings
from sihui_map.views.maps import themes
from tests.counties.county import JIA, YI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from sihui_map.domain.snapshot import Snapshot

S = "{http://www.w3.org/2000/svg}"
# Machado, Oliveira & Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", IEEE TVCG 15(6), 2009, severity 1.0; they apply to linear RGB.
SIGHT = {
    "everyone": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
JUST_TOLD_APART = 12.0


def svg(figures: Figures, **choice: object) -> Element:
    return fromstring(map_svg(figures, **choice))  # type: ignore[arg-type]


def words(root: Element) -> list[str]:
    return ["".join(node.itertext()) for node in root.iter(f"{S}text")]


def fills(root: Element) -> dict[str, str]:
    """Return title → fill of every unit."""
    group = next(node for node in root.iter(f"{S}g") if node.get("id") == "towns")
    return {
        (path.findtext(f"{S}title") or ""): path.get("fill", "") for path in group.iter(f"{S}path")
    }


def linear(color: str) -> list[float]:
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]


def seen(color: str, sight: str) -> list[float]:
    rgb = linear(color)
    sums = [sum(a * b for a, b in zip(row, rgb, strict=True)) for row in SIGHT[sight]]
    return [min(max(one, 0.0), 1.0) for one in sums]


def luminance(rgb: list[float]) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def lightness(rgb: list[float]) -> float:
    """Return CIE L*, 0 to 100."""
    share = luminance(rgb)
    return 116 * share ** (1 / 3) - 16 if share > 0.008856 else 903.3 * share


@pytest.fixture(scope="module")
def five_classes(snapshot: Snapshot) -> Figures:
    """Return figures in which every measure has as many classes as a legend may have."""
    lowest = {ELECTRICITY: 0.0}  # what is below zero has colours of its own
    breaks = tuple(
        ClassBreaks(
            measure=measure.id, scope=scope, cuts=(lowest.get(measure, 0.5), 1.0, 2.0, 3.0),
            unit=measure.unit, source="",
        )
        for measure in (*town_measures(), COVER)
        for scope in Scope
    )  # fmt: skip
    return Figures(replace(snapshot, class_breaks=breaks))


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("measure", town_measures(), ids=str)
def test_a_higher_class_is_darker_whoever_looks(
    five_classes: Figures, measure: Indicator, scope: Scope, sight: str
) -> None:
    breaks = five_classes.breaks(measure, scope)
    colors = town_measure(five_classes, measure, scope)["colors"][sum(c <= 0 for c in breaks) :]

    for light, dark in pairwise(colors):
        assert lightness(seen(light, sight)) - lightness(seen(dark, sight)) > JUST_TOLD_APART / 2


@pytest.mark.parametrize("sight", SIGHT)
def test_neighbouring_classes_of_the_total_can_be_told_apart(
    five_classes: Figures, sight: str
) -> None:
    colors = town_measure(five_classes, TOTAL, Scope.DIRECT)["colors"]
    steps = [
        lightness(seen(light, sight)) - lightness(seen(dark, sight))
        for light, dark in pairwise(colors)
    ]

    assert len(steps) == 4
    assert min(steps) > 6


@pytest.mark.parametrize("sight", SIGHT)
def test_more_forest_is_darker_whoever_looks(five_classes: Figures, sight: str) -> None:
    colors = town_measure(five_classes, COVER)["colors"]

    for light, dark in pairwise(colors):
        assert lightness(seen(light, sight)) - lightness(seen(dark, sight)) > 6


def test_the_picture_says_what_the_screen_says(figures: Figures) -> None:
    said = words(svg(figures, year=2033, approval="虚S(2026)01-001号"))
    foot = "\n".join(said)

    assert "2033 年排放总量（直接排放）" in said
    assert "排放总量（万吨CO₂）" in said
    first = said.index("排放总量（万吨CO₂）") + 1
    assert said[first : first + 5] == [
        "≥ 4.00",
        "1.00 ～ 4.00",
        "＜ 1.00",
        "缺失",
        "丁街道（不在范围）",
    ]
    assert "示意图,镇街界线非法定界线。审图号：虚S(2026)01-001号" in foot
    assert f"版本 {figures.snapshot.revision} · 数据日期 2033-09-15" in foot
    assert "示例" in said


def test_every_town_has_its_value_and_the_colour_of_its_class(figures: Figures) -> None:
    frame = town_measure(figures, TOTAL, Scope.DIRECT)
    root = svg(figures, year=2032)
    drawn, said = fills(root), words(root)

    for town in figures.towns:
        place, text, _ = frame["cells"][town.town_code]["2032"]
        value = fmt.wan_tonnes(figures.emission(town.town_code, 2032))
        assert text == value
        assert drawn[f"{town.name} {value} 万吨CO₂（示例）"] == frame["colors"][place]
        assert f"{town.short_name}{value}" in said


def test_every_number_in_the_picture_is_a_published_one(figures: Figures) -> None:
    breaks = figures.breaks(TOTAL, Scope.DIRECT)
    known = {fmt.number(cut / 1e4, 2) for cut in breaks}
    known |= {fmt.wan_tonnes(figures.emission(town.town_code, 2033)) for town in figures.towns}
    stamp = f"版本 {figures.snapshot.revision} · 数据日期 2033-09-15"
    text = "\n".join(words(svg(figures))).replace(stamp, "").replace("2033 年", "")

    found = re.findall(r"−?\d[\d,.]*", text)
    assert len(found) == 3 + 4  # a value of each town, two cuts written twice
    assert set(found) == known


def test_without_data_every_town_is_hatched_and_the_reason_stands_below(
    public_figures: Figures,
) -> None:
    root = svg(public_figures)
    drawn, said = fills(root), "\n".join(words(root))

    hatched = [fill for name, fill in drawn.items() if "缺失（未报）" in name]
    assert hatched == ["url(#missing)"] * 3
    assert drawn["丁街道 不在统计范围"] == "url(#outside)"
    assert "缺失原因：未报" in said
    assert "审图号：（尚未取得）" in said
    assert "示例" not in said


def test_a_year_without_a_factor_is_missing_with_its_reason(figures: Figures) -> None:
    said = "\n".join(words(svg(figures, name="net.total", year=2033)))

    assert "缺失原因：当年电网排放因子未公开" in said
    assert "0.00" not in said


def test_a_net_export_has_a_class_of_its_own(figures: Figures) -> None:
    drawn = fills(svg(figures, name="electricity", year=2032))

    assert drawn["丙镇 −0.80 万吨CO₂（示例）"] == "#dbe9f6"


def test_the_forest_map_is_green_and_without_the_plant(figures: Figures) -> None:
    said = words(svg(figures, name="forest_cover", year=2033))

    assert "2033 年森林覆盖率" in said
    assert "≥ 45.0" in said
    assert not [text for text in said if "热电" in text]


@pytest.mark.parametrize("name", [*themes(), "forest_cover"])
def test_every_map_of_the_screen_can_be_had(figures: Figures, name: str) -> None:
    assert len(fills(svg(figures, name=name))) == 4


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"name": "heat"}, "没有名为「heat」的地图；可选：direct.total"),
        ({"year": 1999}, "排放总量没有 1999 年的数据；可选年份：2031、2032"),
    ],
)
def test_a_map_or_year_that_is_not_there_is_refused_with_what_may_be(
    figures: Figures, choice: dict[str, object], said: str
) -> None:
    with pytest.raises(ChoiceError, match=said):
        svg(figures, **choice)


@pytest.mark.parametrize("store", ["figures", "county_figures"])
def test_the_legend_never_covers_a_town(store: str, request: pytest.FixtureRequest) -> None:
    root = svg(request.getfixturevalue(store))
    group = next(node for node in root.iter(f"{S}g") if node.get("id") == "towns")
    right = max(
        float(pair.split(",")[0])
        for path in group.iter(f"{S}path")
        for pair in re.findall(r"[\d.]+,[\d.]+", path.get("d", ""))
    )
    legend = [node for node in root.iter(f"{S}text") if "（万吨CO₂）" in (node.text or "")]

    assert len(legend) == 1
    assert right < float(legend[0].get("x", "0"))


def test_the_picture_asks_nobody_and_names_chinese_fonts(figures: Figures) -> None:
    text = map_svg(figures)

    assert re.findall(r"[a-z]+://[^\"' ]+", text) == ["http://www.w3.org/2000/svg"]
    assert "'Noto Sans CJK SC','Microsoft YaHei'" in text
    assert "<image" not in text


def test_a_hostile_name_stays_text(snapshot: Snapshot) -> None:
    name = "</text><script>x</script>&\x00\u202e"
    towns = tuple(replace(town, name=name) for town in snapshot.towns)

    root = svg(Figures(replace(snapshot, towns=towns)), approval=name)

    assert not list(root.iter(f"{S}script"))
    assert [text for text in words(root) if text.startswith("</text><script>x</script>&")]


def test_without_boundaries_there_is_still_a_legend(snapshot: Snapshot) -> None:
    root = svg(Figures(replace(snapshot, boundaries={}, rivers=())))

    assert fills(root) == {}
    assert "缺失" in words(root)


def test_islands_and_holes_are_kept_and_long_outlines_shortened(snapshot: Snapshot) -> None:
    ring = shapely.Point(1.05, 1.1).buffer(0.03, quad_segs=400)
    hole = shapely.Point(1.05, 1.1).buffer(0.01)
    island = shapely.box(1.085, 1.15, 1.095, 1.16)
    shape = shapely.geometry.mapping(shapely.union(ring.difference(hole), island))
    boundaries = {**snapshot.boundaries, JIA: shape}

    shown = town_map(Figures(replace(snapshot, boundaries=boundaries)), "direct.total")
    area = next(area for area in shown.areas if area.code == JIA)

    assert len(rings(area.shape)) == 3
    assert shapely.get_num_coordinates(area.shape) <= 300


def test_a_picture_is_1920_px_wide(figures: Figures) -> None:
    assert has_chinese_font()
    png = map_png(map_svg(figures))

    assert png is not None
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (1920, 1440)


def test_without_a_chinese_font_there_is_no_picture(figures: Figures) -> None:
    assert not has_chinese_font(system_fonts=False)
    assert map_png(map_svg(figures), system_fonts=False) is None


def test_what_xml_refuses_is_left_out() -> None:
    assert clean("三\x00镇\x0b\ud800\uffff\u202e县\n") == "三镇县"


ISLANDS, PATIENCE_S = 80, 60


def in_parts(snapshot: Snapshot, code: str) -> Snapshot:
    """Return ``snapshot`` with one town of 80 polygons: its own and 79 small ones beside it."""
    own = shapely.geometry.shape(dict(snapshot.boundaries[code]))
    _, south, east, _ = own.bounds
    corners = [(east + 0.3, south + 0.004 * place) for place in range(1, ISLANDS)]
    islands = [
        shapely.Point(corner).buffer(0.001 + 0.00001 * place, quad_segs=4)
        for place, corner in enumerate(corners)
    ]
    whole = shapely.geometry.mapping(shapely.union_all([own, *islands]))
    return replace(snapshot, boundaries={**snapshot.boundaries, code: whole})


@contextmanager
def patience() -> Iterator[None]:
    """Raise TimeoutError where the work inside does not end."""

    def given_up(*_: object) -> None:
        msg = f"not finished in {PATIENCE_S} s"
        raise TimeoutError(msg)

    before = signal.signal(signal.SIGALRM, given_up)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def read_again(figures: Figures, folder: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"town_code": code}, "geometry": geometry}
        for code, geometry in figures.snapshot.boundaries.items()
    ]
    document = {"type": "FeatureCollection", "features": features}
    (folder / BOUNDARIES).write_text(json.dumps(document), "utf-8")
    assert read_boundaries(Folder(folder)).keys() == figures.snapshot.boundaries.keys()


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(read_again, id="reader"),
        pytest.param(lambda figures, _: maps.overview_map(figures).get_root().render(), id="page"),
        pytest.param(lambda figures, _: locator(figures, YI), id="locator"),
        pytest.param(lambda figures, _: map_svg(figures), id="picture"),
        pytest.param(lambda figures, _: deck(figures), id="deck"),
        pytest.param(lambda figures, _: pack(figures), id="pack"),
        pytest.param(lambda figures, _: geopackage(figures), id="geopackage"),
    ],
)
def test_a_town_of_eighty_polygons_is_drawn_about_as_soon_as_one(
    snapshot: Snapshot, tmp_path: Path, work: Callable[[Figures, Path], object]
) -> None:
    took = []
    for shown in (Figures(snapshot), Figures(in_parts(snapshot, YI))):
        shown.published()
        with patience():
            begin = process_time()
            work(shown, tmp_path)
            took.append(process_time() - begin)

    assert took[1] <= 3 * took[0] + 1.0


def test_every_one_of_many_parts_is_drawn(snapshot: Snapshot) -> None:
    with patience():
        shown = town_map(Figures(in_parts(snapshot, YI)), "direct.total")

    (area,) = (area for area in shown.areas if area.code == YI)
    own = shapely.geometry.shape(dict(snapshot.boundaries[YI]))
    assert len(rings(area.shape)) == ISLANDS
    assert area.shape.area == pytest.approx(own.area * 1.049, rel=0.02)
