"""Ids: one writing, one reading, and nothing lost between them."""

from __future__ import annotations

import pytest

from sihui_map.catalogue.indicator import Scope
from sihui_map.catalogue.key import FORMS, Family, FigureKey
from sihui_map.errors import DomainError


@pytest.mark.parametrize(
    ("key", "figure_id"),
    [
        (FigureKey(Family.EMISSION, "coal", area="a-1", year=2020), "emission.coal.a-1.2020"),
        (
            FigureKey(Family.EMISSION, "total", scope=Scope.NET, area="a-1", year=2020),
            "emission.net.total.a-1.2020",
        ),
        (FigureKey(Family.STANDARD_COAL, "all", year=2020), "standard_coal.all.2020"),
        (FigureKey(Family.LEDGER, area="residual", year=2020), "ledger.residual.2020"),
        (
            FigureKey(Family.FACTOR_SET, scope="set.v1.2", area="direct", year=2020),
            "factor_set.set.v1.2.direct.2020",
        ),
        (FigureKey(Family.FOREST, "cover", area="city", year=2020), "forest.cover.city.2020"),
        (FigureKey(Family.FOREST, "gap_pp"), "forest.gap_pp"),
        (FigureKey(Family.PROTECTED_AREA, area="hill"), "protected_area.hill"),
        (
            FigureKey(Family.SITES, "capacity_mw", of="pv", scope="building"),
            "sites.capacity_mw.pv.building",
        ),
        (FigureKey(Family.SITES, "operating_mw", of="pv", year=2020), "sites.operating_mw.pv.2020"),
        (FigureKey(Family.TARGET, "gap", of="goal-2030"), "target.goal-2030.gap"),
        (
            FigureKey(Family.ALLOTMENT, of="goal-2030", area="a-1", year=2030),
            "allotment.goal-2030.a-1.2030",
        ),
        (FigureKey(Family.ALLOTMENT, of="goal-2030", year=2030), "allotment.goal-2030.2030"),
    ],
    ids=str,
)
def test_an_id_is_written_and_taken_apart_alike(key: FigureKey, figure_id: str) -> None:
    assert str(key) == figure_id
    assert FigureKey.parse(figure_id) == key


@pytest.mark.parametrize("family", Family)
def test_every_family_has_forms_and_each_is_read_as_itself(family: Family) -> None:
    told = {"what": "w", "of": "o", "scope": "s", "area": "a"}

    for form in FORMS[family]:
        parts = {name: told[name] for name in form if name != "year"}
        key = FigureKey(family, **parts, year=2020 if "year" in form else None)
        assert FigureKey.parse(str(key)) == key


@pytest.mark.parametrize(
    "figure_id",
    [
        "", "emission", "emission.", "emission.2020", "emission.coal.a-1", "nothing.known",
        "ledger.residual.last", "ledger.residual.2020.x", "ledger..2020", "forest.gap_pp.",
        "emission.coal.a-1.二〇二〇",
    ],
)  # fmt: skip
def test_what_no_figure_can_be_called_is_no_key(figure_id: str) -> None:
    assert FigureKey.parse(figure_id) is None


def test_a_key_with_too_few_parts_is_refused_with_the_forms_that_may_be() -> None:
    with pytest.raises(DomainError, match="数值编号 sites：有 what，应为 what、of、year 或 what、"):
        str(FigureKey(Family.SITES, "capacity_mw"))
