"""A file that is handed in, and whatever is proposed: shown, answered, kept once confirmed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import streamlit as st

from sihui_map import workflow
from sihui_map.catalogue import datasets
from sihui_map.domain.check import Severity
from sihui_map.ui import cache, panels, state
from sihui_map.views import revisions, sentences, tables
from sihui_map.views.names import area_name
from sihui_map.workflow import working

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from streamlit.delta_generator import DeltaGenerator

    from sihui_map.changes import Changes
    from sihui_map.domain.check import Finding
    from sihui_map.domain.submission import Submission
    from sihui_map.ui.identity import Person
    from sihui_map.workflow import Proposal

    Changed = tuple[str, str, Mapping[str, str] | None, Mapping[str, str] | None]
    """A row that changes: table, row key, cells before and after."""

PROPOSAL, WHOLE, DONE = "desk_proposal", "desk_whole", "desk_done"
SHOWN = 200
"""Rows of a table on the page; the whole list is what is kept."""


def done(sentence: str) -> None:
    """Say ``sentence`` on the next run, and begin that."""
    st.session_state[DONE] = sentence
    st.rerun(scope="app")


def said() -> None:
    """Show what the last step did."""
    if sentence := st.session_state.pop(DONE, ""):
        panels.words(sentence, kind="done")


def upload(who: Person, scope: str) -> None:
    """Take a file, show what was found and what would change, keep it once confirmed."""
    figures = panels.current()
    is_town = scope in {town.town_code for town in figures.towns}
    whose = area_name(figures, scope) if is_town else ""
    query = f"?{urlencode({state.TOWN: scope})}" if is_town else ""
    panels.downloads(
        "模板里已填好最近发布的数：",
        [(f"下载{whose}填报模板", f"./data/template.xlsx{query}")],
    )
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
    proposal, is_late = _proposed(mark, file.getvalue(), file.name, who)
    if is_late:
        number = proposal.known.number
        panels.words(f"核对期间又发布了第 {number} 期，下面已按最新数据重新核对。", kind="warning")

    def keep(final: Proposal, why: str, answers: Mapping[Finding, str]) -> Submission:
        archive = cache.archive()
        return workflow.confirm(archive, final, who=who.sign(), why=why, answers=answers)

    checked(proposal, mark, keep, button="确认，存为草稿", is_late=is_late, said=_kept)
    if proposal.changes is not None and proposal.rows:
        panels.words("也可以先不交：放进工作台，在「填表」里接着改，再一起送审。", kind="notes")
        if st.button("放进工作台", key="desk_take"):
            count = working.take(cache.archive(), scope, proposal, who=who.sign())
            done(f"已放进工作台 {count} 格。到「填表」接着改，或到「核对送审」送出去。")


def _kept(kept: Submission) -> str:
    return f"已存为提交 {kept.submission_id}（{kept.state}）。下一步：在「我的提交」里提交审核。"


def checked(  # noqa: PLR0913 what is shown, and what a press on its button does
    proposal: Proposal,
    mark: str,
    keep: Callable[[Proposal, str, Mapping[Finding, str]], Submission],
    *,
    button: str,
    said: Callable[[Submission], str],
    is_late: bool = False,
) -> None:
    """Show what was found and would change; ``keep`` it once each warning has its reason."""
    _findings(proposal)
    if proposal.changes is None:
        panels.failure("有错误，什么都没有交出去。请按上表改正后再来。")
        return
    if not proposal.rows:
        panels.words("与已发布的数据完全相同，没有需要提交的变化。")
        return
    proposal = _declared(proposal, mark)
    if proposal.changes is None:
        return
    figures = panels.current()
    rows = [(row.dataset, row.row_key, row.before, row.after) for row in proposal.rows]
    panels.section("将要发生的变化", f"{len(rows)} 行填报数据有变化，确认前什么都没有保存。")
    panels.table(revisions.rows_table(figures, rows[:SHOWN]))
    left_out(len(rows))
    changed(proposal.changes)
    _confirm(proposal, mark, keep, button=button, said=said, is_late=is_late)


def _proposed(mark: str, body: bytes, name: str, who: Person) -> tuple[Proposal, bool]:
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
            today=cache.today(),
            number=first,
            progress=lambda share, doing: _shown(bar, share, doing),
            who=who.account.actor(),
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
        left_out(len(shown))


def left_out(count: int) -> None:
    """Say how many lines a table does not show."""
    if count > SHOWN:
        panels.words(f"表中只列前 {SHOWN} 条，其余 {count - SHOWN} 条同样有效。", kind="notes")


def changed(changes: Changes) -> None:
    """Show which published figures, ranks and states would differ."""
    figures = panels.current()
    panels.words(sentences.changes_sentence(changes))
    with st.expander("公布的数值会怎样变化", expanded=len(changes.figures) <= SHOWN // 10):
        panels.table(revisions.changes_table(figures, changes, limit=SHOWN))
        if changes.ranks:
            panels.table(revisions.ranks_table(figures, changes))
        if changes.states:
            panels.table(revisions.states_table(changes))


def _confirm(  # noqa: PLR0913 as above
    proposal: Proposal,
    mark: str,
    keep: Callable[[Proposal, str, Mapping[Finding, str]], Submission],
    *,
    button: str,
    said: Callable[[Submission], str],
    is_late: bool,
) -> None:
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
        if st.form_submit_button(button, type="primary"):
            if is_late:  # the press was on what stood there before
                panels.failure("数据在核对期间变了，刚才的确认没有执行。请核对以上内容后再确认。")
                return
            kept = keep(proposal, why, answers)
            left = sum(not answers[found].strip() for found in proposal.conflicts)
            told = f"{left} 处冲突没有写理由，保留已发布的值，没有提交。" if left else ""
            done(f"{said(kept)}{told}")


def _mark(mark: str, found: Finding) -> str:
    """Return what tells the answer to one finding of one file from every other."""
    told = f"{mark}\0{found.rule}\0{found.place}\0{found.sentence}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]
