"""The methods in words, with examples that are right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.energy import FUEL_ID
from sihui_map.figures import Figures
from sihui_map.views import method
from tests.views.lacking import with_other_set

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot


def test_the_sources_say_how_much_there_is(
    figures: Figures, public_figures: Figures, snapshot: Snapshot
) -> None:
    assert method.sources_sentence(figures) == (
        f"{len(snapshot.files)} 个数据文件，{len(figures.published())} 个数值，"
        "每个都有单位、性质、来源。"
    )
    assert "无法读取" not in method.sources_sentence(public_figures)


def test_the_formula_comes_with_an_example_that_is_right(figures: Figures) -> None:
    formulas = dict(method.formulas(figures))

    assert formulas["排放量"].endswith(
        "例：1 万立方米天然气＝389.31×15.3÷1000×0.99×44÷12＝21.622 吨CO₂。"
    )
    assert round(389.31 * 15.3 / 1000 * 0.99 * 44 / 12, 3) == 21.622
    assert "2031 年 0.5、2032 年 0.4。" in formulas["电网因子"]
    assert "烟煤" in formulas["构成：煤品"]


def test_the_scope_says_what_is_out_and_where_documents_differ(figures: Figures) -> None:
    formulas = dict(method.formulas(figures))

    assert formulas["核算范围：不计入"].startswith("工业生产过程")
    assert "虚构热电有限公司" in formulas["核算范围：计入"]
    assert "烟煤的低位热值取 23.204 GJ/t" in formulas["煤的参数：已知的不一致"]
    assert "相当于 20.908 MJ/kg" in formulas["煤的参数：已知的不一致"]
    assert "前者比后者高 11.0%" in formulas["煤的参数：已知的不一致"]


def test_boundaries_are_told_in_the_words_of_their_own_sidecar(snapshot: Snapshot) -> None:
    said = dict(method.formulas(Figures(snapshot)))["镇街界线"]
    without = replace(snapshot, boundaries={})

    assert said == (
        "三镇县是虚构的县，只供测试；这里没有任何真实的事。来源：虚构。"
        "不按界线判定任何点位属于哪个镇街。"
    )
    assert dict(method.formulas(Figures(without)))["镇街界线"].startswith("没有可用的镇街界线")


def test_without_a_large_source_nothing_is_said_not_to_be_added(snapshot: Snapshot) -> None:
    without = replace(snapshot, named_sources=())

    assert "核算范围：不能相加" in dict(method.formulas(Figures(snapshot)))
    assert "核算范围：不能相加" not in dict(method.formulas(Figures(without)))


def test_heat_is_said_to_be_counted_once_and_by_which_factor(snapshot: Snapshot) -> None:
    formulas = dict(method.formulas(Figures(with_other_set(snapshot))))

    assert "净购入电力、热力" in formulas["核算范围：计入"]
    assert "热力只计一次，计在产热的地方" in formulas["核算范围：热力只计一次"]
    assert formulas["热力因子"].startswith("企业核算指南为 0.11 tCO₂/GJ（工业其他行业企业")
    assert "省级清单指南没有" in formulas["热力因子"]
    assert formulas["构成：净购入电力和热力"] == "电力调入、电力调出、热力购入、热力外供"


def test_fuels_without_a_factor_are_named(snapshot: Snapshot) -> None:
    """The set that counts has every fuel here, the other one five."""
    known = with_other_set(snapshot)
    any_of_own = known.fuel_factors[0]
    whole = [replace(any_of_own, fuel=fuel) for fuel in FUEL_ID if fuel != any_of_own.fuel]
    figures = Figures(replace(known, fuel_factors=(*known.fuel_factors, *whole)))

    assert dict(method.formulas(figures))["缺系数的品种"] == (
        "因子集「企业核算指南」齐全；"
        "因子集「省级清单指南」缺 12 个：无烟煤、褐煤、洗精煤、其他洗煤、型煤、焦炭、焦炉煤气、"
        "原油、燃料油、煤油、液化石油气、液化天然气；"
        "折标准煤系数缺 12 个：无烟煤、褐煤、洗精煤、其他洗煤、型煤、焦炭、焦炉煤气、"
        "原油、燃料油、煤油、石油焦、液化天然气。"
        "用到这些品种时，该项结果为缺失，不用别的品种代替。"
    )


def test_without_factors_there_is_no_example(snapshot: Snapshot) -> None:
    formulas = dict(method.formulas(Figures(replace(snapshot, fuel_factors=()))))

    assert "例：" not in formulas["排放量"]
    assert formulas["电网因子"].startswith("用虚构电网当年平均因子（kgCO₂/kWh）：。")


def test_the_official_rules_come_with_their_source(figures: Figures) -> None:
    rules = method.rules(figures)

    assert len(rules) == len(figures.snapshot.warning_rules)
    assert all(text.endswith("）") for _, text in rules)
