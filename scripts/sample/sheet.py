"""A table of the sample as two files: its rows, and the sidecar that explains them."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scripts.rebuilt import as_csv
from scripts.sample.assumptions import FOLDER
from sihui_map.domain.value import ValueKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scripts.sample.assumptions import Assumptions

Rows = list[dict[str, object]]
KIND = ValueKind.SAMPLE


@dataclass(frozen=True, slots=True)
class SheetWriter:
    """Writes tables whose columns are those of tables.toml, in that order."""

    said: Mapping[str, Any]
    tables: Mapping[str, Any]

    @classmethod
    def read(cls, given: Assumptions) -> SheetWriter:
        """Read what the sidecars say."""
        return cls(given.said, tomllib.loads((FOLDER / "tables.toml").read_text(encoding="utf-8")))

    def files(self, name: str, rows: Rows) -> dict[str, str]:
        """Return the table and its sidecar by file name; each row says that it is a sample."""
        columns = self.tables[name]["columns"]
        # Of a project `kind` is its type, which its row has; `value_kind` says what it is.
        stated = {"kind": KIND, "value_kind": KIND, "source": self.said["source"]}
        cells = [[(stated | row)[column] for column in columns] for row in rows]
        return {
            f"{name}.csv": as_csv(columns, cells),
            f"{name}.meta.toml": "".join(f"{line}\n" for line in self._sidecar(name)),
        }

    def _sidecar(self, name: str) -> Iterator[str]:
        table = self.tables[name]
        yield from _toml({key: table[key] for key in ("title", "about")})
        yield from _toml({key: self.said[key] for key in ("source", "licence", "retrieved")})
        yield from _toml({"kind": KIND, "confidence": self.said["confidence"]})
        yield from ("", "[columns]")
        yield from _toml(table["columns"])


def _toml(texts: Mapping[str, str]) -> Iterable[str]:
    """Return each text as a TOML basic string, which is what JSON makes of it."""
    return (f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in texts.items())
