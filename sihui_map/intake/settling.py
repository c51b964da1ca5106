"""From what lines say to what changes: each row once, and everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sihui_map.catalogue import canonical
from sihui_map.domain.check import Finding, Rule
from sihui_map.domain.submission import Change
from sihui_map.intake.declared import declaration
from sihui_map.intake.evaluation_checks import withdrawn
from sihui_map.intake.lines import error_of
from sihui_map.intake.merging import Merged, merged
from sihui_map.intake.quoting import shown
from sihui_map.intake.row_checks import (
    ROW_CHECKS,
    keyed,
    missing,
    outside_scope,
    unknown_parent,
)
from sihui_map.intake.task_checks import check_order
from sihui_map.intake.words import row_name, word_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sihui_map.intake.known import RowKey
    from sihui_map.intake.lines import Context, Gathered, Told


PARENT_LIST = {"named_sources": "source", "parks": "park"}


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
            outcome.errors += told.errors + missing(told)
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
    _refuse_order(context, outcome)
    return outcome


def _refuse_order(context: Context, outcome: Outcome) -> None:
    """Take no row by which the reports of a task would follow each other as they may not."""
    wrong = check_order(outcome.changes, outcome.places, context.known)
    keys = {(found.dataset, found.row_key) for found in wrong}
    outcome.errors += wrong
    outcome.changes = [
        change for change in outcome.changes if (change.dataset, change.row_key) not in keys
    ]


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
        error_of(
            told, Rule.DUPLICATE, told.value_column, f"与 {first.place(told.value_column)} 重复"
        )
        for told in again
    ]
    result = merged(first.cells, base, published)
    if not first.errors:
        if result.cells == published:
            _keep(key, first.cells, context, outcome)
            return
        first.cells = dict(result.cells or {})
    errors = [*first.errors, *missing(first), *outside_scope(first, context)]
    errors += unknown_parent(first, fresh)
    if not errors:
        check = ROW_CHECKS.get(key[0])
        errors += check(first, context) if check else ()
    outcome.errors += keyed(errors, key)
    if not errors:
        outcome.errors += _clash(first, result, first.cells, context)
        outcome.add(key, first, first.cells)


def _leave_absent(told: Told, base: Mapping[str, str] | None) -> None:
    """Leave as it was what the file has no column for: it was added since, or is asked no more."""
    if base is None:
        return
    absent = [column for column, own in told.part.cells.items() if own not in told.line.letters]
    absent += [column for column in base if column not in told.part.table.by_name]
    if absent:
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
    columns = result.columns or told.part.values[:1] or told.part.table.column_names[-1:]
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
    words = context.words.get(told.part.table.column(column).field.words, {})
    return shown(word_of(words, cells.get(column, "")), 60) or "空"


def _heading(told: Told, column: str) -> str:
    own = told.part.cells.get(column, column)
    headers = (each.header for each in told.sheet.columns if each.name == own)
    return next(headers, told.part.table.column(column).heading)


def _withdraw(key: RowKey, last: Told, context: Context, outcome: Outcome) -> None:
    """Take back a published row; one of the reference files would only come back."""
    column = last.value_column
    if key in context.known.reference:
        sentence = "这一行来自参考文件，不能清空；不再推进的项目请把阶段改为「终止」"
        outcome.errors.append(error_of(last, Rule.MISSING, column, sentence))
        return
    outcome.errors += keyed([*outside_scope(last, context), *withdrawn(last, context)], key)
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
        error_of(
            told,
            Rule.DUPLICATE,
            told.value_column,
            f"与 {first.place(first.value_column)} 一行写的不同",
        )
        for told, _ in others
        if told.cells != first.cells
    ]
    errors += [*missing(first), *outside_scope(first, context)]
    outcome.errors += keyed(errors, key)
    if not errors:
        outcome.errors += _clash(first, result, first.cells, context)
        outcome.add(key, first, first.cells)
