"""The slides of one snapshot: native shapes, charts and tables with the numbers of the screen."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.util import Inches, Pt

from sihui_map.changes import LARGE_PERCENT, compare
from sihui_map.documents.office import clean, timeless
from sihui_map.documents.slides import (
    BODY_PT,
    GAP,
    TABLE_PT,
    Series,
    Slides,
    cards,
    chart,
    lead_text,
    map_shapes,
    rgb,
    set_fonts,
    table_part,
    text_box,
)
from sihui_map.documents.template import open_template
from sihui_map.documents.town_map import town_map
from sihui_map.domain.energy import Component
from sihui_map.domain.site import SiteGroup
from sihui_map.domain.town import CITY
from sihui_map.domain.value import Quantity, ValueKind, any_sample
from sihui_map.figures import PLAN_YEARS, Boundary, Measure
from sihui_map.views import fmt, gaps, revisions, sentences, tables
from sihui_map.views.labels import (
    BOUNDARY_LABEL,
    COMPONENT_LABEL,
    GROUP_LABEL,
    LIGHT_RULE,
    PLANT_NOTE,
    TITLE,
)
from sihui_map.views.maps import measure_id
from sihui_map.views.palette import ACCENT, COMPONENT_COLOR, GROUP_COLOR, INK
from sihui_map.views.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pptx.slide import Slide

    from sihui_map.documents.slides import Box
    from sihui_map.figures import Figures

WAN = 1e4
PLAN = "《四会市碳达峰实施方案》（四府〔2024〕1号）"
GAPS = "缺失与待核"
DASH_NOTE = f"「—」表示没有公开数值或不适用，原因见「{GAPS}」。"
NOTHING = f"没有可列的内容：名录无法读取或为空，见「{GAPS}」。"
MOST_CHANGES = 45
MOST_SOURCES = 12
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
    lines = (f"依据：{PLAN}", *stamp, f"审图号：{number}", *((fmt.SAMPLE_NOTE,) if whole else ()))
    slides.cover(TITLE, lines, sample=whole)
    contents, area = slides.page("目录", notes=("各部分所在页。",))
    parts: Sequence[tuple[str, Callable[[str], None]]] = (
        ("总体情况", lambda title: _overview(slides, figures, title)),
        ("镇街排放", lambda title: _emissions(slides, figures, title, approval)),
        ("平衡表", lambda title: _ledger(slides, figures, title)),
        ("能源项目", lambda title: _sites(slides, figures, title)),
        ("森林覆盖率", lambda title: _forest(slides, figures, title)),
        ("园区循环化", lambda title: _parks(slides, figures, title)),
        ("重点任务", lambda title: _tasks(slides, figures, title)),
        ("与上期相比", lambda title: _changes(slides, before, figures, title)),
        (GAPS, lambda title: _gaps(slides, figures, title)),
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
    """Return the finished file: fonts named, properties set, dated the day of the data."""
    presentation, font = slides.template.presentation, slides.template.font
    for slide in presentation.slides:
        set_fonts(slide.element, font)
        set_fonts(slide.notes_slide.element, font)
        for shape in slide.shapes:
            if shape.has_chart:
                set_fonts(shape.chart.element, font)
    day = figures.snapshot.data_day
    about = presentation.core_properties
    about.title, about.subject = TITLE, slides.stamp
    about.author = about.last_modified_by = TITLE
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
    slides.filters = f"{_year_text(figures.years)} · {BOUNDARY_LABEL[Boundary.DIRECT]}"
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
        _city_totals(slide, box, totals)
    slides.tables(
        f"{title}：主要指标",
        tables.targets_table(figures),
        foot=f"{LIGHT_RULE}\n{DASH_NOTE}",
        sample=any_sample(standing),
        notes=(f"来源：{PLAN}；示例值来自示例填报。", LIGHT_RULE),
    )


def _city_totals(slide: Slide, box: Box, totals: Mapping[int, Quantity]) -> None:
    years = range(PLAN_YEARS[0], max(totals) + 1)
    values = [_in_wan(totals.get(year)) for year in years]
    chart(
        slide,
        box,
        XL_CHART_TYPE.COLUMN_CLUSTERED,
        [str(year) for year in years],
        [Series(name="全市碳排放总量", values=values, color=ACCENT)],
        title="全市碳排放总量（万吨CO₂）：只画已公开或已申报的年份，空缺年份没有数据",
        decimals=2,
    )


def _in_wan(amount: Quantity | None) -> float | None:
    return None if amount is None or amount.value is None else round(amount.value / WAN, 2)


def _emissions(slides: Slides, figures: Figures, title: str, approval: str) -> None:
    shown = town_map(figures, measure_id(Measure.TOTAL, Boundary.DIRECT), approval=approval)
    year = figures.years[-1] if figures.years else 0
    slides.filters = f"{_year_text(figures.years)} · {shown.scope}"
    said = _in_deck(sentences.emissions_sentence(figures, year, Measure.TOTAL, Boundary.DIRECT))
    amounts = [figures.emission(town.town_code, year) for town in figures.towns]
    words = "；".join(f"{area.name} {area.told}" for area in shown.areas)
    notes = (said, *_sources(amounts), "排放因子：enterprise_2015。", PLANT_NOTE[True])
    slide, box = slides.page(f"{title}：地图", sample=shown.is_sample, notes=notes)
    if not shown.areas:
        said = f"镇街界线无法读取，没有地图，见「{GAPS}」。"
    box = lead_text(slide, box, said)
    map_shapes(slide, box, shown, f"{shown.title}（{shown.unit}）。{words}")
    if figures.years:
        _components(slides, figures, title, year)


def _components(slides: Slides, figures: Figures, title: str, year: int) -> None:
    """Show what towns emit as columns; the sources that stand apart would dwarf them."""
    amounts = {
        part: [figures.component(town.town_code, year, part) for town in figures.towns]
        for part in Component
    }
    known = {
        part: found
        for part, found in amounts.items()
        if any(amount.value is not None for amount in found)
    }
    every = [amount for found in amounts.values() for amount in found]
    reasons = "；".join(dict.fromkeys(item.reason for item in every if item.value is None))
    lost = "、".join(COMPONENT_LABEL[part] for part in Component if part not in known)
    said = f"{lost or '个别数值'}缺失：{reasons}。" if reasons else ""
    sample, notes = any_sample(every), (*_sources(every), said)
    slide, box = slides.page(f"{title}：构成", sample=sample, notes=notes)
    if said:
        box = lead_text(slide, box, f"{said}图中不画。", BODY_PT)
    chart(
        slide,
        box,
        XL_CHART_TYPE.COLUMN_STACKED,
        [town.short_name for town in figures.towns],
        [
            Series(
                name=COMPONENT_LABEL[part],
                values=[_in_wan(amount) for amount in found],
                color=COMPONENT_COLOR[part],
                pattern=PATTERN.get(part),
            )
            for part, found in known.items()
        ],
        title=f"{year} 年各镇街排放构成（万吨CO₂）；重点排放源单列，见构成表",
        decimals=2,
        labels=False,
    )
    table = tables.components(figures, year, with_plant=True)
    slides.tables(f"{title}：构成表", table, foot=said, sample=sample, notes=notes)


def _ledger(slides: Slides, figures: Figures, title: str) -> None:
    told = [year for year in figures.ledger_years if figures.city_total(year).value is not None]
    year = told[-1] if told else figures.ledger_years[-1]
    book = figures.ledger(year)
    slides.filters = f"{year} 年 · 全市（不含大旺）"
    amounts = [row.quantity for row in book.rows] + [book.city_total]
    why = figures.ledger_explanation(year)
    slides.tables(
        f"{title}（{year} 年）",
        tables.ledger_table(figures, year),
        lead=sentences.ledger_sentence(book) + (f"\n说明：{why}" if why else ""),
        sample=any_sample(amounts),
        notes=_sources(amounts),
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
    left, right = box.columns(0.52)
    capacity = tables.capacity_table(figures)
    if capacity.rows:
        table_part(slide, left, capacity, capacity.rows)
    drawn = (SiteGroup.PV, SiteGroup.STORAGE)  # the plant's 800 MW would dwarf both
    grown = {group: figures.operating_capacity(group) for group in drawn}
    years = sorted({year for found in grown.values() for year in found})
    if years:
        chart(
            slide,
            right if capacity.rows else box,
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
    if sites:
        table = tables.sites_table(figures, sites)
        slides.tables(f"{title}：清单", table, foot=DASH_NOTE, sample=sample, notes=notes)


def _until(grown: dict[int, Quantity], year: int) -> float | None:
    known = [past for past in grown if past <= year]
    return round(grown[max(known)].known, 1) if known else None


def _forest(slides: Slides, figures: Figures, title: str) -> None:
    slides.filters = f"{_year_text(figures.forest_years)} · 法定森林覆盖率"
    said = _in_deck(sentences.forest_sentence(figures))
    covers = {year: figures.forest_cover(CITY, year) for year in figures.forest_years}
    sample = any_sample(covers.values())
    notes = (said, *_sources(covers.values()), f"目标：{PLAN}第 34 条。")
    slide, box = slides.page(title, sample=sample, notes=notes)
    box = lead_text(slide, box, said)
    if not figures.forest_years:
        return
    is_drawn = any(amount.value is not None for amount in covers.values())
    left, right = box.columns(0.52) if is_drawn else (box, box)
    table = tables.forest_table(figures, figures.forest_years[-1])
    rest = table_part(slide, left, table, table.rows)
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
    label = f"；目标 {goal.year} 年 {tables.target_text(goal)}" if goal else ""
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
    columns = (full.columns[0], Column("条款"), *full.columns[3:4], *full.columns[5:])
    table = Table(
        full.title,
        columns,
        tuple(
            TableRow(
                (
                    row.cells[0],
                    Cell(
                        f"第 {task.clause_no} 条　{titles.get(task.clause_no, '')}",
                        tag=row.cells[2].tag,
                    ),
                    row.cells[3],
                    *row.cells[5:],
                )
            )
            for task, row in zip(tasks, full.rows, strict=True)
        ),
    )
    updates = figures.latest_updates.values()
    said = sentences.tasks_sentence(figures, len(tasks)) if tasks else NOTHING
    sources = "；".join(dict.fromkeys(clean(update.source) for update in updates))
    slides.tables(
        title,
        table,
        lead=said,
        sample=any(update.kind is ValueKind.SAMPLE for update in updates),
        notes=(said, f"来源：{PLAN}附件1；进展：{sources or '未收到'}。状态由牵头单位自报。"),
    )


def _changes(slides: Slides, before: Figures | None, figures: Figures, title: str) -> None:
    if before is None:
        slides.filters = "没有上一期"
        slide, box = slides.page(title, notes=("来源：没有指定用来比较的上一期。",))
        lead_text(slide, box, "没有指定上一期，本页不作比较。")
        return
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
    if lead:  # nothing differs
        slide, box = slides.page(title, notes=notes)
        lead_text(slide, box, "与上期相比，数值、位次和状态都没有变化。")


def _gaps(slides: Slides, figures: Figures, title: str) -> None:
    slides.filters = "全部缺失与待核"
    missing, open_points = gaps.missing_table(figures), gaps.open_table(figures)
    errata = tables.errata_table(figures)
    said = gaps.gaps_sentence(figures)
    source = "来源：各数值的缺失原因；项目与园区名录；方案文本核对。"
    slides.tables(title, missing, lead=said, notes=(said, source))
    if open_points.rows:
        slides.tables(f"{title}：待核", open_points, notes=(source,))
    if errata.rows:
        slides.tables(f"{title}：勘误待定", errata, notes=(f"来源：{PLAN}原文。",))
