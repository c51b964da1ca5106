"""How every page looks at three sizes, kept small: the references of tests/browser/test_looks.py.

`make looks` takes them anew, after a change of look that was meant; the pictures themselves lie in
`var/looks/`, to look at. A picture is kept as the mean grey of its cells, so that another version
of a font or another day moves little, and a block that is missing, moved or recoloured much.
"""

from __future__ import annotations

import base64
import io
import json
import shutil
import sys
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageChops
from playwright.sync_api import sync_playwright

from scripts.serving import ROOT, ours, started
from sihui_map.ui.manual import PICTURES as MANUAL
from sihui_map.ui.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Page

    from scripts.serving import Server

REFERENCES = ROOT / "tests" / "browser" / "looks.json"
PICTURES = ROOT / "var" / "looks"
SIZES = {"laptop": (1366, 768), "projector": (1920, 1080), "telephone": (390, 844)}
CHOSEN = "town=441284105"
IN_DOCUMENTS = {
    "overview": "",
    "emissions": f"emissions?{CHOSEN}",
    "town": f"town?{CHOSEN}",
    "tasks": "tasks",
    "desk": "desk",
    "present": "present?slide=3",
}
"""What stands as a picture in README and manual."""
DOCUMENT_PX = 1100
NOT_LOOKED_AT = {"present"}
"""Slides have their own."""
CELL_PX = 32
TALLEST_PX = 2600
"""Of a longer page the beginning."""
DIFFERS = 14
"""Of 255: a cell that is lighter or darker by more is another one."""
OFF_SHARE = 0.02
"""As many cells may be another one."""
STILL, TRIES, PAUSE_MS = 0.002, 12, 400
# Dates and the id of the snapshot change with every publication.
SAME_EVERY_DAY = """() => {
  for (const one of document.querySelectorAll(".masthead span, .foot, .source, .issue"))
    one.style.color = "transparent";
}"""
ALL_OF_IT = (
    "() => Math.max(...[...document.querySelectorAll('.stMain')].map((one) => one.scrollHeight))"
)
DRAWN = """() => !document.querySelector("#first, [data-testid=stSkeleton]")
  && document.querySelector(".stApp[data-test-script-state=notRunning] footer.foot") !== null"""


@dataclass(frozen=True, slots=True)
class Look:
    """The mean grey of the cells of a picture, row by row."""

    width: int
    cells: bytes

    @property
    def height(self) -> int:
        """Return how many rows of cells there are."""
        return len(self.cells) // self.width

    def written(self) -> str:
        """Return it as a short text."""
        return f"{self.width}:{base64.b85encode(zlib.compress(self.cells, 9)).decode()}"

    @classmethod
    def read(cls, text: str) -> Look:
        """Return what ``written`` made a text of."""
        width, _, cells = text.partition(":")
        return cls(int(width), zlib.decompress(base64.b85decode(cells)))


def addresses() -> dict[str, str]:
    """Return the pages by name, and those that a chosen town changes twice."""
    slugs = [entry.slug for entry in PAGES if entry.slug not in NOT_LOOKED_AT]
    plain = {slug: "" if slug == PAGES[0].slug else slug for slug in slugs}
    return plain | {f"{slug}-town": f"{slug}?{CHOSEN}" for slug in ("emissions", "town")}


def look_of(picture: Image.Image) -> Look:
    """Return the mean grey of the cells of ``picture``."""
    width, height = (max(round(side / CELL_PX), 1) for side in picture.size)
    small = picture.convert("L").resize((width, height), Image.Resampling.BOX)
    return Look(width, small.tobytes())


def off(one: Look, other: Look) -> float:
    """Return the share of cells that differ; rows that only one of them has differ."""
    if one.width != other.width:
        return 1.0
    rows = max(one.height, other.height)
    pairs = list(zip(one.cells, other.cells, strict=False))
    differing = sum(abs(left - right) > DIFFERS for left, right in pairs)
    return (differing + rows * one.width - len(pairs)) / (rows * one.width)


def picture_of(page: Page, size: tuple[int, int]) -> Image.Image:
    """Return all of the page that is open, in a window of ``size``, once nothing moves any more."""
    width, height = size
    _wait(page)
    page.mouse.move(0, 0)
    before = None
    for _ in range(TRIES):
        tall = min(max(int(page.evaluate(ALL_OF_IT)), height), TALLEST_PX)
        page.set_viewport_size({"width": width, "height": tall})
        page.wait_for_timeout(PAUSE_MS)
        page.evaluate(SAME_EVERY_DAY)
        shot = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
        if before is not None and off(look_of(before), look_of(shot)) <= STILL:
            return shot
        before = shot
    msg = f"{page.url}: the page does not come to rest"
    raise RuntimeError(msg)


def _wait(page: Page) -> None:
    # The policy of a page forbids playwright's own way of waiting for a script.
    for _ in range(TRIES * TRIES):
        if page.evaluate(DRAWN):
            return
        page.wait_for_timeout(PAUSE_MS)
    msg = f"{page.url}: the page is not drawn"
    raise RuntimeError(msg)


def compared(name: str, picture: Image.Image, kept: Look) -> float:
    """Return how far ``picture`` is off; keep it and what differs, to look at, where too far."""
    found = off(look_of(picture), kept)
    if found > OFF_SHARE:
        PICTURES.mkdir(parents=True, exist_ok=True)
        picture.save(PICTURES / f"{name}.now.png")
        size = (kept.width * CELL_PX, kept.height * CELL_PX)
        before = Image.frombytes("L", (kept.width, kept.height), kept.cells).resize(size)
        before.save(PICTURES / f"{name}.kept.png")
        now = picture.convert("L").crop((0, 0, *size))
        ImageChops.difference(now, before).save(PICTURES / f"{name}.differs.png")
    return found


def references() -> Mapping[str, Look]:
    """Return the looks that were kept, by page and size."""
    kept = json.loads(REFERENCES.read_text(encoding="utf-8"))
    return {name: Look.read(text) for name, text in kept.items()}


def names() -> list[tuple[str, str]]:
    """Return page and size of every look."""
    return [(page, size) for page in addresses() for size in SIZES]


def taken() -> dict[str, Look]:
    """Take the look of every page of the application with its samples."""
    found = {}
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    for made in (PICTURES, MANUAL):
        made.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        started(ours(Path(folder))) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_context(locale="zh-CN").new_page()
        _take_for_documents(page, server)  # first: the manual shows them
        for name, size in names():
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            page.goto(server.address(f"/{addresses()[name]}"))
            picture = picture_of(page, SIZES[size])
            picture.save(PICTURES / f"{name}.{size}.png")
            found[f"{name}.{size}"] = look_of(picture)
            print(f"{name} {size}: {picture.width} x {picture.height}")
        browser.close()
    return found


def _take_for_documents(page: Page, server: Server) -> None:
    """Take the pictures of README and manual: first screens on a laptop."""
    width, height = SIZES["laptop"]
    page.set_viewport_size({"width": width, "height": height})
    for name, address in IN_DOCUMENTS.items():
        page.goto(server.address(f"/{address}"))
        _wait(page)
        page.wait_for_timeout(PAUSE_MS * 4)
        shot = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
        small = shot.resize((DOCUMENT_PX, DOCUMENT_PX * height // width), Image.Resampling.LANCZOS)
        small.save(MANUAL / f"{name}.webp", quality=72, method=6)


def main() -> int:
    """Write the references anew; say which pages look otherwise than before."""
    before = references() if REFERENCES.exists() else {}
    found = taken()
    for name, look in found.items():
        share = off(look, before[name]) if name in before else 1.0
        if share > OFF_SHARE:
            print(f"{name}: {share:.1%} of the cells are new")
    lines = {name: look.written() for name, look in found.items()}
    REFERENCES.write_text(json.dumps(lines, indent=0) + "\n", encoding="utf-8")
    print(f"{REFERENCES.relative_to(ROOT)}: {REFERENCES.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
