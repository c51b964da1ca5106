"""The blocks of the page 数据填报: hand in, review, publish, explain; workflow does the work."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from sihui_map import workflow
from sihui_map.catalogue import datasets
from sihui_map.domain.check import Severity
from sihui_map.domain.submission import NEEDS_REASON, NEXT, State
from sihui_map.store.clock import BEIJING
from sihui_map.ui import cache, panels
from sihui_map.views import revisions, sentences, tables
from sihui_map.views.names import area_name

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from sihui_map.changes import Changes
    from sihui_map.domain.check import Finding
    from sihui_map.domain.submission import Submission
    from sihui_map.ui.identity import Person
    from sihui_map.workflow import Proposal

PROPOSAL, WHOLE, DONE, SEEN = "desk_proposal", "desk_whole", "desk_done", "desk_seen"
SHOWN = 200
"""Rows of a table on the page; the whole list is what is kept."""
STEP_LABEL = {
    State.SUBMITTED: "提交审核",
    State.APPROVED: "审核通过",
    State.RETURNED: "退回",
    State.WITHDRAWN: "撤回",
}


def _done(sentence: str) -> None:
    """Say ``sentence`` on the next run, and begin that."""
    st.session_state[DONE] = sentence
    st.rerun(scope="app")


def _seen() -> int | None:
    """Return the newest publication when this view was last shown, and remember today's.

    A press runs the page anew: what the person decided on is what stood there before.
    """
    before: int | None = st.session_state.get(SEEN)
    st.session_state[SEEN] = cache.archive().store.latest_number()
    return before


def said() -> None:
    """Show what the last step did."""
    if sentence := st.session_state.pop(DONE, ""):
        panels.words(sentence, kind="done")


def upload(who: Person) -> None:
    """Take a file, show what was found and what would change, keep it once confirmed."""
    figures = panels.current()
    panels.downloads("模板里已填好最近发布的数：", [("下载填报模板", "./data/template.xlsx")])
    panels.downloads(
        "单张表的 CSV，改好可以直接上传：",
        [(table.title, f"./data/reported/{table.name}.csv") for table in datasets()],
    )
    file = st.file_uploader(
        "上传填好的模板，或单张表的 CSV（最大 20 MB）", type=["xlsx", "csv"], key="desk_file"
    )
    if file is None:
        st.session_state.pop(PROPOSAL, None)
        return
    mark = hashlib.sha256(file.getvalue() + file.name.encode()).hexdigest()
    proposal, is_late = _proposed(mark, file.getvalue(), file.name)
    if is_late:
        number = proposal.known.number
        panels.words(f"核对期间又发布了第 {number} 期，下面已按最新数据重新核对。", kind="warning")
    _findings(proposal)
    if proposal.changes is None:
        panels.failure("有错误，什么都没有保存。请按上表改正后重新上传。")
        return
    if not proposal.rows:
        panels.words("文件与已发布的数据完全相同，没有需要提交的变化。")
        return
    proposal = _declared(proposal, mark)
    if proposal.changes is None:
        return
    rows = [(row.dataset, row.row_key, row.before, row.after) for row in proposal.rows]
    panels.section("将要发生的变化", f"{len(rows)} 行填报数据有变化，确认前什么都没有保存。")
    panels.table(revisions.rows_table(figures, rows[:SHOWN]))
    _left_out(len(rows))
    _changes(proposal.changes)
    _confirm(proposal, who, mark, is_late=is_late)


def _proposed(mark: str, body: bytes, name: str) -> tuple[Proposal, bool]:
    """Return what a file says, and whether something was published since it was last shown.

    It stays held against the publication under which it was shown first: what someone else
    publishes meanwhile is a conflict, and never taken for what the person saw.
    """
    kept: tuple[str, int, Proposal] | None = st.session_state.get(PROPOSAL)
    is_same = kept is not None and kept[0] == mark
    first = kept[2].reading.number if kept is not None and is_same else 0
    number = cache.archive().store.latest_number()
    is_late = False
    if kept is None or kept[:2] != (mark, number):
        bar = st.progress(0.0, "正在读取文件……")
        proposal = workflow.propose(
            cache.archive(),
            body,
            name,
            today=datetime.now(BEIJING).date(),
            number=first,
            progress=lambda share, doing: _shown(bar, share, doing),
        )
        bar.empty()
        is_late = is_same
        kept = (mark, number, proposal)
        st.session_state[PROPOSAL] = kept
        st.session_state.pop(WHOLE, None)
    return kept[2], is_late


def _declared(proposal: Proposal, mark: str) -> Proposal:
    """Ask which areas and years are complete, and add that to what is proposed."""
    again = dict.fromkeys(proposal.outdated, "（声明时还不确定，重新声明后合计才随数据更新性质）")
    asked = dict.fromkeys(proposal.undeclared, "") | again
    if not asked:
        return proposal
    figures = panels.current()
    panels.section("填全声明", "没有声明的，空着的品种和电力算「未填全」，不当作 0。")
    ticked = tuple(
        (area, year)
        for (area, year), note in asked.items()
        if st.checkbox(
            f"{area_name(figures, area)} {year} 年能源活动已填全：空着的就是没有{note}",
            key=f"desk_whole_{mark}_{area}_{year}",
        )
    )
    if not ticked:
        return proposal
    kept: tuple[object, Proposal] | None = st.session_state.get(WHOLE)
    if kept is None or kept[0] != (mark, ticked):
        kept = ((mark, ticked), workflow.declare(cache.archive(), proposal, ticked))
        st.session_state[WHOLE] = kept
    return kept[1]


def _shown(bar: DeltaGenerator, share: float, doing: str) -> None:
    bar.progress(min(share, 1.0), doing)


def _findings(proposal: Proposal) -> None:
    count = {each: len(proposal.reading.of(each)) for each in Severity}
    figures = panels.current()
    told = "，".join(f"{severity} {number} 条" for severity, number in count.items())
    panels.section("检查结果", f"读到 {proposal.reading.rows} 行；{told}。")
    shown = [
        found
        for found in proposal.findings
        if found.severity is not Severity.WARNING or not proposal.rows or proposal.changes is None
    ]
    if shown:
        panels.table(tables.findings_table(figures, shown[:SHOWN]))
        _left_out(len(shown))


def _left_out(count: int) -> None:
    if count > SHOWN:
        panels.words(f"表中只列前 {SHOWN} 条，其余 {count - SHOWN} 条同样有效。", kind="notes")


def _changes(changes: Changes) -> None:
    figures = panels.current()
    panels.words(sentences.changes_sentence(changes))
    with st.expander("公布的数值会怎样变化", expanded=len(changes.figures) <= SHOWN // 10):
        panels.table(revisions.changes_table(figures, changes, limit=SHOWN))
        if changes.ranks:
            panels.table(revisions.ranks_table(figures, changes))
        if changes.states:
            panels.table(revisions.states_table(changes))


def _confirm(proposal: Proposal, who: Person, mark: str, *, is_late: bool) -> None:
    answers: dict[Finding, str] = {}
    with st.form("desk_confirm", border=False):
        if proposal.to_answer:
            panels.section("需要确认的提醒", "每条写明「确认无误」的理由；理由随该行交给审核人。")
        for number, found in enumerate(proposal.to_answer, start=1):
            panels.words(f"{number}. {found.place}　{found.sentence}。", kind="warning")
            asked = (
                "以本表为准的理由（不写则保留已发布的值，这一行不提交）"
                if found in proposal.conflicts
                else "确认无误的理由"
            )
            answers[found] = st.text_input(
                f"第 {number} 条：{asked}", key=f"desk_answer_{_mark(mark, found)}", max_chars=300
            )
        why = st.text_input(
            "这次填报的事由",
            key=f"desk_why_{mark}",
            max_chars=300,
            placeholder="例如：报送三季度数据",
        )
        if st.form_submit_button("确认，存为草稿", type="primary"):
            if is_late:  # the press was on what stood there before
                panels.failure("数据在核对期间变了，刚才的确认没有执行。请核对以上内容后再确认。")
                return
            archive = cache.archive()
            kept = workflow.confirm(archive, proposal, who=who.sign(), why=why, answers=answers)
            left = sum(not answers[found].strip() for found in proposal.conflicts)
            told = f"{left} 处冲突没有写理由，保留已发布的值，没有提交。" if left else ""
            _done(
                f"已存为提交 {kept.submission_id}（{kept.state}）。{told}"
                "下一步：在「审核」里提交审核。"
            )


def _mark(mark: str, found: Finding) -> str:
    """Return what tells the answer to one finding of one file from every other."""
    told = f"{mark}\0{found.rule}\0{found.place}\0{found.sentence}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def review(who: Person) -> None:
    """Show the submissions that are not yet public; take one a step further."""
    store = cache.archive().store
    waiting = workflow.seen_by(
        cache.archive(),
        who.account.actor(),
        store.submissions(State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED),
    )
    if not waiting:
        panels.words("没有待处理的提交。")
        return
    panels.table(revisions.submissions_table(waiting))
    known = {each.submission_id: each for each in waiting}
    own = st.selectbox("查看提交", list(known), key="desk_own", filter_mode=None)
    if own is not None:
        _one(known[own], who)


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
    panels.table(revisions.rows_table(figures, rows[:SHOWN]))
    _left_out(len(rows))
    panels.table(revisions.answers_table(figures, store.entries(chosen.submission_id)))
    panels.table(revisions.events_table(store.events(chosen.submission_id)))
    late, seen = store.conflicts(chosen.submission_id), _seen()
    if late:
        panels.failure(f"其中 {len(late)} 行在填报之后已由他人发布。请对照下表，再决定是否重提。")
        panels.table(revisions.conflicts_table(figures, late))
    # What is typed belongs to this step of this submission, never to the next one.
    reason = st.text_input(
        "理由（退回、撤回必填）", key=f"desk_reason_{_step(chosen)}", max_chars=300
    )
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
            _done(f"已重提为提交 {fresh.submission_id}。")


def _move(chosen: Submission, state: State, who: Person, reason: str) -> None:
    moved = workflow.move(
        cache.archive(),
        chosen.submission_id,
        state,
        who=who.sign(),
        reason=reason,
        step=chosen.step,
    )
    _done(f"提交 {moved.submission_id} 现为「{moved.state}」。")


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
    changes = workflow.preview(archive, chosen)
    _changes(changes)
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
            _done(
                f"已发布第 {made.number} 期，版本 {made.revision}。所有页面、文件和接口已同时更新。"
            )


def explain(who: Person) -> None:
    """Hand in the written explanation of a ledger's residual."""
    figures = panels.current()
    panels.table(tables.ledger_years_table(figures))
    this = datetime.now(BEIJING).year  # may be explained together with its first numbers
    years = [str(year) for year in sorted({*figures.ledger_years, this - 1, this}, reverse=True)]
    with st.form("desk_explain", border=False):
        year = st.selectbox("年份", years, filter_mode=None)
        text = st.text_area("书面说明", max_chars=500, placeholder="差额从哪里来、依据什么")
        if st.form_submit_button("存为草稿") and year:
            kept = workflow.explain_ledger(cache.archive(), int(year), text, who=who.sign())
            _done(
                f"已存为提交 {kept.submission_id}（{kept.state}），审核、发布后显示在平衡表下方。"
            )
