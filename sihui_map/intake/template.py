"""The workbook that towns fill in, with the published values in it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sihui_map.domain.dataset import DECLARED_TABLES, dataset
from sihui_map.domain.energy import COMPONENT_BY_FUEL, TCE
from sihui_map.domain.town import CITY, CODE_DIGITS
from sihui_map.domain.value import ValueKind
from sihui_map.errors import ChoiceError
from sihui_map.intake.fields import (
    POWER_FUELS,
    TICK,
    TOTAL,
    UNIT,
    WHOLE_CITY,
    Form,
    fuel_units,
    word_lists,
    word_of,
)
from sihui_map.intake.layout import (
    ALLOTMENT,
    CONTEXT,
    DECLARED,
    ENERGY,
    FOREST,
    GUIDE,
    HEADER_ROW,
    INDICATOR,
    OPTIONS,
    PARK,
    POWER,
    SHEETS,
    SOURCES,
    TASK,
    TEMPLATE_VERSION,
)
from sihui_map.intake.rows import town_of
from sihui_map.workbook import saved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from sihui_map.domain.place import Place
    from sihui_map.figures import Figures
    from sihui_map.intake.fields import Words
    from sihui_map.intake.known import RowKey
    from sihui_map.intake.layout import Column, Part, Sheet

    Rows = Mapping[RowKey, Mapping[str, str]]
    Line = dict[str, str]
    """Column of the sheet → what is stored."""

BLANK_LINES = 60
COMMON_FUELS = ("烟煤", "汽油", "柴油", "液化石油气", "天然气")
"""What a town is asked for while nothing is published."""
HEAD = PatternFill("solid", fgColor="FF1B6E53")
GREY = PatternFill("solid", fgColor="FFE5E7EB")
UNLOCKED = Protection(locked=False)
WORDED = ("unit", "subject")
"""Keys that are shown by their word, not by what is stored."""
ORDER = tuple(COMPONENT_BY_FUEL)


def template(figures: Figures, rows: Rows, *, number: int, town_code: str = "") -> bytes:
    """Return the .xlsx for one town, or for all, filled with ``rows`` of publication ``number``.

    Handed in unchanged it changes nothing.
    """
    form = _Form(figures, rows, town_code)
    book = Workbook()
    guide = book.active
    if guide is None:  # a fresh workbook has one sheet; the stubs do not know
        guide = book.create_sheet()
    guide.title = GUIDE
    _write_guide(guide, form, number)
    for sheet in SHEETS:
        _write_sheet(book.create_sheet(sheet.name), sheet, form)
    _write_options(book.create_sheet(OPTIONS), form.words)
    return saved(book)


class _Form:
    """Which lines stand on which sheet."""

    def __init__(self, figures: Figures, rows: Rows, town_code: str) -> None:
        codes = {town.town_code: town.name for town in figures.towns}
        if town_code and town_code not in codes:
            names = "、".join(f"{name} {code}" for code, name in codes.items())
            msg = f"没有代码为「{town_code[:20]}」的镇街；可选：{names}"
            raise ChoiceError(msg)
        self.figures, self.rows, self.scope = figures, rows, town_code
        self.units = fuel_units(figures)
        self.words = word_lists(figures, rows)
        self.towns = [town_code] if town_code else list(codes)
        self.sources = [] if town_code else list(self.words["source"].values())
        last = max(figures.years, default=figures.snapshot.data_day.year - 2)
        self.next_year = str(last + 1)
        self.last_year = str(last)
        self.last_full_year = str(figures.snapshot.data_day.year - 1)

    def is_in_scope(self, key: RowKey) -> bool:
        return not self.scope or town_of(key[0], self.rows[key], self.rows) == self.scope

    def rows_of(self, part: Part) -> Iterable[Mapping[str, str]]:
        for key, cells in self.rows.items():
            if key[0] == part.table.name and self.is_in_scope(key):
                yield cells

    def lines(self, sheet: Sheet) -> tuple[list[Line], list[Line]]:
        """Return the published lines and those that only ask for the next year."""
        published: list[Line] = []
        for part in sheet.parts:
            if part.is_shared:
                continue
            for cells in self.rows_of(part):
                if part.holds(cells, self.words["source"]):
                    _add(published, part, cells, joined=sheet is POWER)
        stated = {_identity(sheet, line) for line in published}
        asked = [line for line in self.asked(sheet) if _identity(sheet, line) not in stated]
        for line in (*published, *asked):
            self._describe(sheet, line)
        if sheet is DECLARED:  # one list, declared or not
            return sorted([*published, *asked], key=_order), []
        return sorted(published, key=_order), asked

    def _describe(self, sheet: Sheet, line: Line) -> None:
        """Add names of codes and the attributes that lines of one thing repeat."""
        own_cells = {
            own for part in sheet.parts if not part.is_shared for own in part.cells.values()
        }
        for part in sheet.parts:
            key = (part.table.name, line.get(part.cells[part.table.key[0]], ""))
            if part.is_shared and key in self.rows:
                for name, own in part.cells.items():
                    if own not in own_cells:
                        line[own] = self.rows[key].get(name, "")
        for column in sheet.columns:
            if column.names:
                line[column.name] = line.get(column.names, "")

    def asked(self, sheet: Sheet) -> list[Line]:
        """Return the lines of the next year, without numbers."""
        areas = [*self.towns, *([] if self.scope else [CITY])]
        own = {
            ENERGY.name: self._asked_energy,
            SOURCES.name: self._asked_sources,
            DECLARED.name: self._asked_declarations,
        }
        if sheet.name in own:
            return own[sheet.name]()
        if sheet is POWER:
            areas = [*self.towns, *self.sources, *areas[len(self.towns) :]]
        if sheet in (POWER, CONTEXT, FOREST):
            return [{"area_id": area, "year": self.next_year} for area in areas]
        if sheet is PARK:
            parks = [key for key in self.rows if key[0] == "parks" and self.is_in_scope(key)]
            return [{"park_id": key[1], "year": self.next_year} for key in parks]
        return [] if self.scope else self._asked_of_plan(sheet)

    def _asked_of_plan(self, sheet: Sheet) -> list[Line]:
        if sheet is INDICATOR:
            targets = self.words["numbered_target"].values()
            return [{"target_id": target, "year": self.last_full_year} for target in targets]
        if sheet is TASK:
            return [{"task_no": task} for task in self.words["task"].values()]
        if sheet is ALLOTMENT:
            return [
                {"target_id": own.target_id, "holder": CITY, "year": str(own.year), "unit": "%"}
                for own in self.figures.snapshot.targets
                if own.target_id in self.figures.snapshot.place.targets.intensities
            ]
        return []

    def _fuels(self, areas: Iterable[str]) -> list[str]:
        """Return what the areas used in the last year, in the order of the lists."""
        wanted = set(areas)
        used = {
            cells["fuel"]
            for (table, _), cells in self.rows.items()
            if table == "energy_use"
            and cells["year"] == self.last_year
            and cells["area_id"] in wanted
        } - POWER_FUELS
        return sorted(used, key=ORDER.index) or list(COMMON_FUELS)

    def _asked_energy(self) -> list[Line]:
        fuels = self._fuels(self.towns)
        units = {**self.units, TOTAL: TCE}
        asked = [(town, fuel) for town in self.towns for fuel in [*fuels, TOTAL]]
        asked += [] if self.scope else [(CITY, TOTAL)]
        return [
            {
                "area_id": area,
                "year": self.next_year,
                "fuel": fuel,
                "unit": units.get(fuel, ""),
            }
            for area, fuel in asked
        ]

    def _asked_declarations(self) -> list[Line]:
        years = [*map(str, self.figures.years), self.next_year]
        return [
            {"area_id": area, "year": year, "subject": table}
            for area in [*self.towns, *self.sources]
            for year in years
            for table in DECLARED_TABLES
        ]

    def _asked_sources(self) -> list[Line]:
        return [
            {
                "source_id": source,
                "year": self.next_year,
                "fuel": fuel,
                "unit": self.units.get(fuel, ""),
            }
            for source in self.sources
            for fuel in self._fuels([source])
        ]


def _add(lines: list[Line], part: Part, cells: Mapping[str, str], *, joined: bool) -> None:
    """Put a row on its line: one of its own, or that of the same area, year and source."""
    line = {own: cells.get(column, "") for column, own in part.cells.items()} | dict(part.expects)
    if part.tick:
        line[part.tick] = TICK["是"]
    if joined:
        amount = part.cells[part.values[0]]
        rest = {name: text for name, text in line.items() if name != amount}
        for other in lines:
            if amount not in other and all(
                other.get(name, "") == text for name, text in rest.items()
            ):
                other[amount] = line[amount]
                return
    lines.append(line)


def _identity(sheet: Sheet, line: Line) -> tuple[str, ...]:
    return tuple(line.get(column.name, "") for column in sheet.columns if column.is_key)


def _order(line: Line) -> tuple[str, str, int]:
    first = line.get("area_id") or next(iter(line.values()), "")
    if first.isdecimal():  # task 2 before task 10
        first = first.zfill(CODE_DIGITS)
    fuel = line.get("fuel", "")
    return (
        first,
        line.get("year") or line.get("day", ""),
        ORDER.index(fuel) if fuel in ORDER else len(ORDER),
    )


# Writing


def _put(sheet: Worksheet, row: int, column: int, value: str | float) -> Cell | MergedCell:
    """Write a cell; a text stays a text, whatever it begins with."""
    cell = sheet.cell(row=row, column=column)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def _shown(column: Column, stored: str, words: Words) -> str | float:
    """Return what a cell shows for what is stored: a word of its list, a number, or the text."""
    own = column.field
    if own.form in (Form.NUMBER, Form.YEAR) and stored not in own.reasons:
        number = float(stored)
        is_exact = Decimal(repr(number)) == Decimal(stored)
        return (int(number) if number.is_integer() else number) if is_exact else stored
    if own.form is Form.LISTED and (not column.is_key or column.names or column.name in WORDED):
        return word_of(words[own.words], stored)
    return stored


def _write_sheet(sheet: Worksheet, layout: Sheet, form: _Form) -> None:
    for number, column in enumerate(layout.columns, start=1):
        head = _put(sheet, HEADER_ROW, number, column.header)
        head.fill, head.font = HEAD, Font(color="FFFFFFFF", bold=True)
        head.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    published, asked = form.lines(layout)
    row = HEADER_ROW
    for line in (*published, *asked, *({} for _ in range(BLANK_LINES))):
        row += 1
        for number, column in enumerate(layout.columns, start=1):
            stored = line.get(column.name, "")
            cell = sheet.cell(row=row, column=number)
            if stored:
                _put(sheet, row, number, _shown(column, stored, form.words))
            if line and column.is_key and stored:
                cell.fill = GREY
            else:
                cell.protection = UNLOCKED
    _offer_choices(sheet, layout, form.words, row)
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _offer_choices(sheet: Worksheet, layout: Sheet, words: Words, last: int) -> None:
    for number, column in enumerate(layout.columns, start=1):
        if column.field.form is not Form.LISTED:
            continue
        letter = get_column_letter(list(words).index(column.field.words) + 1)
        end = HEADER_ROW + max(len(words[column.field.words]), 1)
        choice = DataValidation(
            type="list",
            formula1=f"'{OPTIONS}'!${letter}${HEADER_ROW + 1}:${letter}${end}",
            allow_blank=True,
            # A code may be typed where its name is offered: the reader takes both.
            showErrorMessage=False,
        )
        own = get_column_letter(number)
        choice.add(f"{own}{HEADER_ROW + 1}:{own}{last}")
        sheet.add_data_validation(choice)


def _write_options(sheet: Worksheet, words: Words) -> None:
    for number, (name, known) in enumerate(words.items(), start=1):
        for row, word in enumerate([name, *known], start=HEADER_ROW):
            _put(sheet, row, number, word)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True


def _about(sheet: Sheet, place: Place) -> str:
    return sheet.about.format(place=place.name, parent=place.parent_short)


def _write_guide(sheet: Worksheet, form: _Form, number: int) -> None:
    snapshot = form.figures.snapshot
    scope, place = form.scope, snapshot.place
    towns = reversed(form.figures.towns)
    example = next(((town.town_code, town.name) for town in towns), ("", ""))
    named = f"{scope} {word_of(form.words['town'], scope)}" if scope else WHOLE_CITY
    has_sample = any(
        cells.get(dataset(table).kind_column) == ValueKind.SAMPLE
        for (table, _), cells in form.rows.items()
    )
    sample = "表中性质为「示例」的数值是示例，不是真实数据" if has_sample else "表中没有示例数据"
    lines: list[tuple[str | float, ...]] = [
        (f"{place.title}：数据填报",),
        ("模板版本", f"{place.name}{TEMPLATE_VERSION}"),
        ("由第几期生成", number),
        ("填报范围", named),
        ("快照编号", snapshot.revision),
        ("数据日期", snapshot.data_day.isoformat()),
        ("示例", sample),
        (),
        ("怎样填",),
        ("1", "灰色格子是代码、年份、品种和单位，不要改动；只填白色格子。"),
        ("2", "下一年的行已经列好，只填数值、性质和来源；不知道的留空，不要填 0。"),
        ("3", "新增的行填在表尾空行中，代码或名称从下拉框选择。"),
        ("4", "数值清空就是撤回已发布的这一行；不要删除整行，也不要改表名和表头。"),
        ("5", "系统提醒的异常数值，确认无误的在「确认说明」列写明理由。"),
        ("6", "系统只读数值：公式请复制后选择性粘贴为数值，不要合并单元格。"),
        ("7", "能源活动和电力的数量：没有用的填 0 或「不适用」，有数但不能公开的填「涉密」。"),
        ("8", "购入的蒸汽、热水填「热力购入」，卖出的填「热力外供」，单位吉焦；自产自用的不填。"),
        ("9", "某镇街某年的能源活动都填完了，在「填全声明」选「是」：空着的就是没有，按 0 计。"),
        ("10", "没有声明填全，空着的算「未填全」，不当作 0；要收回声明，清空「是」。"),
        (),
        ("工作表", "内容"),
        *((own.name, _about(own, place)) for own in SHEETS),
        (),
        ("填写示例（示例，不会导入）",),
        ("镇街代码", "镇街", "年份", "能源品种", "数量", "单位", "性质", "来源", "确认说明"),
        (
            *example,
            int(form.next_year),
            "烟煤",
            1234.5,
            word_of(UNIT, "t"),
            "示例",
            "镇统计年报（示例）",
            "示例：新增一条生产线，用煤上升",
        ),
    ]
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            written = _put(sheet, row, column, value)
            if column == 1:
                written.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 34
    sheet.protection.sheet = True
