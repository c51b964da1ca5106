"""What this revision is: day, sample or not, factor set, years, files that could not be read."""

from datetime import date
from typing import Annotated

from pydantic import Field

from sihui_map.api.answer import Answer, Revision
from sihui_map.domain.town import SCHEMATIC_NOTE
from sihui_map.figures import Figures

SAMPLE_NOTE = "含示例数据：性质为「示例」的值不是实际数据"


class Problem(Answer, title="一个未能读取的数据文件"):
    """A file that could not be read."""

    file: Annotated[str, Field(description="文件名，相对于 geodata/")]
    sentence: Annotated[str, Field(description="问题和处理办法")]


class Meta(Answer, title="这一期数据是什么"):
    """What this revision is."""

    revision: Revision
    issue: Annotated[int, Field(description="第几期；0 为尚未建库、直接读文件", ge=0)]
    issue_names: Annotated[list[str], Field(description="存档名称；没有存档的为空")]
    is_latest: Annotated[bool, Field(description="是否为最新一期")]
    data_day: Annotated[date, Field(description="数据截至日期")]
    with_sample: Annotated[bool, Field(description="是否含示例数据")]
    factor_set: Annotated[str | None, Field(description="全部总量所用的因子集；读不到时为 null")]
    grid_region: Annotated[str, Field(description="电网排放因子的地区")]
    grid_fallback: Annotated[
        bool, Field(description="电网因子尚未公布的年份是否按最近已公布年份计算（标「初步」）")
    ]
    years: Annotated[list[int], Field(description="有能源数据的年份")]
    ledger_years: Annotated[list[int], Field(description="有平衡表的年份")]
    forest_years: Annotated[list[int], Field(description="有森林覆盖率数据的年份")]
    count_towns: Annotated[int, Field(description="统计范围内的镇街数", ge=0)]
    problems: Annotated[list[Problem], Field(description="未能读取的数据文件")]
    notes: Annotated[list[str], Field(description="使用这些数据必须知道的话")]
    map_approval_number: Annotated[str, Field(description="审图号；尚未取得时为空")]


def meta_answer(figures: Figures, approval: str) -> Meta:
    """Return what this revision is."""
    snapshot = figures.snapshot
    return Meta(
        revision=snapshot.revision,
        issue=snapshot.issue.number,
        issue_names=list(snapshot.issue.names),
        is_latest=snapshot.issue.is_latest,
        data_day=snapshot.data_day,
        with_sample=snapshot.with_sample,
        factor_set=figures.factors.name if figures.factors else None,
        grid_region=snapshot.place.grid_region,
        grid_fallback=snapshot.grid_fallback,
        years=list(figures.years),
        ledger_years=list(figures.ledger_years),
        forest_years=list(figures.forest_years),
        count_towns=len(figures.towns),
        problems=[Problem.model_validate(problem) for problem in snapshot.problems],
        notes=[SCHEMATIC_NOTE, *([SAMPLE_NOTE] if snapshot.with_sample else [])],
        map_approval_number=approval,
    )
