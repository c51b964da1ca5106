"""Files that are built from others: written, or only held against what would be written."""

from __future__ import annotations

import argparse
import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path


def as_csv(header: Iterable[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV with line feeds."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def write_or_check(doc: str | None, folder: Path, build: Callable[[], Mapping[str, str]]) -> int:
    """Write what ``build`` makes; with --check only compare: 1 means that a file is stale."""
    parser = argparse.ArgumentParser(description=(doc or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    check: bool = parser.parse_args().check
    stale = 0
    for name, text in build().items():
        path = folder / name
        if not check:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{name}: written")
        elif not path.exists() or path.read_bytes() != text.encode():
            print(f"{name}: out of date")
            stale = 1
        else:
            print(f"{name}: up to date")
    return stale
