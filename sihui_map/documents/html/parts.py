"""What several views of the pack are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import TOTAL
from sihui_map.documents.printed import why as reason_of
from sihui_map.views import html
from sihui_map.views.maps import measure_id
from sihui_map.views.rounding import rounding

if TYPE_CHECKING:
    from sihui_map.figures import Figures
    from sihui_map.views.table import Table

SHEET_ADDRESS = "#town-"
START = measure_id(TOTAL, Scope.DIRECT)


def start_year(figures: Figures) -> int:
    """Return the year that is shown before anything is chosen."""
    return figures.default_year or figures.last_public_year


def table_part(table: Table, nothing: str) -> str:
    """Return ``table``, or the sentence ``nothing`` where it has no row."""
    if not table.rows:
        return html.paragraphs([f"{table.title}：{nothing}"], "gap-note")
    reasons = dict.fromkeys(
        reason_of(cell) for row in table.rows for cell in row.cells if cell.style == "missing"
    )
    why = "；".join(filter(None, reasons))
    notes = [f"缺失的原因：{why}。" if why else "", rounding(table)]
    said = html.paragraphs(filter(None, notes), "notes") if any(notes) else ""
    return html.table_html(table, town_at=SHEET_ADDRESS) + said
