"""Every document is made from whatever rows there are: real reporting begins with a few."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from sihui_map.documents.outputs import OUTPUTS
from sihui_map.errors import DocumentError
from sihui_map.figures import Figures

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

TABLES = (
    "energy_uses", "contexts", "reported_rows", "forest_covers", "park_progress", "task_updates",
    "sites", "parks", "named_sources", "explanations", "city_facts", "targets",
    "protected_areas",
)  # fmt: skip
QUICK = ("deck", "report", "pack", "databook", "map")


def some_rows(snapshot: Snapshot, seed: int) -> Snapshot:
    """Return ``snapshot`` with a part of each table, from none to all, drawn by ``seed``."""
    draw = random.Random(seed)  # noqa: S311 no secret
    kept: dict[str, Any] = {}
    for name in TABLES:
        share = draw.choice([0, 0.02, 0.1, 0.5, 0.9, 1])
        kept[name] = tuple(row for row in getattr(snapshot, name) if draw.random() < share)
    years = set(draw.sample(range(2020, 2026), draw.randint(1, 3)))
    for name in ("energy_uses", "contexts", "forest_covers"):
        kept[name] = tuple(row for row in kept[name] if row.year in years)
    return replace(snapshot, with_sample=bool(seed % 2), **kept)


@pytest.mark.parametrize("key", OUTPUTS)
@pytest.mark.parametrize("samples", ["off", "on"])
def test_every_document_is_made_when_reporting_has_begun(
    mixed_figures: Figures, mixed_sample_figures: Figures, figures: Figures, key: str, samples: str
) -> None:
    mixed = mixed_figures if samples == "off" else mixed_sample_figures

    assert len(OUTPUTS[key].maker(mixed, figures, "")) > 5000


@pytest.mark.parametrize("seed", range(4))
def test_every_document_is_made_from_any_part_of_the_rows(
    snapshot: Snapshot, figures: Figures, seed: int
) -> None:
    partial = Figures(some_rows(snapshot, seed))

    for key in QUICK:
        assert OUTPUTS[key].maker(partial, figures if seed % 2 else None, "")


def test_what_nobody_foresaw_is_a_sentence_that_names_the_document(figures: Figures) -> None:
    def broken(*_: object) -> bytes:
        msg = "min() arg is an empty sequence"
        raise ValueError(msg)

    with pytest.raises(DocumentError, match="「汇报演示文稿」没有生成，原因已记入日志"):
        replace(OUTPUTS["deck"], maker=broken).make(figures)
