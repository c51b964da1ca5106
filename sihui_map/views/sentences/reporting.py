"""Reporting and publishing in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import required_tables
from sihui_map.changes import LARGE_PERCENT
from sihui_map.domain.completeness import Told
from sihui_map.domain.snapshot import PREVIEW
from sihui_map.views.tables.owing import NOBODY, owing_table, silent_targets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.changes import Changes
    from sihui_map.domain.submission import Publication
    from sihui_map.figures import Figures

REPORTING_NOTE = (
    "● 填全：镇街自己的数，并声明没有遗漏；◐ 部分：报了一部分，或没有声明填全；"
    "△ 示例：只有示例数据；○ 未报：没有任何数据。只有「填全」算报齐。"
    "按统计代码排列，不排名。"
)


def publications_sentence(publications: Sequence[Publication]) -> str:
    """Say how many publications there are, and which is the newest."""
    if not publications:
        return "尚未发布过任何数据。"
    newest = publications[0]
    return (
        f"共 {len(publications)} 期，最新为第 {newest.number} 期，"
        f"{newest.who}于 {newest.at[:10]} 发布。每一期都不会再改变，随时可以回看。"
    )


def reporting_sentence(figures: Figures, year: int) -> str:
    """Say how many towns have reported everything they owe for ``year``."""
    required = required_tables()
    titles = "、".join(table.title for table in required)
    states = [
        {figures.told(table.name, town.town_code, year) for table in required}
        for town in figures.towns
    ]
    own = [told for told in states if told & {Told.ALL, Told.PART}]
    done = sum(told == {Told.ALL} for told in own)
    sample = sum(told not in own and Told.SAMPLE in told for told in states)
    others = (
        (len(own) - done, "个报了一部分"),
        (sample, "个只有示例数据"),
        (len(states) - len(own) - sample, "个没有任何数据"),
    )
    parts = [f"{year} 年 {len(states)} 个镇街中 {done} 个已报齐{titles}"]
    parts += [f"{count} {words}" for count, words in others if count]
    return f"{'；'.join(parts)}。"


def owing_sentence(figures: Figures) -> str:
    """Say how many lead units have not reported, of how many tasks and targets nothing is known."""
    units = [cell.text for cell in owing_table(figures).column("unit") if cell.text != NOBODY]
    tasks = sum(own.task_no not in figures.latest_updates for own in figures.snapshot.tasks)
    targets = len(silent_targets(figures))
    if not (tasks or targets):
        return "每项任务都收到过进展，每项有数值的目标都有数据。"
    return (
        f"{len(units)} 个牵头单位欠数据：{tasks} 项任务没有收到进展，"
        f"{targets} 项有目标值的指标没有数值。共同牵头的各计一次，按方案的单位顺序，不排名。"
    )


def towns_sentence(figures: Figures, year: int) -> str:
    """Say what every town has to report, and how many have for ``year``, before one is chosen."""
    titles = "、".join(table.title for table in required_tables())
    if not figures.years:
        owed = f"每个镇街每年要报：{titles}"
        return f"{len(figures.towns)} 个镇街都还没有填报。{owed}。请选择一个镇街。"
    return f"请选择一个镇街，核对、打印它的数据。{reporting_sentence(figures, year)}"


def owed_sentence(figures: Figures) -> str:
    """Say by when and how a town reports; no file names a day, so none is named here."""
    asked = f"报送期限没有公开写明，请问{figures.snapshot.place.office}"
    return f"每年各报一次；{asked}。在「我的工作台」逐格填，或下载模板填好上传。"


def changes_sentence(changes: Changes) -> str:
    """Say how much differs between two snapshots."""
    after = "发布之后" if changes.after == PREVIEW else f"版本 {changes.after}"
    if not (changes.figures or changes.states):
        return f"版本 {changes.before} 与{after}的数值和状态完全相同。"
    return (
        f"从版本 {changes.before} 到{after}：{len(changes.figures)} 个数值有变化，"
        f"其中 {len(changes.large)} 个变化超过 {LARGE_PERCENT:g}%；"
        f"{len(changes.ranks)} 个位次、{len(changes.states)} 个状态有变化。"
    )


def publishing_sentence(changes: Changes, count: int) -> str:
    """Say what whoever publishes agrees to: how much of what everybody sees will change."""
    return (
        f"我已核对：发布 {count} 份提交，{len(changes.figures)} 个数值"
        f"（其中 {len(changes.large)} 个变化超过 {LARGE_PERCENT:g}%）、"
        f"{len(changes.ranks)} 个位次、{len(changes.states)} 个状态会改变；发布后这一期不能再改。"
    )
