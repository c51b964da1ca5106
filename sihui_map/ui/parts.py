"""What stands beside and below the maps, as HTML: for the pages and for their first look.

Each function returns the blocks of one place, in their order; ``keep`` stays in every address.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sihui_map.ui import choices, panels
from sihui_map.views import (
    bar,
    drawn,
    html,
    labels,
    ruler,
    sentences,
    story,
    strips,
    tables,
    tracking,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sihui_map.domain.site import Site
    from sihui_map.figures import Figures
    from sihui_map.ui.choices import Choice

    Keep = Mapping[str, str]


LIGHTS = "各项指标的灯"
EMISSIONS_PARTS = ("平衡表", "构成图", "构成表")
LEDGER_PAGE = "各年平衡表"
"""What the page of emissions shows below its map, one at a time; the first one first."""


def choice_bar(
    figures: Figures, chosen: Mapping[str, str | None], years: Sequence[int] = ()
) -> str:
    """Return the bar over the map: the town, where a page has ``years`` the year, one way back."""
    picks, is_chosen = _choice_picks(figures, chosen, years)
    return _bar(picks, is_chosen=is_chosen)


def _bar(picks: Sequence[bar.Pick], *, is_chosen: bool) -> str:
    cleared = f"?{'&'.join(f'{each.name}=' for each in picks)}"
    return bar.bar_html(bar.Bar(picks, cleared, is_chosen))


def _choice_picks(
    figures: Figures, chosen: Mapping[str, str | None], years: Sequence[int] = ()
) -> tuple[list[bar.Pick], bool]:
    """Return the choice of a town, where there are ``years`` that of one, and if one is made."""
    town, year = chosen.get(choices.TOWN) or "", chosen.get(choices.YEAR) or ""
    picks = [bar.pick(choices.TOWN, choices.LABEL[choices.TOWN], choices.town_words(figures), town)]
    if years:
        partial = figures.partial_years if tuple(years) == figures.years else ()
        words = {str(each): f"{each}（部分）" if each in partial else str(each) for each in years}
        default = str(choices.default_years(figures).get(tuple(years), years[-1]))
        label = choices.LABEL[choices.YEAR]
        picks.append(bar.pick(choices.YEAR, label, words, year, default=default))
    return picks, bool(town or (years and year in words))


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice of a page's own: its name in the address, its label, its words by value."""

    name: str
    label: str
    words: Mapping[str, str]
    everything: str
    """What stands for none chosen."""


def filter_bar(
    offered: Sequence[Filter],
    chosen: Mapping[str, str],
    *,
    figures: Figures | None = None,
    years: Sequence[int] = (),
    also: Mapping[str, str | None] | None = None,
) -> str:
    """Return the bar of a page that is filtered by something of its own.

    With ``figures`` it holds the town, and of ``years`` one, too; ``also`` is what is chosen of
    those.
    """
    first: list[bar.Pick] = []
    is_chosen = any(chosen.values())
    if figures is not None:
        first, is_first = _choice_picks(figures, also or {}, years)
        is_chosen = is_chosen or is_first
    picks = [
        *first,
        *(
            bar.pick(each.name, each.label, {"": each.everything, **each.words}, chosen[each.name])
            for each in offered
        ),
    ]
    return _bar(picks, is_chosen=is_chosen)


def overview_picture(figures: Figures, keep: Keep) -> list[str]:
    """Return the known totals along the years, and the light of each target."""
    shown = ruler.timeline(figures, sentences.timeline_sentence(figures))
    totals = drawn.timeline(shown) if shown else html.paragraphs([sentences.totals_note(figures)])
    lights = html.section(
        LIGHTS, sentences.overview_sentence(figures), sample=panels.has_sample(figures)
    ) + drawn.strip(strips.light_strip(figures, keep), LIGHTS)
    return [totals, html.block(lights)]


def overview_targets(figures: Figures) -> list[str]:
    """Return the first targets under their title; the cells above lead to the rest."""
    first = tables.standings_by_need(figures)[: labels.TARGETS_SHOWN]
    return [
        html.section("主要指标", "点上面的格子看其余各项。"),
        html.target_lines(sentences.linked_line(item) for item in first),
    ]


def overview_below(figures: Figures, keep: Keep) -> list[str]:
    """Return who owes data, what changed, the key figures, the rule of the lights, the source."""
    owing = tables.owing_table(figures)
    files: list[tuple[str, str, Mapping[str, str]]] = [
        ("指标表 CSV", "targets", {}),
        ("项目表 CSV", "sites", {}),
        *([("欠数据单位 CSV", "owing", {})] if owing.rows else []),
    ]
    return [
        html.section("哪些单位欠数据", sentences.owing_sentence(figures)),
        *([html.page_table(owing, keep=keep)] if owing.rows else []),
        html.section("最近变化", sample=panels.has_sample(figures)),
        html.paragraphs(sentences.change_lines(figures), "list"),
        html.key_figures(sentences.city_figures(figures)),
        html.light_rule(),
        panels.source_line(figures, figures.snapshot.place.plan.cited, files=files, keep=keep),
    ]


def town_story(figures: Figures, now: Choice, keep: Keep) -> str:
    """Return what is told of the chosen town, "" while none is chosen."""
    if not now.town_code:
        return ""
    told = story.story(figures, now.town_code, now.year, now.measure, now.scope)
    year = {choices.YEAR: str(now.year)} if figures.years else {}
    query = urlencode({choices.TOWN: now.town_code, **year, **keep})
    links = [("打印自查表", f"./town?{query}"), ("去填报", f"./desk?{query}")]
    return drawn.story(told, links)


def composition(figures: Figures, now: Choice, keep: Keep) -> str:
    """Return what each town burns, as bars of 100 %."""
    shown = tables.composition(figures, now.year, with_plant=now.with_plant)
    kept = {choices.YEAR: str(now.year), choices.MEASURE: now.measure.id, **keep}
    return html.page_table(shown, keep=kept) + drawn.colours(story.COLOURS)


def ledger(figures: Figures, now: Choice, keep: Keep) -> list[str]:
    """Return the ledger of the map's year, or where there is none of the last public one."""
    year = now.year if now.year in figures.ledger_years else figures.last_public_year
    query = urlencode({choices.YEAR: str(year), **keep})
    return [
        *panels.ledger_blocks(figures, year, keep),
        html.page_link(LEDGER_PAGE, f"./ledger?{query}"),
    ]


def ranking(figures: Figures, now: Choice, keep: Keep) -> str:
    """Return the towns in the order of what the map shows."""
    kept = {choices.YEAR: str(now.year), choices.MEASURE: now.measure.id, **keep}
    return html.page_table(tables.ranking(figures, now.year, now.measure, now.scope), keep=kept)


def totals_head(figures: Figures) -> str:
    """Return the title over the city's totals, where the towns have no numbers."""
    return html.section(sentences.totals_heading(figures, "方案只公开"))


def emissions_below(figures: Figures, now: Choice, keep: Keep) -> list[str]:
    """Return what has to be known of the measure, and the source."""
    rank = {"year": now.year, "measure": now.measure.id, "boundary": now.scope}
    snapshot, with_plant = figures.snapshot, now.with_plant
    return [
        panels.source_line(
            figures,
            sentences.energy_source(figures),
            files=[("排序表 CSV", "ranking", rank)] if figures.years else [],
            notes=labels.measure_notes(snapshot, now.measure, now.scope, with_plant=with_plant),
            keep=keep,
        )
    ]


def sites_beside(figures: Figures, shown: Sequence[Site], keep: Keep) -> list[str]:
    """Return how much of each kind is how far."""
    return [html.page_table(tables.capacity_table(figures, shown), keep=keep)] if shown else []


def capacity_head() -> str:
    """Return the title over the chart of what is running."""
    return html.section("光伏、储能投产规模（累计）")


def asked_of_towns(figures: Figures) -> list[str]:
    """Return what each town has to report every year."""
    return [
        html.section("每个镇街每年要报什么", sentences.owed_sentence(figures)),
        html.definition_list(tables.required_of_towns(figures)),
    ]


def towns_told(figures: Figures, now: Choice, keep: Keep) -> str:
    """Return of each town whether it has reported all that it owes."""
    kept = {choices.YEAR: str(now.year), **keep} if figures.years else keep
    shown = tables.towns_table(figures, now.year)
    return html.page_table(shown.only("town", "together"), keep=kept)


def towns_below(figures: Figures, now: Choice, keep: Keep) -> list[str]:
    """Return which table each town has reported, what it has to, and the source."""
    kept = {choices.YEAR: str(now.year), **keep} if figures.years else keep
    whole = tables.towns_table(figures, now.year).without("together")
    note = (sentences.REPORTING_NOTE,) if figures.years else ()
    return [
        html.page_table(whole.titled("各表填报"), keep=kept),
        *asked_of_towns(figures),
        panels.source_line(figures, "填报数据", notes=note, keep=keep),
    ]


def forest_numbers(figures: Figures) -> str:
    """Return the key figures of the forest, or where none can be told a sentence for all."""
    found = figures.forest_standing
    if found and any(each and each.value is not None for each in (found.value, found.later)):
        return html.key_figures(sentences.forest_figures(figures))
    return html.paragraphs(
        ["还没有数据：最新值、应达值、差距、折合面积都要等填报后才有。"], "notes"
    )


def no_forest_path() -> str:
    """Return what stands in the place of the chart of the forest where there is no data."""
    said = "没有森林覆盖率数据，不画路径。填报后，这里显示每年的数值与应达值。"
    return html.paragraphs([said])


def sites_below(
    figures: Figures, shown: Sequence[Site], chosen: Mapping[str, str], keep: Keep
) -> list[str]:
    """Return the list of sites that fit what is ``chosen``, and the source."""
    listed = (
        html.page_table(tables.sites_table(figures, shown), keep=keep)
        if shown
        else html.paragraphs(["没有符合条件的项目，请放宽类型、阶段或镇街。"])
    )
    files = [("项目清单 CSV", "sites", chosen), ("各阶段规模 CSV", "capacity", chosen)]
    said = sentences.sites_source(figures)
    return [listed, panels.source_line(figures, said, files=files, keep=keep)]


def dispatch_numbers(figures: Figures) -> str:
    """Return what a leader reads first, in numbers."""
    return html.key_figures(tracking.figures_of(figures))


def dispatch_beside(figures: Figures, now: Choice) -> list[str]:
    """Return the tasks to be dealt with first; of the chosen town, if any."""
    tasks = figures.snapshot.tasks
    if now.town_code:
        tasks = figures.tracking.of_town(now.town_code)
    name = panels.town_name(figures, now.town_code) if now.town_code else ""
    lines = strips.dispatch_folds(figures, tasks)
    told = tracking.dispatch_sentence(figures, tasks) if name else ""
    none = "没有要调度的任务。" if figures.tracking.latest else "还没有收到进展，没有可调度的任务。"
    return [
        html.section(name or "先处理这些", told),
        drawn.folds(lines, narrow=True) if lines else html.paragraphs([none], "notes"),
    ]


def dispatch_below(figures: Figures, keep: Keep) -> list[str]:
    """Return who has to deal with what, in the plan's order, the rules, and the source."""
    files: list[tuple[str, str, Mapping[str, str]]] = [
        ("要调度的任务 CSV", "attention", {}),
        ("各镇街 CSV", "task_towns", {}),
        ("各牵头单位 CSV", "dispatch", {}),
        ("时间表 CSV", "steps", {}),
    ]
    return [
        html.page_table(tables.task_towns_table(figures), keep=keep),
        html.page_table(tables.dispatch_table(figures), keep=keep),
        html.paragraphs(
            ["单位按方案的次序，不排名次；共同牵头的任务各计一次，一项任务可计入几类。"], "notes"
        ),
        html.section("按什么规则"),
        html.block(html.definition_list(tracking.RULES), kind="two"),
        panels.source_line(figures, tracking.SOURCE, files=files, keep=keep),
    ]


def forest_path_head(figures: Figures) -> str:
    """Return the title over the chart of the forest."""
    return html.section(f"{figures.snapshot.place.whole}进度与直线路径")


def forest_ruler(figures: Figures) -> list[str]:
    """Return how far the forest is on the way to its target, where there is one."""
    found = figures.forest_standing
    return [] if found is None else [drawn.rulers([ruler.ruler(found)])]


def forest_below(figures: Figures, now: Choice, keep: Keep) -> list[str]:
    """Return the towns' forest and the source, where there is a year."""
    if not figures.forest_years:
        return []
    kept = {choices.YEAR: str(now.year), **keep}
    return [
        html.page_table(tables.forest_hectares(figures, now.year), keep=kept),
        panels.source_line(
            figures,
            "森林覆盖率只用法定口径，不与卫星遥感林地混用",
            files=[("森林覆盖率 CSV", "forest", {"year": now.year})],
            keep=keep,
        ),
    ]


def sink_card(figures: Figures, keep: Keep) -> list[str]:
    """Return what the forests take up, or what its estimate waits for, and the source."""
    table = tables.sink_table(figures)
    files: list[tuple[str, str, Mapping[str, str]]] = [("碳汇估算 CSV", "sink", {})]
    return [
        html.section("碳汇估算", sentences.sink_sentence(figures), sample=table.has_sample),
        *([html.page_table(table, keep=keep)] if figures.sinks.areas else []),
        panels.source_line(
            figures,
            "活立木蓄积量填报；系数见「来源与方法」",
            files=files if figures.sinks.areas else [],
            keep=keep,
        ),
    ]


def forest_foot(figures: Figures, keep: Keep) -> list[str]:
    """Return the sink, the protected areas, their source, the rule of the lights."""
    files: list[tuple[str, str, Mapping[str, str]]] = [("自然保护地 CSV", "reserves", {})]
    said = sentences.reserves_source(figures)
    known = [
        html.page_table(tables.reserves_table(figures), keep=keep),
        panels.source_line(figures, said, files=files, keep=keep),
    ]
    return [
        *sink_card(figures, keep),
        html.section("自然保护地", sentences.reserves_sentence(figures)),
        *(known if figures.snapshot.protected_areas else []),
        html.light_rule(),
    ]


def parks_beside(figures: Figures) -> list[str]:
    """Return the target of the parks, how its parts are counted, and what the plan asks for."""
    lines = [
        sentences.linked_line(item)
        for item in figures.standings
        if item.target.target_id == figures.snapshot.place.targets.circular_parks
    ]
    blocks = [
        html.target_lines(lines),
        html.section("分母怎么定", sentences.park_denominator(figures)),
    ]
    if clause := sentences.parks_clause(figures):
        blocks.append(html.section(f"第 {clause.clause_no} 条　{clause.title}"))
        blocks.append(html.paragraphs([clause.text], "quote"))
    return blocks


def parks_matrix(figures: Figures, keep: Keep) -> list[str]:
    """Return the parks one by one with what each lacks, and the source."""
    files: list[tuple[str, str, Mapping[str, str]]] = [("园区 CSV", "parks", {})]
    said = sentences.parks_source(figures)
    # That a level is open is said in the head and in 计入分母; the file has the column.
    shown = tables.park_matrix(figures, figures.snapshot.parks).without("level")
    return [
        html.page_table(shown, keep=keep),
        panels.source_line(figures, said, files=files, keep=keep),
    ]
