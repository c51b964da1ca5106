"""The answer of each page in one sentence, made from figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.changes import LARGE_PERCENT, ranks
from sihui_map.domain.check import RESIDUAL_PERCENT
from sihui_map.domain.completeness import Told
from sihui_map.domain.dataset import DATASETS
from sihui_map.domain.light import Light
from sihui_map.domain.site import PlacePrecision, SiteGroup, SiteStage
from sihui_map.domain.snapshot import PREVIEW
from sihui_map.domain.town import CITY
from sihui_map.domain.value import MissingReason, ValueKind, any_sample, are_comparable
from sihui_map.figures import COMPONENT_MEASURES, Boundary, Measure
from sihui_map.views import fmt, tables
from sihui_map.views.html import KeyFigure, TargetLine
from sihui_map.views.labels import BOUNDARY_LABEL, LIGHT_RULE, MEASURE_DISPLAY, SITE_KIND_LABEL
from sihui_map.views.rounding import rounding
from sihui_map.views.tables import clause_text, target_text, unit_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sihui_map.changes import Changes
    from sihui_map.domain.ledger import Ledger
    from sihui_map.domain.light import Standing
    from sihui_map.domain.plan import Clause, Target
    from sihui_map.domain.site import Site
    from sihui_map.domain.submission import Publication
    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

NO_SAMPLE = "尚无填报数据"
COUNT_KEY_FIGURES = 5


PLAIN_KINDS = (ValueKind.REPORTED, ValueKind.COMPUTED, ValueKind.PLAN, ValueKind.MISSING)


def tag_of(amount: Quantity) -> str:
    """Return what a value is where it is less than sure: 示例, 估算, 初步; else nothing."""
    return "" if amount.kind in PLAIN_KINDS else str(amount.kind)


def overview_sentence(figures: Figures) -> str:
    """Say how many targets stand how."""
    standings = figures.standings
    if not standings:
        return "方案指标文件无法读取，请看下方提示。"
    count = {light: sum(item.light is light for item in standings) for light in Light}
    without = sum(item.target.value is None for item in standings)
    return (
        f"方案共 {len(standings)} 项指标：绿灯 {count[Light.GREEN]} 项，"
        f"黄灯 {count[Light.YELLOW]} 项，红灯 {count[Light.RED]} 项，无灯 {count[Light.GREY]} 项"
        f"（其中 {without} 项目标尚无数值）。"
    )


def emissions_sentence(figures: Figures, year: int, measure: Measure, boundary: Boundary) -> str:
    """Say what the map of one measure shows: the sum or the range, and who is highest."""
    if not figures.years:
        return f"{NO_SAMPLE}：公开资料没有分镇街用能，地图只显示界线；全市总量见下方平衡表。"
    display = MEASURE_DISPLAY[measure]
    amounts = [figures.measure(town.town_code, year, measure, boundary) for town in figures.towns]
    known = [
        (amount.value, town.name)
        for town, amount in zip(figures.towns, amounts, strict=True)
        if amount.value is not None
    ]
    scope = "" if measure in COMPONENT_MEASURES else f"（{BOUNDARY_LABEL[boundary]}）"
    if not known:
        return f"{year} 年{display.label}{scope}缺失：{_why(amounts)}，不推测。"
    top, name = max(known)
    highest = f"最高为{name}，{fmt.number(top / display.divisor, display.decimals)} {display.unit}"
    absent = len(amounts) - len(known)
    where = f"{year} 年 {len(known)} 个镇街{display.label}{scope}"
    if absent:
        where = f"{year} 年{display.label}{scope}已报全 {len(known)} 个镇街"
        highest = f"其中{highest}；另有 {absent} 个镇街未报或未填全，不计入"
    if display.divisor == 1:
        return f"{where}：{highest}。"
    whole = figures.known_total(year, measure, boundary).quantity
    comma = "，" if absent else ""
    return f"{where}{comma}合计 {fmt.shown(whole, display)} {display.unit}，{highest}。"


def _why(amounts: Sequence[Quantity]) -> str:
    reasons = dict.fromkeys(amount.reason for amount in amounts)
    return "；".join(reasons) or "镇街名录无法读取"


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


def forest_sentence(figures: Figures) -> str:
    """Say how far the city is from its target."""
    found = figures.forest_standing
    if found is None or found.target.value is None:
        return "方案指标文件无法读取，请看下方提示。"
    goal = (
        f"目标为 {found.target.year} 年 {found.target.value:g}% 左右（{clause_text(found.target)}）"
    )
    if found.value.value is None or found.year is None:
        why = (
            "全市及各镇街森林覆盖率未见公开数据，尚无填报" if found.later is None else found.reason
        )
        return f"{goal}；{why}。"
    now = fmt.quantity(found.value, found.decimals)
    said = f"{found.year} 年全市森林覆盖率 {now}%"
    if found.is_met:
        return f"{said}，已达到目标；{_more(found, goal)}。"
    gap = fmt.quantity(figures.forest_gap_pp(), found.decimals)
    area = fmt.quantity(figures.forest_gap_ha(), 0)
    return (
        _more(found, f"{said}，距 {found.target.value:g}% 还差 {gap} 个百分点，约 {area} 公顷")
        + "。"
    )


def _more(item: Standing, said: str) -> str:
    """Return what is said of a target, and why it has no light, or how it went on (到期后)."""
    return "；".join(part for part in (said, item.reason or item.later_text) if part)


def _park_target(figures: Figures) -> Target | None:
    wanted = figures.snapshot.place.targets.circular_parks
    return next((own for own in figures.snapshot.targets if own.target_id == wanted), None)


def _parks_due(figures: Figures) -> str:
    target = _park_target(figures)
    return f"目标为 {target.year} 年全部完成。" if target and target.year else ""


def parks_clause(figures: Figures) -> Clause | None:
    """Return the clause that asks for circular parks; None where the plan cannot be read."""
    target = _park_target(figures)
    number = target.clause_no if target else None
    return next((own for own in figures.snapshot.clauses if own.clause_no == number), None)


def parks_source(figures: Figures) -> str:
    """Say from where it is known what parks are asked for, and which there are."""
    target = _park_target(figures)
    where = clause_text(target) if target else ""
    return f"方案{where}；园区名录见来源与方法"


def parks_sentence(figures: Figures) -> str:
    """Say how many parks are done, of how many that count."""
    total = len(figures.snapshot.parks)
    if not total:
        return "园区名录无法读取，请看下方提示。"
    if not figures.park_years:
        return f"已知 {total} 个园区，级别均待核；循环化改造进展未见公开数据，尚无填报。"
    year = figures.park_years[-1]
    counted, done = figures.parks_counted, figures.parks_completed(year)
    share = figures.park_completion(year)
    percent = f"（{fmt.quantity(share, 0)}%）"
    if share.value is None:
        percent = f"，完成率缺失（{share.reason}）"
    return (
        f"截至 {year} 年，计入分母的省级以上园区 {len(counted)} 个，"
        f"已完成循环化改造 {len(done)} 个{percent}；{_parks_due(figures)}"
        f"另有 {total - len(counted)} 个园区级别待核，未计入。"
    )


def allotments_sentence(figures: Figures) -> str:
    """Say how many targets were allotted, to how many, and that shares in % have no sum."""
    told = figures.snapshot.allotments
    if not told:
        return "尚未报送目标分解。"
    rows = [row for row in told if row.holder != CITY]
    handed = len({row.target_id for row in told if row.holder == CITY})
    place = figures.snapshot.place
    from_above = f"{place.handed_down}{place.name} {handed} 项指标的数值" if handed else ""
    if not rows:
        return f"{from_above}；尚未报送目标分解。"
    targets = len({row.target_id for row in rows})
    holders = len({row.holder for row in rows})
    unapproved = sum(not row.approved_by for row in rows)
    said = f"{targets} 项指标已分解到 {holders} 个单位，共 {len(rows)} 条"
    open_ones = f"，其中 {unapproved} 条尚未批准" if unapproved else ""
    own = f"{said}{open_ones}；百分数不能相加，不列合计"
    return f"{'；'.join(part for part in (from_above, own) if part)}。"


def tasks_sentence(figures: Figures, shown: int | None = None) -> str:
    """Say how many tasks there are, how many of them are ``shown``, how many were heard of."""
    heard = sum(task.task_no in figures.latest_updates for task in figures.snapshot.tasks)
    whole = len(figures.snapshot.tasks)
    now = "" if shown is None else f"，当前显示 {shown} 项"
    return f"12 大行动、{whole} 项任务{now}；收到进展 {heard} 项，未收到 {whole - heard} 项。"


def energy_source(figures: Figures) -> str:
    """Say from what emissions were computed."""
    chosen = figures.snapshot.factor_set
    return f"能源活动 × {chosen} 因子集；{grid_words(figures)}"


def grid_words(figures: Figures) -> str:
    """Say which factors electricity and heat take."""
    return f"电力按{figures.snapshot.place.grid_region}电网平均因子，热力按因子集"


def target_line(item: Standing) -> TargetLine:
    """Return one target for the overview: name, goal, where it stands."""
    target = item.target
    when = f"{target.year} 年" if target.year else "未写明年份，"
    by = f"（{target.handed_down}）" if target.handed_down else ""
    goal = f"{when}目标 {target_text(target)}{by}"
    if target.value is None:
        none = f"{target.year} 年 · 目标尚无数值" if target.year else "目标尚无数值"
        handed = "" if item.reason == MissingReason.NO_TARGET_NUMBER else item.reason
        sentence = "；".join(part for part in (none, handed) if part)
    elif item.value.value is None:
        sentence = f"{goal}；{item.reason}"
    else:
        now = f"{item.year} 年 {fmt.quantity(item.value, item.decimals)}{target.unit}"
        sentence = _more(item, f"{goal}；{now}，{_gap_words(item)}")
    return TargetLine(
        light=item.light,
        name=target.indicator,
        sentence=sentence,
        tag="示例" if any_sample(item.amounts) else "",
        hover=f"{clause_text(target)}：{target.quote}。{item.rule_text or LIGHT_RULE}",
        rule="" if item.value.value is None else item.rule_brief,
    )


def _gap_words(item: Standing) -> str:
    """Say what lacks to the target, what was due before its year, how much of the change."""
    if item.is_met:
        return "已达到目标"
    unit = item.gap.unit
    left = f"还差 {fmt.quantity(item.gap, item.decimals)} {unit}"
    share = ""
    if item.share_short.value:
        change = fmt.quantity(item.required, item.decimals)
        share = f"占应变化 {change} {unit}的 {fmt.quantity(item.share_short, 1)}%"
    if item.year == item.target.year:
        return "，".join(part for part in (left, share) if part)
    if item.due.value is None:
        return left
    due = f"按路径应达 {fmt.quantity(item.due, item.decimals)}{item.target.unit}"
    return f"{left}（{due}{'，差距' if share else ''}{share}）"


def city_figures(figures: Figures) -> list[KeyFigure]:
    """Return the key figures of the overview."""
    plan = figures.snapshot.place.plan
    found = figures.forest_standing
    items = [
        KeyFigure(
            f"{year} 年全市碳排放总量", fmt.wan_tonnes(total), "万吨CO₂", hover=fmt.hover(total)
        )
        for year in plan.public_years[-1:]
        for total in [figures.city_total(year)]
    ]
    items += [
        KeyFigure(
            f"比 {plan.peak_year} 年峰值下降",
            fmt.number(fact.value, 2),
            "%",
            hover=f"来源：{fact.source}",
        )
        for fact in figures.snapshot.city_facts
        if "累计下降率" in fact.item
    ]
    if found is not None and found.value.value is not None:
        items.append(
            KeyFigure(
                f"{found.year} 年森林覆盖率",
                fmt.quantity(found.value, 2),
                "%",
                tag=tag_of(found.value),
                hover=fmt.hover(found.value),
            )
        )
    operating = figures.site_capacity(SiteStage.OPERATING, SiteGroup.PV)
    if operating.value is not None:
        items.append(
            KeyFigure(
                "已投产分布式光伏",
                fmt.quantity(operating, 1),
                "MW",
                tag=tag_of(operating),
                hover=fmt.hover(operating),
            )
        )
    parks = figures.target_series(figures.snapshot.place.targets.circular_parks)
    if parks:
        latest = parks[max(parks)]
        items.append(
            KeyFigure(
                "园区循环化完成率",
                fmt.quantity(latest, 0),
                "%",
                tag=tag_of(latest),
                hover=fmt.hover(latest),
            )
        )
    return [*items, *_public_figures(figures)][:COUNT_KEY_FIGURES]


def _public_figures(figures: Figures) -> list[KeyFigure]:
    items = figures.snapshot.place.facts
    names = {
        items.population: "常住人口",
        items.gdp: "地区生产总值（现价）",
        items.land_area: "土地面积",
    }
    return [
        KeyFigure(
            f"{fact.year} 年{names[fact.item]}",
            f"{fact.value:,.10g}",
            unit_text(fact.unit),
            hover=f"来源：{fact.source}",
        )
        for fact in figures.snapshot.city_facts
        if fact.item in names and fact.year is not None
    ]


def town_figures(figures: Figures, town_code: str, year: int) -> list[KeyFigure]:
    """Return the key figures of one town in one year."""
    shown = [
        (Measure.TOTAL, Boundary.DIRECT, "直接排放"),
        (Measure.PER_HEAD, Boundary.DIRECT, "人均"),
        (Measure.PER_KM2, Boundary.DIRECT, "单位面积"),
        (Measure.PER_GDP, Boundary.DIRECT, "单位GDP（现价）"),
    ]
    items = []
    for measure, boundary, label in shown:
        display = MEASURE_DISPLAY[measure]
        amount = figures.measure(town_code, year, measure, boundary)
        items.append(
            KeyFigure(
                label,
                fmt.shown(amount, display),
                display.unit,
                tag_of(amount),
                fmt.hover(amount),
                fmt.part(amount, display.decimals, display.divisor),
            )
        )
    forest = figures.forest_cover(town_code, year)
    items.append(
        KeyFigure("森林覆盖率", fmt.quantity(forest, 1), "%", tag_of(forest), fmt.hover(forest))
    )
    return items


def change_lines(figures: Figures) -> list[str]:
    """Say what changed between the last two years of data, largest first."""
    lines: list[str] = []
    if figures.default_year in figures.years[1:]:
        now = figures.default_year
        before = figures.years[figures.years.index(now) - 1]
        lines += _town_changes(figures, before, now)
    if len(figures.forest_years) > 1:
        before, now = figures.forest_years[-2:]
        then, later = figures.forest_cover(CITY, before), figures.forest_cover(CITY, now)
        if then.value is not None and later.value is not None and are_comparable(then, later):
            change = fmt.number(later.value - then.value, 2)
            lines.append(f"森林覆盖率 {before}→{now} 年变化 {change} 个百分点。")
    if figures.latest_updates:
        day = max(update.day for update in figures.latest_updates.values())
        fresh = sum(update.day == day for update in figures.latest_updates.values())
        lines.append(f"最近一次任务进展更新为 {day.isoformat()}，涉及 {fresh} 项任务。")
    return lines or ["尚无两期可比的数据。"]


def _town_changes(figures: Figures, before: int, now: int) -> list[str]:
    changes = []
    for town in figures.towns:
        then = figures.emission(town.town_code, before)
        later = figures.emission(town.town_code, now)
        if then.value and later.value is not None and are_comparable(then, later):
            changes.append((later.value - then.value, later.value / then.value - 1, town.name))
    if not changes:
        return []
    whole = sum(change for change, _, _ in changes)
    total = fmt.number(whole / 1e4, 2)
    lines = [f"{before}→{now} 年，{len(changes)} 个镇街直接排放合计变化 {total} 万吨。"]
    for words, (change, share, name) in (("增加最多", max(changes)), ("减少最多", min(changes))):
        shown = round(change / 1e4, 2)  # what is printed as 0.00 did not change
        if shown and (shown > 0) == (words == "增加最多"):
            amount, percent = fmt.number(shown, 2), fmt.number(share * 100, 1)
            lines.append(f"{words}：{name} {amount} 万吨（{percent}%）。")
    return lines


def ledger_sentence(book: Ledger) -> str:
    """Say whether the parts meet the city's total."""
    if book.city_total.value is None:
        return f"{book.year} 年没有公开或申报的全市总量，无法对账；只列已有的各项。"
    if book.residual.value is None:
        return f"{book.year} 年已有全市总量，但各项尚无数据，无法对账。"
    residual = fmt.wan_tonnes(book.residual)
    share = fmt.quantity(book.share_residual, 2)
    return (
        f"{book.year} 年各项之和与全市总量 {fmt.wan_tonnes(book.city_total)} 万吨"
        f"相差 {residual} 万吨（{share}%），如实列出，不摊到任何镇街。"
    )


def ledgers_sentence(figures: Figures) -> str:
    """Say which years can be checked against the city's total, and by how much they miss."""
    closed = [
        f"{year} 年差 {fmt.quantity(figures.ledger(year).share_residual, 2)}%"
        for year in figures.ledger_years
        if figures.ledger(year).share_residual.value is not None
    ]
    count = len(figures.ledger_years)
    if not closed:
        return f"{count} 个年份都不能对账：或缺全市总量，或缺各项数据。"
    return f"{count} 个年份中 {len(closed)} 个可以对账：{'、'.join(closed)}；差额如实列出，不分摊。"


def second_total_sentence(figures: Figures, year: int) -> str:
    """Say what was reported beside the plan's own total, "" where nothing was."""
    told, beside = figures.reported_city_total(year), figures.city_total_difference(year)
    if told is None or beside is None:
        return ""
    planned = fmt.wan_tonnes(figures.city_total(year))
    far = (
        f"相差 {fmt.wan_tonnes(beside)} 万吨（填报−方案）"
        if beside.value is not None
        else f"差额缺失（{beside.reason}）"
    )
    return (
        f"{year} 年全市总量方案公布 {planned} 万吨，另有填报 {fmt.wan_tonnes(told)} 万吨"
        f"（{told.kind}）为第二读数，{far}；对账以方案公布的为准。"
    )


def ledger_notes(figures: Figures, year: int) -> list[str]:
    """Return what stands under every ledger: does it close, and what was written about it."""
    said = figures.ledger_explanation(year)
    written = f"书面说明：{said}" if said else ""
    open_one = (
        f"差额超过 {RESIDUAL_PERCENT:g}%，尚无书面说明；这一年不能发布新的数据。"
        if year in figures.unexplained_years
        else ""
    )
    book = figures.ledger(year)
    rounded = rounding(tables.ledger_table(figures, year))
    notes = (
        ledger_sentence(book),
        second_total_sentence(figures, year),
        rounded,
        written,
        open_one,
    )
    return [note for note in notes if note]


def components_notes(figures: Figures, year: int, *, with_plant: bool) -> list[str]:
    """Return the sentence on rounding where a row of the components does not add up as written."""
    said = rounding(tables.components(figures, year, with_plant=with_plant))
    return [said] if said else []


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
    required = [table for table in DATASETS if table.required_of_towns]
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


def forest_figures(figures: Figures) -> list[KeyFigure]:
    """Return the key figures of the forest page."""
    found = figures.forest_standing
    if found is None or found.target.value is None:
        return []
    goal = f"≈{found.target.value:g}"
    items = [KeyFigure(f"目标（{found.target.year} 年）", goal, "%", hover=found.target.quote)]
    for label, amount, decimals in (
        (f"{found.year or '最新'} 年全市" if found.year else "全市最新", found.value, 2),
        ("按直线路径应达", found.due, 2),
        ("距目标", figures.forest_gap_pp(), 2),
        ("折合森林面积", figures.forest_gap_ha(), 0),
        *([] if found.later is None else [(f"到期后 {found.later_year} 年", found.later, 2)]),
    ):
        text, hover = fmt.quantity(amount, decimals), fmt.hover(amount)
        items.append(KeyFigure(label, text, amount.unit, tag_of(amount), hover))
    return items


def park_denominator(figures: Figures) -> str:
    """Say which parks count, by name."""
    names = {park.park_id: park.name for park in figures.snapshot.parks}
    counted = [names.get(park_id, park_id) for park_id in figures.parks_counted]
    if not counted:
        return "哪些园区属于“省级以上”未见公开依据，全部级别待核；分母未定，完成率不计算。"
    listed = "、".join(counted)
    assumed = any(row.kind is ValueKind.SAMPLE for row in figures.park_progress.values())
    note = "（示例假定）" if assumed else ""
    return f"计入分母{note}：{listed}。哪些园区属于“省级以上”未见公开依据，其余待核。"


def town_sentence(figures: Figures, town_code: str, year: int) -> str:
    """Say what a town emits and where it stands among the thirteen."""
    if not figures.years:
        return "公开资料没有分镇街数据，尚无填报；下面只有面积、项目和园区。"
    amounts = {town.town_code: figures.emission(town.town_code, year) for town in figures.towns}
    own = amounts[town_code]
    if own.value is None:
        part = fmt.part(own, 2, fmt.T_PER_WT)
        known_part = f"；{part} 万吨，不是总量" if part else ""
        return f"{year} 年直接排放缺失：{own.reason}{known_part}。"
    text = f"{year} 年直接排放 {fmt.wan_tonnes(own)} 万吨，{place_words(figures, town_code, year)}"
    known = figures.known_total(year)
    if not known.is_whole or not known.quantity.value:
        return f"{text}。"
    return f"{text}，占各镇街合计的 {fmt.number(own.value / known.quantity.value * 100, 1)}%。"


def place_words(figures: Figures, town_code: str, year: int) -> str:
    """Say a town's place by direct emissions, among those of which they are known."""
    known = figures.known_total(year)
    among = f"在 {known.of} 个镇街中" if known.is_whole else f"在已报全的 {known.count} 个镇街中"
    return f"{among}列第 {ranks(figures, year)[town_code]} 位"


def town_things(figures: Figures, town_code: str) -> list[str]:
    """List the projects and parks whose town is known to be this one."""
    lines = [
        f"{site.name}：{SITE_KIND_LABEL[site.kind]}，{site.stage}，"
        + (f"{site.capacity_mw:g} MW" if site.capacity_mw is not None else "规模未公开")
        for site in figures.snapshot.sites
        if site.town_code == town_code
    ]
    lines += [
        f"{park.name}：产业园区，{park.level}"
        for park in figures.snapshot.parks
        if park.town_code == town_code
    ]
    return lines or ["没有已知位于本镇街的项目或园区。"]
