"""From lines of cells to rows: what changes, and everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sihui_map.domain.check import Finding, Rule
from sihui_map.domain.dataset import BASE_YEAR, GDP_CONSTANT, LEDGER_SUBJECT, canonical
from sihui_map.domain.ledger import NET_ELECTRICITY
from sihui_map.domain.site import PlacePrecision
from sihui_map.domain.snapshot import BASE_YEAR_DUE
from sihui_map.domain.submission import Change
from sihui_map.domain.town import CITY
from sihui_map.domain.value import ValueKind
from sihui_map.intake.cells import raw_text, read_cell
from sihui_map.intake.declared import declaration
from sihui_map.intake.explanation import problem_of
from sihui_map.intake.fields import (
    TOTAL,
    UNIT,
    USED,
    field_of,
    fuel_units,
    row_name,
    word_lists,
    word_of,
)
from sihui_map.intake.layout import WHY
from sihui_map.intake.merging import Merged, merged
from sihui_map.intake.package import shown
from sihui_map.intake.place import Outline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sihui_map.intake.cells import Cell, Said
    from sihui_map.intake.fields import Words
    from sihui_map.intake.known import Known, RowKey
    from sihui_map.intake.layout import Column, Part, Sheet

PARENT_LIST = {"named_sources": "source", "parks": "park"}
HA_PER_KM2 = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet or CSV file: cells by column, and how to name a cell's place.

    ``letters`` has every column that the file has; in a CSV file their headings as they stand.
    """

    sheet: str
    number: int
    cells: Mapping[str, Cell]
    letters: Mapping[str, str]

    def place(self, column: str) -> str:
        """Return where the cell of ``column`` is: 能源活动!E12."""
        if self.sheet:
            return f"{self.sheet}!{self.letters.get(column, 'A')}{self.number}"
        return f"第 {self.number} 行「{self.letters.get(column, column)}」列"


@dataclass
class Context:
    """What lines are held against; ``scope`` is the one town a workbook is for, or "".

    ``number`` is the publication that the writer had before him, 0 for the newest.
    """

    known: Known
    scope: str = ""
    number: int = 0
    described: dict[RowKey, Mapping[str, str]] = field(default_factory=dict)
    """Sources and parks that only the file itself describes."""

    @cached_property
    def rows(self) -> Mapping[RowKey, Mapping[str, str]]:
        """Return what is published or described in the file."""
        return {**self.described, **self.known.rows}

    @cached_property
    def base(self) -> Mapping[RowKey, Mapping[str, str]]:
        """Return what was published when the writer began."""
        if self.number and self.number < self.known.number and self.known.rows_at:
            return self.known.rows_at(self.number)
        return self.known.rows

    @cached_property
    def words(self) -> Words:
        """Return the lists that a form chooses from."""
        return word_lists(self.known.figures, self.known.rows)

    @cached_property
    def outline(self) -> Outline:
        """Return the county."""
        snapshot = self.known.figures.snapshot
        return Outline(snapshot.boundaries, snapshot.place.name)

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Return the unit of each fuel."""
        return fuel_units(self.known.figures)

    @cached_property
    def target_units(self) -> Mapping[str, str]:
        """Return the unit of each target that has one."""
        targets = self.known.figures.snapshot.targets
        return {target.target_id: target.unit for target in targets if target.unit}


def town_of(table: str, cells: Mapping[str, str], rows: Mapping[RowKey, Mapping[str, str]]) -> str:
    """Return the town code (or source, department, city) that a row is about, "" for none."""
    if table == "park_progress":
        return rows.get(("parks", cells.get("park_id", "")), {}).get("town_code", "")
    if table in ("ledger_reported", "indicator_values"):
        return CITY
    column = {"allotments": "holder", "sites": "town_code", "parks": "town_code"}
    return cells.get(column.get(table, "area_id"), "")


@dataclass
class Told:
    """What one line says about one row of a table."""

    part: Part
    line: Line
    cells: dict[str, str]
    """By column of the table, in canonical writing."""
    is_empty: bool
    errors: list[Finding]
    why: str
    sheet: Sheet

    @property
    def key(self) -> RowKey:
        """Return the row that it is about."""
        return self.part.table.name, self.part.table.key_of(self.cells)

    @property
    def has_key(self) -> bool:
        """Tell whether the cells that name the row could be read."""
        return all(self.cells[column] for column in self.part.table.key)

    def place(self, column: str) -> str:
        """Return where a column of the table stands."""
        return self.line.place(self.part.cells.get(column, column))

    @property
    def value_column(self) -> str:
        """Return the column that says whether there is the row: the place of its changes."""
        return self.part.tick or self.part.values[0]


@dataclass
class Gathered:
    """Everything that lines said: rows, notes, and errors that belong to no row."""

    context: Context
    told: list[Told] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    lines: int = 0
    seen: dict[tuple[object, ...], Said] = field(default_factory=dict)

    def read(self, sheet: Sheet, line: Line) -> None:
        """Take in one line; a line without any content says nothing."""
        texts: dict[str, str] = {}
        errors: dict[str, list[Finding]] = {}
        for column in sheet.columns:
            cell = line.cells.get(column.name)
            if cell is None:
                texts[column.name] = ""
                continue
            said = self._said(column, cell)
            texts[column.name] = said.text
            if not said.errors and not said.note:
                continue
            place = line.place(column.name)
            if said.errors:
                errors[column.name] = [
                    Finding(rule=rule, place=place, sentence=sentence)
                    for rule, sentence in said.errors
                ]
            else:
                self.notes.append(Finding(rule=Rule.NORMALISED, place=place, sentence=said.note))
        if not any(texts.values()) and not errors:
            return
        self.lines += 1
        self._spell_out(sheet, line, texts, errors)
        self._distribute(sheet, line, texts, errors)

    def _said(self, column: Column, cell: Cell) -> Said:
        """Return what a cell says; a column repeats itself, so each content is read once."""
        key = (column.field, type(cell.value), cell.value, cell.formula)
        if key not in self.seen:
            context = self.context
            self.seen[key] = read_cell(cell, column.field, context.words, context.known.today)
        return self.seen[key]

    def _spell_out(
        self,
        sheet: Sheet,
        line: Line,
        texts: dict[str, str],
        errors: dict[str, list[Finding]],
    ) -> None:
        """Fill a code from the name beside it; where both stand, they must agree."""
        for column in sheet.columns:
            if not column.names:
                continue
            if column.name in errors:
                errors.setdefault(column.names, []).extend(errors.pop(column.name))
            if not texts[column.name]:
                continue
            code = texts[column.names]
            if not code and column.names not in errors:
                texts[column.names] = texts[column.name]
            elif code and code != texts[column.name]:
                word = word_of(self.context.words[column.field.words], code)
                sentence = (
                    f"名称与代码不符：代码 {shown(code)} 是「{word}」，"
                    f"现为「{shown(raw_text(line.cells[column.name].value))}」"
                )
                place = line.place(column.name)
                errors.setdefault(column.names, []).append(
                    Finding(rule=Rule.CODE, place=place, sentence=sentence)
                )

    def _distribute(
        self,
        sheet: Sheet,
        line: Line,
        texts: Mapping[str, str],
        errors: Mapping[str, list[Finding]],
    ) -> None:
        """Make one ``Told`` per table that the line belongs to."""
        taking = [part for part in sheet.parts if part.takes_line(texts)]
        used = {WHY, *(column.name for column in sheet.columns if column.names)}
        for part in taking:
            used |= {*part.cells.values(), *part.expects, *part.telling}
        for column in sheet.columns:
            if column.name not in used:
                self.errors += errors.get(column.name, _not_here(line, column, texts))
        self.told += [_told(sheet, part, line, texts, errors) for part in taking]


def _not_here(line: Line, column: Column, texts: Mapping[str, str]) -> list[Finding]:
    """Refuse what stands in a column that a line of this sort does not fill."""
    if not texts[column.name]:
        return []
    sentence = f"这一行不填「{column.header}」，现为「{shown(texts[column.name])}」"
    return [Finding(rule=Rule.CHOICE, place=line.place(column.name), sentence=sentence)]


def _told(
    sheet: Sheet,
    part: Part,
    line: Line,
    texts: Mapping[str, str],
    errors: Mapping[str, list[Finding]],
) -> Told:
    cells = {column: texts[own] for column, own in part.cells.items()} | dict(part.fixed)
    own_columns = {*part.cells.values(), *part.expects, *part.telling, WHY}
    found = [error for name, several in errors.items() if name in own_columns for error in several]
    for column, text in part.expects.items():
        if texts[column] != text and column not in errors:
            rule = Rule.UNIT if column == "unit" else Rule.CODE
            sentence = f"应为「{word_of(UNIT, text)}」，现为「{word_of(UNIT, texts[column])}」"
            found.append(Finding(rule=rule, place=line.place(column), sentence=sentence))
    has_value_error = any(column in errors for column in part.telling)
    return Told(
        part=part,
        line=line,
        cells=canonical(part.table, cells),
        is_empty=not has_value_error and not any(texts[column] for column in part.telling),
        errors=found,
        why=texts.get(WHY, ""),
        sheet=sheet,
    )


# What changes


@dataclass
class Outcome:
    """The changes and where each stands, every error, and the keys that the file mentions.

    ``lost`` are the lines whose row cannot be told, ``kept`` the rows that stay as they were
    published since, though the file still shows what was before.
    """

    changes: list[Change] = field(default_factory=list)
    places: dict[RowKey, str] = field(default_factory=dict)
    errors: list[Finding] = field(default_factory=list)
    mentioned: set[RowKey] = field(default_factory=set)
    lost: list[Told] = field(default_factory=list)
    kept: set[RowKey] = field(default_factory=set)

    def add(self, key: RowKey, told: Told, cells: Mapping[str, str] | None) -> None:
        """Keep a change and the address of its first value."""
        self.changes.append(Change(dataset=key[0], row_key=key[1], cells=cells, why=told.why))
        self.places[key] = told.place(told.value_column)


def settle(gathered: Gathered) -> Outcome:
    """Return what differs from what is published, each row once, and all errors."""
    context, outcome = gathered.context, Outcome(errors=list(gathered.errors))
    groups: dict[RowKey, list[Told]] = {}
    _complete_ticks(gathered)
    for told in gathered.told:
        if told.has_key:
            groups.setdefault(told.key, []).append(told)
        elif not told.is_empty:
            outcome.errors += told.errors + _missing(told)
            outcome.lost.append(told)
    outcome.mentioned = set(groups)
    context.described |= {
        key: group[0].cells
        for key, group in groups.items()
        if group[0].part.is_shared and not group[0].is_empty
    }
    fresh = _fresh(context)
    for key, group in groups.items():
        if group[0].part.is_shared:
            _settle_shared(key, group, context, outcome)
        else:
            _settle_row(key, group, context, outcome, fresh)
    return outcome


def _complete_ticks(gathered: Gathered) -> None:
    """Give a tick that stands alone the kind and sources of the rows it is about."""
    ticks = [told for told in gathered.told if told.part.tick and told.has_key]
    if not ticks:
        return
    rows = dict(gathered.context.known.rows)
    for told in gathered.told:
        if told.is_empty:
            rows.pop(told.key, None)
        elif told.cells != gathered.context.base.get(told.key):
            rows[told.key] = told.cells
    for told in ticks:
        if not told.is_empty:
            whole = declaration(told.cells["area_id"], told.cells["year"], rows)
            told.cells = whole | {column: text for column, text in told.cells.items() if text}


def _fresh(context: Context) -> dict[str, set[str]]:
    """Return the sources and parks that may be named, by list, those of this file included."""
    return {
        name: {key for own, key in context.rows if own == table}
        for table, name in PARENT_LIST.items()
    }


def _settle_row(
    key: RowKey,
    group: Sequence[Told],
    context: Context,
    outcome: Outcome,
    fresh: Mapping[str, set[str]],
) -> None:
    published, base = context.known.rows.get(key), context.base.get(key)
    filled = [told for told in group if not told.is_empty]
    if not filled:
        if base is None or published is None:  # a line that only asks; a row that is gone already
            _keep(key, None, context, outcome)
        else:
            _withdraw(key, group[-1], context, outcome)
        return
    first, *again = filled
    _leave_absent(first, base)
    outcome.errors += [
        _error(told, Rule.DUPLICATE, told.value_column, f"与 {first.place(told.value_column)} 重复")
        for told in again
    ]
    result = merged(first.cells, base, published)
    if not first.errors:
        if result.cells == published:
            _keep(key, first.cells, context, outcome)
            return
        first.cells = dict(result.cells or {})
    errors = [*first.errors, *_missing(first), *_scope(first, context)]
    errors += _parent(first, fresh)
    if not errors:
        check = ROW_CHECKS.get(key[0])
        errors += check(first, context) if check else ()
    outcome.errors += _keyed(errors, key)
    if not errors:
        outcome.errors += _clash(first, result, first.cells, context)
        outcome.add(key, first, first.cells)


def _leave_absent(told: Told, base: Mapping[str, str] | None) -> None:
    """Leave as it was what the file has no column for: it is of before that was added."""
    absent = [column for column, own in told.part.cells.items() if own not in told.line.letters]
    if absent and base is not None:
        was = {column: base.get(column, "") for column in absent}
        told.cells = canonical(told.part.table, {**told.cells, **was})


def _keep(key: RowKey, mine: Mapping[str, str] | None, context: Context, outcome: Outcome) -> None:
    """Note a row that stays as it is published, though the file shows something else."""
    if mine != context.known.rows.get(key):
        outcome.kept.add(key)


def _clash(
    told: Told, result: Merged, mine: Mapping[str, str] | None, context: Context
) -> list[Finding]:
    """Tell of a row that the file and someone else have changed, each in another way."""
    if not result.is_clash:
        return []
    name, key = told.key
    columns = result.columns or told.part.values[:1] or told.part.table.columns[-1:]
    base, published = context.base.get(told.key), context.known.rows.get(told.key)
    parts = []
    for column in columns:
        versions = [_version(told, column, cells, context) for cells in (base, published, mine)]
        if len(set(versions)) > 1:
            before, theirs, own = versions
            heading = _heading(told, column)
            parts.append(f"「{heading}」原为 {before}，已发布为 {theirs}，本表为 {own}")
    about = row_name(name, told.cells, context.words)
    since = f"第 {context.number} 期以后别人也改了这一行"
    return [
        Finding(
            rule=Rule.CONFLICT,
            place=told.place(result.columns[0])
            if result.columns
            else told.place(told.value_column),
            sentence=f"{shown(about, 60)}：{since}：{'；'.join(parts)}",
            dataset=name,
            row_key=key,
        )
    ]


def _version(told: Told, column: str, cells: Mapping[str, str] | None, context: Context) -> str:
    if cells is None:
        return "无此行"
    words = context.words.get(field_of(told.part.table.name, column).words, {})
    return shown(word_of(words, cells.get(column, "")), 60) or "空"


def _heading(told: Told, column: str) -> str:
    own = told.part.cells.get(column, column)
    return next((each.header for each in told.sheet.columns if each.name == own), column)


def _withdraw(key: RowKey, last: Told, context: Context, outcome: Outcome) -> None:
    """Take back a published row; one of the reference files would only come back."""
    column = last.value_column
    if key in context.known.reference:
        sentence = "这一行来自参考文件，不能清空；不再推进的项目请把阶段改为「终止」"
        outcome.errors.append(_error(last, Rule.MISSING, column, sentence))
        return
    outcome.errors += _keyed(_scope(last, context), key)
    result = merged(None, context.base.get(key), context.known.rows.get(key))
    outcome.errors += _clash(last, result, None, context)
    outcome.add(key, last, None)


def _settle_shared(key: RowKey, group: Sequence[Told], context: Context, outcome: Outcome) -> None:
    """Take the one statement that differs from what is published; two are a contradiction."""
    published, base = context.known.rows.get(key), context.base.get(key)
    stating: list[tuple[Told, Merged]] = []
    for told in group:
        stated = {column: text for column, text in told.cells.items() if text}
        if base is not None and told.part.table.name == "named_sources":
            stated.pop("source", None)  # the line's source speaks of its amount
        mine = canonical(told.part.table, {**(base or {}), **stated})
        result = merged(mine, base, published)
        told.cells = dict(result.cells or mine)
        if not told.is_empty and (told.errors or result.cells != published):
            stating.append((told, result))
    if not stating:
        return
    (first, result), *others = stating
    errors = [error for told, _ in stating for error in told.errors]
    errors += [
        _error(
            told,
            Rule.DUPLICATE,
            told.value_column,
            f"与 {first.place(first.value_column)} 一行写的不同",
        )
        for told, _ in others
        if told.cells != first.cells
    ]
    errors += [*_missing(first), *_scope(first, context)]
    outcome.errors += _keyed(errors, key)
    if not errors:
        outcome.errors += _clash(first, result, first.cells, context)
        outcome.add(key, first, first.cells)


def _keyed(errors: Iterable[Finding], key: RowKey) -> list[Finding]:
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


def _error(told: Told, rule: Rule, column: str, sentence: str) -> Finding:
    name, key = told.key
    return Finding(
        rule=rule, place=told.place(column), sentence=sentence, dataset=name, row_key=key
    )


def _missing(told: Told) -> list[Finding]:
    """Return the required cells that are empty and of which nothing else is wrong."""
    wrong = {error.place for error in told.errors}
    return [
        _error(told, Rule.PRECISION if column == "place_precision" else Rule.MISSING, column, said)
        for column, text in told.cells.items()
        if not text
        and field_of(told.part.table.name, column).required
        and told.place(column) not in wrong
        for said in ["这一格不能为空"]
    ]


def _scope(told: Told, context: Context) -> list[Finding]:
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
            return [_error(told, Rule.CODE, told.part.table.key[0], sentence)]
    return []


def _parent(told: Told, fresh: Mapping[str, set[str]]) -> list[Finding]:
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
    return [_error(told, Rule.CODE, column, said)]


# Rules about several cells of one row


def _check_energy(told: Told, context: Context) -> Iterable[Finding]:
    if told.cells["area_id"] == CITY:
        sentence = f"全市只填「{TOTAL}」；各品种按镇街和重点排放源填"
        yield _error(told, Rule.CODE, "area_id", sentence)
    unit, expected = told.cells["unit"], context.units.get(told.cells["fuel"], "")
    if expected and unit != expected:
        sentence = (
            f"「{told.cells['fuel']}」的单位应为 {word_of(UNIT, expected)}（{expected}），"
            f"现为 {word_of(UNIT, unit)}"
        )
        yield _error(told, Rule.UNIT, "unit", sentence)


def _check_total(told: Told, _: Context) -> Iterable[Finding]:
    tce = told.cells["tce"]
    if tce in USED.reasons:  # the fuels may have it, on whose lines the same column stands
        sentence = f"「合计」应为数字，现为「{tce}」；没有合计的留空"
        yield _error(told, Rule.NUMBER, "tce", sentence)


def _check_context(told: Told, _: Context) -> Iterable[Finding]:
    empty = [column for column in (GDP_CONSTANT, BASE_YEAR) if not told.cells.get(column)]
    if len(empty) == 1:
        yield _error(told, Rule.MISSING, empty[0], BASE_YEAR_DUE)


def _check_ledger(told: Told, _: Context) -> Iterable[Finding]:
    is_net = told.cells["row_id"] == NET_ELECTRICITY
    if told.cells["tco2"].startswith("-") and not is_net:
        sentence = f"全市碳排放总量应大于或等于 0，现为 {told.cells['tco2']}"
        yield _error(told, Rule.NEGATIVE, "tco2", sentence)


def _check_forest(told: Told, context: Context) -> Iterable[Finding]:
    land = context.known.figures.area_km2(told.cells["area_id"]).value
    if land is not None and float(told.cells["forest_ha"]) > land * HA_PER_KM2:
        sentence = (
            f"森林面积 {told.cells['forest_ha']} 公顷大于土地面积 {land:g} km²"
            f"（{land * HA_PER_KM2:g} 公顷）"
        )
        yield _error(told, Rule.NUMBER, "forest_ha", sentence)


def _check_site(told: Told, context: Context) -> Iterable[Finding]:
    cells = told.cells
    is_point = cells["place_precision"] == PlacePrecision.POINT
    if is_point != bool(cells["lon"]) or is_point != bool(cells["lat"]):
        sentence = "位置精度为「精确位置」时必须填经度和纬度，其他精度不填经纬度"
        yield _error(told, Rule.PRECISION, "place_precision", sentence)
    elif is_point:
        written = " ".join(cells[name] for name in ("source", "town_text", "missing_note"))
        said = context.outline.problem(float(cells["lon"]), float(cells["lat"]), written)
        if said:
            yield _error(told, Rule.PLACE, "lon", said)
    if cells["place_precision"] == PlacePrecision.TOWN and not cells["town_code"]:
        yield _error(told, Rule.PRECISION, "town_code", "位置精度为「镇街」时必须选镇街")
    if cells["capacity_mw"] and cells["value_kind"] == ValueKind.MISSING:
        sentence = f"有装机容量 {cells['capacity_mw']} MW，性质却是「{ValueKind.MISSING}」"
        yield _error(told, Rule.CHOICE, "value_kind", sentence)


def _check_indicator(told: Told, context: Context) -> Iterable[Finding]:
    target_id = told.cells["target_id"]
    if target_id not in context.words["numbered_target"].values():
        name = word_of(context.words["target"], target_id)
        sentence = f"指标「{shown(name)}」在方案中尚无数值，不能填报"
        yield _error(told, Rule.CODE, "target_id", sentence)


def _check_allotment(told: Told, context: Context) -> Iterable[Finding]:
    unit, expected = told.cells["unit"], context.target_units.get(told.cells["target_id"], "")
    if expected and unit != expected:
        sentence = f"这项指标的单位应为 {expected}，现为「{shown(unit)}」"
        yield _error(told, Rule.UNIT, "unit", sentence)
    place = context.known.figures.snapshot.place
    if told.cells["holder"] == CITY and told.cells["target_id"] in place.targets.intensities:
        if unit != "%":
            now = shown(unit) or "空"
            sentence = f"{place.handed_down}的强度目标填下降幅度，单位应为 %，现为「{now}」"
            yield _error(told, Rule.UNIT, "unit", sentence)
        if not told.cells.get("base_year"):
            yield _error(
                told, Rule.MISSING, "base_year", "下降幅度要写明比哪一年：降幅基准年不能为空"
            )


def _check_explanation(told: Told, context: Context) -> Iterable[Finding]:
    if told.cells["subject"] == LEDGER_SUBJECT:
        said = problem_of(told.cells["text"], context.known.figures)
        if said:
            yield _error(told, Rule.TEXT, "text", said)


ROW_CHECKS: Mapping[str, Callable[[Told, Context], Iterable[Finding]]] = {
    "energy_use": _check_energy,
    "energy_total": _check_total,
    "town_context": _check_context,
    "ledger_reported": _check_ledger,
    "forest_cover": _check_forest,
    "sites": _check_site,
    "indicator_values": _check_indicator,
    "allotments": _check_allotment,
    "explanations": _check_explanation,
}


def _may_be(lost: Told, cells: Mapping[str, str]) -> bool:
    """Tell whether a line with an unknown code may be that of a published row."""
    table = lost.part.table
    return all(lost.cells[name] in ("", cells[name]) for name in table.key)


def absent(sheets: Iterable[Sheet], outcome: Outcome, context: Context) -> list[Finding]:
    """Return an error for each published row that should be on its sheet and is not.

    One that was published after the template was made is not missed, nor one whose line is there
    with a code that nobody knows.
    """
    found: list[Finding] = []
    sources = context.words["source"]
    for sheet in sheets:
        for part in sheet.parts:
            for key, cells in context.known.rows.items():
                is_due = key[0] == part.table.name and key not in outcome.mentioned
                if not is_due or key not in context.base or not part.holds(cells, sources):
                    continue
                if any(told.part is part and _may_be(told, cells) for told in outcome.lost):
                    continue
                if context.scope and context.scope != town_of(key[0], cells, context.known.rows):
                    continue
                name = row_name(key[0], cells, context.words)
                sentence = f"已发布的「{shown(name, 60)}」（{part.table.title}）在表中不见了"
                found.append(
                    Finding(
                        rule=Rule.MISSING,
                        place=sheet.name,
                        sentence=f"{sentence}；要撤回的，保留这一行并清空数值",
                        dataset=key[0],
                        row_key=key[1],
                    )
                )
    return found
