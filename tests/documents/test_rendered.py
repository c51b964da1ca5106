"""The documents as LibreOffice lays them out: every page full, stamped, within its edges."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from defusedxml.ElementTree import fromstring
from pptx import Presentation

from sihui_map.documents.docx.notices import feedback_form, lead_units, reminder
from sihui_map.documents.outputs import OUTPUTS
from tests.documents.papers import opened, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sihui_map.figures import Figures

PROGRAMS = {name: shutil.which(name) for name in ("soffice", "pdftotext")}
ABSENT = [name for name, path in PROGRAMS.items() if path is None]
X = "{http://www.w3.org/1999/xhtml}"
CHINESE = re.compile(r"[\u3400-\u9fff]")
BOXES = re.compile("[\ufffd\u25a1\u25af\ue000-\uf8ff]")
"""What stands where a font has no such character."""
SLIDE_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
SIDES = ("xMin", "yMin", "xMax", "yMax")
EDGE_PT = 0.5
MIDDLE = (0.1, 0.9)
FEWEST = 15
"""Characters in the middle of a page: a heading that stands alone has fewer."""
REPORT_PAGES = {"sample": range(16, 24), "public": range(10, 17)}
KEYS = ("deck", "report", "town-sheets", "reminder", "feedback")
SETS = ("sample", "public")

pytestmark = pytest.mark.skipif(bool(ABSENT), reason=f"not installed: {'、'.join(ABSENT)}")


@dataclass(frozen=True)
class Page:
    """One page of a PDF: its size in points, and each word with its box."""

    width: float
    height: float
    words: tuple[tuple[str, tuple[float, float, float, float]], ...]

    @property
    def text(self) -> str:
        """Return the words without what a line break puts between them."""
        return "".join(word for word, _ in self.words)

    @property
    def middle(self) -> str:
        """Return what stands between header and footer."""
        top, bottom = MIDDLE[0] * self.height, MIDDLE[1] * self.height
        return "".join(word for word, box in self.words if top < box[1] and box[3] < bottom)


@dataclass(frozen=True)
class Rendered:
    """A document beside the pages it is laid out on."""

    file: Path
    pages: tuple[Page, ...]

    @property
    def slides(self) -> list[Any]:
        """Return the slides of a deck."""
        return list(Presentation(str(self.file)).slides)

    @property
    def text(self) -> str:
        """Return all text of the slides, or of the body with its tables."""
        if self.file.suffix == ".docx":
            return "".join(texts(opened(self.file.read_bytes())))
        nodes = (node for slide in self.slides for node in slide.element.iter(SLIDE_TEXT))
        return "".join(node.text or "" for node in nodes)


def run(program: str, *words: object) -> str:
    command = [PROGRAMS[program] or "", *map(str, words)]
    done = subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 our own words
    return done.stdout.decode()


def pages_of(pdf: Path) -> tuple[Page, ...]:
    # pdftotext passes on what XML refuses
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", run("pdftotext", "-bbox", pdf, "-"))
    return tuple(
        Page(
            width=float(page.attrib["width"]),
            height=float(page.attrib["height"]),
            words=tuple(
                (word.text or "", tuple(float(word.attrib[side]) for side in SIDES))  # type: ignore[misc]  # four
                for word in page.iter(f"{X}word")
            ),
        )
        for page in fromstring(text).iter(f"{X}page")
    )


def makers(figures: Figures, before: Figures) -> dict[str, Callable[[], bytes]]:
    unit = lead_units(figures)[0]
    made = {
        key: lambda output=OUTPUTS[key]: output.make(figures, before, "")
        for key in ("deck", "report", "town-sheets")
    }
    return made | {
        "reminder": lambda: reminder(figures, unit),
        "feedback": lambda: feedback_form(figures, unit),
    }


@pytest.fixture(scope="module")
def rendered(
    county_figures: Figures,
    county_public_figures: Figures,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[tuple[str, str], Rendered]:
    """Return every document of the sample and of what is public, by set and name.

    They are those of the county in geodata/: their pages must hold as much as it has.
    """
    folder = tmp_path_factory.mktemp("rendered")
    files = {}
    for name, shown in (("sample", county_figures), ("public", county_public_figures)):
        for key, make in makers(shown, county_public_figures).items():
            ending = "pptx" if key == "deck" else "docx"
            file = folder / f"{name}_{key}.{ending}"
            file.write_bytes(make())
            files[name, key] = file
    run(
        "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
        "--convert-to", "pdf", "--outdir", folder, *files.values(),
    )  # fmt: skip
    return {key: Rendered(file, pages_of(file.with_suffix(".pdf"))) for key, file in files.items()}


@pytest.fixture(params=list(product(SETS, KEYS)), ids="-".join)
def each(request: pytest.FixtureRequest, rendered: dict[tuple[str, str], Rendered]) -> Rendered:
    """Return one document after the other."""
    return rendered[request.param]


@pytest.mark.parametrize("name", SETS)
def test_a_slide_is_a_page(rendered: dict[tuple[str, str], Rendered], name: str) -> None:
    deck = rendered[name, "deck"]

    assert len(deck.pages) == len(deck.slides)


@pytest.mark.parametrize("name", SETS)
def test_a_town_is_a_page(
    rendered: dict[tuple[str, str], Rendered], name: str, county_figures: Figures
) -> None:
    pages = rendered[name, "town-sheets"].pages

    assert len(pages) == len(county_figures.towns)
    for town, page in zip(county_figures.towns, pages, strict=True):
        assert f"镇街自查表：{town.name}" in page.text


@pytest.mark.parametrize("name", SETS)
def test_a_report_is_as_long_as_one_expects(
    rendered: dict[tuple[str, str], Rendered], name: str
) -> None:
    assert len(rendered[name, "report"].pages) in REPORT_PAGES[name]


@pytest.mark.parametrize("store", ["mixed_figures", "mixed_sample_figures"])
def test_a_town_that_reported_in_part_is_a_page_too(
    store: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    mixed: Figures = request.getfixturevalue(store)
    file = tmp_path / "sheets.docx"
    file.write_bytes(OUTPUTS["town-sheets"].make(mixed))
    run(
        "soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
        "--convert-to", "pdf", "--outdir", tmp_path, file,
    )  # fmt: skip

    assert len(pages_of(file.with_suffix(".pdf"))) == len(mixed.towns)


def test_every_character_is_drawn(each: Rendered) -> None:
    drawn = "".join(page.text for page in each.pages)

    assert set(CHINESE.findall(each.text)) - set(drawn) == set()
    assert set(BOXES.findall(drawn)) <= set(each.text)  # a box to tick is meant


def test_no_text_leaves_its_page(each: Rendered) -> None:
    outside = [
        (number, word)
        for number, page in enumerate(each.pages, start=1)
        for word, (left, top, right, bottom) in page.words
        if min(left, top) < -EDGE_PT
        or right > page.width + EDGE_PT
        or bottom > page.height + EDGE_PT
    ]

    assert outside == []


def test_no_page_is_blank(each: Rendered) -> None:
    short = [page.text for page in each.pages if len(page.middle) < FEWEST]

    assert short == []


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", SETS)
def test_every_page_says_which_snapshot_it_is(
    rendered: dict[tuple[str, str], Rendered],
    county_figures: Figures,
    county_public_figures: Figures,
    name: str,
    key: str,
) -> None:
    snapshot = (county_figures if name == "sample" else county_public_figures).snapshot
    stamp = (snapshot.revision, snapshot.data_day.isoformat())

    pages = rendered[name, key].pages

    assert [page.text for page in pages if not all(part in page.text for part in stamp)] == []
    assert [
        page.text
        for page in pages
        if key != "deck" and ("不可引用" in page.text) != (name == "sample")
    ] == []


def test_a_slide_with_samples_says_so(rendered: dict[tuple[str, str], Rendered]) -> None:
    deck = rendered["sample", "deck"]
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]

    assert ["不可引用" in page.text for page in deck.pages[1:]] == [
        "示例" in title for title in titles[1:]
    ]
    assert "不可引用" in deck.pages[0].text
    assert not ["不可引用" for page in rendered["public", "deck"].pages if "不可引用" in page.text]
