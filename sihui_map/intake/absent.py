"""Published rows that should be in a file and are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.check import Finding, Rule
from sihui_map.intake.quoting import shown
from sihui_map.intake.row_checks import town_of
from sihui_map.intake.words import row_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.intake.lines import Context, Told
    from sihui_map.intake.settling import Outcome
    from sihui_map.intake.sheets.columns import Sheet


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
            if part.table.is_confidential:  # a template comes without them
                continue
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
