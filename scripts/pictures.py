"""Render everything that is handed out to pictures in `var/pictures/<revision>/`, to look at.

Run `make pictures`; it needs LibreOffice, poppler and Chromium.
Every page becomes a PNG, every file gets a contact sheet; time and size of each file are printed.
The comparison with an earlier 期 shows what the sample adds to what is public.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageOps
from playwright.sync_api import sync_playwright

from sihui_map.documents.docx.notices import feedback_form, lead_units, reminder
from sihui_map.documents.outputs import OUTPUTS
from sihui_map.figures import Figures
from sihui_map.reference.snapshot import read_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import Browser, Page, ViewportSize

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "var" / "pictures"
NEEDED = {
    "soffice": "LibreOffice（soffice）",
    "pdftoppm": "poppler-utils（pdftoppm）",
    "chromium": "chromium",
}
PART = {
    ".pptx": "libreoffice-impress",
    ".docx": "libreoffice-writer",
    ".xlsx": "libreoffice-calc",
}
BROWSED = (".html", ".svg")
DPI = 70
SCREEN_PX: ViewportSize = {"width": 1366, "height": 768}
THUMB_PX, GAP_PX, ACROSS = (480, 480), 8, 6
PATIENCE_S = 300


def main() -> None:
    """Write the pictures of the sample and of what is public."""
    lacking = [name for program, name in NEEDED.items() if shutil.which(program) is None]
    if lacking:
        sys.exit(f"不能出图：这台机器没有{'、'.join(lacking)}，请先安装（apt-get install）。")
    public, full = (
        Figures(read_snapshot(ROOT / "geodata", with_sample=with_sample))
        for with_sample in (False, True)
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for figures, before in ((full, public), (public, None)):
            _picture_all(browser, figures, before)
        browser.close()


def _picture_all(browser: Browser, figures: Figures, before: Figures | None) -> None:
    folder = PICTURES / figures.snapshot.revision
    shutil.rmtree(folder, ignore_errors=True)
    for name, make in _makers(figures, before):
        start = time.perf_counter()
        body = make()
        took_s = time.perf_counter() - start
        file = folder / name / f"{name}.{name.rpartition('-')[2]}"
        file.parent.mkdir(parents=True)
        file.write_bytes(body)
        pages = _pages(browser, file)
        if pages:
            _contact_sheet(pages, folder / f"{name}.png")
        print(f"{figures.snapshot.revision} {name}：{took_s:.2f} 秒，"
              f"{len(body) / 1024:.0f} kB，{len(pages)} 页")  # fmt: skip
    print(f"图片在 {folder.relative_to(ROOT)}")


def _makers(figures: Figures, before: Figures | None) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Return what makes each output, and both notices of the first unit."""
    for key, output in OUTPUTS.items():
        yield f"{key}-{output.ending}", partial(output.make, figures, before, "")
    unit = next(iter(lead_units(figures)), "")
    yield "reminder-docx", partial(reminder, figures, unit)
    yield "feedback-docx", partial(feedback_form, figures, unit)


def _pages(browser: Browser, file: Path) -> list[Path]:
    """Return the pictures of a file's pages; none where there is nothing to see."""
    if file.suffix in PART:
        return _office_pages(file)
    if file.suffix in BROWSED:
        return _browser_pages(browser, file)
    return [file] if file.suffix == ".png" else []


def _office_pages(file: Path) -> list[Path]:
    with tempfile.TemporaryDirectory(prefix="sihui-pictures-") as profile:
        _run("soffice", f"-env:UserInstallation=file://{profile}", "--headless",
             "--convert-to", "pdf", "--outdir", file.parent, file)  # fmt: skip
    pdf = file.with_suffix(".pdf")
    if not pdf.exists():  # LibreOffice only says so on a stream that nobody reads
        print(f"没有 {file.name} 的图片：这台机器的 LibreOffice 缺少打开 {file.suffix} 的组件"
              f"（{PART[file.suffix]}）")  # fmt: skip
        return []
    _run("pdftoppm", "-png", "-r", DPI, pdf, file.parent / "page")
    return sorted(file.parent.glob("page-*.png"))


def _run(program: str, *words: object) -> None:
    command = [shutil.which(program) or program, *map(str, words)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_S)  # noqa: S603 our own words


def _browser_pages(browser: Browser, file: Path) -> list[Path]:
    """Return the picture of each view that the page's own links lead to, or of the drawing."""
    page = browser.new_page(viewport=SCREEN_PX)
    if file.suffix == ".svg":
        return [_drawing(page, file)]
    page.goto(file.as_uri())
    links = page.locator("nav a[href^='#']").all()
    views = [link.get_attribute("href") or "" for link in links]
    pages = []
    for number, view in enumerate(views, start=1):
        page.goto(file.as_uri() + view)
        pages.append(file.parent / f"page-{number:02}{view.replace('#', '-')}.png")
        page.screenshot(path=pages[-1], full_page=True)
    page.close()
    return pages


def _drawing(page: Page, file: Path) -> Path:
    """Return the picture of a drawing; alone in a window Chromium would never say it is done."""
    picture = file.parent / "page-01.png"
    page.set_content(file.read_text(encoding="utf-8"))
    page.screenshot(path=picture, full_page=True)
    page.close()
    return picture


def _contact_sheet(pages: Sequence[Path], target: Path) -> None:
    """Write all pages small into one picture."""
    small = []
    for page in pages:
        with Image.open(page) as picture:
            small.append(ImageOps.contain(picture.convert("RGB"), THUMB_PX))
    width, height = (max(each.size[side] for each in small) + GAP_PX for side in (0, 1))
    across = min(ACROSS, len(small))
    sheet = Image.new("RGB", (across * width, ceil(len(small) / across) * height), "#b8c0c8")
    for place, each in enumerate(small):
        sheet.paste(each, (place % across * width, place // across * height))
    sheet.save(target)


if __name__ == "__main__":
    main()
