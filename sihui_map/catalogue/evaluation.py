"""The yearly evaluation: what towns and units say of themselves, and what was judged."""

from __future__ import annotations

from sihui_map.catalogue.column import (
    AMOUNT,
    KIND_COLUMN,
    NEEDED,
    SIZE,
    SOURCE_COLUMN,
    TEXT,
    YEAR_COLUMN,
    Column,
    Spelled,
    listed,
)
from sihui_map.catalogue.dataset import Dataset, SheetOf
from sihui_map.domain.check import Rule
from sihui_map.domain.evaluation import (
    CORRECTED_SCORE,
    FINAL_SCORE,
    FIRST_SCORE,
    OWN_SCORE,
    POINTS,
    Evaluation,
    SelfEvaluation,
    SubjectKind,
)

SUBJECT_COLUMNS = (
    YEAR_COLUMN,
    Column("subject_kind", "对象类别", listed("evaluated_kind", holds=SubjectKind), width=10),
    Column(
        "subject_id",
        "评估对象",
        listed("evaluated", rule=Rule.UNKNOWN),
        must_exist=True,
        header="对象代码",
        width=16,
        spelled=Spelled("evaluated", "评估对象", 44),
    ),
)
SELF_EVALUATIONS = Dataset(
    name="self_evaluations",
    title="年度自评",
    columns=(
        *SUBJECT_COLUMNS,
        Column("score", OWN_SCORE, AMOUNT, unit=POINTS, width=16),
        Column("ground", "自评理由", NEEDED, width=40),
        Column("evidence", "依据", NEEDED, width=40),
        Column("filled_by", "填报单位", listed("filler", rule=Rule.UNKNOWN, required=False)),
        KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    key=("year", "subject_kind", "subject_id"),
    telling=("score", "ground", "evidence"),
    sheet=SheetOf(
        "年度自评",
        "镇街填自己的，单位填自己的和牵头任务的；得分 0–100，最多一位小数，理由和依据都要写",
        since=4,
    ),
    record=SelfEvaluation,
    attribute="self_evaluations",
    owner="subject_id",
)
"""Whose a task's row is, ``workflow/permitting.py`` says: its lead units'."""
EVALUATIONS = Dataset(
    name="evaluations",
    title="年度评定",
    columns=(
        *SUBJECT_COLUMNS,
        Column("score", FIRST_SCORE, AMOUNT, unit=POINTS, width=16),
        Column("ground", "初评理由", NEEDED, width=40),
        Column("final_score", FINAL_SCORE, SIZE, unit=POINTS, width=16),
        Column("final_ground", "终评理由", TEXT, width=40),
        Column("no_self", "没有自评的原因", TEXT, width=24),
        Column("corrected_score", CORRECTED_SCORE, SIZE, unit=POINTS, width=16),
        Column("corrected_ground", "更正理由", TEXT, width=40),
        KIND_COLUMN,
        SOURCE_COLUMN,
    ),
    key=("year", "subject_kind", "subject_id"),
    telling=(
        "score", "ground", "final_score", "final_ground", "no_self", "corrected_score",
        "corrected_ground",
    ),
    sheet=SheetOf(
        "年度评定",
        "审核人员填；先初评、后终评，终评发布以后不能改，只能在「更正」两列写明得分和理由",
        since=4,
    ),
    record=Evaluation,
    attribute="evaluations",
    owner="",
)  # fmt: skip
"""The reviewers' own: a clerk hands in none, and whoever handed in does not approve."""
