"""The blocks of the page 审核台: what waits, what is published, until when a year is reported."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from sihui_map import workflow
from sihui_map.catalogue import dataset, required_tables
from sihui_map.changes import compare
from sihui_map.domain.access import Action
from sihui_map.domain.check import YEAR_MIN
from sihui_map.domain.submission import NEEDS_REASON, NEXT, State
from sihui_map.errors import SihuiMapError
from sihui_map.ui import cache, due, handing_in, panels
from sihui_map.views import desk, revisions, sentences, tables
from sihui_map.views.names import area_name, row_name
from sihui_map.workflow import periods
from sihui_map.workflow.working import scopes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sihui_map.domain.submission import Entry, Submission
    from sihui_map.ui.identity import Person

SEEN = "desk_seen"
UNDER_REVIEW = (State.SUBMITTED, State.TAKEN)
TAKEN_BY_HIM = "接收以后写「审核中」：填报人看得到，也不能自己撤回，只能由审核人员通过或退回。"
ALONE = "四眼审核已按设置关闭：自己填的可以自己审核，每一次都写进经过和操作记录。"
STEP_LABEL = {
    State.SUBMITTED: "提交审核",
    State.TAKEN: "接收",
    State.APPROVED: "审核通过",
    State.RETURNED: "退回",
    State.WITHDRAWN: "撤回",
}


def _seen() -> int | None:
    """Return the newest publication when this view was last shown, and remember today's.

    A press runs the page anew: what the person decided on is what stood there before.
    """
    before: int | None = st.session_state.get(SEEN)
    st.session_state[SEEN] = cache.archive().store.latest_number()
    return before


def waiting(who: Person) -> None:
    """Show the submissions that are not yet public; take one a step further."""
    store = cache.archive().store
    if who.may(Action.APPROVE):
        if not cache.archive().four_eyes:
            panels.words(ALONE, kind="warning")
        _queue()
    waiting = workflow.seen_by(
        cache.archive(),
        who.account.actor(),
        store.submissions(
            State.DRAFT, State.SUBMITTED, State.TAKEN, State.RETURNED, State.APPROVED
        ),
    )
    if not waiting:
        panels.words("没有待处理的提交。")
        return
    panels.table(revisions.submissions_table(waiting))
    _many(who, [each.submission_id for each in waiting if each.state in UNDER_REVIEW])
    known = {each.submission_id: each for each in waiting}
    own = st.selectbox("查看提交", list(known), key="desk_own", filter_mode=None)
    if own is not None:
        _one(known[own], who)


def _queue() -> None:
    """Show by town and table what is owed, what came in, and whether in time."""
    store, figures, today = cache.archive().store, panels.current(), cache.today()
    periods = store.periods()
    year = desk.due_years(figures, periods)[0]
    came = [(place, at) for row, at in store.handed_in().items() if (place := _place(row, year))]
    handed_in: dict[tuple[str, str], str] = {}
    for place, at in came:  # all of a table is there when its last row is
        handed_in[place] = max(at, handed_in.get(place, ""))
    on_its_way: dict[tuple[str, str], list[int]] = {}
    for one in store.submissions(*UNDER_REVIEW, State.APPROVED):
        rows = {(row.dataset, row.row_key) for row in store.entries(one.submission_id)}
        for place in {found for row in rows if (found := _place(row, year))}:
            on_its_way.setdefault(place, []).append(one.submission_id)
    sums, by_town = desk.queue_tables(figures, year, periods, handed_in, on_its_way, today)
    panels.table(sums)
    with st.expander("各镇街各表", expanded=True):
        panels.table(by_town)


def _place(row: tuple[str, str], year: int) -> tuple[str, str] | None:
    """Return the table and town of a row that towns owe for ``year``, None of any other."""
    table, key = row
    if table not in {each.name for each in required_tables()}:
        return None
    named = dataset(table).named_by(key)
    return (table, named["area_id"]) if named.get("year") == str(year) else None


def own(who: Person, _: str) -> None:
    """Show on the desk what was handed in and is not public yet."""
    waiting(who)


def _many(who: Person, submitted: list[int]) -> None:
    """Offer to approve several at once; what is refused is said, and holds up no other."""
    if len(submitted) < 2 or not who.may(Action.APPROVE):  # noqa: PLR2004 one is opened by itself
        return
    picked = st.pills(
        "一并通过哪几份", submitted, selection_mode="multi", default=[], key="desk_many"
    )
    if picked and st.button(f"通过所选 {len(picked)} 份", key="desk_approve_many"):
        acting, said = who.sign(), []
        for own in picked:
            try:
                workflow.approve(cache.archive(), own, who=acting)
                said.append(f"提交 {own} 已通过")
            except SihuiMapError as error:
                said.append(f"提交 {own} 没有通过：{error}")
        handing_in.done(f"{'；'.join(said)}。")


def _one(chosen: Submission, who: Person) -> None:
    store, figures = cache.archive().store, panels.current()
    published = store.published()
    rows = [
        (
            row.dataset,
            row.row_key,
            before.cells if (before := published.get((row.dataset, row.row_key))) else None,
            row.cells,
        )
        for row in store.entries(chosen.submission_id)
    ]
    panels.table(revisions.rows_table(figures, rows[: handing_in.SHOWN], _last_year(published)))
    handing_in.left_out(len(rows))
    _along(chosen.submission_id)
    late, seen = store.conflicts(chosen.submission_id), _seen()
    if late:
        panels.failure(f"其中 {len(late)} 行在填报之后已由他人发布。请对照下表，再决定是否重提。")
        panels.table(revisions.conflicts_table(figures, late))
    # What is typed belongs to this step of this submission, never to the next one.
    reason = st.text_input(
        "理由（退回、撤回必填）", key=f"desk_reason_{_step(chosen)}", max_chars=300
    )
    if chosen.state in UNDER_REVIEW and who.may(Action.RETURN):
        _cell_by_cell(chosen, who, rows[: handing_in.SHOWN], reason)
    if chosen.state is State.SUBMITTED and who.may(Action.APPROVE):
        panels.words(TAKEN_BY_HIM, kind="notes")
    with st.container(horizontal=True):
        for state in NEXT[chosen.state]:
            if state not in STEP_LABEL or not who.may(workflow.ACTION[state]):
                continue
            if st.button(STEP_LABEL[state], key=f"desk_{state.name}"):
                _move(chosen, state, who, reason if state in NEEDS_REASON or reason else "")
        if late and st.button("按最新数据重提", key="desk_renew"):
            own = chosen.submission_id
            fresh = workflow.renew(
                cache.archive(), own, who=who.sign(), why=chosen.why, expected=seen
            )
            handing_in.done(f"已重提为提交 {fresh.submission_id}。")


def _last_year(
    published: Mapping[tuple[str, str], Entry],
) -> Callable[[str, str], Mapping[str, str] | None]:
    """Return what finds the published row of the year before."""

    def found(table: str, key: str) -> Mapping[str, str] | None:
        named = dict(dataset(table).named_by(key))
        if not named.get("year", "").isdigit():
            return None
        named["year"] = str(int(named["year"]) - 1)
        entry = published.get((table, dataset(table).key_of(named)))
        return entry.cells if entry else None

    return found


def _along(own: int) -> None:
    """Show what came along with a submission: reasons, files, its steps."""
    store = cache.archive().store
    answers = revisions.answers_table(panels.current(), store.entries(own))
    if answers.rows:
        panels.table(answers)
    if files := store.evidence_of(own):
        panels.downloads(
            "附件：", [(desk.file_words(one), desk.file_address(one)) for one in files]
        )
    panels.table(revisions.events_table(store.events(own)))


def _cell_by_cell(
    chosen: Submission, who: Person, rows: list[handing_in.Changed], reason: str
) -> None:
    """Offer to return single cells, each with its reason."""
    figures = panels.current()
    labels = due.labels()
    cells = {
        (table, key, column): (
            f"{row_name(figures, table, key)} {labels.get(column, column)}："
            f"{revisions.said(column, now)}"
        )
        for table, key, before, after in rows
        for column, now in (after or {}).items()
        if now and now != (before or {}).get(column)
    }
    picked = st.multiselect(
        "要退回的格",
        list(cells),
        format_func=lambda place: cells[place],
        key=f"desk_cells_{_step(chosen)}",
        placeholder="选哪几格有问题",
    )
    reasons = {
        place: st.text_input(
            f"退回「{cells[place]}」的理由", key=f"desk_why_{_step(chosen)}_{place}", max_chars=300
        )
        for place in picked
    }
    if picked and st.button("退回这几格", key="desk_return_cells"):
        moved = workflow.send_back(
            cache.archive(),
            chosen.submission_id,
            reasons,
            who=who.sign(),
            reason=reason,
            step=chosen.step,
        )
        handing_in.done(f"提交 {moved.submission_id} 已退回，{len(picked)} 格写明了理由。")


def _move(chosen: Submission, state: State, who: Person, reason: str) -> None:
    moved = workflow.move(
        cache.archive(),
        chosen.submission_id,
        state,
        who=who.sign(),
        reason=reason,
        step=chosen.step,
    )
    handing_in.done(f"提交 {moved.submission_id} 现为「{moved.state}」。")


def _step(chosen: Submission) -> str:
    return f"{chosen.submission_id}_{chosen.step}"


def publish(who: Person) -> None:
    """Publish approved submissions, after showing what that changes."""
    archive = cache.archive()
    ready = archive.store.submissions(State.APPROVED)
    if not ready:
        panels.words("没有已审核、待发布的提交。")
        return
    panels.table(revisions.submissions_table(ready))
    ids = [each.submission_id for each in ready]
    chosen = st.pills("发布哪些提交", ids, selection_mode="multi", default=ids, key="desk_ids")
    if not chosen:
        panels.words("请选择要发布的提交。")
        return
    seen = _seen()
    before, after = archive.current(), workflow.staged(archive, chosen)
    changes = compare(before, after)
    handing_in.changed(changes)
    panels.table(tables.ledger_change_table(before, after))
    with st.form("desk_publish", border=False):
        batch = "_".join(map(str, chosen))  # what is typed belongs to these
        why = st.text_input(
            "发布事由（必填）",
            key=f"desk_why_{batch}",
            max_chars=300,
            placeholder="例如：第三季度调度",
        )
        name = st.text_input(
            "存档名称（可不填）",
            key=f"desk_name_{batch}",
            max_chars=60,
            placeholder="例如：2026年第三季度调度",
        )
        agreed = st.checkbox(sentences.publishing_sentence(changes, len(chosen)))
        if st.form_submit_button("发布为新的一期", type="primary"):
            if not agreed:
                panels.failure("请先核对上面的变化并打勾，再发布。什么都没有发布。")
                return
            made = workflow.publish(
                archive, chosen, who=who.sign(), why=why, name=name, expected=seen
            )
            handing_in.done(
                f"已发布第 {made.number} 期，版本 {made.revision}。所有页面、文件和接口已同时更新。"
            )


def explain(who: Person) -> None:
    """Hand in the written explanation of a ledger's residual."""
    figures = panels.current()
    panels.table(tables.ledger_years_table(figures))
    this = cache.today().year  # may be explained together with its first numbers
    years = [str(year) for year in sorted({*figures.ledger_years, this - 1, this}, reverse=True)]
    with st.form("desk_explain", border=False):
        year = st.selectbox("年份", years, filter_mode=None, key="explain_year")
        text = st.text_area(
            "书面说明", max_chars=500, placeholder="差额从哪里来、依据什么", key="explain_text"
        )
        if st.form_submit_button("存为草稿") and year:
            kept = workflow.explain_ledger(cache.archive(), int(year), text, who=who.sign())
            handing_in.done(
                f"已存为提交 {kept.submission_id}（{kept.state}），审核、发布后显示在平衡表下方。"
            )


def years(who: Person) -> None:
    """Set when a year may be reported, and who may be late; show who owes, with a text for each."""
    archive, figures, today = cache.archive(), panels.current(), cache.today()
    known = archive.store.periods()
    chosen = desk.due_years(figures, known)
    last = max(today.year, chosen[0])  # a server's clock may be behind its data
    for year in chosen:
        panels.table(desk.overdue_table(figures, year, known, today))
    with st.container(horizontal=True):
        with st.form("review_period"):
            panels.section("设填报期", "到期后镇街、部门不能再填；审核人员仍可以。")
            year = int(st.number_input("年份", YEAR_MIN, last, chosen[0], key="review_year"))
            opens = st.date_input("开始", date(today.year, 1, 1), key="review_opens")
            closes = st.date_input("截止", date(today.year, 12, 31), key="review_closes")
            why = st.text_input("依据", max_chars=300, key="review_why")
            if st.form_submit_button("保存填报期"):
                periods.set_period(archive, year, str(opens), str(closes), why, who=who.sign())
                handing_in.done(f"{year} 年的填报期已设为 {opens} 至 {closes}。")
        with st.form("review_extension"):
            panels.section("延期", "只给一个镇街或单位。")
            scopes = scopes_of(archive, who.account.actor())
            scope = st.selectbox(
                "给谁",
                scopes,
                format_func=lambda each: area_name(figures, each),
                key="review_scope",
            )
            of = int(st.number_input("哪一年", YEAR_MIN, last, chosen[0], key="review_of"))
            until = st.date_input("延到", today, key="review_until")
            reason = st.text_input("理由", max_chars=300, key="review_reason")
            if st.form_submit_button("延期"):
                periods.extend(archive, of, scope, str(until), reason, who=who.sign())
                handing_in.done(f"{area_name(figures, scope)} {of} 年延到 {until}。")
    panels.section("催报", "每个还没有报齐的镇街一段，可以直接复制。")
    for town in figures.towns:
        if text := desk.reminder(figures, town.town_code, chosen[0], known, today):
            st.code(text, language=None, wrap_lines=True)
