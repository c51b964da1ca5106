"""What the invented county has not and a rule asks for: a target without a number, another set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sihui_map.domain.factors import FuelFactor
from sihui_map.domain.light import Baseline, Basis, Grading, Rule
from sihui_map.domain.plan import Operator, Target

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

PEAK = Target(
    target_id="peak",
    indicator="虚构产量达峰",
    year=2037,
    operator=None,
    value=None,
    unit="",
    clause_no=101,
    section="虚构的章节",
    baseline_year=None,
    quote="虚构：到2037年,完成虚构市下达的目标",
    note="虚构：没有数值。",
)
"""A target that the plan names and gives no number."""
PEAK_RULE = Rule(
    target_id=PEAK.target_id,
    grading=Grading.SHARE,
    basis=Basis.RULED,
    direction=Operator.AT_LEAST,
    baseline=Baseline.FIRST,
    decimals=2,
    note="虚构：数值下达以后按不低于判定。",
)

OWN_SET, OTHER_SET = "enterprise_2015", "provincial_2031"
"""The set that counts, and one beside it."""
# Fuel, unit, GJ per unit, tC per TJ: oxidised whole, so that a tonne gives a round number.
OF_OTHER_SET = (
    ("烟煤", "t", 20.0, 30.0),  # 2.2 tCO2
    ("汽油", "t", 45.0, 20.0),  # 3.3
    ("柴油", "t", 42.0, 20.0),  # 3.08
    ("天然气", "10^4 Nm3", 390.0, 15.0),  # 21.45
    ("石油焦", "t", 32.5, 27.5),  # of which there is no standard coal
)


def with_peak(snapshot: Snapshot) -> Snapshot:
    """Return ``snapshot`` with a target that has no number, and the rule of its light."""
    return replace(
        snapshot,
        targets=(*snapshot.targets, PEAK),
        light_rules=(*snapshot.light_rules, PEAK_RULE),
    )


def with_other_set(snapshot: Snapshot) -> Snapshot:
    """Return ``snapshot`` with a second set of factors, which lacks two fuels of the first.

    Of 石油焦, which both have, and of 煤油 the county has no coefficient of standard coal.
    """
    factors = [
        FuelFactor(
            factor_set=OTHER_SET, fuel=fuel, unit=unit, ncv_gj_per_unit=heat,
            carbon_content_tc_per_tj=carbon, share_oxidised=1.0, source="虚构的另一指南",
        )
        for fuel, unit, heat, carbon in OF_OTHER_SET
    ]  # fmt: skip
    own = [
        replace(factors[-1], factor_set=OWN_SET, ncv_gj_per_unit=31.0),
        replace(factors[-1], factor_set=OWN_SET, fuel="煤油", ncv_gj_per_unit=44.0),
    ]
    return replace(snapshot, fuel_factors=(*snapshot.fuel_factors, *own, *factors))
