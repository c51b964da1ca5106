"""The methods in words, filled in from the same data that the figures use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicators import COMPONENT_LABEL, EMITTED, INDICATORS
from sihui_map.catalogue.key import Family
from sihui_map.domain.energy import COMPONENT_BY_FUEL, Component
from sihui_map.domain.factors import GJ_PER_TCE, GJ_PER_TCE_OF_TABLE, set_label
from sihui_map.domain.progress import STALLED_DAYS
from sihui_map.domain.reminding import BEFORE, LATE, REST_DAYS, SUPERVISED_FROM
from sihui_map.figures import ALL_DIRECT, ALL_FUELS
from sihui_map.views import evaluation, fmt, states, tracking
from sihui_map.views.labels import HEAT_ONCE_NOTE, NOT_ADDED_NOTE
from sihui_map.views.rounding import rounding
from sihui_map.views.tables.emissions import factor_sets_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sihui_map.domain.value import Quantity
    from sihui_map.figures import Figures

KINDS = (
    (
        "填全、部分、未报",
        (
            "镇街声明「填全」之后，空着的才是没有；没有声明时，没报的品种是缺失，不是 0，"
            "由它组成的构成、总量、综合能耗也是缺失，已报的另列为「已报部分」，不当作总量。"
        ),
    ),
    (
        "值的性质",
        (
            "算出来的数由所用的数决定：有一个缺失就是缺失；否则有一个示例就是示例；否则有一个估算就是估算；"
            "否则有一个初步就是初步；其余是核算。直接填报的、方案印出的是实绩，目标值是规划。"
        ),
    ),
)
"""How a value comes to be of its kind: domain/value.py and domain/emissions.py in words."""
COAL = "烟煤"
BOUNDARIES = "boundaries.geojson"
FALLBACK = (
    "尚未公布因子的年份，按最近已公布年份的因子计算，性质为「初步」，来源写明用的是哪一年"
    "（由管理员设置）；更早没有因子的年份仍为缺失。"
)
NO_FACTOR = "没有公开因子的年份，电力排放为缺失，不用别的年份代替。"


def reminders() -> tuple[str, str]:
    """Return the rule by which units and towns are reminded, with the numbers that it has."""
    days = "、".join(str(-day) for day in BEFORE)
    urged = "、".join(str(day) for day in LATE if day < SUPERVISED_FROM)
    supervised = "、".join(str(day) for day in LATE if day >= SUPERVISED_FROM)
    return (
        "催办规则",
        (
            f"期限前 {days} 天提醒；过期第 {urged} 天催办，第 {supervised} 天督办，以后不再发。"
            f"同一单位同一件事，{REST_DAYS} 天内不发第二次，碰上的推后；哪天没有运行，下次补一件。"
            f"过期 {LATE[1]} 天以后才第一次发的，那天算第 1 天，从催办开始。"
            "签收并写了反馈，或者已经送审、发布的，不再发；期限改了，重新算起。"
            f"任务的期限：最近一次进展后满 {STALLED_DAYS} 天；从未报过的，从第 1 期发布那天起算；"
            "填报的期限：填报期的截止日，延期的按延期。"
            "示例不算进展；没有批准依据的日期不催。"
        ),
    )


def matching(pairs: Iterable[tuple[str, str]], sought: str) -> list[tuple[str, str]]:
    """Return those ``pairs`` of which the term or the text holds what is ``sought``."""
    word = sought.casefold()
    return [pair for pair in pairs if any(word in text.casefold() for text in pair)]


def found_sentence(count: int, sought: str) -> str:
    """Say how much was found; where nothing is sought, how many entries there are."""
    if not sought:
        return f"共 {count} 条。"
    return f"有「{sought}」的 {count} 条。" if count else f"没有「{sought}」，请换一个字词。"


def sources_sentence(figures: Figures) -> str:
    """Say how much there is and how much of it is broken."""
    snapshot = figures.snapshot
    broken = f"，其中 {len(snapshot.problems)} 个无法读取" if snapshot.problems else ""
    return (
        f"{len(snapshot.files)} 个数据文件{broken}，{len(figures.published())} 个数值，"
        "每个都有单位、性质、来源。"
    )


def _fuels(component: Component) -> str:
    return "、".join(fuel for fuel, part in COMPONENT_BY_FUEL.items() if part is component)


def _grid_years(figures: Figures) -> str:
    known = figures.factors.grid_by_year if figures.factors else {}
    return "、".join(f"{year} 年 {known[year].kgco2_per_kwh:g}" for year in sorted(known))


def scope(figures: Figures) -> list[tuple[str, str]]:
    """Return what the emissions count and what not, and where two conventions differ."""
    sources = "、".join(source.name for source in figures.snapshot.named_sources)
    single = f"，{sources}单列" if sources else ""
    return [
        (
            "核算范围：计入",
            f"煤、油、气燃烧和净购入电力、热力的二氧化碳（能源活动），分镇街{single}。",
        ),
        (
            "核算范围：不计入",
            ("工业生产过程（如水泥、陶瓷原料分解）、废弃物处理、生物质燃烧、甲烷等其他温室气体。"),
        ),
        *([("核算范围：不能相加", NOT_ADDED_NOTE)] if figures.snapshot.has_plant else []),
        ("核算范围：热力只计一次", HEAT_ONCE_NOTE),
        (
            "当量值与等价值",
            (
                "综合能耗中电力、热力按当量值（本身的热量）折算；等价值（生产这些电所消耗的一次能源，"
                "GB/T 2589-2020）需要当年的发电煤耗，尚无数据，不计算。两种口径的综合能耗不能相比。"
            ),
        ),
        *_coal_words(figures),
        ("缺系数的品种", _lacking(figures)),
    ]


def _coal_words(figures: Figures) -> list[tuple[str, str]]:
    """Say by how much the two documents differ in the heat of a tonne of coal."""
    factor = figures.factors.fuels.get(COAL) if figures.factors else None
    rows = (row for row in figures.snapshot.coal_coefficients if row.fuel == COAL)
    coefficient = next(rows, None)
    if factor is None or coefficient is None:
        return []
    implied = coefficient.kgce_per_unit * GJ_PER_TCE_OF_TABLE
    if not implied:
        return []
    percent = (factor.ncv_gj_per_unit / implied - 1) * 100
    return [
        (
            "煤的参数：已知的不一致",
            (
                f"算排放时{COAL}的低位热值取 {factor.ncv_gj_per_unit:g} GJ/t（{factor.source}）；"
                f"折标准煤取「{coefficient.energy}」的 {coefficient.kgce_per_unit:g} kgce/kg，"
                f"相当于 {implied:.3f} MJ/kg（{coefficient.source}）。同一吨煤，"
                f"前者比后者{'高' if percent >= 0 else '低'} {abs(percent):.1f}%。"
                "两份文件各自成套，照录不改：综合能源消费量按 GB/T 2589 的系数，"
                "因为这个量由该标准定义；因此不能用综合能耗反推煤的排放。"
                f"{_by_heat(figures)}有实测热值时应两处同用。"
            ),
        )
    ]


def _sets(figures: Figures) -> str:
    """Say what the newest full year's direct emissions are under each factor set."""
    year = figures.default_year
    own, *others = figures.factor_sets
    if not year:
        return ""
    said = [f"{set_label(own)}为 {_wan(figures.direct_by_set(own, ALL_DIRECT, year))}"]
    for name in others:
        other = figures.direct_by_set(name, ALL_DIRECT, year)
        beside = figures.factor_set_difference(name, ALL_DIRECT, year)
        said.append(f"{set_label(name)}为 {_wan(other)}，差额 {_wan(beside)}")
    rounded = rounding(factor_sets_table(figures, year))
    return f"{year} 年直接排放合计：{'，'.join(said)}。{rounded}"


def _wan(amount: Quantity) -> str:
    if amount.value is None:
        return f"缺失（{amount.reason}）"
    return f"{fmt.wan_tonnes(amount)} 万吨CO₂"


def _by_heat(figures: Figures) -> str:
    """Say what standard coal would be by the heat that the emissions are computed with."""
    year = figures.default_year
    if not year:
        return ""
    beside = figures.heat_difference(ALL_FUELS, year)
    said = (
        f"缺失（{beside.reason}）"
        if beside.value is None
        else f"{'+' if beside.value > 0 else ''}{fmt.quantity(beside)} 吨标准煤"
    )
    return (
        f"改按因子集「{set_label(figures.snapshot.factor_set)}」自己的热值（GJ÷{GJ_PER_TCE:g}）折算，"
        f"{year} 年各品种合计 {said}，逐品种见「热值与折标」。"
    )


def _lacking(figures: Figures) -> str:
    """Name the fuels that a set of factors or the table of standard coal does not have."""
    burnt = [fuel for fuel, part in COMPONENT_BY_FUEL.items() if part is not Component.ELECTRICITY]
    known: dict[str, set[str]] = {}
    for row in figures.snapshot.fuel_factors:
        known.setdefault(f"因子集「{set_label(row.factor_set)}」", set()).add(row.fuel)
    known["折标准煤系数"] = {row.fuel for row in figures.snapshot.coal_coefficients}
    said = []
    for name, fuels in known.items():
        absent = [fuel for fuel in burnt if fuel not in fuels]
        said.append(f"{name}缺 {len(absent)} 个：{'、'.join(absent)}" if absent else f"{name}齐全")
    return f"{'；'.join(said)}。用到这些品种时，该项结果为缺失，不用别的品种代替。"


def _heat(figures: Figures) -> str:
    """Say which sets have a heat factor and what becomes of heat without one."""
    known = {row.factor_set: row for row in figures.snapshot.heat_factors or ()}
    sets = dict.fromkeys([*(row.factor_set for row in figures.snapshot.fuel_factors), *known])
    said = [
        f"{set_label(name)}为 {known[name].tco2_per_gj:g} tCO₂/GJ（{known[name].source}）"
        if name in known
        else f"{set_label(name)}没有"
        for name in sets
    ]
    return f"{'；'.join([*said, '没有的，填报了热力的结果为缺失，不借用别套'])}。"


def _sink(figures: Figures) -> str:
    """Say how the sink is estimated and which coefficients it takes, or waits for."""
    known = [
        f"{each.label} {each.value:g}"
        + (f"（{each.low:g}–{each.high:g}）" if each.low is not None else "")
        + f" {each.unit}（{each.source}）"
        for each in figures.snapshot.sink_coefficients or ()
        if each.value is not None
    ]
    absent = "、".join(figures.sinks.lacking)
    waits = f"{absent}：系数待填，填写并写明来源以前碳汇估算为缺失。" if absent else ""
    return (
        "年均碳汇＝活立木蓄积量比上一个有数年份的变化÷相隔年数×基本木材密度×生物量扩展系数×"
        "（1＋根冠比）×含碳率×44÷12；蓄积量减少时为负，就是排放。结果是估算，"
        "范围由系数公布的低值、高值得出。碳汇单独列账，不从排放中扣减。"
        f"{'；'.join(known)}{'。' if known else ''}{waits}"
    )


def _methods(figures: Figures, *, in_forest: bool) -> list[tuple[str, str]]:
    """Return how each indicator is computed; what several share is said once."""
    found = dict.fromkeys(
        indicator.method
        for indicator in INDICATORS.values()
        if (indicator.family is Family.FOREST) is in_forest
    )
    return [
        (method.term, figures.snapshot.place.says(method.text))
        for method in found
        if method is not None and method is not EMITTED
    ]


def _boundaries(figures: Figures) -> str:
    """Say how the boundaries of the towns came to be, in the words of whoever brought them."""
    snapshot, rule = figures.snapshot, "不按界线判定任何点位属于哪个镇街。"
    told = next((each for each in snapshot.files if each.file == BOUNDARIES), None)
    if not snapshot.boundaries or told is None:
        return f"没有可用的镇街界线，地图只画县级外廓和已知的驻地；{rule}"
    ends = "" if told.about.endswith("。") else "。"
    return f"{told.about}{ends}来源：{told.source}。{rule}"


def stages() -> tuple[str, ...]:
    """Return what the stages of shares are, who writes each, and how sums are taken."""
    steps = (
        "目标分解分三步：○ 提出由承担的镇街、单位报；◐ 商定、● 批准由审核人员填，"
        "批准要写明文件或会议。没有写阶段的，有文件按批准，没有按提出。"
        "批准以后，凭新的文件才能改数值。"
    )
    sums = (
        "合计分两种：各阶段合计和已批准合计。百分数不相加，单位不同的不相加；"
        "目标年份的合计减目标就是差额，别的年份没有可比的目标。"
    )
    return steps, sums


def formulas(figures: Figures) -> list[tuple[str, str]]:
    """Return what is computed and how, one pair per line."""
    sets = "、".join(
        dict.fromkeys(set_label(row.factor_set) for row in figures.snapshot.fuel_factors)
    )
    gas = figures.factors.fuels.get("天然气") if figures.factors else None
    example = (
        f"例：1 万立方米天然气＝{gas.ncv_gj_per_unit:g}×{gas.carbon_content_tc_per_tj:g}÷1000×"
        f"{gas.share_oxidised:g}×44÷12＝{fmt.number(gas.tco2_per_unit, 3)} 吨CO₂。"
        if gas
        else ""
    )
    return [
        *scope(figures),
        (EMITTED.term, f"{EMITTED.text}{example}"),
        (
            "因子集",
            (
                f"现有 {sets}；一个合计只用一套，"
                f"当前用{set_label(figures.snapshot.factor_set)}，不混用；"
                f"换用另一套由管理员设置，各期用发布时的那一套。{_sets(figures)}"
            ),
        ),
        (
            "电网因子",
            f"用{figures.snapshot.place.grid_region}当年平均因子（kgCO₂/kWh）：{_grid_years(figures)}。"
            + (FALLBACK if figures.snapshot.grid_fallback else NO_FACTOR),
        ),
        ("热力因子", _heat(figures)),
        *((f"构成：{COMPONENT_LABEL[component]}", _fuels(component)) for component in Component),
        *_methods(figures, in_forest=False),
        (
            "平衡表",
            f"{figures.snapshot.place.whole}总量＝各镇街直接排放＋重点排放源＋交通与未分解＋净调入电力＋残差；残差如实列出。",
        ),
        *_methods(figures, in_forest=True),
        ("碳汇估算", _sink(figures)),
        ("园区完成率", "已完成循环化改造的省级以上园区÷计入分母的省级以上园区；级别待核的不计入。"),
        (
            "亮灯",
            (
                "差距占比＝（应达值−数值）÷（应达值−基线），越小越好的反过来；"
                "目标年的应达值就是目标，之前＝基线＋（目标−基线）×（当年−基线年）÷（目标年−基线年）。"
                "都用显示的位数算。"
            ),
        ),
        *tracking.RULES,
        *states.clock(),
        *states.task_states(),
        ("目标分解", "".join(stages())),
        *states.allotting_steps(),
        (
            "地图分级",
            "同一指标各年、各期用同一组断点，改动是一次修订，写明理由。",
        ),
        ("镇街界线", _boundaries(figures)),
        *KINDS,
        (
            "位次",
            (
                "只在已知的镇街中排；缺失的没有位次，排在最后；显示出来相同的数并列。"
                "合计、占比只在全部镇街都已知时才叫合计、占比，否则写明有几个镇街、缺几个。"
            ),
        ),
        reminders(),
        *states.notices(),
        *evaluation.rules(figures),
        *states.others(),
        ("示例", "管理员可以全部去掉；示例与实际数值之间不算变化。"),
    ]


def light_rules(figures: Figures) -> list[tuple[str, str]]:
    """Return the rule of every target that has a number and a year, one pair per line."""
    return [
        (f"{item.target.indicator}（{item.target.year} 年）", item.rule_text)
        for item in figures.standings
        if item.target.value is not None and item.target.year is not None and item.rule_text
    ]


def rules(figures: Figures) -> list[tuple[str, str]]:
    """Return the official rules with their source."""
    return [(rule.rule, f"{rule.text}（{rule.source}）") for rule in figures.snapshot.warning_rules]
