"""What a file is held against, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sihui_map.catalogue import dataset, datasets
from sihui_map.domain.check import Severity
from sihui_map.domain.enterprise import may_read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from sihui_map.domain.access import Actor
    from sihui_map.domain.check import Finding
    from sihui_map.domain.submission import Change
    from sihui_map.figures import Figures

    Progress = Callable[[float, str], None]
    """Told the done share (0…1) and what is being done, in Chinese."""

    RowKey = tuple[str, str]
    """Dataset and row key."""
    _Rows = Mapping[RowKey, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is published: its figures, its rows as text, the number of the publication.

    ``rows`` holds every row that may be changed: what was reported, and the sites, parks and named
    sources of the reference files that nobody has reported on yet. ``today`` bounds dates.
    """

    figures: Figures
    rows: _Rows
    number: int
    today: date
    reference: frozenset[RowKey] = frozenset()
    """The rows that stand only in the reference files: they cannot be taken back."""
    seen: Mapping[RowKey, int] = field(default_factory=dict)
    """The entries behind ``rows``, of the same moment: what whoever decides has before him."""
    is_filed: Callable[[RowKey], bool] = lambda _: False
    """Tells whether a file lies behind a row now: files come between two publications."""
    rows_at: Callable[[int], _Rows] | None = None
    """Returns ``rows`` as they were at an earlier publication: what a template was filled with."""

    def readable_by(self, who: Actor | None) -> Known:
        """Return it without the rows that ``who`` may not read; None is a visitor.

        Also without those of earlier publications: a file names the one that it began with.
        """
        secret = {table.name for table in datasets() if table.is_confidential}

        def open_to_him(rows: _Rows) -> _Rows:
            return {
                key: cells
                for key, cells in rows.items()
                if key[0] not in secret or may_read(who, cells.get(dataset(key[0]).owner, ""))
            }

        rows, before = open_to_him(self.rows), self.rows_at
        return replace(
            self,
            rows=rows,
            seen={
                key: own for key, own in self.seen.items() if key in rows or key[0] not in secret
            },
            rows_at=None if before is None else lambda number: open_to_him(before(number)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file says: the rows that differ from what is published, and what was found."""

    origin: str
    rows: int
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    number: int = 0
    """The publication that its writer had before him."""
    places: Mapping[RowKey, str] = field(default_factory=dict)
    """Where the first value of each change stands, such as 能源活动!E12."""

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of one severity."""
        return tuple(found for found in self.findings if found.severity is severity)

    @property
    def is_blocked(self) -> bool:
        """Tell whether an error forbids taking it."""
        return bool(self.of(Severity.ERROR))
