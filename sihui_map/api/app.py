"""The read-only interface as one application, to be mounted under ``/api/v1``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, status
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from sihui_map.api.query import LONGEST_ECHO
from sihui_map.api.routes import router
from sihui_map.domain.place import Place
from sihui_map.domain.search import Index
from sihui_map.errors import ChoiceError, SihuiMapError

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Request

    from sihui_map.figures import Figures

ABOUT = (
    "的只读接口：与页面相同的数，带单位、性质和来源。"
    "没有数值的不写 0，写明原因。性质为「示例」的值不是实际数据。"
)
METHODS = "GET, HEAD"
ANYWHERE = Place()


def _nothing(_: Figures) -> Index:
    return Index(())


class _Api(FastAPI):
    """The application, its description in the words of ``place``."""

    def __init__(self, place: Place, **given: Any) -> None:  # noqa: ANN401 FastAPI's own
        super().__init__(**given)
        self.place = place

    def openapi(self) -> dict[str, Any]:
        """Return the description, whose models are declared for any place."""
        if not self.openapi_schema:
            self.openapi_schema = _said(super().openapi(), self.place)
        return self.openapi_schema


def create_api(
    figures: Callable[[str], Figures],
    approval: Callable[[], str] = str,
    *,
    place: Place = ANYWHERE,
    index: Callable[[Figures], Index] = _nothing,
) -> FastAPI:
    """Return the application; at each request it asks for the ``figures`` of a snapshot.

    The snapshot asked for is "" where the request names none.
    ``approval`` gives the 审图号, empty until there is one; ``place`` is whose numbers they are;
    ``index`` has all that can be found in figures.
    """
    api = _Api(
        place,
        title=f"{place.title} · 数据接口",
        version="1",
        description=f"{place.title}{ABOUT}",
        openapi_url="/openapi.json",
        docs_url=None,  # the pages of documentation would load scripts from another host
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    api.state.figures = figures
    api.state.approval = approval
    api.state.index = index
    api.include_router(router)
    api.exception_handler(HTTPException)(_refused)
    api.exception_handler(SihuiMapError)(_failed)
    return api


def _said(part: Any, place: Place) -> Any:  # noqa: ANN401 whatever JSON holds
    """Return a part of the description with its words said as in ``place``."""
    if isinstance(part, dict):
        return {key: _said(value, place) for key, value in part.items()}
    if isinstance(part, list):
        return [_said(value, place) for value in part]
    return place.says(part) if isinstance(part, str) else part


def _answer(code: int, sentence: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"detail": sentence}, code, headers)


def _refused(request: Request, error: HTTPException) -> JSONResponse:
    if error.status_code == status.HTTP_405_METHOD_NOT_ALLOWED:
        method = request.method[:LONGEST_ECHO]
        sentence = f"这个接口只读，不接受 {method}；可用方法：{METHODS}"
        return _answer(error.status_code, sentence, {"Allow": METHODS})
    if error.status_code == status.HTTP_404_NOT_FOUND:
        root = request.scope.get("root_path", "")
        known = "、".join(f"{root}{path}" for path in request.app.openapi()["paths"])
        path = request.url.path[:LONGEST_ECHO]
        return _answer(error.status_code, f"没有地址「{path}」；可用地址：{known}")
    return _answer(error.status_code, error.detail)


def _failed(_request: Request, error: SihuiMapError) -> JSONResponse:
    asked_wrong = isinstance(error, ChoiceError)
    code = status.HTTP_404_NOT_FOUND if asked_wrong else status.HTTP_503_SERVICE_UNAVAILABLE
    return _answer(code, str(error))
