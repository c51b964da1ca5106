"""Finding by a few words: what fits, how well, and what of it stands there."""

from __future__ import annotations

import pytest

from sihui_map.domain.search import Entry, Group, Index, Kind

JIA = Entry(Kind.TOWN, "甲镇", "", "town?town=1", (("jia", "zhen"), ("jiazhen",)))
JIAXING = Entry(Kind.UNIT, "甲行局", "牵头 2 项任务", "unit", (("jia", "hang", "ju"),))
ROOF = Entry(Kind.SITE, "甲镇屋顶光伏", "分布式光伏 · 投产", "sites#site-1", (("jia",),))
FIRST = Entry(
    Kind.CLAUSE, "第 1 条　推进煤炭替代", "严格控制煤炭消费。到2030年,用LED灯。" * 5, "tasks#1",
    (("tui", "jin", "mei", "tan"),),
)  # fmt: skip
ELEVENTH = Entry(
    Kind.CLAUSE, "第 11 条　植树", "先种一棵树，再到林场种一百棵树，" * 6 + "治理煤烟。", "tasks#11"
)
INDEX = Index((JIA, JIAXING, ROOF, FIRST, ELEVENTH))


def found(query: str) -> list[str]:
    return [hit.entry.title for group in INDEX.find(query) for hit in group.hits]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("甲镇", ["甲镇", "甲镇屋顶光伏"]),
        ("甲", ["甲镇", "甲行局", "甲镇屋顶光伏"]),
        ("jz", ["甲镇"]),
        ("jiazh", ["甲镇"]),
        ("jiz", ["甲镇"]),
        ("hj", ["甲行局"]),
        ("JHJ", ["甲行局"]),
        ("甲镇光伏", ["甲镇屋顶光伏"]),
        ("投产屋顶", ["甲镇屋顶光伏"]),
        ("甲 投产", ["甲镇屋顶光伏"]),
        ("甲zhen", ["甲镇"]),
        ("第1条", ["第 1 条　推进煤炭替代"]),
        ("第 11 条", ["第 11 条　植树"]),
        ("1", ["第 1 条　推进煤炭替代"]),
        ("2030", ["第 1 条　推进煤炭替代"]),
        ("led", ["第 1 条　推进煤炭替代"]),
        ("\uff2c\uff25\uff24", ["第 1 条　推进煤炭替代"]),
        ("煤", ["第 1 条　推进煤炭替代", "第 11 条　植树"]),
        ("煤 植树", ["第 11 条　植树"]),
        ("203", []),
        ("z", []),
        ("乙", []),
        ("甲 乙", []),
        ("……", []),
        ("  ", []),
        ("", []),
    ],
)
def test_what_fits_every_word_is_found(query: str, titles: list[str]) -> None:
    assert found(query) == titles


def test_the_kind_that_fits_best_comes_first() -> None:
    assert [group.kind for group in INDEX.find("屋顶")] == [Kind.SITE]
    assert [group.kind for group in INDEX.find("任务")] == [Kind.UNIT]
    assert [group.kind for group in INDEX.find("甲")] == [Kind.TOWN, Kind.UNIT, Kind.SITE]


def test_all_of_a_kind_are_counted_and_the_best_are_told() -> None:
    (group,) = INDEX.find("煤", most=1)

    assert group == Group(Kind.CLAUSE, 2, group.hits)
    assert [hit.entry for hit in group.hits] == [FIRST]


def test_the_excerpt_stands_around_what_was_found() -> None:
    (group,) = INDEX.find("煤烟")
    (hit,) = group.hits

    assert hit.excerpt.startswith("…")
    assert hit.excerpt.endswith("治理煤烟。")
    assert hit.marks == ("煤烟",)


def test_marks_are_the_pieces_that_stand_there_and_no_sounds() -> None:
    assert INDEX.find("甲镇光伏")[0].hits[0].marks == ("甲镇", "光伏")
    assert INDEX.find("jz")[0].hits[0].marks == ()


def test_a_long_query_is_cut() -> None:
    assert found("煤" + "　" * 100 + "乙") == found("煤")
