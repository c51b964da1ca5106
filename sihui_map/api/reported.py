"""Every reported table as it was told: columns from the catalogue, rows by name of column."""

from datetime import date
from typing import Annotated

from pydantic import Field

from sihui_map.api.answer import Answer, Revision
from sihui_map.catalogue import datasets
from sihui_map.figures import Figures

Told = bool | int | float | date | str | list[int] | None
Cells = dict[str, Told]


class ReportedColumn(Answer, title="填报数据表的一列"):
    """One column."""

    name: Annotated[str, Field(description="列名，也是各行中的键")]
    label: Annotated[str, Field(description="中文名称")]
    unit: Annotated[
        str | None,
        Field(description="数值的单位；由同一行另一列写明的为空字符串，不是数值的为 null"),
    ]
    is_key: Annotated[bool, Field(description="是否用来区分各行")]


class ReportedTable(Answer, title="一张填报数据表"):
    """One table."""

    name: Annotated[str, Field(description="表名")]
    title: Annotated[str, Field(description="中文名称")]
    columns: list[ReportedColumn]
    rows: Annotated[list[Cells], Field(description="各行：列名到填报的内容")]


class ReportedTables(Answer, title="填报的各行"):
    """All tables."""

    revision: Revision
    tables: list[ReportedTable]


def reported_tables(figures: Figures) -> list[ReportedTable]:
    """Return every table with its rows."""
    return [
        ReportedTable(
            name=table.name,
            title=table.title,
            columns=[
                ReportedColumn(
                    name=column.name,
                    label=column.label,
                    unit=column.unit,
                    is_key=column.name in table.key,
                )
                for column in table.columns
            ],
            rows=[
                {name: _told(table.value(record, name)) for name in table.column_names}
                for record in table.records(figures.snapshot)
            ],
        )
        for each in datasets()
        for table in [each.told_in(figures.snapshot)]
    ]


def _told(value: object) -> Told:
    if isinstance(value, tuple):
        return [int(part) for part in value]
    if value is None or isinstance(value, bool | int | float | date):
        return value
    return str(value)
