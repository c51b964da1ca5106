"""The server around Streamlit: routes, headers, files from memory, a warm start."""

from __future__ import annotations

import gc
import gzip
import logging
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

from sihui_map.api.app import create_api
from sihui_map.catalogue import dataset
from sihui_map.domain.town import town_by_code
from sihui_map.errors import AccessError, SihuiMapError
from sihui_map.intake.csv_lines import csv_of
from sihui_map.settings import link_to, read_settings
from sihui_map.ui import (
    cache,
    cells,
    door,
    downloads,
    garbage,
    identity,
    logbook,
    materials,
    own,
    reminding,
    search,
    sso,
    state,
    static,
    visible,
)
from sihui_map.ui.answers import told
from sihui_map.ui.bodies import Bodies
from sihui_map.ui.first import first_map, first_page
from sihui_map.ui.gate import Gate
from sihui_map.ui.headers import Headers, page_policy
from sihui_map.ui.map_frame import compiled_map
from sihui_map.ui.streamlit_inside.pages import index_page
from sihui_map.ui.turns import Lanes, Turns
from sihui_map.ui.visits import Visits
from sihui_map.views import access, maps, tables
from sihui_map.views.locator import locator
from sihui_map.views.table import to_csv
from sihui_map.views.thumbnails import thumbnail
from sihui_map.workflow import accounts
from sihui_map.workflow.permitting import exported_log

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from sihui_map.catalogue import Dataset
    from sihui_map.figures import Figures

LOG = logging.getLogger(__name__)
SHELL = "sihui_map/ui/shell.py"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
SWITCH_INTERVAL_S = 0.0005
"""A request need not wait 5 ms for a script that runs: the default of Python."""


def asked_figures(request: Request) -> Figures:
    """Return the figures of ``?snapshot=``, by default of what is published now."""
    return cache.figures(request.query_params.get(state.SNAPSHOT, ""))


def healthz(_: Request) -> Response:
    """Say whether the figures can be computed; which, where everyone may read them."""
    figures = cache.figures()
    if read_settings().is_closed:
        return JSONResponse({"status": "degraded" if figures.snapshot.problems else "ok"})
    return JSONResponse(
        {
            "status": "ok" if not figures.snapshot.problems else "degraded",
            "revision": figures.snapshot.revision,
            "problems": [problem.sentence for problem in figures.snapshot.problems],
        }
    )


def map_file(request: Request) -> Response:
    """Return the compiled map of a page; any replica can make it."""
    name = request.path_params["name"]
    if name not in maps.MAPS:
        return PlainTextResponse("没有这张地图。", 404)
    found = compiled_map(name, asked_figures(request))
    body, current = found.script.encode(), request.query_params.get("v") == found.version
    headers = {
        "cache-control": "public, max-age=31536000, immutable" if current else "no-cache",
        "vary": "accept-encoding",
        "access-control-allow-origin": "*",
    }
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 6, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, media_type="text/javascript; charset=utf-8", headers=headers)


def map_address(name: str) -> str:
    """Return where the map ``name`` is as it is published now, "" where there is none."""
    if name not in maps.MAPS:
        return ""
    try:
        return compiled_map(name, cache.figures()).address
    except SihuiMapError:  # the page says what is wrong; its frame waits for a map
        return ""


def map_version(name: str, snapshot: str) -> str:
    """Return what tells a map from every other: only who has seen its page knows it."""
    return compiled_map(name, cache.figures(snapshot)).version if name in maps.MAPS else ""


def locator_file(request: Request) -> Response:
    """Return the drawing that says where a town lies."""
    body = locator(asked_figures(request), request.path_params["code"])
    return Response(body, media_type="image/svg+xml", headers={"cache-control": "no-cache"})


def thumbnail_file(request: Request) -> Response:
    """Return the small picture of an output."""
    body = thumbnail(asked_figures(request), request.path_params["key"])
    return Response(body, media_type="image/svg+xml", headers={"cache-control": "no-cache"})


def table_file(request: Request) -> Response:
    """Return one table of a page as CSV, with the same rows that the page shows."""
    params = dict(request.query_params)
    figures = cache.figures(params.pop(state.SNAPSHOT, ""))
    table = downloads.table(request.path_params["name"], figures, params)
    name = quote(f"{table.title}_{figures.snapshot.revision}.csv")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(to_csv(table), media_type=CSV, headers=headers)


def reported_file(request: Request) -> Response:
    """Return the published rows of one reported table as CSV, as the desk takes it again."""
    found = dataset(request.path_params["name"])
    known = cache.archive().known(cache.today())
    known = known.readable_by(visible.reader(request.scope) if found.is_confidential else None)
    name = quote(f"{found.title}_{known.figures.snapshot.revision}.csv")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", **_kept(found)}
    table = found.of(known.figures.snapshot.place)
    return Response(csv_of(table, known.rows), media_type=CSV, headers=headers)


def _kept(table: Dataset) -> dict[str, str]:
    """Return the header that keeps what is one reader's own out of every cache."""
    return {"cache-control": "no-store"} if table.is_confidential else {}


def enterprises_file(request: Request) -> Response:
    """Return the enterprises as who asks may read them, as CSV."""
    figures, who = asked_figures(request), visible.reader(request.scope)
    body = to_csv(tables.enterprises_table(figures, figures.snapshot.sealed.seen_by(who)))
    name = quote("重点用能单位.csv")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    headers["cache-control"] = "no-store"
    return Response(body, media_type=CSV, headers=headers)


def template_file(request: Request) -> Response:
    """Return the workbook to fill in, for the whole city or for ``?town=``."""
    town = request.query_params.get(state.TOWN, "")
    # The same for everyone: it is kept, and comes without what not everyone may read.
    known = cache.archive().known(cache.today()).readable_by(None)
    if town:
        town_by_code(known.figures.towns, town)
    body = materials.workbook(known, town)
    name = quote(f"碳达峰填报模板_{known.figures.snapshot.revision}.xlsx")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(body, media_type=XLSX, headers=headers)


def log_file(request: Request) -> Response:
    """Return the log as CSV, to those who may read it."""
    account = identity.account_of(request.scope)
    if account is None:
        return PlainTextResponse("只有管理员和审核人员可以查阅操作记录，请先登录。", 403)
    try:
        who = account.actor(identity.address_of(request.scope))
        body = to_csv(access.log_table(exported_log(cache.archive(), who=who)))
    except AccessError as error:
        return PlainTextResponse(f"{str(error).rstrip('。')}。", 403)
    name = quote("操作记录.csv")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(body, media_type=CSV, headers=headers)


ROUTES = (
    *door.ROUTES,
    *own.ROUTES,
    *sso.ROUTES,
    *cells.ROUTES,
    Route("/data/log.csv", told(log_file)),
    Route("/healthz", told(healthz)),
    Route("/assets/maps/{name}.js", told(map_file)),
    Route("/assets/locator/{code}.svg", told(locator_file)),
    Route("/assets/thumbnail/{key}.svg", told(thumbnail_file)),
    Route("/data/own-enterprises.csv", told(enterprises_file)),
    Route("/data/{name}.csv", told(table_file)),
    Route("/data/reported/{name}.csv", told(reported_file)),
    Route("/data/template.xlsx", told(template_file)),
    Route(f"/{reminding.LETTER}", told(reminding.letter_file)),
    Route("/materials/notices/{kind}.docx", told(materials.notice_file)),
    Route("/materials/{key}", told(materials.material_file)),
    Mount(
        "/api/v1",
        create_api(
            cache.figures,
            lambda: read_settings().approval,
            place=cache.place(),
            index=search.index,
        ),
    ),
)

TURNS = Turns()
MIDDLEWARE = (
    Middleware(Headers, page=page_policy(index_page())),
    Middleware(Gate, map_version=map_version),
    Middleware(Visits, turns=TURNS),
    Middleware(Bodies),
    Middleware(Lanes, turns=TURNS),
    Middleware(
        static.StaticFiles, map_address=map_address, first_page=first_page, first_map=first_map
    ),
)


def tell_first_key() -> None:
    """Write a one-time link for the first administrator into the log, until there is one."""
    try:
        key = accounts.first_key(cache.archive(), "服务器启动")
    except SihuiMapError as error:  # where nothing can be written, nobody can sign in either
        LOG.warning("no link for an administrator: %s", error)
        return
    if key:
        address = link_to(key, int(st.get_option("server.port") or 0))
        said = "首次使用：请打开链接，设定管理员密码（7 天内有效，只能用一次）"
        LOG.warning("%s\n%s", said, address)


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:  # noqa: ANN401 Streamlit's App
    """Make everything before the first visitor, and keep it out of every later collection."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    logbook.begin()
    static.warm_up()
    try:
        for name in maps.MAPS:
            map_address(name)
        shown = cache.figures()
        shown.published()
        cache.changes_since(shown)  # reads the publication before, which 调度 sets beside it
        search.index(shown)
    except SihuiMapError as error:  # a database that comes back later is asked again by each visit
        LOG.warning("started without figures: %s", error)
    tell_first_key()
    import plotly.graph_objects  # noqa: F401, PLC0415 slow to import, so not in a visitor's run

    gc.collect()
    gc.freeze()
    async with garbage.collected():
        yield
