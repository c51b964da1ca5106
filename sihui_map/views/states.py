"""Every state and what it needs, as 来源与方法 states it: from what the domain itself declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.tracking import TASK_UPDATES
from sihui_map.domain import allotting, evaluation
from sihui_map.domain.allotting import STEPS, Taker
from sihui_map.domain.enterprise import PlanState, Secrecy
from sihui_map.domain.park import CheckState, ParkStage
from sihui_map.domain.progress import (
    ACCEPTABLE_DAYS,
    FRESH_DAYS,
    NEAR_DAYS,
    NEEDS,
    OPEN,
    PROVEN,
    RESERVED,
    STALLED_DAYS,
    TRANSITIONS,
    Due,
    Freshness,
    TaskState,
)
from sihui_map.domain.reminding import LATE, SUPERVISED_FROM, Level, Standing
from sihui_map.domain.scenario import LEVERS, SCENARIO_NOTE
from sihui_map.domain.site import SiteStage
from sihui_map.domain.submission import NEEDS_REASON, NEXT, State
from sihui_map.domain.value import MissingReason
from sihui_map.views.labels import ALLOTTING_SIGN, STATE_SIGN, state_label
from sihui_map.views.sentences.enterprises import disclosure_notes
from sihui_map.views.sentences.path import ASSUMPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Pair = tuple[str, str]
"""A term and what it means."""
OF_TASK: Mapping[TaskState, str] = {
    TaskState.NO_INFORMATION: "牵头单位一次也没有报过；不等于未启动",
    TaskState.NOT_STARTED: "牵头单位自报还没有开始",
    TaskState.PREPARING: "牵头单位自报在做准备，还没有实施",
    TaskState.UNDER_WAY: "牵头单位自报在实施",
    TaskState.DELAYED: "牵头单位自报落后于安排",
    TaskState.BLOCKED: "牵头单位自报做不下去",
    TaskState.COMPLETED: "牵头单位自报做完，另一个人审核；退回重办的改回推进中",
    TaskState.CONTINUOUS: "牵头单位自报长期做下去，没有完成的一天",
    TaskState.CHANGED: "任务改了或不再做",
    TaskState.MERGED: "并进了别的任务，以后在那里报",
    TaskState.STRUCK_OFF: "复核以后销号",
}
OF_DUE: Mapping[Due, str] = {
    Due.LATE: "期限有批准的文件或会议，已过，没有办结",
    Due.NEAR: f"有批准的期限，离期限 {NEAR_DAYS} 天以内（含当天）",
    Due.AHEAD: f"有批准的期限，离期限超过 {NEAR_DAYS} 天",
    Due.UNAPPROVED: "写了日期，没有批准的文件或会议：不算按期，也不算逾期",
    Due.DONE: "已办结，没有超过批准的期限",
    Due.DONE_LATE: "在批准的期限以后办结",
    Due.DONE_UNAPPROVED: "已办结，期限没有批准：不计入按期率",
}
OF_STANDING: Mapping[Standing, str] = {
    Standing.OPEN: "已发，还没有签收",
    Standing.RECEIVED: "已签收，还没有写反馈",
    Standing.ANSWERED: "签收并写了反馈，不再催",
    Standing.SETTLED: "没有反馈，但事情本身已送审或发布，不再催",
}
OF_STAGE: Mapping[evaluation.Stage, str] = {
    evaluation.Stage.NOTHING: "还没有评定",
    evaluation.Stage.FIRST: "有初评得分和理由，没有终评",
    evaluation.Stage.FINAL: "有终评得分和理由，由此定等级",
    evaluation.Stage.CORRECTED: "终评以后另写了更正得分和理由，等级按更正",
}
OF_SUBMISSION: Mapping[State, str] = {
    State.DRAFT: "填报人还没有送审",
    State.SUBMITTED: "等另一个人审核",
    State.TAKEN: "审核人员已接收，正在看，填报人不能自己撤回",
    State.RETURNED: "审核人员退回，写明理由",
    State.APPROVED: "审核通过，等发布",
    State.PUBLISHED: "进入新的一期，读者看得到",
    State.WITHDRAWN: "不再要，写明理由",
}
TAKER: Mapping[Taker, str] = {
    Taker.HOLDER: "承担的镇街、单位或审核人员",
    Taker.OFFICE: "审核人员",
}


def task_states() -> list[Pair]:
    """Return each state of a task: what it means and needs, what may follow, if it is urged."""
    return [(f"任务状态：{state_label(state)}", _task_state(state)) for state in TaskState]


def _task_state(state: TaskState) -> str:
    asked = "、".join(TASK_UPDATES.column(name).label for name in NEEDS.get(state, ()))
    after = _listed(state_label(each) for each in TaskState if each in TRANSITIONS[state])
    clock = (
        f"还等进展，超过 {STALLED_DAYS} 天算停滞，照催"
        if state in OPEN
        else "不再等进展，不算停滞，不催"
    )
    said = [
        f"{STATE_SIGN[state]} {OF_TASK[state]}",
        f"须写明{asked}" if asked else "",
        "这一行后面没有附件的，写明理由才能送审" if state in PROVEN else "",
        "只由审核人员填" if state in RESERVED else "",
        f"下一次可报：{after}；别的不收",
        clock,
    ]
    return f"{'。'.join(part for part in said if part)}。"


def clock() -> list[Pair]:
    """Return how the calendar grades a task's last report and a step's day."""
    fresh, acceptable, ageing, stalled, none = Freshness
    return [
        (
            "系统计时：更新",
            (
                f"最近一次进展距数据日期不超过 {FRESH_DAYS} 天为「{fresh}」，"
                f"不超过 {ACCEPTABLE_DAYS} 天为「{acceptable}」，"
                f"不超过 {STALLED_DAYS} 天为「{ageing}」，"
                f"更久为「{stalled}」；没有进展的为「{none}」。"
            ),
        ),
        ("系统计时：期限", _told(OF_DUE.items())),
    ]


def allotting_steps() -> list[Pair]:
    """Return the stages of shares and who may make which of which."""
    steps = "；".join(
        f"{before or '没有这一行'}→{after or '清空'}：{TAKER[taker]}"
        for (before, after), taker in STEPS.items()
        if before or after
    )
    stages = _listed(f"{ALLOTTING_SIGN[stage]} {stage}" for stage in allotting.Stage)
    return [("目标分解：各步", f"{stages}。{steps}。没有列出的不收。")]


def notices() -> list[Pair]:
    """Return the levels of notices, where a matter stands after one, and what is never urged."""
    closed = _listed(state_label(state) for state in TaskState if state not in OPEN)
    levels = (
        f"{Level.REMIND}在期限以前，{Level.URGE}从过期第 {LATE[0]} 天，"
        f"{Level.SUPERVISE}从过期第 {SUPERVISED_FROM} 天；没有答复才升级。"
    )
    return [
        ("催办：各级和状态", f"{levels}{_told(OF_STANDING.items())}"),
        (
            "催办：不催的",
            (
                f"状态为{closed}的任务和它的步骤；没有批准的期限；已办结的步骤；"
                "已送审、等审核的；签收并反馈了的；示例。"
            ),
        ),
    ]


def others() -> list[Pair]:
    """Return the other states: of submissions, evaluations, projects, parks and enterprises."""
    steps = "；".join(
        f"{state}：{OF_SUBMISSION[state]}"
        + (f"，可转为{_listed(NEXT[state])}" if NEXT[state] else "，是最终的")
        for state in State
    )
    *ladder, paused, cancelled, unknown = SiteStage
    plans = _listed(str(each) for each in PlanState)
    return [
        ("送审：各步", f"{steps}。{_listed(NEEDS_REASON)}要写理由；没有列出的不能转。"),
        ("年度评估：各步", _told(OF_STAGE.items())),
        (
            "项目阶段",
            f"{'→'.join(ladder)}；也可{paused}、{cancelled}；只知道有意向的写「{unknown}」。",
        ),
        (
            "园区的状态",
            f"循环化改造：{_listed(ParkStage)}；清单每一项：{_listed(CheckState)}，都由填报而来。",
        ),
        ("缺失的原因", f"缺失总写明原因：{_listed(MissingReason)}，或缺的是哪一项。"),
        ("重点用能单位：一企一策", f"{plans}；镇街填报，空着的为{PlanState.UNKNOWN}。"),
        (
            "重点用能单位：谁看得到",
            (
                f"名称、能耗、产值各写{_listed(Secrecy)}。名称不公开的，整行不给访客看；"
                f"镇街填报人员看本镇街的全部，审核人员看全部；{Secrecy.CLASSIFIED}的数不填。"
            ),
        ),
        ("重点用能单位：合计", "".join(disclosure_notes())),
        ("达峰情景", f"{SCENARIO_NOTE}；不进全部数值和材料。{_levers()}{''.join(ASSUMPTIONS)}"),
    ]


def _levers() -> str:
    told = (f"{each.label} {each.low:g}–{each.high:g}（{each.unit}）" for each in LEVERS.values())
    return f"可设：{'；'.join(told)}。"


def _told(meaning: Iterable[Pair]) -> str:
    return f"{'；'.join(f'{name}：{text}' for name, text in meaning)}。"


def _listed(names: Iterable[str]) -> str:
    return "、".join(names)
