"""What a county's tables name has to be there: the check of geodata/ on a copy of 三镇县."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from sihui_map.catalogue import ENTERPRISES, datasets
from sihui_map.catalogue.indicators import forest_measures, town_measures
from sihui_map.domain.value import ValueKind
from sihui_map.reference.checking import check
from sihui_map.reference.findings import Weight
from tests.counties.county import SANZHEN

ON_MAPS = [each.id for each in (*town_measures(), *forest_measures())]
SAMPLE = "示例数据,虚构"
ENTERPRISE = {
    "town_code": "990101100", "enterprise_id": "e-01", "year": "2032", "name": "示例·虚构厂",
    "park_id": "", "sector": "虚构", "energy_tce": "100", "output_1e4_cny": "200",
    "plan_state": "编制中", "name_secrecy": "公开", "energy_secrecy": "公开",
    "output_secrecy": "公开", "kind": "示例", "source": SAMPLE,
}  # fmt: skip


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """Return a copy of the county that a test may break."""
    return Path(shutil.copytree(SANZHEN, tmp_path / "county"))


def said(root: Path, weight: Weight = Weight.WRONG) -> list[str]:
    return [found.sentence for found in check(root) if found.weight is weight]


def change(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text("utf-8")
    assert old in text, (file, old)
    (root / file).write_text(text.replace(old, new, 1), "utf-8")


def with_enterprise(root: Path, **cells: str) -> None:
    """Write a register with one enterprise."""
    with (root / "sample/enterprises.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ENTERPRISES.column_names, lineterminator="\n")
        writer.writeheader()
        writer.writerow(ENTERPRISE | cells)
    columns = "\n".join(f'{name} = "虚构"' for name in ENTERPRISES.column_names)
    told = ("title", "about", "source", "licence", "retrieved", "kind", "confidence")
    head = "\n".join(f'{key} = "虚构"' for key in told)
    sidecar = f"{head}\n\n[columns]\n{columns}\n"
    (root / "sample/enterprises.meta.toml").write_text(sidecar, "utf-8")


def test_the_invented_county_contradicts_nothing(county: Path) -> None:
    with_enterprise(county)

    assert list(check(county)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "place.toml", "clauses = [103]", "clauses = [109]",
            "place.toml 的「enterprises.clauses」的一条是「109」，plan/clauses.csv 里没有",
        ),
        (
            "sample/task_updates.csv", ",县发改局,", ",县某局,",
            "sample/task_updates.csv 第 2 行的「unit」是「县某局」，plan/departments.csv 里没有",
        ),
        (
            "sample/task_steps.csv", ",县发改局,", ",县某局,",
            "sample/task_steps.csv 第 2 行的「unit」是「县某局」，plan/departments.csv 里没有",
        ),
        (
            "sample/task_updates.csv", "\n1,", "\n99,",
            "sample/task_updates.csv 第 2 行的「task_no」是「99」，plan/tasks.csv 里没有",
        ),
        (
            "sample/allotments.csv", "990101100", "990101999",
            ("sample/allotments.csv 第 2 行的「holder」是「990101999」，"
            "units.csv、plan/departments.csv 里没有"),
        ),
        (
            "sample/sites.csv", "distributed_pv,102", "distributed_pv,109",
            "sample/sites.csv 第 2 行的「clauses」是「109」，plan/clauses.csv 里没有",
        ),
        (
            "place.toml", "last_year = 2045", "last_year = 2036",
            ("place.toml 的「plan.last_year」是 2036，早于方案的另一个年份 2045"
            "（公开总量、达峰或目标的年份）"),
        ),
        (
            "place.toml", "peak_year = 2031", "peak_year = 2033",
            "place.toml 的「plan.peak_year」是 2033，不在「plan.public_years」2031、2032 里",
        ),
        (
            "place.toml", "逐年评估各镇", "每年评估各镇",
            ("place.toml 的「plan.evaluation」引的原句，plan/plan.txt 里没有："
            "每年评估各镇、各单位。"),
        ),
        (
            "class_breaks.csv", "per_head,", "per_cow,",
            f"class_breaks.csv 的指标「per_cow」不在图上；可选：{'、'.join(ON_MAPS)}",
        ),
        (
            "class_breaks.csv", "forest_cover,direct", "forest_cover,net",
            "class_breaks.csv forest_cover 的口径是「net」；可选：direct",
        ),
        (
            "class_breaks.csv", "tCO2/人", "kgCO2/人",
            "class_breaks.csv per_head 的单位是「kgCO2/人」，应为 tCO2/人",
        ),
        (
            "heat_factors.csv", "enterprise_2015", "enterprise_2016",
            "heat_factors.csv 的一个因子集是「enterprise_2016」，emission_factors.csv 里没有",
        ),
    ],
)  # fmt: skip
def test_what_is_named_and_not_there_is_said_once(
    county: Path, file: str, old: str, new: str, sentence: str
) -> None:
    change(county, file, old, new)

    assert said(county) == [sentence]


@pytest.mark.parametrize(
    ("file", "old", "said_first"),
    [
        (
            "emission_factors.csv",
            ",柴油,",
            "emission_factors.csv 因子集 enterprise_2015 的「重油」",
        ),
        (
            "standard_coal.csv",
            ",柴油,GB",
            "standard_coal.csv「柴油」的「fuel」是「重油」，不是能源",
        ),
    ],
)
def test_a_fuel_that_cannot_be_reported_is_said_and_what_is_used_without_it(
    county: Path, file: str, old: str, said_first: str
) -> None:
    change(county, file, old, old.replace("柴油", "重油"))

    assert [line[: len(said_first)] for line in said(county)] == [said_first]
    assert [line for line in said(county, Weight.UNKNOWN) if line.startswith(file)] == [
        (
            f"{file} 没有这些品种的{'排放因子' if 'emission' in file else '折标煤系数'}，"
            "用到的算不出来：柴油"
        )
    ]


def test_a_coefficient_that_has_no_row_is_a_hint(county: Path) -> None:
    change(county, "sink_coefficients.csv", "svd,0.5,0.4,0.6,吨干物质/立方米,虚构\n", "")

    assert said(county) == []
    assert said(county, Weight.UNKNOWN) == [
        "sink_coefficients.csv 没有这些行，碳汇算不出来：svd（基本木材密度）"
    ]


def test_an_enterprise_in_a_park_that_is_none_is_said(county: Path) -> None:
    with_enterprise(county, park_id="no-park")

    assert said(county) == [
        "sample/enterprises.csv 第 2 行的「park_id」是「no-park」，parks.csv 里没有"
    ]


def kinds() -> list[tuple[str, str]]:
    """Return every table of the sample whose rows say what kind they are, and in which column."""
    sampled = {path.stem for path in (SANZHEN / "sample").glob("*.csv")} | {ENTERPRISES.name}
    return [
        (table.name, column.name)
        for table in datasets()
        for column in table.columns
        if column.field.held is ValueKind and table.name in sampled
    ]


@pytest.mark.parametrize(("table", "column"), kinds())
def test_a_row_of_a_sample_that_is_called_real_is_said(
    county: Path, table: str, column: str
) -> None:
    with_enterprise(county)
    path = county / "sample" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, first, *rest = list(csv.reader(file))
    first[header.index(column)] = ValueKind.REPORTED
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, first, *rest])

    assert f"sample/{table}.csv 有 1 行的性质不是「示例」" in said(county)


def test_nothing_is_held_against_a_table_that_cannot_be_read(county: Path) -> None:
    change(county, "plan/departments.csv", "department_no,name", "number,name")

    assert not [line for line in said(county) if "departments.csv 里没有" in line]
