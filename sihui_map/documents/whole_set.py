"""The whole set of a meeting in one .zip: every document that could be made, the others named."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sihui_map.documents.office import day_of
from sihui_map.views import fmt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.figures import Figures

ABOUT = "说明.txt"
PACKED = (".pptx", ".docx", ".xlsx", ".png")
"""Files that are compressed already."""


def set_name(figures: Figures) -> str:
    """Return the name of the file; the snapshot's id stands in it."""
    return f"{figures.snapshot.place.name}碳达峰_全套材料_{figures.snapshot.revision}.zip"


def whole_set(figures: Figures, files: Mapping[str, bytes], failed: Mapping[str, str]) -> bytes:
    """Return ``files`` (name → content) in one .zip, with a text that names what ``failed``.

    ``failed`` is title → reason. The same files of the same snapshot give the same bytes.
    """
    day = day_of(figures.snapshot)
    lines = [figures.snapshot.place.title, *fmt.full_stamp(figures.snapshot), "", "本包里有："]
    lines += files or ["（无）"]
    if failed:
        lines += ["", "没有生成，不在本包里："]
        lines += [f"{title}：{reason}" for title, reason in failed.items()]
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        texts = {ABOUT: ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()}  # Notepad then reads it
        for name, body in {**texts, **files}.items():
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = ZIP_STORED if name.endswith(PACKED) else ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, body)
    return made.getvalue()
