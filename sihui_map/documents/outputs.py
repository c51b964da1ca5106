"""Everything that can be handed out, by name: the page, the command line and the tests use it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sihui_map.errors import ChoiceError, DocumentError, SihuiMapError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sihui_map.figures import Figures

    Make = Callable[[Figures, Figures | None, str], bytes]

LOG = logging.getLogger(__name__)
OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA = {
    "pptx": f"{OFFICE}.presentationml.presentation",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "gpkg": "application/geopackage+sqlite3",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One thing to hand out: its name on the command line, title, file ending, what it is for.

    ``maker`` takes the figures, those of the 期 before (None without one) and the 审图号.
    """

    key: str
    title: str
    ending: str
    about: str
    maker: Make

    def file_name(self, figures: Figures) -> str:
        """Return the file's name; the snapshot's id stands in it."""
        name, revision = figures.snapshot.place.name, figures.snapshot.revision
        return f"{name}碳达峰_{self.title}_{revision}.{self.ending}"

    def make(self, figures: Figures, before: Figures | None = None, approval: str = "") -> bytes:
        """Return the finished file, or raise a SihuiMapError that names it.

        What nobody foresaw is a line for the log and a sentence for whoever waits for the file.
        """
        try:
            return self.maker(figures, before, approval)
        except SihuiMapError:
            raise
        except Exception as error:
            LOG.exception("%s was not made", self.key)
            msg = f"「{self.title}」没有生成，原因已记入日志，请告诉管理员；其他材料不受影响"
            raise DocumentError(msg) from error


def _maker(module: str, function: str) -> Callable[..., Any]:
    # python-pptx, python-docx and openpyxl take a second to load; most runs need none of them.
    made: Callable[..., Any] = getattr(import_module(f"sihui_map.documents.{module}"), function)
    return made


def _plain(module: str, function: str, figures: Figures, _: Figures | None, approval: str) -> bytes:
    body: bytes = _maker(module, function)(figures, approval=approval)
    return body


def _compared(
    module: str, function: str, figures: Figures, before: Figures | None, approval: str
) -> bytes:
    body: bytes = _maker(module, function)(figures, before=before, approval=approval)
    return body


def _svg(figures: Figures, _: Figures | None, approval: str) -> bytes:
    drawn: str = _maker("maps.picture", "map_svg")(figures, approval=approval)
    return drawn.encode()


def _png(figures: Figures, before: Figures | None, approval: str) -> bytes:
    drawn: bytes | None = _maker("maps.picture", "map_png")(
        _svg(figures, before, approval).decode()
    )
    if drawn is None:
        msg = "这台机器没有中文字体，不能生成 .png；请安装中文字体（如 fonts-noto-cjk），或用 .svg"
        raise DocumentError(msg)
    return drawn


OUTPUTS: Mapping[str, Output] = {
    each.key: each
    for each in (
        Output(
            key="deck",
            title="汇报演示文稿",
            ending="pptx",
            about="可编辑：地图是图形，图表和表格都能改",
            maker=partial(_compared, "pptx.deck", "deck"),
        ),
        Output(
            key="report",
            title="年度跟踪评估报告",
            ending="docx",
            about="按公文格式排版，缺的标〔待补〕",
            maker=partial(_compared, "docx.report", "report"),
        ),
        Output(
            key="evaluation",
            title="年度评估结果报告",
            ending="docx",
            about="各镇街、单位的自评、初算、终评和等级，缺的写明",
            maker=partial(_plain, "docx.evaluation", "evaluation_report"),
        ),
        Output(
            key="town-sheets",
            title="镇街自查表",
            ending="docx",
            about="每个镇街一页 A4，可打印签字",
            maker=partial(_plain, "docx.town_sheet", "town_sheets"),
        ),
        Output(
            key="pack",
            title="离线包",
            ending="html",
            about="一个文件，双击即开，不用联网、不用服务器",
            maker=partial(_plain, "html.pack", "pack"),
        ),
        Output(
            key="databook",
            title="数据册",
            ending="xlsx",
            about="全部表和全部数值，带单位、性质、来源",
            maker=partial(_plain, "xlsx.databook", "databook"),
        ),
        Output(
            key="map",
            title="镇街排放地图",
            ending="svg",
            about="矢量图，可放大、可编辑",
            maker=_svg,
        ),
        Output(
            key="map-png",
            title="镇街排放地图",
            ending="png",
            about="图片，可直接插入文档",
            maker=_png,
        ),
        Output(
            key="gpkg",
            title="地理数据",
            ending="gpkg",
            about="供 QGIS 等地理信息软件使用",
            maker=partial(_plain, "maps.geopackage", "geopackage"),
        ),
    )
}
DEFAULT_SET = ("deck", "report", "town-sheets", "pack", "databook", "map")
"""What one click makes."""


def output(key: str) -> Output:
    """Return the output called ``key``, or raise ChoiceError with what may be."""
    if key not in OUTPUTS:
        known = "、".join(f"{each.key}（{each.title} .{each.ending}）" for each in OUTPUTS.values())
        msg = f"没有名为「{key[:20]}」的材料；可选：{known}"
        raise ChoiceError(msg)
    return OUTPUTS[key]


def deck_on(template: bytes) -> Output:
    """Return the deck on an office's own .pptx ``template``, made apart from everything else."""

    def make(figures: Figures, before: Figures | None, approval: str) -> bytes:
        body: bytes = _maker("apart", "deck_apart")(figures, before, approval, template)
        return body

    return replace(OUTPUTS["deck"], maker=make)
