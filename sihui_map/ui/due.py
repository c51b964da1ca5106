"""The blocks of the page 工作台 that tell: what is due, what changed, what is handed over."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

import streamlit as st

from sihui_map.catalogue import Form, dataset, datasets
from sihui_map.domain.access import Role
from sihui_map.domain.submission import State
from sihui_map.domain.value import ValueKind
from sihui_map.domain.working import CellPlace, RemarkKind
from sihui_map.errors import AccessError
from sihui_map.intake.desk import filled_columns, row_at
from sihui_map.ui import cache, panels, reminding, state
from sihui_map.ui.working import KIND, working_copy
from sihui_map.views import desk as views
from sihui_map.views import handover, html, revisions, sentences, tables
from sihui_map.views.names import area_name
from sihui_map.views.revisions import submissions_table
from sihui_map.workflow import seen_by
from sihui_map.workflow import working as flow
from sihui_map.workflow.reminding import dues_of, matters_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.submission import Entry, Submission
    from sihui_map.domain.working import Remark
    from sihui_map.ui.identity import Person
    from sihui_map.views.table import Table
    from sihui_map.workflow.working import Copy

ASKED = "desk_asked"


def scope_of(who: Person) -> str:
    """Offer whose working copy is filled in, to whoever may choose; return it."""
    figures = panels.current()
    scopes = flow.scopes_of(cache.archive(), who.account.actor())
    chosen = state.chosen(state.TOWN)
    if len(scopes) == 1:
        if chosen and chosen != scopes[0] and who.account.role is Role.TOWN:
            _refuse(who, chosen)
            panels.words(views.elsewhere(figures, chosen, scopes[0]), kind="warning")
        return scopes[0]
    return st.selectbox(
        "谁的工作台",
        scopes,
        index=scopes.index(chosen) if chosen in scopes else 0,
        format_func=lambda each: area_name(figures, each),
        key="desk_scope",
        width=320,
    )


def _refuse(who: Person, asked: str) -> None:
    """Let the log say that the desk of another town was asked for: once, not at each click."""
    if st.session_state.get(ASKED) == asked:
        return
    st.session_state[ASKED] = asked
    with suppress(AccessError):
        flow.permit_desk(cache.archive(), asked, who=who.sign())


def _where_any(table: Table) -> None:
    """Show a table that has rows."""
    if table.rows:
        panels.table(table)


def first(who: Person, scope: str) -> None:
    """Show what is due, what came back and why, what waits, and what a successor should know."""
    archive, figures = cache.archive(), panels.current()
    copy, periods = working_copy(scope), archive.store.periods()
    sent = seen_by(archive, who.account.actor(), archive.store.submissions(*flow.ON_ITS_WAY))
    reasons = [found for place in copy.cells if (found := copy.reason(place))]
    pending = Counter(one.place.sheet for one in copy.pending)
    urged = reminding.open_of(scope)
    counts = len(reasons), pending.total(), len(sent)
    said = views.due_sentence(*counts, len(urged))
    office = figures.snapshot.place.office
    panels.section(f"{area_name(figures, scope)}：现在要做的", said)
    panels.show(html.key_figures(views.due_figures(figures, periods, scope, counts)))
    reminding.own(who, scope, urged)
    if reasons:
        panels.table(views.remarks_table(figures, "退回来的", reasons, labels()))
        panels.words("改好以后，到「核对送审」再送一次。", kind="notes")
    _where_any(views.own_tasks(figures, scope))
    _where_any(views.due_table(figures, scope, periods, pending, cache.today()))
    if fired := flow.fired(copy):
        panels.table(tables.findings_table(figures, fired).titled("待送审的触发了这些检查"))
    year = str(views.due_years(figures, periods)[0])
    _where_any(handover.since_table(year, _compared(copy, year)))
    panels.words(handover.people_sentence(archive.store.accounts(), scope, office), kind="notes")
    panels.words(
        "在「填表」里填，或在「上传」里交模板；都填好了，到「核对送审」送出去。", kind="notes"
    )
    if (held := tables.held_table(figures, scope)).rows:
        panels.table(held)
        panels.words(sentences.held_sentence(figures, scope), kind="notes")
    if sent:
        panels.table(submissions_table(sent))
    flags = [one for one in _flags(copy) if one.kind is RemarkKind.FOLLOW_UP]
    if flags:
        panels.section("待跟进", "交接时也看这里。")
        panels.table(views.remarks_table(figures, "待跟进", flags, labels()))


def labels() -> dict[str, str]:
    """Return what the columns of all tables are called."""
    place = cache.place()
    return {column.name: column.label for table in datasets(place) for column in table.columns}


def _flags(copy: Copy) -> Iterable[Remark]:
    """Return what was last said of each cell of the working copy's own rows."""
    newest: dict[tuple[str, str, str], Remark] = {}
    for one in cache.archive().store.remarks():
        newest.setdefault((one.dataset, one.row_key, one.field), one)
    for one in newest.values():
        cells = copy.desk.known.rows.get((one.dataset, one.row_key))
        named = cells or dataset(one.dataset).named_by(one.row_key)
        if copy.desk.owns([(one.dataset, named)]):
            yield one


def hand_over(_: Person, scope: str) -> None:
    """Show what a successor takes over, on paper too: what is open, promised, explained, known."""
    archive, figures, copy = cache.archive(), panels.current(), working_copy(scope)
    store, today = archive.store, cache.today()
    panels.show(html.buttons([("打印交接单", "print")]))
    panels.section(
        handover.handover_title(figures, scope, today),
        handover.people_sentence(store.accounts(), scope, figures.snapshot.place.office),
    )
    reasons, names = [found for place in copy.cells if (found := copy.reason(place))], labels()
    sent = _own(copy, store.submissions(*flow.ON_ITS_WAY, State.RETURNED))
    said = list(_flags(copy))
    shown = [
        views.remarks_table(figures, "退回来、还没有改的", reasons, names),
        submissions_table(sent).titled("还没有办结的提交"),
        handover.promises_table(
            [one for one in dues_of(archive, today) if one.scope == scope],
            matters_of(archive, today, scope),
            [one for (_, whose), one in store.periods().extensions.items() if whose == scope],
            today,
        ),
        *(
            views.remarks_table(figures, title, [one for one in said if one.kind is kind], names)
            for title, kind in (("待跟进", RemarkKind.FOLLOW_UP), ("备注", RemarkKind.NOTE))
        ),
    ]
    entries = _own_rows(copy)
    shown += [
        revisions.answers_table(figures, entries).titled("作过的说明"),
        handover.knowing_table(_filled(copy, entries)),
    ]
    for table in shown:
        _where_any(table)
    if empty := "、".join(table.title for table in shown if not table.rows):
        panels.words(f"没有的：{empty}。", kind="notes")


def _own(copy: Copy, submissions: Iterable[Submission]) -> list[Submission]:
    """Return the submissions with rows of the working copy's own."""
    entries = cache.archive().store.entries
    return [
        one
        for one in submissions
        if any(
            row.cells and copy.desk.owns([(row.dataset, row.cells)])
            for row in entries(one.submission_id)
        )
    ]


def _own_rows(copy: Copy) -> list[Entry]:
    """Return the published rows of the working copy's own that people handed in."""
    rows = cache.archive().store.published().values()
    return [
        row
        for row in rows
        if row.cells and row.kind != ValueKind.SAMPLE and copy.desk.owns([(row.dataset, row.cells)])
    ]


def _filled(copy: Copy, entries: Iterable[Entry]) -> dict[str, list[tuple[str, str]]]:
    """Return by table who filled in a cell or handed in a row, and when."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in copy.cells.values():
        found.setdefault(one.place.sheet, []).append((one.who, one.at))
    for row in entries:
        found.setdefault(dataset(row.dataset).title, []).append((row.who, row.at))
    return found


def _compared(copy: Copy, year: str) -> Iterable[handover.Compared]:
    """Yield the numbers of ``year`` that are held against the year before, with the kept ones."""
    for sheet in copy.desk.sheets.values():
        if year not in copy.desk.years(sheet.name):
            continue
        for line in copy.desk.lines(sheet.name, year):
            for column in filled_columns(sheet):
                at = row_at(sheet, line.texts, column.name)
                before, words = line.last.get(column.name, ""), ("", *column.field.reasons)
                if before in words or at is None or column.field.form is not Form.NUMBER:
                    continue
                if not dataset(at[0][0]).column(at[1]).yearly:
                    continue
                own = CellPlace(copy.desk.scope, sheet.name, line.line_id, column.name)
                text = copy.text(own, line.texts.get(column.name, ""))
                kind = copy.text(own._replace(field=KIND), line.texts.get(KIND, ""))
                if text not in words:
                    yield handover.Compared(
                        name=f"{line.name} {column.header}".replace(f"{year} 年 ", ""),
                        before=(before, line.last.get(KIND, "")),
                        now=(text, kind),
                    )
