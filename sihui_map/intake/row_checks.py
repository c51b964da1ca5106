"""Rules about the cells of one row: what must be there, and what goes together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue import BASE_YEAR, GDP_CONSTANT, LEDGER_SUBJECT, USED, dataset
from sihui_map.domain.allotting import Stage, refused_step, stage_of
from sihui_map.domain.check import Finding, Rule
from sihui_map.domain.ledger import NET_ELECTRICITY
from sihui_map.domain.site import PlacePrecision
from sihui_map.domain.snapshot import BASE_YEAR_DUE
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind
from sihui_map.intake.evaluation_checks import check_evaluation, check_self
from sihui_map.intake.explanation import problem_of
from sihui_map.intake.lines import error_of
from sihui_map.intake.quoting import shown
from sihui_map.intake.task_checks import check_line, check_step, check_update
from sihui_map.intake.words import TOTAL, UNIT, total_word, word_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sihui_map.intake.known import RowKey
    from sihui_map.intake.lines import Context, Told

HA_PER_KM2 = 100


def town_of(table: str, cells: Mapping[str, str], rows: Mapping[RowKey, Mapping[str, str]]) -> str:
    """Return the town code (or source, department, city) that a row is about, "" for none."""
    own = dataset(table)
    if own.owner_table:
        other = rows.get((own.owner_table, cells.get(own.owner, "")), {})
        return town_of(own.owner_table, other, rows)
    return cells.get(own.owner, "") if own.owner else CITY


def keyed(errors: Iterable[Finding], key: RowKey) -> list[Finding]:
    """Return ``errors`` as those of the row ``key``."""
    return [
        Finding(
            rule=error.rule,
            place=error.place,
            sentence=error.sentence,
            dataset=key[0],
            row_key=key[1],
        )
        for error in errors
    ]


def missing(told: Told) -> list[Finding]:
    """Return the required cells that are empty and of which nothing else is wrong."""
    wrong = {error.place for error in told.errors}
    return [
        error_of(
            told, Rule.PRECISION if column == "place_precision" else Rule.MISSING, column, said
        )
        for column, text in told.cells.items()
        if not text
        and told.part.table.column(column).field.required
        and told.place(column) not in wrong
        for said in ["这一格不能为空"]
    ]


def outside_scope(told: Told, context: Context) -> list[Finding]:
    """Refuse a row that is or was another town's where the workbook is for one."""
    name = told.part.table.name
    published = context.known.rows.get(told.key)
    versions = [published] if published is not None else []
    if not told.is_empty:
        versions.append(told.cells)
    for cells in versions:
        about = town_of(name, cells, context.rows)
        if context.scope and about != context.scope:
            town = word_of(context.words["town"], context.scope)
            now = word_of(context.words["any_area"], about) or "没有写明镇街"
            sentence = f"这份模板只填「{town}」，现为「{shown(now)}」"
            return [error_of(told, Rule.CODE, told.part.table.key[0], sentence)]
    return []


def unknown_parent(told: Told, fresh: Mapping[str, set[str]]) -> list[Finding]:
    """Refuse a row of a source or park that neither is known nor is described in the file."""
    table = told.part.table.name
    column, name = {
        "park_progress": ("park_id", "park"),
        "energy_use": ("area_id", "source"),
    }.get(table, ("", ""))
    is_new_id = bool(column) and told.part.cells[column] in ("park_id", "source_id")
    if not is_new_id or told.cells[column] in fresh[name]:
        return []
    said = f"没有「{shown(told.cells[column])}」；新增的须在同一行写明名称等"
    return [error_of(told, Rule.CODE, column, said)]


def _check_energy(told: Told, context: Context) -> Iterable[Finding]:
    if told.cells["area_id"] == CITY:
        whole = context.known.figures.snapshot.place.whole
        sentence = f"{whole}只填「{TOTAL}」；各品种按镇街和重点排放源填"
        yield error_of(told, Rule.CODE, "area_id", sentence)
    unit, expected = told.cells["unit"], context.units.get(told.cells["fuel"], "")
    if expected and unit != expected:
        sentence = (
            f"「{told.cells['fuel']}」的单位应为 {word_of(UNIT, expected)}（{expected}），"
            f"现为 {word_of(UNIT, unit)}"
        )
        yield error_of(told, Rule.UNIT, "unit", sentence)


def _check_total(told: Told, _: Context) -> Iterable[Finding]:
    tce = told.cells["tce"]
    if tce in USED.reasons:  # the fuels may have it, on whose lines the same column stands
        sentence = f"「合计」应为数字，现为「{tce}」；没有合计的留空"
        yield error_of(told, Rule.NUMBER, "tce", sentence)


def _check_context(told: Told, _: Context) -> Iterable[Finding]:
    empty = [column for column in (GDP_CONSTANT, BASE_YEAR) if not told.cells.get(column)]
    if len(empty) == 1:
        yield error_of(told, Rule.MISSING, empty[0], BASE_YEAR_DUE)


def _check_ledger(told: Told, context: Context) -> Iterable[Finding]:
    is_net = told.cells["row_id"] == NET_ELECTRICITY
    if told.cells["tco2"].startswith("-") and not is_net:
        total = total_word(context.known.figures.snapshot.place)
        sentence = f"{total}应大于或等于 0，现为 {told.cells['tco2']}"
        yield error_of(told, Rule.NEGATIVE, "tco2", sentence)


def _check_forest(told: Told, context: Context) -> Iterable[Finding]:
    land = context.known.figures.area_km2(told.cells["area_id"]).value
    if land is not None and float(told.cells["forest_ha"]) > land * HA_PER_KM2:
        sentence = (
            f"森林面积 {told.cells['forest_ha']} 公顷大于土地面积 {land:g} km²"
            f"（{land * HA_PER_KM2:g} 公顷）"
        )
        yield error_of(told, Rule.NUMBER, "forest_ha", sentence)


def _check_site(told: Told, context: Context) -> Iterable[Finding]:
    cells = told.cells
    is_point = cells["place_precision"] == PlacePrecision.POINT
    if is_point != bool(cells["lon"]) or is_point != bool(cells["lat"]):
        sentence = "位置精度为「精确位置」时必须填经度和纬度，其他精度不填经纬度"
        yield error_of(told, Rule.PRECISION, "place_precision", sentence)
    elif is_point:
        written = " ".join(cells[name] for name in ("source", "town_text", "missing_note"))
        said = context.outline.problem(float(cells["lon"]), float(cells["lat"]), written)
        if said:
            yield error_of(told, Rule.PLACE, "lon", said)
    if cells["place_precision"] == PlacePrecision.TOWN and not cells["town_code"]:
        yield error_of(told, Rule.PRECISION, "town_code", "位置精度为「镇街」时必须选镇街")
    if cells["capacity_mw"] and cells["value_kind"] == ValueKind.MISSING:
        sentence = f"有装机容量 {cells['capacity_mw']} MW，性质却是「{ValueKind.MISSING}」"
        yield error_of(told, Rule.CHOICE, "value_kind", sentence)


def _check_indicator(told: Told, context: Context) -> Iterable[Finding]:
    target_id = told.cells["target_id"]
    if target_id not in context.words["numbered_target"].values():
        name = word_of(context.words["target"], target_id)
        sentence = f"指标「{shown(name)}」在方案中尚无数值，不能填报"
        yield error_of(told, Rule.CODE, "target_id", sentence)


def _check_allotment(told: Told, context: Context) -> Iterable[Finding]:
    unit, expected = told.cells["unit"], context.target_units.get(told.cells["target_id"], "")
    if expected and unit != expected:
        sentence = f"这项指标的单位应为 {expected}，现为「{shown(unit)}」"
        yield error_of(told, Rule.UNIT, "unit", sentence)
    yield from _check_planned(told, context)
    yield from _check_stage(told, context)
    place = context.known.figures.snapshot.place
    if told.cells["holder"] == CITY and told.cells["target_id"] in place.targets.intensities:
        if unit != "%":
            now = shown(unit) or "空"
            sentence = f"{place.handed_down}的强度目标填下降幅度，单位应为 %，现为「{now}」"
            yield error_of(told, Rule.UNIT, "unit", sentence)
        if not told.cells.get("base_year"):
            yield error_of(
                told, Rule.MISSING, "base_year", "下降幅度要写明比哪一年：降幅基准年不能为空"
            )


def _check_planned(told: Told, context: Context) -> Iterable[Finding]:
    plan, year = context.known.figures.snapshot.place.plan, int(told.cells["year"])
    first = plan.issued_on.year if plan.issued_on else year
    last = plan.last_year or year
    if not first <= year <= last:
        sentence = f"应在方案印发的 {first} 年到方案最后一年 {last} 年之间，现为 {year}"
        yield error_of(told, Rule.YEAR, "year", sentence)


def _check_stage(told: Told, context: Context) -> Iterable[Finding]:
    """Hold what a row says of its stage against its document and against what is published."""
    cells, place = told.cells, context.known.figures.snapshot.place
    document = cells["approved_by"]
    told_stage = cells.get("stage", "")
    stage = stage_of(told_stage, document)
    if cells["holder"] == CITY:
        if told_stage not in ("", Stage.APPROVED):
            sentence = f"{place.handed_down}的数值不分阶段，「阶段」留空，现为「{stage}」"
            yield error_of(told, Rule.CHOICE, "stage", sentence)
    elif document and stage is not Stage.APPROVED:
        sentence = f"写了批准文件或会议，「阶段」应为「{Stage.APPROVED}」，现为「{stage}」"
        yield error_of(told, Rule.CHOICE, "stage", sentence)
    if stage is Stage.APPROVED and not document:
        sentence = f"「{Stage.APPROVED}」要写明批准文件或会议，这一格不能为空"
        yield error_of(told, Rule.MISSING, "approved_by", sentence)
    if said := refused_step(context.known.rows.get(told.key), cells):
        yield error_of(told, Rule.STAGE, "stage", said)


def _check_explanation(told: Told, context: Context) -> Iterable[Finding]:
    if told.cells["subject"] == LEDGER_SUBJECT:
        said = problem_of(told.cells["text"], context.known.figures)
        if said:
            yield error_of(told, Rule.TEXT, "text", said)


ROW_CHECKS: Mapping[str, Callable[[Told, Context], Iterable[Finding]]] = {
    "energy_use": _check_energy,
    "energy_total": _check_total,
    "town_context": _check_context,
    "ledger_reported": _check_ledger,
    "forest_cover": _check_forest,
    "sites": _check_site,
    "indicator_values": _check_indicator,
    "allotments": _check_allotment,
    "task_updates": check_update,
    "task_lines": check_line,
    "task_steps": check_step,
    "explanations": _check_explanation,
    "self_evaluations": check_self,
    "evaluations": check_evaluation,
}
