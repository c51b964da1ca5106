"""Prove that a change of the code left every published figure as it was.

    python -m scripts.figures_same write FILE     write all figures of the code and data at hand
    python -m scripts.figures_same compare A B    exit code 1 where they differ, with the ids

``A`` and ``B`` are files that were written so, or git revisions, each of which is unpacked into a
temporary folder and computes its own data with its own code. A file holds the figures with the
samples and without, in the order of publication, each with unit, kind, source, reason and known
part; a figure that only moved within that order counts as a difference too.

    python -m scripts.figures_same compare main HEAD
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

Figures = dict[str, dict[str, dict[str, object]]]
"""With samples or without → id → what is published of it."""
SHOWN = 50


def written() -> str:
    """Return all figures of the code and data that are imported here as JSON."""
    from sihui_map.figures import Figures as Computed  # noqa: PLC0415 of the revision asked for
    from sihui_map.reference.snapshot import read_snapshot  # noqa: PLC0415 likewise

    found: Figures = {
        name: {
            figure_id: asdict(amount)
            for figure_id, amount in Computed(read_snapshot(with_sample=is_on)).published().items()
        }
        for name, is_on in (("sample", True), ("public", False))
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def of(name: str) -> Figures:
    """Return the figures of a file, or of a git revision."""
    path = Path(name)
    if path.is_file():
        found: Figures = json.loads(path.read_text("utf-8"))
        return found
    command = ["git", "archive", "--format=tar", name]
    packed = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 git
    with TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            tar.extractall(folder, filter="data")
        out = Path(folder) / "figures.json"
        subprocess.run(  # noqa: S603 our own code
            [sys.executable, __file__, "write", str(out)],
            check=True,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": folder},
        )
        return of(str(out))


def differences(one: Figures, other: Figures) -> list[str]:
    """Return a line for each figure that came, went, differs or was moved."""
    found = []
    for name in one:
        before, after = one[name], other[name]
        for figure_id in {**before, **after}:
            old, new = before.get(figure_id), after.get(figure_id)
            if old != new:
                found.append(f"{name} {figure_id}: {old} → {new}")
        moved = [each for each in before if each in after] != [
            each for each in after if each in before
        ]
        if moved:
            found.append(f"{name}: the order of publication differs")
    return found


def main() -> int:
    """Write a file, or compare two files or revisions; 1 means that a figure differs."""
    parser = argparse.ArgumentParser(description="Compare all published figures.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("write").add_argument("file", type=Path)
    compare = commands.add_parser("compare")
    compare.add_argument("one")
    compare.add_argument("other")
    asked = parser.parse_args()
    if asked.command == "write":
        asked.file.write_text(written(), encoding="utf-8", newline="\n")
        return 0
    one, other = of(asked.one), of(asked.other)
    found = differences(one, other)
    for line in found[:SHOWN]:
        print(line)
    counts = " and ".join(f"{len(rows)} ({name})" for name, rows in one.items())
    print(f"{counts} figures; {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
