"""Meeting materials: made from one snapshot, kept in memory, served as files."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from threading import Condition
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import streamlit as st
from cachetools import LRUCache, cached
from starlette.responses import Response

from sihui_map.documents.apart import made_apart, workbook_apart
from sihui_map.documents.outputs import DEFAULT_SET, MEDIA, OUTPUTS, deck_on, output
from sihui_map.documents.whole_set import set_name, whole_set
from sihui_map.domain.dues import of_task
from sihui_map.domain.plan import leading_units
from sihui_map.errors import ChoiceError, SihuiMapError
from sihui_map.settings import read_settings
from sihui_map.store.clock import BEIJING
from sihui_map.ui import cache, panels, state
from sihui_map.views import drawn, fmt
from sihui_map.views.drawn import MaterialCard
from sihui_map.views.table import Cell, Column, Table, TableRow
from sihui_map.workflow import reminding

if TYPE_CHECKING:
    from collections.abc import Hashable

    from starlette.requests import Request

    from sihui_map.figures import Figures
    from sihui_map.intake.known import Known
    from sihui_map.ui.identity import Person

SET = "set"
KEPT = 24
"""Documents in memory at once, the largest some 2 MB."""
NOT_ENTERED = "用本单位的 .pptx 模板生成演示文稿：请先登录。"
NOTICES = {"reminder": "催办单", "feedback_form": "反馈单"}


def _key(
    key: str, figures: Figures, earlier: Figures | None, approval: str
) -> tuple[Hashable, ...]:
    # A publication may be named long after it was made: its id stays, what a document says not.
    shown = [
        (each.snapshot.revision, each.snapshot.issue) if each else None
        for each in (figures, earlier)
    ]
    return key, *shown, approval


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document, and when it was made, by Beijing's clock."""

    body: bytes
    at: datetime


@cached(LRUCache(KEPT), key=_key, condition=Condition())
def _made(key: str, figures: Figures, earlier: Figures | None, approval: str) -> Made:
    return Made(made_apart(key, figures, earlier, approval), datetime.now(BEIJING))


def made(key: str, figures: Figures) -> bytes:
    """Return one output of a snapshot, made once however many ask for it at a time."""
    return _made(key, figures, cache.archive().before(figures), read_settings().approval).body


def last_made(key: str, figures: Figures) -> datetime | None:
    """Return when the output that would be handed out now was made; None makes it first."""
    asked = _key(key, figures, cache.archive().before(figures), read_settings().approval)
    found: Made | None = _made.cache.get(asked)
    return found.at if found else None


def whole(figures: Figures) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the default set by file name, and of what cannot be made title and reason."""
    files: dict[str, bytes] = {}
    failed: dict[str, str] = {}
    for key in DEFAULT_SET:
        chosen = output(key)
        try:
            files[chosen.file_name(figures)] = made(key, figures)
        except SihuiMapError as error:  # the others are made all the same
            failed[f"{chosen.title}（.{chosen.ending}）"] = str(error)
    return files, failed


def _workbook_key(known: Known, town_code: str) -> tuple[str, int, str]:
    return known.figures.snapshot.revision, known.number, town_code


@cached(LRUCache(KEPT), key=_workbook_key, condition=Condition())
def workbook(known: Known, town_code: str) -> bytes:
    """Return the workbook to fill in, made once per publication and town ("" is the city)."""
    return workbook_apart(known, town_code)


def material_file(request: Request) -> Response:
    """Return one output as a file, or the whole set as one."""
    key = request.path_params["key"]
    if key == SET:
        figures = cache.figures(request.query_params.get(state.SNAPSHOT, ""))
        body = whole_set(figures, *whole(figures))
        return _attachment(body, set_name(figures), "application/zip")
    chosen = output(key)
    figures = cache.figures(request.query_params.get(state.SNAPSHOT, ""))
    return _attachment(made(chosen.key, figures), chosen.file_name(figures), MEDIA[chosen.ending])


def notice_file(request: Request) -> Response:
    """Return the reminder or the feedback form of one unit."""
    from sihui_map.documents.docx import notices  # noqa: PLC0415 python-docx takes a second to load

    kind, unit = request.path_params["kind"], request.query_params.get("unit", "")
    figures = cache.figures(request.query_params.get(state.SNAPSHOT, ""))
    if kind not in NOTICES:
        msg = f"没有「{kind[:20]}」；可选：{'、'.join(NOTICES)}"
        raise ChoiceError(msg)
    name = f"{NOTICES[kind]}_{unit}_{figures.snapshot.revision}.docx"
    body = (
        notices.reminder(figures, unit, _numbers(figures, unit))
        if kind == "reminder"
        else notices.feedback_form(figures, unit)
    )
    return _attachment(body, name, MEDIA["docx"])


def _numbers(figures: Figures, unit: str) -> dict[int, int]:
    """Return the numbers of the notices of today, by task; an earlier 期 has none of them."""
    if not figures.snapshot.issue.is_latest:
        return {}
    found = reminding.matters_of(cache.archive(), cache.today(), unit)
    known = {one.newest.subject: one.newest.number for one in found if one.is_open}
    return {
        task.task_no: known[about]
        for task in figures.snapshot.tasks
        if (about := of_task(task.task_no)) in known
    }


def _attachment(body: bytes, name: str, media: str) -> Response:
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "cache-control": "no-cache",
    }
    return Response(body, media_type=media, headers=headers)


def address(path: str, **query: str) -> str:
    """Return where a file is, relative to a page, for the snapshot that is shown."""
    asked = urlencode({**query, **state.snapshot_choice()})
    return f"./materials/{path}" + (f"?{asked}" if asked else "")


def make_set() -> None:
    """Offer the default set as one file, and to make it now; show what each took, what failed."""
    with st.container(horizontal=True, vertical_alignment="center", key="materials_set"):
        is_asked = st.button("一键生成全套材料", type="primary", key="materials_make")
        panels.downloads("", [("下载全套 .zip", address(SET))])
    if not is_asked:
        return
    figures = panels.current()
    bar, rows, failed = st.progress(0.0, "正在准备……"), [], []
    for number, key in enumerate(DEFAULT_SET, start=1):
        chosen = output(key)
        bar.progress((number - 1) / len(DEFAULT_SET), f"正在生成：{chosen.title}……")
        start = time.perf_counter()
        try:
            size = f"{fmt.number(len(made(key, figures)) / 1e3)} kB"
        except SihuiMapError as error:  # the others are made all the same
            failed.append(str(error))
            continue
        took = f"{fmt.number(time.perf_counter() - start, 1)} 秒"
        rows.append((chosen.title, f".{chosen.ending}", size, took))
    bar.empty()
    for sentence in failed:
        panels.failure(f"{sentence}。全套里没有这一份，「说明.txt」写明了原因。")
    panels.table(
        Table(
            "已生成",
            (
                Column("材料"),
                Column("格式"),
                Column("大小", numeric=True),
                Column("用时", numeric=True),
            ),
            tuple(TableRow(tuple(map(Cell, row))) for row in rows),
        )
    )


def listed(figures: Figures) -> None:
    """Show every output with its picture and its link; a link makes what is not yet made."""
    panels.show(drawn.material_cards([_card(key, figures) for key in OUTPUTS]))


def _card(key: str, figures: Figures) -> MaterialCard:
    own, at = OUTPUTS[key], last_made(key, figures)
    query = urlencode({"v": figures.snapshot.revision, **state.snapshot_choice()})
    when = f"上次生成：{at:%m 月 %d 日 %H:%M}" if at else "还没有生成，点下载时生成"
    return MaterialCard(
        own.title,
        own.about,
        when,
        f"下载 .{own.ending}",
        address(key),
        f"./assets/thumbnail/{key}.svg?{query}",
    )


def office_deck(figures: Figures, who: Person | None) -> None:
    """Make the deck on a template that the office brings along; for whoever may write."""
    if who is None or who.why:
        panels.words(NOT_ENTERED, kind="notes")
        return
    file = st.file_uploader(
        "用本单位的 .pptx 模板生成演示文稿（可不用）", type=["pptx"], key="materials_template"
    )
    if file is None:
        return
    who.sign()  # who is no longer there makes nothing
    chosen = deck_on(file.getvalue())
    with st.spinner("正在套用模板……"):
        body = chosen.make(figures, cache.archive().before(figures), read_settings().approval)
    name = chosen.file_name(figures)
    st.download_button("下载套用模板的 .pptx", body, name, MEDIA["pptx"], key="materials_office")


def notices(figures: Figures) -> None:
    """Offer the reminder and the feedback form of a lead unit."""
    units = leading_units(figures.snapshot.tasks)
    if not units:
        panels.words("没有任务数据，不能生成催办单。")
        return
    unit = st.selectbox("牵头单位", units, key="materials_unit", filter_mode=None)
    links = [
        (f"下载{title}", address(f"notices/{kind}.docx", unit=str(unit)))
        for kind, title in NOTICES.items()
    ]
    panels.downloads("久未更新、滞后或没有信息的任务：", links)
