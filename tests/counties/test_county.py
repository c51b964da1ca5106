"""The invented county is read whole, says that it is invented, and has the figures it was made for.

What it holds is small enough to be counted and reckoned by hand.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.energy import Component
from sihui_map.domain.enterprise import Measure, Secrecy
from sihui_map.domain.evaluation import Subject, SubjectKind
from sihui_map.domain.light import Light
from sihui_map.domain.plan import Operator
from sihui_map.reference.checking import check
from sihui_map.reference.reported import SUFFIX
from sihui_map.reference.snapshot import read_sample, read_snapshot
from tests.counties.county import SANZHEN, left_of_the_other

if TYPE_CHECKING:
    from pathlib import Path

    from sihui_map.figures import Figures

FILES = sorted(path for path in SANZHEN.rglob("*.*") if path.suffix != ".md")
SIDECARS = [path for path in FILES if path.name.endswith(SUFFIX)]
REAL = {"emission_factors", "heat_factors", "standard_coal", "warning_rules"}
"""Public values, copied with their sources."""


def test_it_is_read_without_a_problem(sanzhen: Figures) -> None:
    assert sanzhen.snapshot.problems == ()


def test_it_lacks_nothing_that_a_county_can_have_and_contradicts_itself_nowhere() -> None:
    assert list(check(SANZHEN)) == []


def test_it_is_as_small_as_it_was_meant_to_be() -> None:
    found = read_snapshot(SANZHEN)

    assert [town.name for town in found.towns if town.in_scope] == ["甲镇", "乙镇", "丙镇"]
    assert len(found.towns) == 4
    assert (len(found.actions), len(found.tasks), len(found.targets)) == (2, 5, 3)
    assert (len(found.parks), len(found.sites), len(found.protected_areas)) == (1, 4, 2)
    assert sorted(filter(None, (target.operator for target in found.targets))) == [
        Operator.EXACTLY, Operator.AT_MOST, Operator.AT_LEAST,
    ]  # fmt: skip


def label(path: Path) -> str:
    return path.relative_to(SANZHEN).as_posix()


@pytest.mark.parametrize("path", SIDECARS, ids=label)
def test_each_file_says_that_it_is_invented_or_whence_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert "虚构" in text
    assert ('source = "虚构"' in text) != (path.name.removesuffix(SUFFIX) in REAL)


@pytest.mark.parametrize("path", FILES, ids=label)
def test_none_of_its_files_names_the_other_county(path: Path) -> None:
    assert left_of_the_other(path.read_text(encoding="utf-8")) == []


def test_a_county_has_samples_of_the_tables_it_has_files_of() -> None:
    tables = read_sample(SANZHEN)

    assert {"indicator_values", "allotments", "energy_use", "task_lines"} <= set(tables)
    assert "ledger_reported" not in tables


def test_enterprises_are_of_every_secrecy_and_no_sum_tells_of_one(sampled: Figures) -> None:
    seen = {row.name for row in sampled.snapshot.enterprises if row.year == 2033}
    rows = [row for row in read_sample(SANZHEN)["enterprises"] if row["year"] == "2033"]
    told = Counter(row[each] for row in rows for each in row if each.endswith("_secrecy"))
    book = sampled.enterprises
    sums = {area: book.total(area, 2033, Measure.ENERGY).value for area in book.areas(2033)}

    assert min(told[each] for each in Secrecy) >= 2
    assert seen == {row["name"] for row in rows if row["name_secrecy"] == Secrecy.OPEN}
    assert len(seen) == 4
    # Both of 甲镇 are open; of 乙镇 the least of three is more than a tenth of the largest.
    assert sums == {"city": None, "990101100": 20_000, "990101101": 20_300, "990101102": None}


def test_what_was_judged_stands_beside_what_was_said(sampled: Figures) -> None:
    subjects = (Subject(SubjectKind.TOWN, "990101101"), Subject(SubjectKind.UNIT, "县林业局"))
    found = [sampled.evaluation(subject, 2033) for subject in subjects]

    assert [each.own and each.own.score for each in found] == [81, 92.5]
    assert [each.judged and each.judged.final_score for each in found] == [79.5, None]


def test_emissions_are_those_reckoned_by_hand(sampled: Figures) -> None:
    # 21,000 t × 23.204 GJ/t × 26.18 tC/TJ ÷ 1000 × 0.93 × 44 ÷ 12
    coal = sampled.component("990101100", 2033, Component.COAL)
    # (5,200 − 0) × 10^4 kWh × 0.4 kg/kWh
    electricity = sampled.component("990101100", 2032, Component.ELECTRICITY)

    assert coal.known == pytest.approx(43_501.7, abs=0.1)
    assert electricity.known == pytest.approx(20_800)


def test_the_ledger_closes_with_what_is_left_over(sampled: Figures) -> None:
    book = sampled.ledger(2032)

    assert book.city_total.known == 166_000
    assert book.residual.known == pytest.approx(-9_916.06, abs=0.01)


def test_a_cap_a_floor_and_a_whole_stand_as_reckoned(sampled: Figures) -> None:
    found = {item.target.target_id: item for item in sampled.standings}

    assert {key: item.light for key, item in found.items()} == {
        "energy-cap": Light.YELLOW,  # 20 − 2 × 2/6 = 19.33 due, 19.39 is 9 % of 0.67 above it
        "forest": Light.GREEN,
        "parks": Light.RED,
    }
    assert found["energy-cap"].gap.known == pytest.approx(1.39)


def test_without_samples_nothing_has_a_light(sanzhen: Figures) -> None:
    if not sanzhen.snapshot.with_sample:
        assert {item.light for item in sanzhen.standings} == {Light.GREY}
