"""place.toml: whose map it is; what is wrong with the file is named, an older 期 has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.place import Place
from sihui_map.errors import DataFileError
from sihui_map.reference.place import PLACE, place_keys, place_of, read_place
from sihui_map.reference.snapshot import GEODATA, read_snapshot

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (GEODATA / PLACE).read_text(encoding="utf-8")
NAME = TEXT.splitlines()[0]


def written(root: Path, text: str) -> Path:
    (root / PLACE).write_text(text, encoding="utf-8")
    return root


def test_every_key_is_read(geodata_copy: Path) -> None:
    found = read_place(written(geodata_copy, TEXT.replace("112.66", "112.5")))

    assert found.map.centre_lon == 112.5
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
    ],
)
def test_what_is_wrong_is_said_with_the_name_of_the_key(
    geodata_copy: Path, old: str, new: str, said: str
) -> None:
    assert old in TEXT

    with pytest.raises(DataFileError, match=r"^geodata/place\.toml") as caught:
        read_place(written(geodata_copy, TEXT.replace(old, new, 1)))

    assert said in str(caught.value)


def test_a_key_that_is_left_out_is_unknown_and_the_place_speaks_in_general_words(
    geodata_copy: Path,
) -> None:
    unknown = ("office", "number", "peak_year", "public_years", "outside", "forest_cover")
    lines = [line for line in TEXT.splitlines() if not line.startswith(unknown)]

    found = read_place(written(geodata_copy, "\n".join(lines)))

    assert (found.office, found.without, found.targets.forest_cover) == ("牵头部门", "", "")
    assert (found.plan.cited, found.plan.peak_year) == (found.plan.titled, None)
    assert place_keys(geodata_copy).unset == (
        *("office", "scope.outside", "plan.number", "plan.public_years", "plan.peak_year"),
        "targets.forest_cover",
    )


def test_a_key_that_is_empty_is_known_to_be_none(geodata_copy: Path) -> None:
    outside = next(line for line in TEXT.splitlines() if line.startswith("outside"))

    found = read_place(written(geodata_copy, TEXT.replace(outside, 'outside = ""')))

    assert (found.outside, place_keys(geodata_copy).unset) == ("", ())


def test_a_key_that_nobody_reads_is_known_by_its_name(geodata_copy: Path) -> None:
    written(geodata_copy, TEXT.replace("number = ", "numbr = "))

    assert place_keys(geodata_copy) == (("plan.number",), ("plan.numbr",))


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
    found = read_snapshot(geodata_copy, place_from=GEODATA)

    assert [problem.file for problem in alone.problems] == [PLACE]
    assert (found.place, found.problems) == (read_place(GEODATA), ())


def test_an_issue_keeps_the_place_it_was_published_with(geodata_copy: Path) -> None:
    root = written(geodata_copy, TEXT.replace(NAME, 'name = "甲县"'))

    assert read_snapshot(root, place_from=GEODATA).place.name == "甲县"


def test_a_file_that_went_missing_beside_its_sidecar_is_named(geodata_copy: Path) -> None:
    (geodata_copy / PLACE).unlink()

    found = read_snapshot(geodata_copy, place_from=GEODATA)

    assert [problem.file for problem in found.problems] == [PLACE]


def test_the_place_of_now_follows_the_file(geodata_copy: Path) -> None:
    assert place_of(geodata_copy) == read_place(GEODATA)

    written(geodata_copy, TEXT.replace(NAME, 'name = "甲县"'))
    assert place_of(geodata_copy).name == "甲县"

    written(geodata_copy, "kaputt\n")
    assert place_of(geodata_copy) == Place()

    (geodata_copy / PLACE).unlink()
    assert place_of(geodata_copy) == Place()
