"""What tells one set of files, and one publication, from every other."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sihui_map.domain.submission import Entry


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return what tells one set of reference files from another."""
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(path.encode() + b"\0" + hashlib.sha256(files[path]).digest())
    return whole.hexdigest()


def revision_of(before: str, rows: Iterable[Entry], reference_digest: str) -> str:
    """Return the id of a publication: eight characters that stand on every page and output.

    It covers every row in force, the reference files and the publication before it, so that a
    change anywhere in the chain shows.
    """
    whole = hashlib.sha256(f"{before}\0{reference_digest}\0".encode())
    for row in rows:
        cells = json.dumps(row.cells, ensure_ascii=False, sort_keys=True)
        whole.update(f"{row.dataset}\0{row.row_key}\0{cells}\0{row.why}\0".encode())
    return whole.hexdigest()[:8].upper()
