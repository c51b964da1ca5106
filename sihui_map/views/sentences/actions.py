"""Projects, parks and tasks in sentences: how many there are and how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.site import PlacePrecision, SiteStage
from sihui_map.domain.value import ValueKind
from sihui_map.views import fmt
from sihui_map.views.sentences.nothing import PARKS, nothing_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.domain.plan import Clause, Target
    from sihui_map.domain.site import Site
    from sihui_map.figures import Figures

WHOLE_PERCENT = 100
TRACKER = "Global Energy Monitor"
"""Its licence asks to be named wherever its coordinates are shown."""


def sites_sentence(figures: Figures, shown: Sequence[Site]) -> str:
    """Say how many projects there are and how far they are."""
    del figures
    operating = [site for site in shown if site.stage is SiteStage.OPERATING]
    unknown = [site for site in shown if site.stage is SiteStage.UNKNOWN]
    vague = [site for site in shown if site.place_precision is not PlacePrecision.POINT]
    return (
        f"共 {len(shown)} 个项目：已投产 {len(operating)} 个，"
        f"方案只写意向、阶段待核 {len(unknown)} 个；{len(vague)} 个没有公开的精确位置。"
    )


def sites_source(figures: Figures) -> str:
    """Say from which clauses the projects are known, and whose coordinates some of them have."""
    sites = figures.snapshot.sites
    numbers = sorted({number for site in sites for number in site.clauses})
    clauses = f"方案第 {'、'.join(map(str, numbers))} 条" if numbers else "方案"
    is_used = any(TRACKER in site.source for site in sites)
    return f"{clauses}；{TRACKER}（热电厂坐标）" if is_used else clauses


def _park_target(figures: Figures) -> Target | None:
    wanted = figures.snapshot.place.targets.circular_parks
    return next((own for own in figures.snapshot.targets if own.target_id == wanted), None)


def _parks_due(figures: Figures) -> str:
    target = _park_target(figures)
    if target is None or not target.year:
        return ""
    is_all = target.value is None or target.value == WHOLE_PERCENT
    return f"目标为 {target.year} 年{'全部完成' if is_all else fmt.goal_words(target)}。"


def _open_levels(figures: Figures) -> int:
    """Count the parks of which it is not established whether they count."""
    counted = figures.parks_counted
    return sum(
        not park.level_confirmed and park.park_id not in counted for park in figures.snapshot.parks
    )


def parks_clause(figures: Figures) -> Clause | None:
    """Return the clause that asks for circular parks; None where the plan cannot be read."""
    target = _park_target(figures)
    number = target.clause_no if target else None
    return next((own for own in figures.snapshot.clauses if own.clause_no == number), None)


def parks_source(figures: Figures) -> str:
    """Say from where it is known what parks are asked for, and which there are."""
    target = _park_target(figures)
    where = fmt.clause_text(target) if target else ""
    return f"方案{where}；园区名录见来源与方法"


def parks_sentence(figures: Figures) -> str:
    """Say how many parks are done, of how many that count."""
    total = len(figures.snapshot.parks)
    if not total:
        return nothing_of(figures, PARKS, unread="园区名录", none="园区名录")
    if not figures.park_years:
        vague = _open_levels(figures)
        levels = "，级别均待核" if vague == total else f"，其中 {vague} 个级别待核"
        known = f"已知 {total} 个园区{levels if vague else ''}"
        return f"{known}；循环化改造进展未见公开数据，尚无填报。"
    year = figures.park_years[-1]
    counted, done = figures.parks_counted, figures.parks_completed(year)
    share = figures.park_completion(year)
    percent = f"（{fmt.quantity(share, 0)}%）"
    if share.value is None:
        percent = f"，完成率缺失（{share.reason}）"
    vague = _open_levels(figures)
    said = (
        f"截至 {year} 年，计入分母的省级以上园区 {len(counted)} 个，"
        f"已完成循环化改造 {len(done)} 个{percent}"
    )
    rest = _parks_due(figures) + (f"另有 {vague} 个园区级别待核，未计入。" if vague else "")
    return f"{said}；{rest}" if rest else f"{said}。"


def park_denominator(figures: Figures) -> str:
    """Say which parks count, by name."""
    names = {park.park_id: park.name for park in figures.snapshot.parks}
    counted = [names.get(park_id, park_id) for park_id in figures.parks_counted]
    parks = figures.snapshot.parks
    if not counted:
        all_open = _open_levels(figures) == len(parks)
        why = "未见公开依据，全部级别待核" if all_open else "尚无填报"
        return f"哪些园区属于“省级以上”{why}；分母未定，完成率不计算。"
    listed = "、".join(counted)
    assumed = any(row.kind is ValueKind.SAMPLE for row in figures.park_progress.values())
    note = "（示例假定）" if assumed else ""
    rest = "哪些园区属于“省级以上”未见公开依据，其余待核。"
    return f"计入分母{note}：{listed}。{rest if _open_levels(figures) or not parks else ''}"


def tasks_sentence(figures: Figures, shown: int | None = None) -> str:
    """Say how many tasks there are, how many of them are ``shown``, how many were heard of."""
    heard = sum(task.task_no in figures.latest_updates for task in figures.snapshot.tasks)
    whole = len(figures.snapshot.tasks)
    now = "" if shown is None else f"，当前显示 {shown} 项"
    actions = len(figures.snapshot.actions)
    return (
        f"{actions} 大行动、{whole} 项任务{now}；收到进展 {heard} 项，未收到 {whole - heard} 项。"
    )
