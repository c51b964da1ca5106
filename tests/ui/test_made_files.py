"""The routes of files that are made: templates, materials, notices."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import openpyxl
import pytest

from sihui_map.documents.outputs import DEFAULT_SET, OUTPUTS
from sihui_map.errors import DocumentError
from sihui_map.ui import cache, materials, server
from tests import county
from tests.people import OWN_TOWN
from tests.ui.asking import file_name

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx


NO_TOWN = f"{county.CODE}451"


def opened(answer: httpx.Response) -> Any:  # noqa: ANN401 openpyxl is not typed
    return openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)


def test_the_template_is_a_workbook_named_after_its_state(
    ask: Callable[..., httpx.Response],
) -> None:
    answer = ask("/data/template.xlsx")

    assert answer.headers["content-type"] == server.XLSX
    assert file_name(answer) == f"碳达峰填报模板_{cache.figures().snapshot.revision}.xlsx"
    towns = {row[0] for row in opened(answer)["能源活动"].iter_rows(min_row=2, values_only=True)}
    assert {town.code for town in county.TOWNS} <= towns


def test_the_template_of_one_town_has_its_rows_only(ask: Callable[..., httpx.Response]) -> None:
    sheet = opened(ask(f"/data/template.xlsx?town={OWN_TOWN}"))["能源活动"]

    towns = {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert towns - {None} == {OWN_TOWN}


def test_a_template_of_no_town_is_one_sentence(ask: Callable[..., httpx.Response]) -> None:
    answer = ask(f"/data/template.xlsx?town={NO_TOWN}")

    assert answer.status_code == 404
    first = f"{county.FIRST.name} {county.FIRST.code}"
    assert answer.text.startswith(f"没有代码为「{NO_TOWN}」的镇街；可选：{first}、")


@pytest.mark.parametrize("sample", ["on", "off"])
def test_the_deck_comes_when_some_towns_reported_and_the_city_did_not(
    ask: Callable[..., httpx.Response],
    mixed_store: str,
    monkeypatch: pytest.MonkeyPatch,
    sample: str,
) -> None:
    assert mixed_store
    monkeypatch.setenv("SIHUI_SAMPLE", sample)

    answer = ask("/materials/deck")

    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


@pytest.mark.parametrize(
    ("key", "magic", "media"),
    [
        ("map", b"<svg", "image/svg+xml"),
        (
            "report",
            b"PK",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_a_material_is_a_file_named_after_its_state(
    ask: Callable[..., httpx.Response], key: str, magic: bytes, media: str
) -> None:
    answer = ask(f"/materials/{key}")

    assert answer.status_code == 200
    assert answer.content.startswith(magic)
    assert answer.headers["content-type"].startswith(media)
    assert answer.headers["cache-control"] == "no-cache"
    assert file_name(answer) == OUTPUTS[key].file_name(cache.figures())


def test_a_set_comes_without_the_one_document_that_fails_and_names_it(
    ask: Callable[..., httpx.Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(key: str, *_: object) -> bytes:
        if key == "deck":
            msg = "「汇报演示文稿」没有生成"
            raise DocumentError(msg)
        return b"made"

    monkeypatch.setattr(materials, "made_apart", made)
    monkeypatch.setenv("SIHUI_MAP_APPROVAL", "test")  # made by nobody before

    answer = ask("/materials/set")

    revision = cache.figures().snapshot.revision
    assert answer.headers["content-type"] == "application/zip"
    assert file_name(answer) == f"{county.NAME}碳达峰_全套材料_{revision}.zip"
    with ZipFile(io.BytesIO(answer.content)) as archive:
        assert len(archive.namelist()) == len(DEFAULT_SET)
        told = archive.read("说明.txt").decode("utf-8-sig")
    assert "汇报演示文稿（.pptx）：「汇报演示文稿」没有生成" in told


def test_the_picture_of_a_document_is_an_svg(ask: Callable[..., httpx.Response]) -> None:
    answer = ask("/assets/thumbnail/deck.svg")

    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith("<svg")


def test_an_unknown_material_is_one_sentence(ask: Callable[..., httpx.Response]) -> None:
    answer = ask("/materials/nonsense")

    assert answer.status_code == 404
    assert answer.text.startswith("没有名为「nonsense」的材料；可选：deck（汇报演示文稿 .pptx）、")
    assert answer.text.endswith("。")


@pytest.mark.parametrize(("kind", "title"), [("reminder", "催办单"), ("feedback_form", "反馈单")])
def test_a_notice_is_a_document_of_one_unit(
    ask: Callable[..., httpx.Response], kind: str, title: str
) -> None:
    answer = ask(f"/materials/notices/{kind}.docx?unit={county.OFFICE}")

    assert answer.content.startswith(b"PK")
    assert file_name(answer) == f"{title}_{county.OFFICE}_{cache.figures().snapshot.revision}.docx"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("reminder.docx?unit=nonsense", "「nonsense」不是牵头单位；可选："),
        (f"letter.docx?unit={county.OFFICE}", "没有「letter」；可选：reminder、feedback_form。"),
    ],
)
def test_a_wrong_notice_is_one_sentence(
    ask: Callable[..., httpx.Response], address: str, words: str
) -> None:
    answer = ask(f"/materials/notices/{address}")

    assert answer.status_code == 404
    assert words in answer.text
    assert len(answer.text.splitlines()) == 1
