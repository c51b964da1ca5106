"""Emissions in sentences: the sum and the highest, or why there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sihui_map.catalogue.indicator import Indicator, Scope
from sihui_map.catalogue.indicators import ELECTRICITY, PER_HEAD, TOTAL
from sihui_map.domain.snapshot import Problem
from sihui_map.figures import Figures
from sihui_map.views import sentences

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


@pytest.mark.parametrize(
    ("year", "measure", "scope", "sentence"),
    [
        (
            2033,
            TOTAL,
            Scope.DIRECT,
            "2033 年 3 个镇街排放总量（直接排放）合计 7.86 万吨CO₂，最高为甲镇，5.04 万吨CO₂。",
        ),
        (
            2032,
            PER_HEAD,
            Scope.NET,
            "2032 年 3 个镇街人均排放（直接＋净购入电力和热力）：最高为乙镇，2.94 吨CO₂/人。",
        ),
        (
            2033,
            TOTAL,
            Scope.NET,
            "2033 年排放总量（直接＋净购入电力和热力）缺失：当年电网排放因子未公开，不推测。",
        ),
        (
            2031,
            ELECTRICITY,
            Scope.DIRECT,
            "2031 年 3 个镇街净购入电力和热力排放合计 6.00 万吨CO₂，最高为乙镇，4.00 万吨CO₂。",
        ),
    ],
)
def test_emissions_are_said_as_the_map_shows_them(
    figures: Figures, year: int, measure: Indicator, scope: Scope, sentence: str
) -> None:
    assert sentences.emissions_sentence(figures, year, measure, scope) == sentence


def test_emissions_without_reports_are_not_invented(public_figures: Figures) -> None:
    sentence = sentences.emissions_sentence(public_figures, 0, TOTAL, Scope.DIRECT)

    assert sentence.startswith("尚无填报数据：公开资料没有分镇街用能")


def test_a_missing_measure_names_its_own_reason(snapshot: Snapshot) -> None:
    no_factors = Figures(replace(snapshot, fuel_factors=()))
    no_towns = replace(snapshot, towns=())
    broken = replace(no_towns, problems=(Problem(file="units.csv", sentence="缺列"),))

    shown = [
        sentences.emissions_sentence(figures, 2032, TOTAL, Scope.DIRECT)
        for figures in (no_factors, Figures(no_towns), Figures(broken))
    ]

    assert shown == [
        "2032 年排放总量（直接排放）缺失：排放因子文件无法读取，不推测。",
        "2032 年排放总量（直接排放）缺失：暂无镇街名录，不推测。",
        "2032 年排放总量（直接排放）缺失：镇街名录无法读取，不推测。",
    ]


def test_what_emissions_come_from_names_the_chosen_factor_set(snapshot: Snapshot) -> None:
    other = Figures(replace(snapshot, factor_set="provincial_2025"))

    assert sentences.energy_source(other).startswith("能源活动 × 省级清单指南因子集")
