"""What was measured as tables: against what, and whether it is enough."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from scripts.bench.rounds import MORE_SESSIONS
from scripts.markdown import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.bench.samples import Samples

CLICK_LIMIT_BYTES = 10_000
SESSION_LIMIT_MB = 1.0
FIRST_LIMIT, COLD_LIMIT, CLICK_LIMIT, YEAR_LIMIT = 0.45, 1.3, 1.3, 0.8
CHANGE_LIMIT, PEER_LIMIT, IN_MAP_LIMIT_MS = 0.5, 0.6, 10
HEAD = ("measure", "ours", "reference", "ratio", "aim", "met")
PEER_HEAD = ("beside dash-leaflet", "ours", "peer", "ratio", "aim", "met")


@dataclass(frozen=True)
class Row:
    """One line of the table; ``met`` is None where there is no aim."""

    measure: str
    ours: str
    reference: str = "–"
    ratio: str = "–"
    aim: str = "–"
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the line."""
        met = {True: "yes", False: "**no**", None: "–"}[self.met]
        return self.measure, self.ours, self.reference, self.ratio, self.aim, met


@dataclass(frozen=True)
class Rows:
    """Makes lines of what was measured."""

    samples: Samples

    def _shown(self, name: str, digits: int = 0) -> str:
        found = self.samples.median(name)
        return "not measured" if found is None else f"{found:.{digits}f}"

    def against(
        self, measure: str, names: tuple[str, str], limit: float | None = None, digits: int = 0
    ) -> Row:
        """Hold one of our medians against another one's."""
        ours, other = (self.samples.median(name) for name in names)
        if ours is None or not other:
            return Row(measure, "not measured", met=None if limit is None else False)
        ratio = ours / other
        return Row(
            measure,
            f"{ours:.{digits}f}",
            f"{other:.{digits}f}",
            f"{ratio:.2f}",
            "–" if limit is None else f"≤ {limit:g} × reference",
            None if limit is None else ratio <= limit,
        )

    def upto(self, measure: str, name: str, limit: float, beside: str) -> Row:
        """Hold our median against a fixed limit; the reference is told beside it."""
        ours, reference = self.samples.median(name), self.samples.median(beside)
        digits = 0 if limit > 1 else 2
        if ours is None:
            return Row(measure, "not measured", met=False)
        told = "–" if reference is None else f"{reference:.{digits}f}"
        return Row(measure, f"{ours:.{digits}f}", told, "–", f"≤ {limit:g}", ours <= limit)

    def alone(self, measure: str, name: str) -> Row:
        """Show a time that nothing is held against."""
        return Row(measure, self._shown(name))

    def in_map(self, measure: str, name: str, proof: str, *, expected: float) -> Row:
        """Show a time inside the frame; the aim is also that the server had no part in it."""
        proofs, found = self.samples.taken[proof], self.samples.median(name)
        is_quick = found is not None and found <= IN_MAP_LIMIT_MS
        met = is_quick and bool(proofs) and all(value == expected for value in proofs)
        aim = f"≤ {IN_MAP_LIMIT_MS}, no server message needed"
        return Row(measure, self._shown(name), aim=aim, met=met)

    def opening(self) -> Iterator[Row]:
        """Yield what opening the page takes."""
        yield self.against(
            "cold open → first answer / title painted, ms",
            ("first answer", "cold reference"),
            FIRST_LIMIT,
        )
        yield self.against(
            "cold open → live map, 13 polygons / title painted, ms",
            ("first map", "cold reference"),
            FIRST_LIMIT,
        )
        yield self.against(
            "cold open → Streamlit's own map / title painted, ms",
            ("cold ours", "cold reference"),
            COLD_LIMIT,
        )
        yield self.against("second open, cache kept, ms", ("again ours", "again reference"))
        yield self.against(
            "page change by the menu → its own map / cold open to that of Streamlit, ms",
            ("page change", "cold ours"),
            CHANGE_LIMIT,
        )
        yield self.against("bytes of a cold open, kB", ("kB ours", "kB reference"), 1)
        yield self.against(
            "JavaScript of a cold open, files", ("scripts ours", "scripts reference")
        )
        yield self.against(
            "JavaScript of a cold open, kB", ("script kB ours", "script kB reference")
        )

    def using(self) -> Iterator[Row]:
        """Yield what a click, pointing at a town and choosing a year take."""
        yield self.against("click → panel / bare rerun, ms", ("click", "rerun"), CLICK_LIMIT)
        yield self.alone("— click → sent to the server, ms", "click sent")
        yield self.alone("— click → first answer, ms", "click first answer")
        yield self.alone("— click → last answer before the panel, ms", "click last answer")
        yield self.in_map("hover → tooltip in the map, ms", "hover", "hover messages", expected=0)
        yield self.in_map(
            "click → key numbers in the map, ms",
            "click in map",
            "click answered before the server",
            expected=1,
        )
        yield self.against(
            "year → recoloured, values shown / bare rerun, ms", ("year in map", "rerun"), YEAR_LIMIT
        )
        yield self.against("year → ranking table / bare rerun, ms", ("year in table", "rerun"))

    def costing(self) -> Iterator[Row]:
        """Yield what a click and a session cost."""
        worst = max(self.samples.taken["click frame bytes"], default=0)
        yield self.upto(
            f"one click, websocket frames both ways, bytes (worst {worst:.0f})",
            "click frame bytes",
            CLICK_LIMIT_BYTES,
            "rerun frame bytes",
        )
        yield self.against("the same with HTTP requests, bytes", ("click bytes", "rerun bytes"))
        yield self.against(
            "server CPU of a click / bare rerun, ms", ("cpu ours", "cpu reference"), 1, digits=1
        )
        yield self.upto(
            f"memory of a session, over {MORE_SESSIONS} more, MB",
            "memory ours",
            SESSION_LIMIT_MB,
            "memory reference",
        )

    def beside_peer(self) -> Iterator[Row]:
        """Yield what both maps do."""
        for what, name in (("first answer", "first answer"), ("live map", "first map")):
            yield self.against(
                f"cold open → {what} / 13 polygons, ms", (name, "cold peer"), PEER_LIMIT
            )
        yield self.against("cold open → Streamlit's own map, ms", ("cold ours", "cold peer"))
        yield self.against("second open, cache kept, ms", ("again ours", "again peer"))
        yield self.against("JavaScript of a cold open, kB", ("script kB ours", "script kB peer"))
        yield self.against("hover → tooltip, ms", ("hover", "peer hover"))
        yield self.against("click → panel, ms", ("click", "peer click"))
        yield self.against("year → recoloured, ms", ("year in map", "peer year"))
        yield self.against("one click, bytes both ways", ("click bytes", "peer click bytes"))
        yield self.against("server CPU of a click, ms", ("cpu ours", "cpu peer"), digits=1)
        yield self.against(
            f"memory of a session, over {MORE_SESSIONS} more, MB",
            ("memory ours", "memory peer"),
            digits=2,
        )


def report(samples: Samples, waterfall: Samples, *, with_peer: bool) -> list[str]:
    """Return the table, what is missed, and where a cold open goes."""
    rows = Rows(samples)
    against = [*rows.opening(), *rows.using(), *rows.costing()]
    beside = list(rows.beside_peer()) if with_peer else []
    missed = [row for row in (*against, *beside) if row.met is False]
    return [
        *table(HEAD, (row.cells() for row in against)),
        "",
        *(f"Missed: {row.measure}: {row.ours}, aim {row.aim}." for row in missed),
        *([] if missed else ["Every aim is met."]),
        "",
        *([*table(PEER_HEAD, (row.cells() for row in beside)), ""] if beside else []),
        *_waterfall(waterfall),
        "",
    ]


def _waterfall(waterfall: Samples) -> list[str]:
    """Return when each step of a cold open was reached, ours and the reference's."""
    times = sorted((median(taken), name) for name, taken in waterfall.taken.items())
    lines = []
    for at, name in times:
        side, _, what = name.partition(": ")
        if side in ("ours", "reference"):
            own = side == "ours"
            lines.append((what, f"{at:.0f}" if own else "", "" if own else f"{at:.0f}"))
    return table(("cold open, ms after the start", "ours", "reference"), lines)
