"""What the interface refuses, and that it says in one sentence what may be."""

from collections.abc import Callable

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from sihui_map.api import create_api
from sihui_map.errors import ChoiceError, DataFileError, SihuiMapError
from sihui_map.figures import Figures

BY_YEAR = ["/emissions", "/emissions.csv", "/energy_use", "/ledger"]
PLAIN = [
    "/meta",
    "/reported",
    "/towns.geojson",
    "/sites.geojson",
    "/forest",
    "/parks",
    "/tasks",
    "/targets",
    "/figures",
]


def refusal(found: httpx.Response, code: int) -> str:
    assert found.status_code == code, found.text
    assert found.headers["content-type"] == "application/json"
    content = found.json()
    assert list(content) == ["detail"]
    sentence: str = content["detail"]
    return sentence


@pytest.mark.parametrize("path", BY_YEAR)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "\uff12\uff10\uff12\uff10",  # full-width, which int() would take
        "2020.0",
        "+2020",
        "-2020",
        " 2020",
        "2020%0A",
        "2_020",
        "null",
        "9" * 5000,
    ],
)
def test_a_year_is_four_plain_digits(client: httpx.Client, path: str, text: str) -> None:
    sentence = refusal(client.get(f"{path}?year={text}"), 422)

    assert sentence.startswith("参数 year 应为 1990 至 2100 的四位数字，现为「")
    assert len(sentence) < 100


@pytest.mark.parametrize("path", BY_YEAR)
def test_a_year_without_data_names_the_years_that_have_some(
    client: httpx.Client, path: str
) -> None:
    sentence = refusal(client.get(f"{path}?year=2099"), 404)

    assert sentence.startswith("没有 2099 年的")
    assert "可选年份：20" in sentence


@pytest.mark.parametrize("path", BY_YEAR)
def test_a_parameter_may_stand_once(client: httpx.Client, path: str) -> None:
    sentence = refusal(client.get(f"{path}?year=2020&year=2020"), 422)

    assert sentence == "参数「year」出现了 2 次；只能出现一次"


@pytest.mark.parametrize("query", ["town=990101100", "Year=2020", "=1", "%FF=1", "年份=2020"])
def test_an_unknown_parameter_is_named(client: httpx.Client, query: str) -> None:
    for path in BY_YEAR:
        sentence = refusal(client.get(f"{path}?{query}"), 422)
        assert sentence.startswith("没有参数「")
        assert sentence.endswith("可用参数：year、snapshot")
    for path in PLAIN:
        sentence = refusal(client.get(f"{path}?{query}"), 422)
        assert sentence.endswith("可用参数：snapshot")


@pytest.mark.parametrize("path", ["/", "/nothing", "/meta/", "/docs", "/redoc", "/EMISSIONS"])
def test_an_unknown_address_lists_the_known_ones(client: httpx.Client, path: str) -> None:
    sentence = refusal(client.get(path), 404)

    assert sentence.startswith(f"没有地址「{path}」；可用地址：/meta、")


@pytest.mark.parametrize("path", [*BY_YEAR, *PLAIN])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_can_be_written(client: httpx.Client, path: str, method: str) -> None:
    found = client.request(method, path)

    assert refusal(found, 405) == f"这个接口只读，不接受 {method}；可用方法：GET, HEAD"
    assert found.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", [*BY_YEAR, *PLAIN])
def test_head_is_answered_as_get(client: httpx.Client, path: str) -> None:
    head, get = client.head(path), client.get(path)

    assert head.status_code == 200
    assert head.headers == get.headers


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DataFileError("units.csv", 3, "「name」不能为空", "恢复该文件"), 503),
        (SihuiMapError("数据正在更新"), 503),
        (ChoiceError("没有这一期；可选：A、B"), 404),
    ],
)
def test_a_known_failure_is_a_sentence(
    connect: Callable[[ASGIApp], httpx.Client], error: SihuiMapError, code: int
) -> None:
    def broken(_: str) -> Figures:
        raise error

    assert refusal(connect(create_api(broken)).get("/meta"), code) == str(error)


def test_every_request_asks_for_the_current_figures(
    connect: Callable[[ASGIApp], httpx.Client], figures: Figures, public_figures: Figures
) -> None:
    revisions = iter([figures, public_figures])
    client = connect(create_api(lambda _: next(revisions)))

    first, second = client.get("/meta").json(), client.get("/meta").json()

    assert first["with_sample"]
    assert not second["with_sample"]
    assert first["revision"] != second["revision"]


def test_mounted_it_describes_and_names_its_full_addresses(
    connect: Callable[[ASGIApp], httpx.Client], figures: Figures
) -> None:
    city = Starlette(routes=[Mount("/api/v1", create_api(lambda _: figures))])
    client = connect(city)

    description = client.get("/api/v1/openapi.json").json()

    assert description["servers"] == [{"url": "/api/v1"}]
    assert client.get("/api/v1/meta").status_code == 200
    sentence = refusal(client.get("/api/v1/nothing"), 404)
    assert sentence.startswith("没有地址「/api/v1/nothing」；可用地址：/api/v1/meta、")


def test_a_request_may_name_a_snapshot(
    connect: Callable[[ASGIApp], httpx.Client], figures: Figures
) -> None:
    asked: list[str] = []

    def remember(snapshot: str) -> Figures:
        asked.append(snapshot)
        return figures

    client = connect(create_api(remember))
    client.get("/ledger?year=2020&snapshot=2026年第三季度调度")
    client.get("/meta")

    assert asked == ["2026年第三季度调度", ""]


def test_a_snapshot_that_is_not_there_is_refused(
    connect: Callable[[ASGIApp], httpx.Client],
) -> None:
    def none(snapshot: str) -> Figures:
        msg = f"没有编号或名称为「{snapshot}」的期"
        raise ChoiceError(msg)

    sentence = refusal(connect(create_api(none)).get("/figures?snapshot=x"), 404)

    assert sentence == "没有编号或名称为「x」的期"


def test_the_name_of_a_snapshot_is_short(client: httpx.Client) -> None:
    sentence = refusal(client.get(f"/meta?snapshot={'x' * 61}"), 422)

    assert sentence == "参数 snapshot 最多 60 个字，现有 61 个"
