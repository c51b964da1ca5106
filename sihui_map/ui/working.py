"""The blocks of the page 工作台: a sheet to fill in, the check before it goes off."""

from __future__ import annotations

from threading import Condition
from typing import TYPE_CHECKING

import streamlit as st
from cachetools import LRUCache, cached

from sihui_map.catalogue import ALLOTMENTS, Form, dataset
from sihui_map.domain.value import ValueKind
from sihui_map.domain.working import CellPlace, CellState
from sihui_map.intake.checks import usual_range
from sihui_map.intake.desk import DAY, filled_columns, row_at
from sihui_map.intake.words import word_of
from sihui_map.ui import cache, handing_in, panels
from sihui_map.ui.cookies import cell_token
from sihui_map.ui.identity import own_visit
from sihui_map.views import desk as views
from sihui_map.views import html
from sihui_map.views.grid import Grid, GridCell, GridLine, grid_html, hint
from sihui_map.views.names import area_name
from sihui_map.views.revisions import moment
from sihui_map.workflow import working as flow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sihui_map.domain.check import Finding
    from sihui_map.domain.submission import Submission
    from sihui_map.domain.working import Written
    from sihui_map.intake.desk import Desk, DeskLine
    from sihui_map.intake.known import Known
    from sihui_map.intake.sheets.columns import Column, Sheet
    from sihui_map.ui.identity import Person
    from sihui_map.workflow import Proposal
    from sihui_map.workflow.working import Copy

    Noted = Mapping[tuple[str, str, str], str]
    """What stands beside cells, by table, row and column."""

KIND = "kind"
BESIDE = (KIND, "source")
"""Columns that say what the others are: what there is to say of them is said there."""
SHORT_LIST = 12
"""Words that a list to choose from may have in a cell; longer ones are typed."""


@cached(
    LRUCache(1),
    key=lambda: (cache.archive().store.mark(), id(cache.archive()), cache.today()),
    condition=Condition(),
)
def known() -> Known:
    """Return what cells are held against: read once for each publication and day."""
    return cache.archive().known(cache.today())


@cached(
    LRUCache(64),
    key=lambda scope: (scope, cache.archive().store.mark(), id(cache.archive()), cache.today()),
    condition=Condition(),
)
def desk(scope: str) -> Desk:
    """Return what a town, a unit or the city fills in: its lines, made once as they are known."""
    return flow.desk_of(cache.archive(), scope, known())


def working_copy(scope: str) -> Copy:
    """Return the working copy of ``scope`` as it is now."""
    return flow.copy_of(cache.archive(), desk(scope))


def shown_text(place: CellPlace, stored: str) -> str:
    """Return what a cell shows for what is stored: the word of its list, or the text."""
    own = desk(place.scope)
    columns = own.sheet(place.sheet).columns
    column = next((one for one in columns if one.name == place.field), None)
    return _shown(own, column, stored) if column else stored


def _shown(own: Desk, column: Column, stored: str) -> str:
    if column.field.form is Form.LISTED and stored:
        return word_of(own.form.words[column.field.words], stored)
    return stored.replace("|", "、") if column.field.form is Form.LISTED_MANY else stored


def fill(_: Person, scope: str) -> None:
    """Show one sheet to be filled in."""
    copy = working_copy(scope)
    if not copy.desk.sheets:
        panels.words("这个范围没有要填的表。")
        return
    with st.container(horizontal=True):
        sheet = st.segmented_control(
            "表", list(copy.desk.sheets), default=next(iter(copy.desk.sheets)),
            key="desk_sheet", required=True, wrap=True,
        )  # fmt: skip
        years = copy.desk.years(sheet) if sheet in copy.desk.sheets else ()
        due = views.due_years(panels.current(), cache.archive().store.periods())
        asked = next((at for at, year in enumerate(years) if int(year) in due), 0)
        year = (
            st.selectbox(
                "年份", years, index=asked, key=f"desk_year_{sheet}", filter_mode=None, width=140
            )
            if years
            else ""
        )
    if sheet not in copy.desk.sheets:
        return
    panels.words(copy.desk.sheet(sheet).about, kind="notes")
    panels.show(html.buttons([("打印本表", "print")]))
    panels.show(grid_html(grid(copy, sheet, year or "")))


def grid(copy: Copy, name: str, year: str) -> Grid:
    """Return one sheet of a working copy as it is now."""
    sheet = copy.desk.sheet(name)
    drafted = {one.place.line for one in copy.cells.values() if one.place.sheet == name}
    # A share of a target is for a year to come, which no period opens or ends.
    lock = "" if sheet.parts[0].table is ALLOTMENTS else _lock(copy, year)
    also = drafted if not year else ()
    store, of_year = cache.archive().store, f"{year} 年" if year else ""
    noted = views.noted(store.remarks(), store.evidence())
    lines = [_line(copy, sheet, line, lock, noted) for line in copy.desk.lines(name, year, also)]
    return Grid(
        scope=copy.desk.scope,
        sheet=name,
        title=" ".join(filter(None, (area_name(known().figures, copy.desk.scope), name, of_year))),
        heads=["行", *(column.header for column in filled_columns(sheet))],
        lines=lines,
        token=cell_token(own_visit()),
        newest=max((one.number for one in copy.cells.values()), default=0),
    )


def _lock(copy: Copy, year: str) -> str:
    if not year:
        return ""
    return cache.archive().store.periods().lock(copy.desk.scope, int(year), cache.today())


def _line(copy: Copy, sheet: Sheet, line: DeskLine, lock: str, noted: Noted) -> GridLine:
    cells = [_cell(copy, sheet, line, column, lock, noted) for column in filled_columns(sheet)]
    return GridLine(line_id=line.line_id, name=_short(line), cells=cells)


def _short(line: DeskLine) -> str:
    """Return what a line is called under a chosen year: without that, if anything is left."""
    return line.name.removeprefix(f"{line.texts.get('year', '')} 年 ") or line.name


def _cell(  # noqa: PLR0913, PLR0917 a cell, and what is known of it
    copy: Copy, sheet: Sheet, line: DeskLine, column: Column, lock: str, noted: Noted
) -> GridCell:
    place = CellPlace(copy.desk.scope, sheet.name, line.line_id, column.name)
    published = line.texts.get(column.name, "")
    text, now = copy.text(place, published), copy.cells.get(place)
    own_state = copy.state(place, published)
    is_number = column.field.form is Form.NUMBER
    last = (line.last.get(column.name, ""), line.last.get(KIND, ""))
    before = (published if text != published else "", line.texts.get(KIND, ""))
    words = copy.desk.form.words.get(column.field.words, {})
    is_listed = column.field.form is Form.LISTED and len(words) <= SHORT_LIST
    told, at = _told(copy, place, now, own_state, lock), row_at(sheet, line.texts, column.name)
    is_beside = column.name in BESIDE
    is_kept = own_state is CellState.SAVED and not lock and not is_beside
    if is_kept and (notes := _notes(copy, place, text)):
        own_state, told = CellState.WARNED, "；".join(notes)
    return GridCell(
        field=column.name,
        label=f"{line.name} {column.header}",
        text=_shown(copy.desk, column, text),
        state=CellState.LOCKED if lock and own_state is not CellState.LOCKED else own_state,
        step=now.step if now else 0,
        hint=hint(last, before, _usual(sheet, line, column)) if is_number else "",
        told=told,
        options=tuple(words) if is_listed else (),
        noted=noted.get((*at[0], at[1]), "") if at else "",
        about=_over(at[0][0]) if at and not is_beside else "",
        is_number=is_number,
        is_locked=bool(lock) or own_state is CellState.LOCKED,
    )


def _notes(copy: Copy, place: CellPlace, text: str) -> tuple[str, ...]:
    """Return what the writer of a kept cell should know, as he was told when he left it."""
    line = {
        one.place.field: one.text
        for one in copy.cells.values()
        if (one.place.sheet, one.place.line) == (place.sheet, place.line) and copy.is_open(one)
    }
    return copy.desk.check_cell(place, line, text).notes


def _over(table: str) -> str:
    """Return what the earlier values of a cell are called."""
    return (
        "历年" if "year" in dataset(table).key else "历次" if DAY in dataset(table).key else "记录"
    )


def _usual(sheet: Sheet, line: DeskLine, column: Column) -> tuple[float, float] | None:
    at = row_at(sheet, line.texts, column.name)
    if at is None or not dataset(at[0][0]).column(at[1]).yearly:
        return None
    return usual_range(line.last.get(column.name, ""))


def _told(
    copy: Copy, place: CellPlace, now: Written | None, own_state: CellState, lock: str
) -> str:
    if lock:
        return lock
    if own_state is CellState.LOCKED and now and now.submission_id is not None:
        held = copy.submissions[now.submission_id]
        return f"在提交 {held.submission_id} 里，{held.state}"
    if own_state is CellState.RETURNED and (reason := copy.reason(place)):
        return f"{reason.who}：{reason.text}"
    if own_state is CellState.SAVED and now:
        return f"{now.who} {moment(now.at)[5:]}"
    return ""


def about_cell(place: CellPlace) -> str:
    """Return the years of a number, every step of it, and what was said, as markup."""
    archive = cache.archive()
    copy = working_copy(place.scope)
    row = copy.desk.row_of(place)
    if row is None:
        return ""
    (table, key), column = row

    def shown(stored: str) -> str:
        return shown_text(place, stored)

    return views.about_cell(
        _years(copy, table, key, column, shown),
        archive.store.history(table, key),
        archive.store.cell_steps(place),
        archive.store.remarks(table, key),
        archive.store.evidence(table, key),
        column,
        over=_over(table),
        shown=shown,
    )


def noted_cell(place: CellPlace) -> str:
    """Return what stands beside a cell now of which something was said."""
    row = desk(place.scope).row_of(place)
    if row is None:
        return ""
    store = cache.archive().store
    found = views.noted(store.remarks(*row[0]), store.evidence(*row[0]))
    return found.get((*row[0], row[1]), "")


def _years(
    copy: Copy, table: str, key: str, column: str, shown: Callable[[str], str]
) -> list[tuple[str, str]]:
    """Return what is published in the same place of other years or days, the newest first."""
    over = next((name for name in ("year", DAY) if name in dataset(table).key), "")
    if not over:
        return []
    same = {name: text for name, text in dataset(table).named_by(key).items() if name != over}
    found = []
    for (other, _), cells in copy.desk.known.rows.items():
        if other == table and all(cells.get(name) == text for name, text in same.items()):
            is_sample = cells.get(dataset(table).kind_column) == ValueKind.SAMPLE
            text = shown(cells.get(column, ""))
            found.append((cells[over], f"{text}（示例）" if is_sample and text else text))
    return sorted(found, reverse=True)


def hand_in(who: Person, scope: str) -> None:
    """Check the working copy, and hand it in once everything is answered."""
    archive = cache.archive()
    copy = working_copy(scope)
    if not copy.pending:
        panels.words("工作台里没有待送审的改动。在「填表」里改了，这里就有。")
        return
    proposal = flow.check(archive, copy)
    mark = f"{scope}_{max(one.number for one in copy.pending)}"
    panels.section("待送审", f"改了 {len(copy.pending)} 格；送审以前，审核的人看不到。")

    def keep(final: Proposal, why: str, answers: Mapping[Finding, str]) -> Submission:
        return flow.hand_in(archive, copy, final, who=who.sign(), why=why, answers=answers)

    handing_in.checked(proposal, mark, keep, button="送审", said=_sent)


def _sent(kept: Submission) -> str:
    return f"已送审：提交 {kept.submission_id}（{kept.state}）。退回或通过都会列在「待办」。"
