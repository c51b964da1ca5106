"""The warnings: when each fires, and when it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue import dataset
from sihui_map.domain.check import Finding, Rule, Severity
from sihui_map.domain.submission import Change
from sihui_map.intake import checks
from sihui_map.intake.known import Known, Reading
from sihui_map.intake.reading import read_file
from tests.counties.county import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sihui_map.archive import Archive

HEAT = {"fuel": "热力购入", "unit": "GJ", "kind": "实绩", "source": "台账"}
YEARLY = (
    ("energy_use", {"area_id": TOWN, "year": "2033", "fuel": "柴油"}, "amount"),
    ("town_context", {"area_id": TOWN, "year": "2033"}, "population"),
    ("forest_cover", {"area_id": TOWN, "year": "2033"}, "forest_ha"),
)


def published(known: Known, table: str, key: Mapping[str, str]) -> dict[str, str]:
    return dict(known.rows[table, dataset(table).key_of(key)])


def found(archive: Archive, known: Known, *rows: tuple[str, Mapping[str, str]]) -> list[Finding]:
    changes = tuple(
        Change(dataset=table, row_key=dataset(table).key_of(cells), cells=cells)
        for table, cells in rows
    )
    reading = Reading(origin="a.csv", rows=len(rows), changes=changes, findings=())
    return list(checks.check(reading, known, archive.with_changes(changes)).findings)


def rules(findings: list[Finding]) -> set[Rule]:
    return {each.rule for each in findings}


def times(
    known: Known, table: str, key: Mapping[str, str], column: str, factor: float
) -> dict[str, str]:
    """Return a row whose number is ``factor`` times that of the year before."""
    row = published(known, table, key)
    last = published(known, table, {**key, "year": str(int(key["year"]) - 1)})
    return {**row, column: f"{float(last[column]) * factor:.6f}"}


def test_no_change_no_warning(archive: Archive, known: Known) -> None:
    assert found(archive, known) == []


@pytest.mark.parametrize(("table", "key", "column"), YEARLY, ids=repr)
def test_a_third_more_than_last_year_asks(
    archive: Archive, known: Known, table: str, key: dict[str, str], column: str
) -> None:
    for factor in (0.65, 1.35):
        warnings = found(archive, known, (table, times(known, table, key, column, factor)))

        first = next(each for each in warnings if each.rule is Rule.YEAR_ON_YEAR)
        assert first.severity is Severity.WARNING
        assert (first.dataset, first.row_key) == (table, dataset(table).key_of(key))
        assert "2033 年" in first.place


@pytest.mark.parametrize(("table", "key", "column"), YEARLY, ids=repr)
def test_a_quarter_more_does_not_ask(
    archive: Archive, known: Known, table: str, key: dict[str, str], column: str
) -> None:
    for factor in (0.75, 1.25):
        warnings = found(archive, known, (table, times(known, table, key, column, factor)))

        assert Rule.YEAR_ON_YEAR not in rules(warnings)


@pytest.mark.parametrize(("table", "key", "column"), YEARLY, ids=repr)
@pytest.mark.parametrize("factor", [1e4, 1.1e4])
def test_ten_thousand_times_is_a_slip_of_units(  # noqa: PLR0913, PLR0917 a fixture each
    archive: Archive, known: Known, table: str, key: dict[str, str], column: str, factor: float
) -> None:
    for way in (factor, 1 / factor):
        warnings = rules(found(archive, known, (table, times(known, table, key, column, way))))

        assert Rule.SLIP in warnings
        assert Rule.YEAR_ON_YEAR not in warnings


def test_a_thousand_times_is_no_slip_of_units(archive: Archive, known: Known) -> None:
    table, key, column = YEARLY[0]

    warnings = rules(found(archive, known, (table, times(known, table, key, column, 1000))))

    assert Rule.SLIP not in warnings
    assert Rule.YEAR_ON_YEAR in warnings


@pytest.mark.parametrize("amount", ["涉密", "不适用"])
def test_what_is_no_number_is_held_against_nothing(
    archive: Archive, known: Known, amount: str
) -> None:
    row = {**published(known, *YEARLY[0][:2]), "amount": amount}
    next_year = {**row, "year": "2034", "amount": "9"}

    warnings = rules(found(archive, known, ("energy_use", row), ("energy_use", next_year)))

    assert not warnings & {Rule.YEAR_ON_YEAR, Rule.SLIP}


def test_a_first_year_is_held_against_nothing(archive: Archive, known: Known) -> None:
    row = {**published(known, *YEARLY[0][:2]), "fuel": "焦炭", "amount": "1"}

    assert Rule.YEAR_ON_YEAR not in rules(found(archive, known, ("energy_use", row)))


def total(tce: float, year: str = "2033") -> dict[str, str]:
    return {
        "area_id": TOWN, "year": year, "tce": f"{tce:.4f}", "kind": "实绩", "source": "年报",
    }  # fmt: skip


def test_fuels_and_total_may_differ_by_one_percent(archive: Archive, known: Known) -> None:
    summed = known.figures.energy_use_tce(TOWN, 2033).known

    for factor, fires in ((1.02, True), (0.98, True), (1.005, False), (0.995, False)):
        warnings = found(archive, known, ("energy_total", total(summed * factor)))

        assert (Rule.FUEL_SUM in rules(warnings)) is fires


def test_a_fuel_that_breaks_the_total_is_named_with_its_row(archive: Archive, known: Known) -> None:
    stated = total(known.figures.energy_use_tce(TOWN, 2033).known)
    diesel = published(known, "energy_use", YEARLY[0][1])
    more = {**diesel, "amount": str(float(diesel["amount"]) * 1.25)}

    warnings = found(archive, known, ("energy_use", more), ("energy_total", stated))

    (warning,) = [each for each in warnings if each.rule is Rule.FUEL_SUM]
    assert (warning.dataset, warning.row_key) == ("energy_total", f"{TOWN}|2033")


def test_heat_counts_towards_the_total(archive: Archive, known: Known) -> None:
    heat = {"area_id": TOWN, "year": "2034", "amount": "1000", **HEAT}
    right = found(archive, known, ("energy_use", heat), ("energy_total", total(34.12, "2034")))
    wrong = found(archive, known, ("energy_use", heat), ("energy_total", total(30, "2034")))

    assert Rule.FUEL_SUM not in rules(right)
    assert "折标煤之和 34.1 tce，填报合计 30 tce，相差 +13.7%" in next(
        each.sentence for each in wrong if each.rule is Rule.FUEL_SUM
    )


def test_twice_the_heat_of_last_year_asks(archive: Archive, known: Known) -> None:
    years = (("2033", "1000"), ("2034", "2000"))
    rows = (("energy_use", {"area_id": TOWN, "year": y, "amount": a, **HEAT}) for y, a in years)

    assert "数量 2000，上年 1000，变化 +100.0%" in {
        each.sentence for each in found(archive, known, *rows) if each.rule is Rule.YEAR_ON_YEAR
    }


def test_a_part_may_be_less_than_the_total_but_not_more(archive: Archive, known: Known) -> None:
    coal = {**published(known, *YEARLY[0][:2]), "year": "2034", "fuel": "烟煤", "kind": "实绩",
            "amount": "1000"}  # fmt: skip

    for tce, fires in (("600", True), ("9000", False)):
        stated = {**total(1), "year": "2034", "tce": tce}
        warnings = found(archive, known, ("energy_use", coal), ("energy_total", stated))

        said = [each.sentence for each in warnings if each.rule is Rule.FUEL_SUM]
        assert [sentence.startswith("已填各品种（未填全）") for sentence in said] == [True] * fires


def declared(year: str) -> tuple[str, dict[str, str]]:
    return "declarations", {
        "subject": "energy_use", "area_id": TOWN, "year": year, "kind": "实绩", "source": "a",
    }  # fmt: skip


def used(known: Known, fuel: str, year: str, **cells: str) -> tuple[str, dict[str, str]]:
    row = published(known, *YEARLY[0][:2])
    return "energy_use", {**row, "fuel": fuel, "year": year, "kind": "实绩", **cells}


def said_of_declarations(findings: list[Finding]) -> list[str]:
    return [each.sentence for each in findings if each.rule is Rule.DECLARED]


def test_a_declaration_beside_a_row_does_not_ask(archive: Archive, known: Known) -> None:
    warnings = found(archive, known, used(known, "烟煤", "2034"), declared("2034"))

    assert said_of_declarations(warnings) == []


@pytest.mark.parametrize("year", ["2033", "2034"])
def test_a_declaration_without_a_row_asks(archive: Archive, known: Known, year: str) -> None:
    warnings = found(archive, known, declared(year))

    assert said_of_declarations(warnings) == [
        "声明已填全，却没有填报一行（示例不算）：各品种和电力都将按 0 计"
    ]
    (warning,) = [each for each in warnings if each.rule is Rule.DECLARED]
    assert warning.severity is Severity.WARNING
    assert warning.row_key == f"energy_use|{TOWN}|{year}"


def test_samples_beside_what_is_declared_are_named(archive: Archive, known: Known) -> None:
    (said,) = said_of_declarations(
        found(archive, known, used(known, "天然气", "2033"), declared("2033"))
    )

    assert said.startswith("声明已填全，但 ")
    assert "柴油" in said
    assert "天然气" not in said


def test_a_row_that_is_taken_back_from_a_declared_year_asks(archive: Archive, known: Known) -> None:
    rows = (used(known, "焦炭", "2034"), used(known, "烟煤", "2034"), declared("2034"))
    told = {(table, dataset(table).key_of(cells)): cells for table, cells in rows}
    later = replace(known, rows={**known.rows, **told})
    changes = (Change(dataset="energy_use", row_key=f"{TOWN}|2034|焦炭", cells=None),)
    reading = Reading(origin="a", rows=1, changes=changes, findings=())

    checked = checks.check(reading, later, archive.with_changes(changes))

    assert [each.sentence for each in checked.findings] == [
        "这一年已声明填全：撤回「焦炭」以后按 0 计"
    ]


def test_five_times_the_similar_towns_asks(archive: Archive, known: Known) -> None:
    people = published(known, "town_context", YEARLY[1][1])

    few = found(archive, known, ("town_context", {**people, "population": "100"}))
    same = found(archive, known, ("town_context", people))

    assert Rule.PEERS in rules(few)
    assert Rule.PEERS not in rules(same)


def pv(annual_mwh: str, kind: str = "distributed_pv") -> tuple[str, dict[str, str]]:
    base = dict.fromkeys(dataset("sites").column_names, "")
    return "sites", {
        **base, "site_id": "pv-new", "name": "新光伏", "kind": kind, "capacity_mw": "2",
        "annual_mwh": annual_mwh, "place_precision": "city", "value_kind": "实绩",
        "source": "台账",
    }  # fmt: skip


@pytest.mark.parametrize("annual_mwh", ["1100", "3100"])
def test_pv_outside_600_to_1500_hours_asks(archive: Archive, known: Known, annual_mwh: str) -> None:
    assert rules(found(archive, known, pv(annual_mwh))) == {Rule.PV_HOURS}


@pytest.mark.parametrize("annual_mwh", ["1200", "3000", ""])
def test_pv_within_does_not_ask(archive: Archive, known: Known, annual_mwh: str) -> None:
    assert found(archive, known, pv(annual_mwh)) == []


def test_other_plants_have_other_hours(archive: Archive, known: Known) -> None:
    assert found(archive, known, pv("9000", "waste_to_energy")) == []


@pytest.mark.parametrize(
    ("cells", "fires"),
    [
        ({"stage": "未启动"}, True),
        ({"stage": ""}, True),
        ({"water_reuse": "推进中"}, True),
        ({"stage": "已完成"}, False),
        ({"waste_exchange": "已完成"}, False),
    ],
    ids=repr,
)
def test_a_park_does_not_go_backwards(
    archive: Archive,
    known: Known,
    cells: dict[str, str],
    fires: bool,  # noqa: FBT001
) -> None:
    now = published(known, "park_progress", {"park_id": "park", "year": "2033"})
    row = {**now, "year": "2034", **cells}

    warnings = rules(found(archive, known, ("park_progress", row)))

    assert warnings == ({Rule.BACKWARDS} if fires else set())


def test_a_residual_above_three_percent_asks(fuller_archive: Archive, fuller: Known) -> None:
    computed = fuller.figures.ledger(2033).computed.known
    base = {"year": "2033", "row_id": "city_total", "kind": "实绩", "source": "核算", "note": ""}

    for factor, fires in ((1.05, True), (0.95, True), (1.02, False)):
        row = {**base, "tco2": f"{computed * factor:.2f}"}
        warnings = [
            each
            for each in found(fuller_archive, fuller, ("ledger_reported", row))
            if each.rule is Rule.RESIDUAL
        ]

        assert [(each.dataset, each.row_key) for each in warnings] == (
            [("ledger_reported", "")] if fires else []
        )


def test_a_withdrawn_row_is_held_against_nothing(archive: Archive, known: Known) -> None:
    key = dataset("energy_use").key_of(YEARLY[0][1])
    changes = (Change(dataset="energy_use", row_key=key, cells=None),)
    reading = Reading(origin="a", rows=1, changes=changes, findings=())

    checked = checks.check(reading, known, archive.with_changes(changes))

    assert Rule.YEAR_ON_YEAR not in {each.rule for each in checked.findings}


def test_what_was_found_before_stays(archive: Archive, known: Known) -> None:
    told = Finding(rule=Rule.NORMALISED, place="能源活动!E2", sentence="读作 12")
    reading = Reading(origin="a", rows=0, changes=(), findings=(told,))

    assert checks.check(reading, known, archive.with_changes(())).findings == (told,)


def test_a_warning_names_the_cell_it_is_about(archive: Archive, known: Known) -> None:
    row = times(known, *YEARLY[0][:2], column="amount", factor=1.9)
    columns = list(dataset("energy_use").column_names)
    text = "\n".join(",".join(line) for line in (columns, [f'"{row[name]}"' for name in columns]))
    reading = read_file(text.encode(), "a.csv", known)

    warned = checks.check(reading, known, archive.with_changes(reading.changes))

    (warning,) = warned.of(Severity.WARNING)
    assert warning.place.startswith("第 2 行「amount」列（")
    assert "2033 年" in warning.place


# A sample that becomes a fact


@pytest.mark.parametrize(("table", "key", "column"), YEARLY, ids=repr)
def test_a_sample_that_becomes_a_fact_unchanged_asks(
    archive: Archive, known: Known, table: str, key: dict[str, str], column: str
) -> None:
    row = published(known, table, key)
    other = f"{float(row[column]) * 1.01:.4f}"

    for kind, number, asks in (
        ("实绩", row[column], True),
        ("估算", row[column], True),
        ("示例", row[column], False),
        ("实绩", other, False),
    ):
        warnings = found(archive, known, (table, {**row, "kind": kind, column: number}))
        assert (Rule.FROM_SAMPLE in rules(warnings)) is asks, (kind, number)


def test_constant_prices_are_compared_within_one_base_year(archive: Archive, known: Known) -> None:
    row = published(known, "town_context", {"area_id": TOWN, "year": "2033"})
    last = published(known, "town_context", {"area_id": TOWN, "year": "2032"})
    constant = "gdp_constant_1e8_cny"

    def asked(base: str) -> list[str]:
        warnings = found(
            archive,
            known,
            ("town_context", {**last, constant: "30", "gdp_base_year": "2020"}),
            ("town_context", {**row, constant: "60", "gdp_base_year": base}),
        )
        return [each.sentence for each in warnings if each.rule is Rule.YEAR_ON_YEAR]

    assert asked("2020") == ["地区生产总值（不变价） 60，上年 30，变化 +100.0%"]
    assert asked("2033") == []
