"""The whole set is one .zip: what could be made, and a text that names what could not."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from sihui_map.documents.whole_set import ABOUT, set_name, whole_set

if TYPE_CHECKING:
    from sihui_map.figures import Figures


def opened(body: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(body)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_file_is_in_it_and_the_text_names_the_snapshot(figures: Figures) -> None:
    found = opened(whole_set(figures, {"甲.pptx": b"PK", "乙.svg": b"<svg/>" * 99}, {}))

    assert list(found) == [ABOUT, "甲.pptx", "乙.svg"]
    assert found["乙.svg"] == b"<svg/>" * 99
    told = found[ABOUT].decode("utf-8-sig").splitlines()
    assert f"版本 {figures.snapshot.revision}" in told
    assert "标「示例」的数值为虚构样本，不可引用" in told
    assert told[told.index("本包里有：") + 1 :] == ["甲.pptx", "乙.svg"]


def test_what_failed_is_named_with_its_reason_and_the_others_come(figures: Figures) -> None:
    found = opened(whole_set(figures, {"乙.svg": b"<svg/>"}, {"甲（.pptx）": "没有字体"}))

    assert list(found) == [ABOUT, "乙.svg"]
    told = found[ABOUT].decode("utf-8-sig").splitlines()
    assert told[-2:] == ["没有生成，不在本包里：", "甲（.pptx）：没有字体"]


def test_the_same_files_give_the_same_bytes(figures: Figures) -> None:
    files = {"甲.pptx": b"PK"}

    assert whole_set(figures, files, {}) == whole_set(figures, files, {})
    assert set_name(figures) == f"三镇县碳达峰_全套材料_{figures.snapshot.revision}.zip"
