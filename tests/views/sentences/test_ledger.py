"""The ledger in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.views import sentences

if TYPE_CHECKING:
    from sihui_map.figures import Figures


@pytest.mark.parametrize(
    ("year", "sentence"),
    [
        (
            2032,
            (
                "2032 年各项之和与全县总量 16.60 万吨相差 −0.99 万吨（−5.97%），"
                "如实列出，不摊到任何镇街。"
            ),
        ),
        (2033, "2033 年没有公开或申报的全县总量，无法对账；只列已有的各项。"),
    ],
)
def test_the_ledger_says_whether_it_meets(figures: Figures, year: int, sentence: str) -> None:
    assert sentences.ledger_sentence(figures.ledger(year)) == sentence


def test_a_total_without_its_parts_meets_nothing(public_figures: Figures) -> None:
    assert sentences.ledger_sentence(public_figures.ledger(2031)) == (
        "2031 年已有全县总量，但各项尚无数据，无法对账。"
    )
