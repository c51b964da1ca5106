"""The addresses of the interface, and what each answers."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response

from sihui_map.api.allotments import Allotments, allotments_answer
from sihui_map.api.answer import ErrorAnswer
from sihui_map.api.emissions import (
    EmissionRow,
    Emissions,
    EnergyUses,
    emission_rows,
    energy_use_rows,
)
from sihui_map.api.evaluations import Evaluations, evaluation_rows
from sihui_map.api.forest import Forest, forest_answer
from sihui_map.api.geojson import (
    GeoJSONResponse,
    SiteCollection,
    TownCollection,
    site_collection,
    town_collection,
)
from sihui_map.api.ledger import Ledgers, ledger_answer
from sihui_map.api.meta import Meta, meta_answer
from sihui_map.api.parks import Parks, parks_answer
from sihui_map.api.plan import TargetDetail, Targets, target_detail, target_row
from sihui_map.api.published import PublishedFigures, figure_rows
from sihui_map.api.query import asked_snapshot, asked_words, asked_year, chosen_years, no_query
from sihui_map.api.reported import ReportedTables, reported_tables
from sihui_map.api.search import Found, found_answer
from sihui_map.api.tasks import Dispatch, Tasks, dispatch_answer, task_rows
from sihui_map.csvfile import csv_text
from sihui_map.domain.search import Index
from sihui_map.figures import Figures


def current_figures(request: Request, snapshot: Annotated[str, Depends(asked_snapshot)]) -> Figures:
    """Return the figures of the snapshot asked for, by default of the newest."""
    figures: Figures = request.app.state.figures(snapshot)
    return figures


Current = Annotated[Figures, Depends(current_figures)]


def current_approval(request: Request) -> str:
    """Return the 审图号, empty until there is one."""
    return str(request.app.state.approval())


Approval = Annotated[str, Depends(current_approval)]


def current_index(request: Request, figures: Current) -> Index:
    """Return all that can be found in the figures asked for."""
    index: Index = request.app.state.index(figures)
    return index


CurrentIndex = Annotated[Index, Depends(current_index)]
AskedWords = Annotated[str, Depends(asked_words)]
AskedYear = Annotated[int | None, Depends(asked_year)]
NO_QUERY = [Depends(no_query)]


def _error(description: str) -> dict[str, Any]:
    # Written out: FastAPI's `model=` would promise an error in the media type of the answer.
    schema = ErrorAnswer.model_json_schema()
    return {"description": description, "content": {"application/json": {"schema": schema}}}


ERRORS: dict[int | str, dict[str, Any]] = {
    404: _error("没有这一期：列出可选的期"),
    422: _error("参数不对：没有这个参数，或者值不合要求"),
    503: _error("数据暂时不可用：说明哪个文件、什么问题、怎么处理"),
}
YEAR_ERRORS = {**ERRORS, 404: _error("没有这一期，或没有这一年的数据：列出可选的")}

TARGET_ERRORS = {**ERRORS, 404: _error("没有这一期，或没有这个目标：列出可选的")}
TargetId = Annotated[str, Path(description="目标的编号")]


class CsvResponse(Response):
    """A CSV file."""

    media_type = "text/csv"


class ReadOnlyRouter(APIRouter):
    """A router whose every address answers GET, documented, and HEAD, as HTTP wants."""

    def read(
        self,
        path: str,
        *,
        summary: str,
        **options: Any,  # noqa: ANN401 FastAPI's own options
    ) -> Callable[[Callable[..., object]], Callable[..., object]]:
        """Register a function for GET and HEAD of ``path``."""

        def register(endpoint: Callable[..., object]) -> Callable[..., object]:
            self.get(path, summary=summary, response_description="成功", **options)(endpoint)
            self.head(path, include_in_schema=False, **options)(endpoint)
            return endpoint

        return register


router = ReadOnlyRouter()


@router.read(
    "/meta",
    summary="这一期数据是什么",
    description="期号、数据日期、是否含示例、因子集、年份、未能读取的文件、须知。",
    dependencies=NO_QUERY,
    responses=ERRORS,
)
def meta(figures: Current, approval: Approval) -> Meta:
    """Return what this revision is."""
    return meta_answer(figures, approval)


@router.read(
    "/towns.geojson",
    summary="镇街示意界线",
    description="全部镇街，含不在统计范围内的；界线只是示意。坐标为 WGS84，度。",
    response_class=GeoJSONResponse,
    dependencies=NO_QUERY,
    responses=ERRORS,
)
def towns(figures: Current, approval: Approval) -> TownCollection:
    """Return every unit with its schematic boundary."""
    return town_collection(figures, approval)


@router.read(
    "/emissions",
    summary="各镇街的排放",
    description="每个镇街、每年、每种构成一行，单位 tCO2；没有数值的写明原因。",
    responses=YEAR_ERRORS,
)
def emissions(figures: Current, year: AskedYear) -> Emissions:
    """Return the emissions of the towns."""
    years = chosen_years(year, figures.years, what="排放数据")
    return Emissions(revision=figures.snapshot.revision, rows=emission_rows(figures, years))


@router.read(
    "/emissions.csv",
    summary="各镇街的排放（CSV）",
    description="与 /emissions 相同的行；UTF-8（带 BOM），可用表格软件直接打开。",
    response_class=CsvResponse,
    responses=YEAR_ERRORS,
)
def emissions_csv(figures: Current, year: AskedYear) -> CsvResponse:
    """Return the same rows as a file."""
    years = chosen_years(year, figures.years, what="排放数据")
    found = emission_rows(figures, years)
    name = "-".join(["emissions", *([str(year)] if year else []), figures.snapshot.revision])
    return CsvResponse(
        csv_text(list(EmissionRow.model_fields), (row.model_dump().values() for row in found)),
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@router.read(
    "/energy_use",
    summary="能源活动",
    description="镇街和重点排放源每年每种能源的用量，按上报的单位。",
    responses=YEAR_ERRORS,
)
def energy_use(figures: Current, year: AskedYear) -> EnergyUses:
    """Return energy use as reported."""
    years = chosen_years(year, figures.years, what="能源数据")
    return EnergyUses(revision=figures.snapshot.revision, rows=energy_use_rows(figures, years))


@router.read(
    "/reported",
    summary="填报的各行",
    description="每张填报数据表的列和各行，数值按列所写的单位；没有数值的为 null，或写明原因。",
    dependencies=NO_QUERY,
    responses=ERRORS,
)
def reported(figures: Current) -> ReportedTables:
    """Return every reported table."""
    return ReportedTables(revision=figures.snapshot.revision, tables=reported_tables(figures))


@router.read(
    "/ledger",
    summary="平衡表",
    description="各镇街、重点排放源、净调入电力之和，与规划的{whole}总量对照，单位 tCO2。"
    "热力只计在产热的地方。",
    responses=YEAR_ERRORS,
)
def ledger(figures: Current, year: AskedYear) -> Ledgers:
    """Return the ledger of each year."""
    years = chosen_years(year, figures.ledger_years, what="平衡表")
    return Ledgers(
        revision=figures.snapshot.revision,
        ledgers=[ledger_answer(figures, each) for each in years],
    )


@router.read(
    "/sites.geojson",
    summary="项目",
    description="全部项目；只有位置准到点的才有几何。坐标为 WGS84，度。",
    response_class=GeoJSONResponse,
    dependencies=NO_QUERY,
    responses=ERRORS,
)
def sites(figures: Current, approval: Approval) -> SiteCollection:
    """Return every project site."""
    return site_collection(figures, approval)


@router.read(
    "/forest",
    summary="森林覆盖率",
    description="法定口径森林覆盖率（%）、目标、差距（个百分点、公顷）、路径、保护地。",
    dependencies=NO_QUERY,
    responses=ERRORS,
)
def forest(figures: Current) -> Forest:
    """Return forest cover, target and gap."""
    return forest_answer(figures)


@router.read(
    "/parks",
    summary="园区循环化改造",
    description="园区、最近一次上报和条文清单；逐年完成率（%）。",
    dependencies=NO_QUERY,
    responses=ERRORS,
)
def parks(figures: Current) -> Parks:
    """Return the parks and their progress."""
    return parks_answer(figures)


@router.read(
    "/tasks",
    summary="附件1的任务",
    description="附件1的任务，文字照原文，有疑点的附两种读法；自报的状态和进展、系统计时、"
    "时间表、配合情况。",
    dependencies=NO_QUERY,
    responses=ERRORS,
)
def tasks(figures: Current) -> Tasks:
    """Return the tasks of annex 1."""
    return Tasks(revision=figures.snapshot.revision, rows=task_rows(figures))


@router.read(
    "/dispatch",
    summary="调度：要先处理的任务",
    description="逾期、临期、受阻、滞后、停滞、从未收到进展的任务序号；按期率和清单完备度。",
    dependencies=NO_QUERY,
    responses=ERRORS,
)
def dispatch(figures: Current) -> Dispatch:
    """Return what has to be dealt with first."""
    return dispatch_answer(figures)


@router.read(
    "/targets",
    summary="规划的目标",
    description="每个目标、原文、最新进展和亮灯；没有数值的是灰灯并写明原因。",
    dependencies=NO_QUERY,
    responses=ERRORS,
)
def targets(figures: Current) -> Targets:
    """Return the targets and how they stand."""
    return Targets(
        revision=figures.snapshot.revision,
        rows=[target_row(figures, item) for item in figures.standings],
    )


@router.read(
    "/targets/{target_id}",
    summary="规划的一个目标",
    description="一个目标的基线、路径、各年数值、差距、亮灯、分解和同一条的任务。",
    dependencies=NO_QUERY,
    responses=TARGET_ERRORS,
)
def target(figures: Current, target_id: TargetId) -> TargetDetail:
    """Return one target with all that hangs on it."""
    return target_detail(figures, target_id)


@router.read(
    "/allotments",
    summary="目标分解",
    description="各单位承担的分解值、阶段、批准文件；各阶段合计、已批准合计、与目标的差额。",
    dependencies=NO_QUERY,
    responses=ERRORS,
)
def allotments(figures: Current) -> Allotments:
    """Return every share of a target and what they add up to."""
    return allotments_answer(figures)


@router.read(
    "/evaluations",
    summary="年度评估",
    description="每个镇街、单位、任务每年一行：自评、系统初算、终评并列，互不覆盖；按方案的顺序。",
    responses=YEAR_ERRORS,
)
def evaluations(figures: Current, year: AskedYear) -> Evaluations:
    """Return the yearly evaluation."""
    years = chosen_years(year, figures.evaluation_years, what="年度评估")
    return Evaluations(revision=figures.snapshot.revision, rows=evaluation_rows(figures, years))


@router.read(
    "/figures",
    summary="全部公布的数",
    description="每个公布的数，按编号；数值、单位、性质、来源，没有数值的写明原因。",
    dependencies=NO_QUERY,
    responses=ERRORS,
)
def published(figures: Current) -> PublishedFigures:
    """Return every published figure."""
    return PublishedFigures(revision=figures.snapshot.revision, rows=figure_rows(figures))


@router.read(
    "/search",
    summary="查找",
    description="按字词、拼音或首字母找镇街、单位、页面、指标、任务、项目、园区、条款、行动；"
    "几个词都要符合。",
    responses=ERRORS,
)
def search(figures: Current, index: CurrentIndex, words: AskedWords) -> Found:
    """Return what fits the words, by kind."""
    return found_answer(figures.snapshot.revision, words, index)
