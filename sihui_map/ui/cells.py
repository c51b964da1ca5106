"""The routes of the working copy: a cell is kept, news are told, before any script runs."""

from __future__ import annotations

import hmac
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sihui_map.domain.working import CellPlace, RemarkKind
from sihui_map.errors import (
    AccessError,
    ChoiceError,
    DomainError,
    IntakeError,
    LateError,
    SihuiMapError,
    UnavailableError,
)
from sihui_map.intake.evidence import MOST_BYTES
from sihui_map.ui import cache, identity, working
from sihui_map.ui.cookies import cell_token, cookie_of, digest_of_visit
from sihui_map.views.revisions import moment
from sihui_map.workflow import working as flow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from sihui_map.domain.access import Actor

    Answer = dict[str, Any]

PREFIX = "/cells/"
JSON, BYTES = "application/json", "application/octet-stream"
LONGEST = 8192
"""Bytes of a request: a cell takes 500 characters."""
STALE = "这一页打开太久，或不是从本系统打开的，没有保存。请刷新这一页再填"
STATUS: tuple[tuple[type[SihuiMapError], int], ...] = (
    (UnavailableError, 503),
    (AccessError, 403),
    (LateError, 409),
    (ChoiceError, 404),
    (DomainError, 422),
    (IntakeError, 422),
    (SihuiMapError, 503),
)


def _is_ours(request: Request, media: str) -> bool:
    """Tell whether a page of ours in this browser sends it: no other site can read the token."""
    cookie = cookie_of(request.scope)
    given = request.headers.get("x-sihui-form", "")
    from_here = request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
    known = cell_token(digest_of_visit(cookie))
    is_so = request.headers.get("content-type", "").startswith(media)
    return bool(cookie) and from_here and is_so and hmac.compare_digest(given, known)


def _actor(request: Request) -> Actor:
    now = identity.standing_of(request.scope)
    if now.account is None:
        msg = f"{now.why or '没有登录'}，没有保存。请在新窗口登录，再回到这一格按回车"
        raise AccessError(msg)
    if now.account.must_change:
        msg = f"{identity.CHANGE_FIRST}，没有保存"
        raise AccessError(msg)
    return now.account.actor(identity.address_of(request.scope))


def _text(asked: Mapping[str, Any], name: str) -> str:
    found = asked.get(name)
    if not isinstance(found, str):
        msg = f"请求里缺少「{name}」，没有保存。请刷新这一页"
        raise ChoiceError(msg)
    return found


def _count(asked: Mapping[str, Any], name: str) -> int:
    found = asked.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        msg = f"请求里的「{name}」不是数，没有保存。请刷新这一页"
        raise ChoiceError(msg)
    return found


def _place(asked: Mapping[str, Any]) -> CellPlace:
    return CellPlace(*(_text(asked, name) for name in CellPlace._fields))


def save(asked: Mapping[str, Any], who: Actor) -> Answer:
    """Keep a cell; what somebody else wrote there meanwhile comes back with the sentence."""
    archive, place = cache.archive(), _place(asked)
    try:
        saved = flow.save(
            archive,
            place,
            _text(asked, "text"),
            who=who,
            step=_count(asked, "step"),
            desk=working.desk(place.scope),
        )
    except LateError as error:
        now = archive.store.cell_steps(place)[0]
        shown = working.shown_text(place, now.text)
        return {
            "status": 409,
            "said": f"{error}。",
            "step": now.step,
            "text": shown,
            "who": now.who,
        }
    return {
        "step": saved.written.step,
        "text": working.shown_text(place, saved.written.text),
        "notes": list(saved.notes),
    }


def news(asked: Mapping[str, Any], who: Actor) -> Answer:
    """Tell what others wrote into a sheet after a step that the page has."""
    scope, sheet = _text(asked, "scope"), _text(asked, "sheet")
    flow.permit_desk(cache.archive(), scope, who=who)
    written = cache.archive().store.cells(scope, _count(asked, "after"))
    return {
        "cells": [
            {
                "number": one.number,
                "line": one.place.line,
                "field": one.place.field,
                "step": one.step,
                "text": working.shown_text(one.place, one.text),
                "who": one.who,
                "at": moment(one.at)[11:],
            }
            for one in written
            if one.place.sheet == sheet and one.submission_id is None
        ]
    }


def about(asked: Mapping[str, Any], who: Actor) -> Answer:
    """Return the years of a number, what was written there, and what was said of it."""
    place = _place(asked)
    flow.permit_cell(cache.archive(), place, who=who, desk=working.desk(place.scope))
    return {"markup": working.about_cell(place)}


def say(asked: Mapping[str, Any], who: Actor) -> Answer:
    """Keep a comment or a flag, and return what is said of the cell now."""
    place, kind = _place(asked), _text(asked, "kind")
    if kind not in {each.value for each in RemarkKind}:
        msg = f"没有「{kind[:10]}」这种备注"
        raise ChoiceError(msg)
    flow.say(cache.archive(), place, RemarkKind(kind), _text(asked, "text"), who=who)
    return {"markup": working.about_cell(place), "noted": working.noted_cell(place)}


async def _body(request: Request, most: int) -> bytes | None:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            return None
    return bytes(body)


def _json(body: bytes | None) -> Any:  # noqa: ANN401 whatever JSON holds
    try:
        return json.loads(body or b"")
    except (ValueError, RecursionError):
        return None


def _status(error: SihuiMapError) -> int:
    return next(code for kind, code in STATUS if isinstance(error, kind))


def _said(do: Callable[[], Answer]) -> Response:
    try:
        found = do()
    except SihuiMapError as error:
        return JSONResponse({"said": f"{str(error).rstrip('。')}。"}, _status(error))
    return JSONResponse(found, int(found.pop("status", 200)))


async def _attach(request: Request) -> Response:
    """Keep a file behind a cell: the body is the file, the address says which cell."""
    if not _is_ours(request, BYTES):
        return JSONResponse({"said": f"{STALE}。"}, 400)
    body = await _body(request, MOST_BYTES)

    def kept() -> Answer:
        if body is None:
            msg = f"附件超过 {MOST_BYTES // 1_000_000} MB，没有保存"
            raise DomainError(msg)
        asked = dict(request.query_params)
        place = _place(asked)
        archive, who = cache.archive(), _actor(request)
        flow.attach(archive, place, _text(asked, "name"), body, who=who)
        return {"markup": working.about_cell(place), "noted": working.noted_cell(place)}

    return await run_in_threadpool(_said, kept)


def _evidence(request: Request) -> Response:
    """Hand a file to who may have it: as a download, never shown in the page."""
    try:
        number = int(request.path_params["number"])
        own, body = flow.opened(cache.archive(), number, who=_actor(request))
    except SihuiMapError as error:
        return PlainTextResponse(f"{str(error).rstrip('。')}。", _status(error))
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(own.name)}"}
    return Response(body, media_type=own.media, headers=headers)


def _route(do: Callable[[Mapping[str, Any], Actor], Answer]) -> Route:
    async def endpoint(request: Request) -> Response:
        asked = _json(await _body(request, LONGEST))
        if not isinstance(asked, dict) or not _is_ours(request, JSON):
            return JSONResponse({"said": f"{STALE}。"}, 400)
        return await run_in_threadpool(_said, lambda: do(asked, _actor(request)))

    return Route(f"{PREFIX}{do.__name__}", endpoint, methods=["POST"])


ROUTES = (
    *map(_route, (save, news, about, say)),
    Route(f"{PREFIX}attach", _attach, methods=["POST"]),
    Route(f"{PREFIX}evidence/{{number:int}}", _evidence),
)
