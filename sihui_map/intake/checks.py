"""The warnings: what is possible but unlikely, held against other years, towns and totals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING

from sihui_map.catalogue import (
    ALLOTMENTS,
    BASE_YEAR,
    DECLARATIONS,
    ENERGY_USE,
    GDP_CONSTANT,
    LEDGER_REPORTED,
    PARK_PROGRESS,
    TASK_STEPS,
    TASK_UPDATES,
    USED,
    dataset,
)
from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.indicators import PER_HEAD
from sihui_map.domain.allotting import Stage, stage_in
from sihui_map.domain.check import (
    CHANGE_PERCENT,
    FUEL_SUM_PERCENT,
    PEER_FACTOR,
    PV_HOURS_MAX,
    PV_HOURS_MIN,
    RESIDUAL_PERCENT,
    SLIP_FACTOR,
    SLIP_TOLERANCE,
    Finding,
    Rule,
)
from sihui_map.domain.park import CheckState, ParkStage
from sihui_map.domain.progress import ACCEPTABLE_DAYS, PROVEN
from sihui_map.domain.site import SiteKind
from sihui_map.domain.value import ValueKind
from sihui_map.intake.declared import declaration_key, is_sample, used
from sihui_map.intake.words import row_name, word_lists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sihui_map.catalogue import Dataset
    from sihui_map.domain.submission import Change
    from sihui_map.domain.town import Town
    from sihui_map.figures import Figures
    from sihui_map.intake.known import Known, Reading, RowKey

    Cells = Mapping[str, str]

FEWEST_PEERS = 2
STAGE = "stage"
LEDGER_TABLES = ("energy_use", "ledger_reported")


def check(reading: Reading, known: Known, after: Figures) -> Reading:
    """Return ``reading`` with the warnings about its changes, given the figures they make."""
    checker = _Checker(reading.changes, reading.places, known, after)
    return replace(reading, findings=(*reading.findings, *checker.findings()))


def check_rows(reading: Reading, known: Known) -> tuple[Finding, ...]:
    """Return the warnings that a row by itself asks for, without the figures it would make."""
    checker = _Checker(reading.changes, reading.places, known, known.figures)
    return tuple(found for key, cells in checker.kept for found in checker.of_row(key, cells))


def usual_range(last: str) -> tuple[float, float] | None:
    """Return between which values a number of next year asks for no reason, if there is a last."""
    if not last or last in USED.reasons:
        return None
    share = CHANGE_PERCENT / 100
    number = float(last)
    low, high = sorted((number * (1 - share), number * (1 + share)))
    return low, high


@dataclass
class _Checker:
    changes: tuple[Change, ...]
    places: Mapping[RowKey, str]
    known: Known
    after: Figures

    @cached_property
    def rows(self) -> Mapping[RowKey, Cells]:
        """Return every row as it would be."""
        rows = dict(self.known.rows)
        for change in self.changes:
            if change.cells is None:
                rows.pop((change.dataset, change.row_key), None)
            else:
                rows[change.dataset, change.row_key] = change.cells
        return rows

    @cached_property
    def kept(self) -> list[tuple[RowKey, Cells]]:
        """Return the changed rows that there still are."""
        return [
            ((change.dataset, change.row_key), change.cells)
            for change in self.changes
            if change.cells is not None
        ]

    def findings(self) -> list[Finding]:
        """Return every warning, row by row, then those of areas and of the city."""
        found: list[Finding] = []
        for key, cells in self.kept:
            found += self.of_row(key, cells)
        found += [*self._declarations(), *self._taken_back()]
        found += [*self._fuel_sums(), *self._peers(), *self._residuals()]
        return [*found, *self._allotted()]

    def of_row(self, key: RowKey, cells: Cells) -> Iterator[Finding]:
        """Return the warnings about one row, held against what else is told of the same thing."""
        yield from self._yearly(key, cells)
        yield from self._from_sample(key, cells)
        if key[0] == "sites":
            yield from self._pv_hours(key, cells)
        if key[0] == PARK_PROGRESS.name:
            yield from self._backwards(key, cells)
        if key[0] == TASK_STEPS.name:
            yield from self._backdated(key, cells)
        if key[0] == TASK_UPDATES.name:
            yield from self._proof(key, cells)

    def _warning(self, rule: Rule, key: RowKey, sentence: str) -> Finding:
        cells = self.rows.get(key) or self.known.rows.get(key, {})
        name = row_name(key[0], cells, self._words)
        return Finding(
            rule=rule,
            place=f"{self.places.get(key, dataset(key[0]).title)}（{name}）",
            sentence=sentence,
            dataset=key[0],
            row_key=key[1],
        )

    @cached_property
    def _words(self) -> Mapping[str, Mapping[str, str]]:
        return word_lists(self.after, self.rows)

    # One row against its own past

    def _yearly(self, key: RowKey, cells: Cells) -> Iterator[Finding]:
        table = dataset(key[0])
        for column, label in _yearly_numbers(table):
            now = self._number(cells, column)
            if now is None:  # 涉密, 不适用
                continue
            last_key = (key[0], table.key_of({**cells, "year": str(int(cells["year"]) - 1)}))
            last, published = (
                self._number(other, column) if _is_alike(cells, other, column) else None
                for other in (self.rows.get(last_key), self.known.rows.get(key))
            )
            slip = self._slip(now, {"上年": last, "已发布值": published})
            if slip:
                yield self._warning(Rule.SLIP, key, f"{label} {cells[column]} {slip}")
            elif last:
                percent = (now - last) / abs(last) * 100
                if abs(percent) > CHANGE_PERCENT:
                    sentence = f"{label} {cells[column]}，上年 {last:g}，变化 {percent:+.1f}%"
                    yield self._warning(Rule.YEAR_ON_YEAR, key, sentence)

    def _from_sample(self, key: RowKey, cells: Cells) -> Iterator[Finding]:
        """Warn where a sample becomes something else and no number of it changed."""
        table, published = dataset(key[0]), self.known.rows.get(key, {})
        kind = table.kind_column
        if not kind or published.get(kind) != ValueKind.SAMPLE or cells[kind] == ValueKind.SAMPLE:
            return
        if all(cells.get(column) == published.get(column) for column in table.units):
            sentence = f"性质从「示例」改为「{cells[kind]}」，数值没有变"
            yield self._warning(Rule.FROM_SAMPLE, key, sentence)

    @staticmethod
    def _number(cells: Cells | None, column: str) -> float | None:
        text = cells.get(column, "") if cells else ""
        return float(text) if text and text not in USED.reasons else None

    @staticmethod
    def _slip(now: float, others: Mapping[str, float | None]) -> str:
        """Return which earlier value is ten thousand times larger or smaller, "" for none."""
        for label, value in others.items():
            if not value or not now:
                continue
            factor = max(abs(now / value), abs(value / now))
            if SLIP_FACTOR / SLIP_TOLERANCE <= factor <= SLIP_FACTOR * SLIP_TOLERANCE:
                size = "约为其一万倍" if abs(now) > abs(value) else "约为其万分之一"
                return f"与{label} {value:g} 相比{size}，可能填错单位"
        return ""

    def _pv_hours(self, key: RowKey, cells: Cells) -> Iterator[Finding]:
        power = self._number(cells, "capacity_mw")
        energy = self._number(cells, "annual_mwh")
        if cells["kind"] != SiteKind.DISTRIBUTED_PV or not power or energy is None:
            return
        hours = energy / power
        if not PV_HOURS_MIN <= hours <= PV_HOURS_MAX:
            sentence = (
                f"年发电量 {energy:g} MWh ÷ 容量 {power:g} MW = {hours:.0f} 小时，"
                f"常见为 {PV_HOURS_MIN:g}–{PV_HOURS_MAX:g} 小时"
            )
            yield self._warning(Rule.PV_HOURS, key, sentence)

    def _backwards(self, key: RowKey, cells: Cells) -> Iterator[Finding]:
        earlier = [
            other
            for (table, _), other in self.rows.items()
            if table == PARK_PROGRESS.name
            and other["park_id"] == cells["park_id"]
            and int(other["year"]) < int(cells["year"])
        ]
        before = [max(earlier, key=lambda row: int(row["year"]))] if earlier else []
        before += [self.known.rows[key]] if key in self.known.rows else []
        own = PARK_PROGRESS.of(self.after.snapshot.place)
        labels = {each.name: each.label for each in (own.column(STAGE), *own.county_columns)}
        for other in before:
            steps = _steps_back(labels, other, cells)
            if steps:
                sentence = f"比 {other['year']} 年的报告倒退：{'；'.join(steps)}"
                yield self._warning(Rule.BACKWARDS, key, sentence)
                return

    def _backdated(self, key: RowKey, cells: Cells) -> Iterator[Finding]:
        """Warn where an approved day was missed by all that anyone knew, and now was not."""
        done, due = cells.get("done", ""), cells.get("due", "")
        is_news = done != self.known.rows.get(key, {}).get("done", "")
        if not (done and is_news and cells.get("approved_by")) or is_sample(cells):
            return
        days = (self.known.today - date.fromisoformat(done)).days
        if days > ACCEPTABLE_DAYS and done <= due < self.known.today.isoformat():
            sentence = f"办结日期 {done} 到今天已有 {days} 天，期限 {due} 在这中间，当时没有报办结"
            yield self._warning(Rule.BACKDATED, key, sentence)

    def _proof(self, key: RowKey, cells: Cells) -> Iterator[Finding]:
        asks = cells["status"] in PROVEN and not is_sample(cells)
        if asks and not self.known.is_filed(key):
            sentence = f"状态为「{cells['status']}」，这一行后面没有附件"
            yield self._warning(Rule.EVIDENCE, key, sentence)

    # Declarations that an area told all there is: what is absent then counts as none

    def _declarations(self) -> Iterator[Finding]:
        for key, cells in self.kept:
            if key[0] != DECLARATIONS.name:
                continue
            rows = list(used(cells["area_id"], cells["year"], self.rows))
            samples = [row["fuel"] for row in rows if is_sample(row)]
            if len(samples) == len(rows):
                sentence = "声明已填全，却没有填报一行（示例不算）：各品种和电力都将按 0 计"
                yield self._warning(Rule.DECLARED, key, sentence)
            elif samples:
                fuels = "、".join(samples)
                sentence = f"声明已填全，但 {fuels} 还是「示例」：这些示例不再计入，都将按 0 计"
                yield self._warning(Rule.DECLARED, key, sentence)

    def _taken_back(self) -> Iterator[Finding]:
        for change in self.changes:
            key = (change.dataset, change.row_key)
            row = self.known.rows.get(key)
            if change.cells is not None or change.dataset != ENERGY_USE.name or row is None:
                continue
            if declaration_key(row["area_id"], row["year"]) in self.rows and not is_sample(row):
                sentence = f"这一年已声明填全：撤回「{row['fuel']}」以后按 0 计"
                yield self._warning(Rule.DECLARED, key, sentence)

    # Areas

    def _areas(self, *tables: str) -> dict[tuple[str, int], RowKey]:
        """Return the areas and years that changed, with the first changed row of each."""
        found: dict[tuple[str, int], RowKey] = {}
        for name in tables:
            for key, cells in self.kept:
                if key[0] == name:
                    found.setdefault((cells["area_id"], int(cells["year"])), key)
        return found

    def _fuel_sums(self) -> Iterator[Finding]:
        for (area, year), key in self._areas("energy_total", "energy_use").items():
            total_key = ("energy_total", dataset("energy_total").key_of(_area(area, year)))
            stated = self._number(self.rows.get(total_key), "tce")
            summed = self.after.energy_use_tce(area, year)
            known = summed.part if summed.value is None else summed.value
            if not stated or known is None:
                continue
            percent = (known - stated) / stated * 100
            is_part = summed.value is None
            # A part may be any share of the whole, but not more than that.
            if (percent if is_part else abs(percent)) > FUEL_SUM_PERCENT:
                told = "已填各品种（未填全）" if is_part else "各品种"
                sentence = (
                    f"{told}折标煤之和 {known:.1f} tce，填报合计 {stated:g} tce，"
                    f"相差 {percent:+.1f}%"
                )
                yield self._warning(Rule.FUEL_SUM, key, sentence)

    def _peers(self) -> Iterator[Finding]:
        towns = {town.town_code: town for town in self.after.towns}
        for (area, year), key in self._areas("energy_use", "town_context").items():
            if area not in towns:
                continue
            now = self._per_head(area, year)
            others = self._others(towns[area], year)
            if now is None or len(others) < FEWEST_PEERS:
                continue
            middle = median(others)
            if not middle / PEER_FACTOR <= now <= middle * PEER_FACTOR:
                sentence = (
                    f"{year} 年人均直接排放 {now:.2f} 吨，同类 {len(others)} 个镇街"
                    f"中位数 {middle:.2f} 吨"
                )
                yield self._warning(Rule.PEERS, key, sentence)

    def _per_head(self, area: str, year: int) -> float | None:
        return self.after.measure(area, year, PER_HEAD, Scope.DIRECT).value

    def _others(self, town: Town, year: int) -> list[float]:
        values = (
            self._per_head(other.town_code, year)
            for other in self.after.towns
            if other.kind is town.kind and other != town
        )
        return [value for value in values if value is not None]

    # The city

    def _residuals(self) -> Iterator[Finding]:
        touched = {
            int((change.cells or self.known.rows[change.dataset, change.row_key])["year"])
            for change in self.changes
            if change.dataset in LEDGER_TABLES
        }
        whole = self.after.snapshot.place.whole
        for year in sorted(touched & {*self.after.ledger_years}):
            share = self.after.ledger(year).share_residual.value
            if share is not None and abs(share) > RESIDUAL_PERCENT:
                sentence = (
                    f"{year} 年平衡差额为{whole}总量的 {share:+.1f}%，超过 {RESIDUAL_PERCENT:g}%"
                )
                yield Finding(
                    rule=Rule.RESIDUAL,
                    place=f"平衡表「{year} 年」",
                    sentence=sentence,
                    dataset=LEDGER_REPORTED.name,
                )

    # Targets

    def _allotted(self) -> Iterator[Finding]:
        """Warn where shares that are agreed or approved do not add up to their target."""
        firm: dict[tuple[str, int], RowKey] = {}
        for key, cells in self.kept:
            if key[0] == ALLOTMENTS.name and stage_in(cells) not in (None, Stage.PROPOSED):
                firm.setdefault((cells["target_id"], int(cells["year"])), key)
        for (target_id, year), key in firm.items():
            if (target_id, year) not in self.after.shared:
                continue  # what was handed down to the city is no share
            beside = self.after.allotted_difference(target_id, year)
            if beside.value:
                whole = self.after.allotted_total(target_id, year)
                unit, goal = whole.unit, whole.known - beside.value
                sentence = (
                    f"各单位之和 {whole.known:g} {unit}，{year} 年目标 {goal:g} {unit}，"
                    f"相差 {beside.value:+g} {unit}"
                )
                yield self._warning(Rule.ALLOTTED, key, sentence)


def _yearly_numbers(table: Dataset) -> list[tuple[str, str]]:
    """Return the numbers that are held against last year's, and what they are called."""
    return [(column.name, column.yearly) for column in table.columns if column.yearly]


def _is_alike(cells: Cells, other: Cells | None, column: str) -> bool:
    """Tell whether two yearly numbers may be compared: constant prices only of one base year."""
    return column != GDP_CONSTANT or cells.get(BASE_YEAR) == (other or {}).get(BASE_YEAR)


def _area(area: str, year: int) -> dict[str, str]:
    return {"area_id": area, "year": str(year)}


def _steps_back(labels: Mapping[str, str], before: Cells, after: Cells) -> list[str]:
    """Return what is said of each column that fell back; a row may lack what is asked since."""
    steps = [(column, before.get(column, ""), after.get(column, "")) for column in labels]
    return [
        f"{labels[column]}由「{was}」变为「{now or ParkStage.UNKNOWN}」"
        for column, was, now in steps
        if _rank(column, now) < _rank(column, was)
    ]


def _rank(column: str, state: str) -> int:
    order: Iterable[str] = ParkStage if column == STAGE else CheckState
    return list(order).index(state or ParkStage.UNKNOWN)
