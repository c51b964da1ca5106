"""The report on the yearly evaluation: the page's numbers, the rules, every gap by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.documents.docx.evaluation import evaluation_report
from sihui_map.views import evaluation, tables
from tests.documents.papers import grid, opened, texts

if TYPE_CHECKING:
    from sihui_map.figures import Figures


@pytest.mark.parametrize("store", ["figures", "public_figures", "mixed_figures"])
def test_the_report_has_the_scores_of_the_page_in_the_plans_order(
    store: str, request: pytest.FixtureRequest
) -> None:
    figures: Figures = request.getfixturevalue(store)
    year = figures.default_evaluation_year
    found = evaluation.found_of(figures, figures.evaluated, year)
    document = opened(evaluation_report(figures))
    said = texts(document)

    rows = grid(document, "评估对象", "自评（分）")
    towns = [each.subject for each in evaluation.by_kind(found)[0][1]]
    shown = tables.evaluations_table(figures, towns, [year])
    assert [row[0] for row in rows] == [cell.text for cell in shown.column("subject")]
    for name, at in (("own", 1), ("first", 3), ("final", 4)):
        assert [row[at] for row in rows] == [cell.text for cell in shown.column(name)]
    for term, text in evaluation.rules(figures):
        assert f"{term.removeprefix('年度评估：')}：{text}" in said
    gaps = [line for line in said if line.startswith("〔待补：缺")]
    for name, lack in evaluation.missing_of(figures, found):
        assert any(name in line and f"缺{lack}：" in line for line in gaps)


def test_what_was_said_of_a_town_stands_with_its_grounds(figures: Figures) -> None:
    rows = grid(opened(evaluation_report(figures)), "哪一步", "得分")

    assert [row[:3] for row in rows if row[0] in ("自评", "初评", "终评", "等级")] == [
        ["自评", "81.0 分", "示例：虚构的理由。（乙镇填）"],
        ["初评", "78.0 分", "示例：虚构的理由。"],
        ["终评", "79.5 分", "示例：虚构的会议。"],
        ["等级", "合格", "—"],
    ]
