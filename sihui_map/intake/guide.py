"""The first sheet of the workbook: how it is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.styles import Font

from sihui_map.catalogue import dataset
from sihui_map.domain.value import ValueKind
from sihui_map.intake.layout import layout
from sihui_map.intake.words import UNIT, word_of
from sihui_map.workbook import put

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from sihui_map.intake.sheet_lines import SheetLines


def write_guide(sheet: Worksheet, form: SheetLines, number: int) -> None:
    """Write what the workbook is, how it is filled in, and a line to follow."""
    snapshot, book = form.figures.snapshot, layout(form.figures.snapshot.place)
    scope, place = form.scope, snapshot.place
    towns = reversed(form.figures.towns)
    example = next(((town.town_code, town.name) for town in towns), ("", ""))
    named = f"{scope} {word_of(form.words['town'], scope)}" if scope else place.whole
    has_sample = any(
        cells.get(dataset(table).kind_column) == ValueKind.SAMPLE
        for (table, _), cells in form.rows.items()
    )
    sample = "表中性质为「示例」的数值是示例，不是真实数据" if has_sample else "表中没有示例数据"
    lines: list[tuple[str | float, ...]] = [
        (f"{place.title}：数据填报",),
        ("模板版本", f"{place.name}{book.version}"),
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
        *((own.name, own.about) for own in book.sheets),
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
            written = put(sheet, row, column, value)
            if column == 1:
                written.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 34
    sheet.protection.sheet = True
