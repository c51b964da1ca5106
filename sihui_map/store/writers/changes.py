"""Changes before they are written: in one writing, each row once, and only what differs."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sihui_map.catalogue import canonical, dataset
from sihui_map.domain.submission import Change
from sihui_map.errors import DomainError
from sihui_map.store.writers.texts import LONGEST_KEY, LONGEST_WHY, UNWRITABLE, kept_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sihui_map.domain.submission import Entry
    from sihui_map.store.rows import KeyOfRow


def plain(change: Change) -> Change:
    """Return ``change`` as it is kept, or raise DomainError where it cannot be."""
    why = kept_text(change.why, LONGEST_WHY)
    if change.cells is None:
        return Change(dataset=change.dataset, row_key=change.row_key, cells=None, why=why)
    table = dataset(change.dataset)
    cells = canonical(table, change.cells)
    key = table.key_of(cells)
    if len(key) > LONGEST_KEY:
        msg = f"「{table.title}」{key[:40]}…：代码合计不能超过 {LONGEST_KEY} 字，现有 {len(key)} 字"
        raise DomainError(msg)
    for column, text in cells.items():
        if UNWRITABLE.search(text):
            msg = f"「{table.title}」{key[:40]}：「{column}」含有不能保存的控制字符，请重新输入"
            raise DomainError(msg)
    return Change(dataset=table.name, row_key=key, cells=cells, why=why)


def keys_once(changes: Sequence[Change]) -> set[KeyOfRow]:
    """Return the keys of ``changes``, or raise DomainError where two are of one row."""
    seen: set[KeyOfRow] = set()
    for change in changes:
        key = (change.dataset, change.row_key)
        if key in seen:
            title = dataset(change.dataset).title
            msg = f"「{title}」{change.row_key} 在这份提交中出现了两次，请合并或删去重复的一行"
            raise DomainError(msg)
        seen.add(key)
    return seen


def differs(change: Change, state: Mapping[KeyOfRow, Entry]) -> bool:
    """Tell whether ``change`` says something else than what is published."""
    now = state.get((change.dataset, change.row_key))
    if now is None:
        return change.cells is not None
    return change.cells is None or dict(change.cells) != dict(now.cells or {})


def base_of(
    change: Change, state: Mapping[KeyOfRow, Entry], seen: Mapping[KeyOfRow, int] | None
) -> int:
    """Return the entry that stood there when ``change`` was written, 0 for none."""
    key = (change.dataset, change.row_key)
    if seen is not None:
        return seen.get(key, 0)
    return state[key].entry_id if key in state else 0


def written(change: Change, state: Mapping[KeyOfRow, Entry]) -> dict[str, Any]:
    """Return what a row keeps of ``change``; a withdrawn row repeats what it takes back."""
    cells = change.cells
    if cells is None:
        cells = state[change.dataset, change.row_key].cells or {}
    kind = dataset(change.dataset).kind_column
    return {
        "cells": json.dumps(cells, ensure_ascii=False),
        "withdrawn": change.cells is None,
        "kind": cells.get(kind, ""),
        "source": cells.get("source", ""),
    }


def digest_of_changes(attempt: int, kept: Iterable[tuple[Change, int]]) -> str:
    """Return what tells these changes, with their bases, from others; ``attempt`` counts anew."""
    said = [
        (change.dataset, change.row_key, base_id, _cells_text(change.cells), change.why)
        for change, base_id in kept
    ]
    return hashlib.sha256(json.dumps([attempt, sorted(said)]).encode()).hexdigest()


def _cells_text(cells: Mapping[str, str] | None) -> str:
    return json.dumps(cells, ensure_ascii=False, sort_keys=True)
