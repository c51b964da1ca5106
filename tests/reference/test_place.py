"""place.toml: whose map it is; what is wrong with the file is named, an older 期 has none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue import PARK_PROGRESS, PARKS
from sihui_map.domain.place import Place
from sihui_map.errors import DataFileError
from sihui_map.intake.layout import layout, sheet_of_file
from sihui_map.intake.sheets.parks import PARK
from sihui_map.reference.files import Folder
from sihui_map.reference.place import PLACE, TAKEN, place_keys, place_of, read_place
from sihui_map.reference.snapshot import read_snapshot
from tests.counties.county import SANZHEN

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (SANZHEN / PLACE).read_text(encoding="utf-8")
NAME = TEXT.splitlines()[0]
ID = 'id = "shared_steam"'
NO_LIST = re.sub(r"\[\[parks\.checklist\]\].*?(?=\[enterprises\])", "", TEXT, flags=re.DOTALL)
LISTED = ("shared_steam", "water_reuse", "waste_exchange")


def written(root: Path, text: str) -> Path:
    (root / PLACE).write_text(text, encoding="utf-8")
    return root


def test_every_key_is_read(geodata_copy: Path) -> None:
    found = read_place(
        Folder(written(geodata_copy, TEXT.replace("centre_lon = 1.12", "centre_lon = 1.15")))
    )

    assert found.map.centre_lon == 1.15
    assert found.plan.issued_on is not None
    assert all((found.name, found.code, found.parent, found.outside, found.ticks, found.targets))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (NAME, "", "「name」应为文字"),
        (NAME, 'name = ""', "「name」不能为空"),
        (NAME, "name = 1", "「name」应为文字"),
        ("public_years = [", 'public_years = ["a", ', "「plan.public_years」应为整数"),
        ("peak_year = ", "peak_year = true #", "「plan.peak_year」应为整数"),
        ("[scope]", "[elsewhere]", "「scope」应为表"),
        ("west = ", "nest = ", "「map」应有"),
        ("west = ", "west = 179.0 #", "地图的中心和范围"),
        ("[parent]", "[parent", "不是有效的 TOML"),
        (ID, 'id = ""', "「parks.checklist 第 1 项的 id」不能为空"),
        (ID, 'id = "water_reuse"', "「parks.checklist 第 2 项的 id」「water_reuse」与另一项"),
        (ID, 'id = "Shared steam"', "第 1 项的 id」应像列名：小写字母开头"),
        (ID, 'id = "stage"', "第 1 项的 id」「stage」与另一项或园区表中别的列相同"),
        (ID, 'id = "level"', "第 1 项的 id」「level」与另一项或园区表中别的列相同"),
        (ID, "", "「parks.checklist 第 1 项的 id」应为文字"),
        ('label = "虚构废料互换"', 'label = " "', "「parks.checklist 第 3 项的 label」不能为空"),
        (
            'label = "虚构废料互换"',
            'label = "阶段"',
            "第 3 项的 label」「阶段」与另一项或园区表中别的",
        ),
        ("clause = 105", 'clause = "105"', "「parks.checklist 第 1 项的 clause」应为整数"),
    ],
)
def test_what_is_wrong_is_said_with_the_name_of_the_key(
    geodata_copy: Path, old: str, new: str, said: str
) -> None:
    assert old in TEXT

    with pytest.raises(DataFileError, match=r"^geodata/place\.toml") as caught:
        read_place(Folder(written(geodata_copy, TEXT.replace(old, new, 1))))

    assert said in str(caught.value)


def test_a_key_that_is_left_out_is_unknown_and_the_place_speaks_in_general_words(
    geodata_copy: Path,
) -> None:
    unknown = ("office", "number", "peak_year", "public_years", "outside", "forest_cover")
    lines = [line for line in TEXT.splitlines() if not line.startswith(unknown)]

    found = read_place(Folder(written(geodata_copy, "\n".join(lines))))

    assert (found.office, found.without, found.targets.forest_cover) == ("牵头部门", "", "")
    assert (found.plan.cited, found.plan.peak_year) == (found.plan.titled, None)
    assert place_keys(Folder(geodata_copy)).unset == (
        *("office", "scope.outside", "plan.number", "plan.public_years", "plan.peak_year"),
        "targets.forest_cover",
    )


def test_the_checklist_of_parks_is_read_in_its_order_with_the_words_of_the_plan(
    geodata_copy: Path,
) -> None:
    found = read_place(Folder(geodata_copy)).park_checks

    assert tuple(check.check_id for check in found) == LISTED
    assert [check.label for check in found] == ["虚构集中供汽", "虚构中水回用", "虚构废料互换"]
    assert [check.clause_no for check in found] == [105, 105, None]
    assert [check.basis for check in found] == ["园区循环化改造", "", ""]


def test_a_checklist_that_is_not_there_is_unknown_and_an_empty_one_is_none(
    geodata_copy: Path,
) -> None:
    assert read_place(Folder(written(geodata_copy, NO_LIST))).park_checks == ()
    assert place_keys(Folder(geodata_copy)).unset == ("parks.checklist",)

    written(geodata_copy, NO_LIST.replace("[facts]", "[parks]\nchecklist = []\n[facts]"))
    assert read_place(Folder(geodata_copy)).park_checks == ()
    assert place_keys(Folder(geodata_copy)) == ((), ())


def test_a_key_of_the_checklist_that_nobody_reads_is_known_by_its_place(
    geodata_copy: Path,
) -> None:
    written(geodata_copy, TEXT.replace(ID, f'{ID}\nname = "供汽"'))

    assert place_keys(Folder(geodata_copy)).unread == ("parks.checklist 第 1 项的 name",)


def test_nothing_in_the_checklist_can_be_called_as_what_stands_beside_it() -> None:
    own = [check.check_id for check in read_place(Folder(SANZHEN)).park_checks]
    sheets = {sheet.name: sheet for sheet in layout(read_place(Folder(SANZHEN))).sheets}
    beside = [each for each in sheets[PARK].columns if each.name not in own]
    beside += [each for each in sheet_of_file(PARK_PROGRESS).columns if each.name not in own]

    assert len(beside) > len(PARKS.columns) + len(PARK_PROGRESS.columns)
    assert {text for each in beside for text in (each.name, each.header)} <= TAKEN


def test_a_key_that_is_empty_is_known_to_be_none(geodata_copy: Path) -> None:
    outside = next(line for line in TEXT.splitlines() if line.startswith("outside"))

    found = read_place(Folder(written(geodata_copy, TEXT.replace(outside, 'outside = ""'))))

    assert (found.outside, place_keys(Folder(geodata_copy)).unset) == ("", ())


def test_a_key_that_nobody_reads_is_known_by_its_name(geodata_copy: Path) -> None:
    written(geodata_copy, TEXT.replace("number = ", "numbr = "))

    assert place_keys(Folder(geodata_copy)) == (("plan.number",), ("plan.numbr",))


def test_a_broken_file_costs_the_names_and_is_named(geodata_copy: Path) -> None:
    found = read_snapshot(written(geodata_copy, "kaputt\n"))

    assert [problem.file for problem in found.problems] == [PLACE]
    assert found.place == Place()


def test_an_issue_from_before_there_was_the_file_takes_the_place_of_now(
    geodata_copy: Path,
) -> None:
    for path in geodata_copy.glob("place.*"):
        path.unlink()

    alone = read_snapshot(geodata_copy)
    found = read_snapshot(geodata_copy, place_from=SANZHEN)

    assert [problem.file for problem in alone.problems] == [PLACE]
    assert (found.place, found.problems) == (read_place(Folder(SANZHEN)), ())


def test_an_issue_keeps_the_place_it_was_published_with(geodata_copy: Path) -> None:
    root = written(geodata_copy, TEXT.replace(NAME, 'name = "甲县"'))

    assert read_snapshot(root, place_from=SANZHEN).place.name == "甲县"


def test_an_issue_from_before_the_checklist_stood_there_takes_that_of_now(
    geodata_copy: Path,
) -> None:
    root = written(geodata_copy, NO_LIST.replace(NAME, 'name = "甲县"'))

    alone = read_snapshot(root).place
    found = read_snapshot(root, place_from=SANZHEN).place

    assert (alone.park_checks, found.name) == ((), "甲县")
    assert tuple(check.check_id for check in found.park_checks) == LISTED


def test_a_file_that_went_missing_beside_its_sidecar_is_named(geodata_copy: Path) -> None:
    (geodata_copy / PLACE).unlink()

    found = read_snapshot(geodata_copy, place_from=SANZHEN)

    assert [problem.file for problem in found.problems] == [PLACE]


def test_the_place_of_now_follows_the_file(geodata_copy: Path) -> None:
    assert place_of(geodata_copy) == read_place(Folder(SANZHEN))

    written(geodata_copy, TEXT.replace(NAME, 'name = "甲县"'))
    assert place_of(geodata_copy).name == "甲县"

    written(geodata_copy, "kaputt\n")
    assert place_of(geodata_copy) == Place()

    (geodata_copy / PLACE).unlink()
    assert place_of(geodata_copy) == Place()
