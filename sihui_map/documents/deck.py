"""The slides of one snapshot: native shapes, charts and tables with the numbers of the screen."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.util import Inches, Pt

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import COMPONENT_LABEL, SCOPE_LABEL, TOTAL
from sihui_map.changes import LARGE_PERCENT, compare
from sihui_map.documents.office import clean, day_of, timeless
from sihui_map.documents.printed import printed
from sihui_map.documents.slides import (
    BODY_PT,
    GAP,
    TABLE_PT,
    Series,
    Slides,
    about,
    cards,
    chart,
    foot_text,
    lead_text,
    map_shapes,
    rgb,
    set_fonts,
    table_height,
    table_part,
    text_box,
)
from sihui_map.documents.template import open_template
from sihui_map.documents.town_map import town_map
from sihui_map.domain.energy import DIRECT_COMPONENTS, Component
from sihui_map.domain.ledger import TOWNS
from sihui_map.domain.site import SiteGroup
from sihui_map.domain.town import CITY
from sihui_map.domain.value import Quantity, ValueKind, any_sample
from sihui_map.views import fmt, gaps, revisions, sentences, tables
from sihui_map.views.labels import GROUP_LABEL, LIGHT_RULE, plant_note
from sihui_map.views.maps import measure_id
from sihui_map.views.palette import ACCENT, COMPONENT_COLOR, GROUP_COLOR, INK
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pptx.slide import Slide

    from sihui_map.documents.slides import Box
    from sihui_map.figures import Figures

WAN = 1e4
GAPS = "缺失与待核"
DASH_NOTE = f"「—」表示没有公开数值或不适用，原因见「{GAPS}」。"
NOTHING = f"没有可列的内容：名录无法读取或为空，见「{GAPS}」。"
MOST_CHANGES = 45
MOST_SOURCES = 12
OTHER_TOTAL = "#d9ece4"
PATTERN = {
    Component.OIL: MSO_PATTERN.LIGHT_UPWARD_DIAGONAL,
    Component.ELECTRICITY: MSO_PATTERN.PERCENT_10,
}


def deck(
    figures: Figures,
    *,
    before: Figures | None = None,
    approval: str = "",
    template: bytes | None = None,
) -> bytes:
    """Return the deck of ``figures`` as .pptx, the same bytes for the same snapshot.

    ``before`` is what it is compared with, ``approval`` the 审图号, ``template`` an office's own
    .pptx; raises IntakeError where the template cannot be used.
    """
    opened = open_template(template)
    stamp = tuple(map(clean, fmt.stamp(figures.snapshot)))
    slides = Slides(opened, " · ".join(stamp), "")
    whole = any_sample(figures.published().values())
    number = clean(approval) or "（尚未取得）"
    lines = (
        f"依据：{figures.snapshot.place.plan.cited}",
        *stamp,
        f"审图号：{number}",
        *((fmt.SAMPLE_NOTE,) if whole else ()),
    )
    slides.cover(figures.snapshot.place.title, lines, sample=whole)
    contents, area = slides.page("目录", notes=("各部分所在页。",))
    compared: Sequence[tuple[str, Callable[[str], None]]] = ()
    if before is not None and not _unchanged(before, figures):
        compared = (("与上期相比", lambda title: _changes(slides, before, figures, title)),)
    parts: Sequence[tuple[str, Callable[[str], None]]] = (
        ("总体情况", lambda title: _overview(slides, figures, title)),
        ("镇街排放", lambda title: _emissions(slides, figures, title, approval)),
        ("平衡表", lambda title: _ledger(slides, figures, title)),
        ("能源项目", lambda title: _sites(slides, figures, title)),
        ("森林覆盖率", lambda title: _forest(slides, figures, title)),
        ("园区循环化", lambda title: _parks(slides, figures, title)),
        ("重点任务", lambda title: _tasks(slides, figures, title)),
        *compared,
        (GAPS, lambda title: _gaps(slides, figures, title, _unchanged(before, figures))),
    )
    for place, (title, build) in enumerate(parts):
        first = len(opened.presentation.slides) + 1
        build(title)
        row = area._replace(
            top=area.top + place * Inches(0.58), left=area.left + 2 * GAP, height=Inches(0.45)
        )
        text_box(contents, row, f"{place + 1}　{title}（第 {first} 页）", 20)
        contents.shapes[-1].click_action.target_slide = opened.presentation.slides[first - 1]
    return _saved(slides, figures)


def _saved(slides: Slides, figures: Figures) -> bytes:
    """Return the finished file: fonts named, properties set, dated the day of its publication."""
    presentation, font = slides.template.presentation, slides.template.font
    for slide in presentation.slides:
        set_fonts(slide.element, font)
        set_fonts(slide.notes_slide.element, font)
        for shape in slide.shapes:
            if shape.has_chart:
                set_fonts(shape.chart.element, font)
    day = day_of(figures.snapshot)
    about = presentation.core_properties
    title = figures.snapshot.place.title
    about.title, about.subject = title, slides.stamp
    about.author = about.last_modified_by = title
    about.created = about.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)
    about.revision = 1
    made = BytesIO()
    presentation.save(made)
    return timeless(made.getvalue(), day)


def _sources(amounts: Iterable[Quantity]) -> tuple[str, ...]:
    """Return the line of a notes page that names where the numbers come from."""
    found = list(dict.fromkeys(clean(amount.source) for amount in amounts if amount.source))
    if not found:
        return ("来源：无数据。",)
    more = f"；另有 {len(found) - MOST_SOURCES} 个来源" if len(found) > MOST_SOURCES else ""
    return (f"来源：{'；'.join(found[:MOST_SOURCES])}{more}。",)


def _in_deck(sentence: str) -> str:
    """Return a page's sentence so that it points at the deck's own parts."""
    return sentence.replace("请看下方提示", f"见「{GAPS}」").replace("见下方平衡表", "见「平衡表」")


def _year_text(years: Sequence[int]) -> str:
    return f"{years[-1]} 年" if years else "无年度数据"


def _overview(slides: Slides, figures: Figures, title: str) -> None:
    year = figures.default_year
    slides.filters = f"{_year_text([year] if year else [])} · {SCOPE_LABEL[Scope.DIRECT]}"
    items = sentences.city_figures(figures)
    totals = {year: figures.city_total(year) for year in figures.ledger_years}
    known = [amount for amount in totals.values() if amount.value is not None]
    said = _in_deck(sentences.overview_sentence(figures))
    standing = [amount for item in figures.standings for amount in item.amounts]
    notes = (said, *(f"{item.label}：{item.hover}" for item in items), *_sources(known))
    sample = any_sample((*known, *standing)) or any(item.tag for item in items)
    slide, box = slides.page(title, sample=sample, notes=notes)
    box = lead_text(slide, box, said)
    shown = [
        (item.label, item.text.replace(fmt.NO_VALUE, "缺失"), item.unit, item.tag) for item in items
    ]
    box = cards(slide, box, shown)
    if known:
        _city_totals(slide, box, figures, totals)
    slides.tables(
        f"{title}：主要指标",
        tables.targets_table(figures),
        foot=f"{LIGHT_RULE}\n{DASH_NOTE}",
        sample=any_sample(standing),
        notes=(f"来源：{figures.snapshot.place.plan.cited}；示例值来自示例填报。", LIGHT_RULE),
    )
    if told := [figures.allotted(row) for row in figures.snapshot.allotments]:
        slides.tables(
            f"{title}：目标分解",
            tables.allotments_table(figures).without("source"),
            lead=sentences.allotments_sentence(figures),
            sample=any_sample(told),
            notes=_sources(told),
        )


def _city_totals(slide: Slide, box: Box, figures: Figures, totals: Mapping[int, Quantity]) -> None:
    """Draw the totals of the plan and those that the city reported, told apart."""
    years = range(min(totals), max(totals) + 1)
    item = figures.snapshot.place.facts.city_total
    of_plan = {fact.year for fact in figures.snapshot.city_facts if fact.item == item}
    parts = (
        Series(
            name="方案公开值",
            values=[_in_wan(totals.get(year)) if year in of_plan else None for year in years],
            color=ACCENT,
        ),
        Series(
            name="市里申报值",
            values=[None if year in of_plan else _in_wan(totals.get(year)) for year in years],
            color=OTHER_TOTAL,
            pattern=MSO_PATTERN.LIGHT_UPWARD_DIAGONAL,
        ),
    )
    drawn = [part for part in parts if any(value is not None for value in part.values)]
    chart(
        slide,
        box,
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        [str(year) for year in years],
        drawn,
        title="全市碳排放总量（万吨CO₂）：只画已公开或已申报的年份，空缺年份没有数据",
        decimals=2,
        overlaid=True,
    )


def _in_wan(amount: Quantity | None) -> float | None:
    return None if amount is None or amount.value is None else round(amount.value / WAN, 2)


def _emissions(slides: Slides, figures: Figures, title: str, approval: str) -> None:
    year = figures.default_year
    name = measure_id(TOTAL, Scope.DIRECT)
    shown = town_map(figures, name, year=year or None, approval=approval)
    slides.filters = f"{_year_text([year] if year else [])} · {shown.scope}"
    said = _in_deck(sentences.emissions_sentence(figures, year, TOTAL, Scope.DIRECT))
    amounts = [figures.emission(town.town_code, year) for town in figures.towns]
    words = "；".join(f"{area.name} {area.told}" for area in shown.areas)
    by = f"排放因子：{figures.snapshot.factor_set}。"
    notes = (said, *_sources(amounts), by, plant_note(figures.snapshot.place, with_plant=True))
    slide, box = slides.page(f"{title}：地图", sample=shown.is_sample, notes=notes)
    if not shown.areas:
        said = f"镇街界线无法读取，没有地图，见「{GAPS}」。"
    box = lead_text(slide, box, said)
    map_shapes(slide, box, shown, f"{shown.title}（{shown.unit}）。{words}")
    if year:
        _components(slides, figures, title, year)


def _components(slides: Slides, figures: Figures, title: str, year: int) -> None:
    """Show what towns emit as columns; the sources that stand apart would dwarf them.

    A column stands for a whole: a town of which a part is missing has none, and is named.
    """
    amounts = {
        part: {
            town.town_code: figures.component(town.town_code, year, part) for town in figures.towns
        }
        for part in Component
    }
    every = [amount for found in amounts.values() for amount in found.values()]
    sample, notes = any_sample(every), _sources(every)
    drawn = list(DIRECT_COMPONENTS)
    whole = _known_in(amounts, drawn)
    if whole and whole == _known_in(amounts, list(Component)):
        drawn = list(Component)
    said = _not_drawn(figures, amounts, drawn, whole) if whole else ""
    table = tables.components(figures, year, with_plant=True)
    if whole:
        slide, box = slides.page(f"{title}：构成", sample=sample, notes=(*notes, said))
        if said:
            box = lead_text(slide, box, said, BODY_PT)
        names = [
            town.short_name if town.town_code in whole else f"{town.short_name}\n缺失"
            for town in figures.towns
        ]
        chart(
            slide,
            box,
            XL_CHART_TYPE.COLUMN_STACKED,
            names,
            [
                Series(
                    name=COMPONENT_LABEL[part],
                    values=[
                        _in_wan(amount) if code in whole else None
                        for code, amount in amounts[part].items()
                    ],
                    color=COMPONENT_COLOR[part],
                    pattern=PATTERN.get(part),
                )
                for part in drawn
            ],
            title=f"{year} 年各镇街{_drawn_words(drawn)}（万吨CO₂）；重点排放源单列，见构成表",
            decimals=2,
            labels=False,
        )
    reasons = "；".join(dict.fromkeys(item.reason for item in every if item.value is None))
    foot = f"缺失的原因：{reasons}。" if reasons else ""
    slides.tables(f"{title}：构成表", table, foot=foot, sample=sample, notes=notes)


def _known_in(
    amounts: Mapping[Component, Mapping[str, Quantity]], parts: Sequence[Component]
) -> set[str]:
    """Return the towns of which every one of ``parts`` is known."""
    known = [
        {code for code, amount in amounts[part].items() if amount.value is not None}
        for part in parts
    ]
    return set.intersection(*known)


def _drawn_words(drawn: Sequence[Component]) -> str:
    return SCOPE_LABEL[Scope.NET if Component.ELECTRICITY in drawn else Scope.DIRECT]


def _not_drawn(
    figures: Figures,
    amounts: Mapping[Component, Mapping[str, Quantity]],
    drawn: Sequence[Component],
    whole: set[str],
) -> str:
    """Say what the chart leaves out, and why."""
    power = amounts[Component.ELECTRICITY].values()
    why = "；".join(dict.fromkeys(amount.reason for amount in power if amount.value is None))
    said = ""
    if Component.ELECTRICITY not in drawn:
        said = f"{COMPONENT_LABEL[Component.ELECTRICITY]}缺失：{why}；图中不画。"
    lost = [town.short_name for town in figures.towns if town.town_code not in whole]
    if lost:
        said += f"{len(lost)} 个镇街未报或未填全，不画：{'、'.join(lost)}。"
    return said


def _ledger(slides: Slides, figures: Figures, title: str) -> None:
    told = [year for year in figures.ledger_years if figures.city_total(year).value is not None]
    year = told[-1] if told else figures.last_public_year
    book = figures.ledger(year)
    slides.filters = f"{year} 年 · {figures.snapshot.place.whole}"
    ticks = {TOWNS: "各镇街", **figures.snapshot.place.ticks}
    amounts = [row.quantity for row in book.rows] + [book.city_total]
    why = figures.ledger_explanation(year)
    lead = sentences.ledger_sentence(book) + (f"\n说明：{why}" if why else "")
    table = tables.ledger_table(figures, year)
    rows = [row for row in book.rows if row.quantity.value is not None]
    name, sample, notes = f"{title}（{year} 年）", any_sample(amounts), _sources(amounts)
    if not rows:
        slides.tables(name, table, lead=lead, sample=sample, notes=notes)
        return
    slide, box = slides.page(name, sample=sample, notes=notes)
    box = foot_text(slide, lead_text(slide, box, lead), about(table) or DASH_NOTE)
    left, right = box.columns(0.52)
    table_part(slide, left, printed(table), printed(table).rows)
    lost = "、".join(row.label for row in book.rows if row.quantity.value is None)
    chart(
        slide,
        right,
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        [ticks.get(row.row_id, row.label) for row in rows],
        [Series(name=f"{year} 年", values=[_in_wan(row.quantity) for row in rows], color=ACCENT)],
        title=f"{year} 年各项（万吨CO₂）" + (f"；缺失不画：{lost}" if lost else ""),
        decimals=2,
    )


def _sites(slides: Slides, figures: Figures, title: str) -> None:
    slides.filters = "全部项目"
    sites = figures.snapshot.sites
    said = sentences.sites_sentence(figures, sites) if sites else NOTHING
    sample = any(gaps.is_sample(site) for site in sites)
    sources = "；".join(dict.fromkeys(clean(site.source) for site in sites)) or "无数据"
    notes = (said, f"来源：{sources}。")
    slide, box = slides.page(title, sample=sample, notes=notes)
    box = lead_text(slide, box, said)
    capacity = tables.capacity_table(figures)
    if about(capacity):
        box = foot_text(slide, box, about(capacity))
    drawn = (SiteGroup.PV, SiteGroup.STORAGE)  # the plant's 800 MW would dwarf both
    grown = {group: figures.operating_capacity(group) for group in drawn}
    if any(grown.values()):
        left, right = box.columns(0.58) if capacity.rows else (box, box)
        if capacity.rows:
            table_part(slide, left, printed(capacity), printed(capacity).rows)
        _operating(slide, right, grown)
    elif capacity.rows:
        high = table_height(capacity, box.width)
        table_part(slide, box, printed(capacity), printed(capacity).rows)
        _, box = box.rows(high)
    listed = tables.sites_table(figures, sites)
    if sites and not any(grown.values()) and table_height(listed, box.width) <= box.height:
        table_part(slide, box, printed(listed), printed(listed).rows)
    elif sites:
        slides.tables(f"{title}：清单", listed, foot=DASH_NOTE, sample=sample, notes=notes)


def _operating(slide: Slide, box: Box, grown: Mapping[SiteGroup, Mapping[int, Quantity]]) -> None:
    years = sorted({year for found in grown.values() for year in found})
    chart(
        slide,
        box,
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        [str(year) for year in years],
        [
            Series(
                name=GROUP_LABEL[group],
                values=[_until(found, year) for year in years],
                color=GROUP_COLOR[group],
            )
            for group, found in grown.items()
            if found
        ],
        title="光伏、储能年底累计投产规模（MW）；其他电源见左表",
        decimals=1,
    )


def _until(grown: Mapping[int, Quantity], year: int) -> float | None:
    known = [past for past in grown if past <= year]
    return round(grown[max(known)].known, 1) if known else None


def _forest(slides: Slides, figures: Figures, title: str) -> None:
    year = figures.default_forest_year
    slides.filters = f"{_year_text([year] if year else [])} · 法定森林覆盖率"
    said = _in_deck(sentences.forest_sentence(figures))
    covers = {year: figures.forest_cover(CITY, year) for year in figures.forest_years}
    sample = any_sample(covers.values())
    found, cited = figures.forest_standing, figures.snapshot.place.plan.cited
    notes = (
        said,
        *_sources(covers.values()),
        *([f"目标：{cited}{fmt.clause_text(found.target)}。"] if found else []),
    )
    slide, box = slides.page(title, sample=sample, notes=notes)
    box = lead_text(slide, box, said)
    if not figures.forest_years:
        reserves = tables.reserves_table(figures)
        if reserves.rows:
            table_part(slide, box, printed(reserves), reserves.rows)
        return
    is_drawn = any(amount.value is not None for amount in covers.values())
    left, right = box.columns(0.52) if is_drawn else (box, box)
    table = tables.forest_table(figures, year)
    if about(table):
        box = foot_text(slide, box, about(table))
    rest = table_part(slide, left, printed(table), printed(table).rows)
    if is_drawn:
        _forest_chart(slide, right, figures, covers)
    if rest:
        more = Table(table.title, table.columns, tuple(rest))
        slides.tables(f"{title}（续）", more, sample=sample, notes=notes)


def _forest_chart(slide: Slide, box: Box, figures: Figures, covers: Mapping[int, Quantity]) -> None:
    """Draw the city's forest cover beside the straight path to its target, in %."""
    path, found = figures.forest_path(), figures.forest_standing
    goal = found.target if found is not None else None
    years = sorted({*covers, *path})
    lines = [
        Series(
            name="森林覆盖率",
            values=[_rounded(covers[year].value if year in covers else None) for year in years],
            color=ACCENT,
            line="solid",
        ),
        Series(
            name="直线路径",
            values=[_rounded(path[year].value if year in path else None) for year in years],
            color=INK,
            line="dash",
        ),
    ]  # fmt: skip
    label = f"；目标 {goal.year} 年 {fmt.target_text(goal)}" if goal else ""
    drawn = chart(
        slide,
        box,
        XL_CHART_TYPE.LINE_MARKERS,
        [str(year) for year in years],
        lines,
        title=f"全市森林覆盖率（%）{label}",
        decimals=2,
        labels=False,
    )
    low = min(value for row in lines for value in row.values if value is not None)
    drawn.value_axis.minimum_scale = int((low - 0.25) * 2) / 2
    drawn.plots[0].series[1].format.line.dash_style = MSO_LINE.DASH
    drawn.plots[0].series[1].marker.style = XL_MARKER_STYLE.NONE
    marker = drawn.plots[0].series[0].marker
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 8
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(ACCENT)
    labels = drawn.plots[0].series[0].data_labels
    labels.show_value, labels.font.size = True, Pt(TABLE_PT)
    labels.position = XL_LABEL_POSITION.BELOW


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _parks(slides: Slides, figures: Figures, title: str) -> None:
    slides.filters = _year_text(figures.park_years)
    parks = figures.snapshot.parks
    rows = figures.park_progress.values()
    said = f"{_in_deck(sentences.parks_sentence(figures))}\n{sentences.park_denominator(figures)}"
    sources = dict.fromkeys(
        clean(source)
        for source in (*(park.source for park in parks), *(row.source for row in rows))
    )
    slides.tables(
        title,
        tables.parks_table(figures, parks),
        lead=said,
        sample=any(row.kind is ValueKind.SAMPLE for row in rows),
        notes=(said, f"来源：{'；'.join(sources) or '无数据'}。"),
    )


def _tasks(slides: Slides, figures: Figures, title: str) -> None:
    slides.filters = "全部任务"
    tasks = figures.snapshot.tasks
    titles = {clause.clause_no: clause.title for clause in figures.snapshot.clauses}
    full = tables.tasks_table(figures, tasks)
    clauses = (
        Cell(f"第 {task.clause_no} 条　{titles.get(task.clause_no, '')}", tag=text.tag)
        for task, text in zip(tasks, full.column("task"), strict=True)
    )
    kept = full.only("task_no", "lead", "state", "updated")
    number, *columns = kept.columns
    table = Table(
        full.title,
        (number, Column("条款", "clause"), *columns),
        tuple(
            TableRow((row.cells[0], clause, *row.cells[1:]))
            for row, clause in zip(kept.rows, clauses, strict=True)
        ),
    )
    updates = figures.latest_updates.values()
    said = sentences.tasks_sentence(figures, len(tasks)) if tasks else NOTHING
    sources = "；".join(dict.fromkeys(clean(update.source) for update in updates))
    cited = figures.snapshot.place.plan.cited
    slides.tables(
        title,
        table,
        lead=said,
        sample=any(update.kind is ValueKind.SAMPLE for update in updates),
        notes=(
            said,
            f"来源：{cited}附件1；进展：{sources or '未收到'}。状态由牵头单位自报。",
        ),
    )


def _unchanged(before: Figures | None, figures: Figures) -> str:
    """Return the sentence that stands for a comparison in which there is nothing to show."""
    if before is None:
        return "没有指定上一期，本期不作比较。"
    found = compare(before, figures)
    if found.figures or found.ranks or found.states:
        return ""
    return "与上期相比，数值、位次和状态都没有变化。"


def _changes(slides: Slides, before: Figures, figures: Figures, title: str) -> None:
    found = compare(before, figures)
    slides.filters = f"上期版本 {found.before}"
    old = "，".join(map(clean, fmt.stamp(before.snapshot)))
    new = "，".join(map(clean, fmt.stamp(figures.snapshot)))
    said = (
        f"数值变化 {len(found.figures)} 个，其中变化超过 {LARGE_PERCENT:g}%、新增或取消的 "
        f"{len(found.large)} 个；镇街位次变化 {len(found.ranks)} 处，"
        f"状态变化 {len(found.states)} 项。"
    )
    sides = [side for change in found.figures for side in (change.before, change.after) if side]
    sample = any_sample(sides)
    notes = (f"上期：{old}。", f"本期：{new}。", f"来源：两期已发布数值逐项比较。{said}")
    lead = said
    if len(found.figures) > MOST_CHANGES:
        lead += f"\n下表按变化幅度列前 {MOST_CHANGES} 个。"
    for table in revisions.change_tables(figures, found, limit=MOST_CHANGES):
        name = title if lead else f"{title}：{table.title.partition('（')[0]}"
        slides.tables(name, table, lead=lead, sample=sample, notes=notes)
        lead = ""


def _gaps(slides: Slides, figures: Figures, title: str, unchanged: str) -> None:
    slides.filters = "全部缺失与待核"
    missing, open_points = gaps.missing_table(figures), gaps.open_table(figures)
    errata = tables.errata_table(figures)
    said = gaps.gaps_sentence(figures)
    source = "来源：各数值的缺失原因；项目与园区名录；方案文本核对。"
    lead = "\n".join(filter(None, (said, unchanged)))
    slides.tables(title, missing, lead=lead, notes=(lead, source))
    if open_points.rows:
        slides.tables(f"{title}：待核", open_points, notes=(source,))
    if errata.rows:
        slides.tables(
            f"{title}：勘误待定",
            errata,
            notes=(f"来源：{figures.snapshot.place.plan.cited}原文。",),
        )
