"""Files from memory: only ours, kept as long as their names allow, small where that is wanted."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sihui_map.ui import first, static
from sihui_map.ui.manual import MANUAL_PICTURES, PICTURES
from sihui_map.ui.pages import PAGES, WITH_MAP
from sihui_map.ui.streamlit_inside.pages import (
    ASSETS,
    FRAME,
    FRAME_FOLDER,
    frame_page,
    index_page,
)
from sihui_map.views.maps import MAPS
from tests import county

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from starlette.types import Message

BEHIND = "behind: Streamlit"
PREFIXES = ("/assets/", "/assets/leaflet/", "/static/", "/assets/frame/")
A_ROW = f"{county.FIRST.code},".encode()
"""How a line of geodata/units.csv begins."""
CLIMBS = (
    "../settings.py",
    "../../../app.py",
    "../../../geodata/units.csv",
    "....//....//app.py",
    "..\\..\\app.py",
    "%2e%2e/settings.py",
    "/etc/passwd",
    "//etc/passwd",
    "map.js/../../settings.py",
    "map.js\x00.css",
    "\x00",
    "",
    ".",
    "a" * 5000,
    "a/" * 3000,
)


def made(path: str) -> None:
    """Make the first look of a page: on a busy machine it takes longer than a page waits for it."""
    first.first_page({"path": path, "query_string": b""})


def parts(messages: list[Message]) -> tuple[int, dict[bytes, bytes], bytes]:
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return messages[0]["status"], dict(messages[0]["headers"]), body


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("climb", CLIMBS, ids=lambda text: repr(text[:20]))
def test_no_address_climbs_out_of_the_folders(
    raw: Callable[..., list[Message]], prefix: str, climb: str
) -> None:
    status, _, body = parts(raw({"path": prefix + climb, "raw_path": b"/"}))

    assert status in (200, 404)
    assert status == 404 or body == BEHIND.encode() or b"<title>" in body
    for secret in (b"SIHUI_SAMPLE", b"st.App", b"root:", A_ROW):
        assert secret not in body


def test_a_link_out_of_a_folder_is_not_followed(
    tmp_path: Any,  # noqa: ANN401 pytest's Path
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret.js").write_text("secret")
    (tmp_path / "inside" / "link.js").symlink_to(tmp_path / "secret.js")
    (tmp_path / "inside" / "own.js").write_text("own")
    monkeypatch.setattr(static, "FOLDERS", {"/only-here/": tmp_path / "inside"})

    assert static._file("/only-here/link.js") is None  # noqa: SLF001 the file behind an address
    assert static._file("/only-here/own.js") is not None  # noqa: SLF001


def test_a_name_with_a_hash_may_be_kept_for_a_year(ask: Callable[..., httpx.Response]) -> None:
    name = re.findall(r'"\.(/static/js/[^"]+)"', index_page())[0]

    assert ask(name).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert ask("/assets/map.js").headers["cache-control"] == "public, max-age=86400"
    assert ask("/tasks").headers["cache-control"] == "no-cache"
    # There are numbers in it; a busy machine may at first answer without them.
    kept = [ask("/").headers["cache-control"] for _ in range(20)]
    assert kept[-1] == "no-store"


@pytest.mark.parametrize("path", ["/", "/assets/map.js", "/assets/leaflet/leaflet.js"])
def test_what_is_large_is_compressed_for_those_who_accept_it(
    raw: Callable[..., list[Message]], path: str
) -> None:
    accepting = [(b"host", b"localhost"), (b"accept-encoding", b"gzip, deflate")]
    made(path)

    _, plain_head, plain = parts(raw({"path": path}))
    _, packed_head, packed = parts(raw({"path": path, "headers": accepting}))

    assert b"content-encoding" not in plain_head
    assert packed_head[b"content-encoding"] == b"gzip"
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain)
    assert int(plain_head[b"content-length"]) == len(plain)
    assert int(packed_head[b"content-length"]) == len(packed)
    assert plain_head[b"vary"] == packed_head[b"vary"] == b"accept-encoding"


def test_a_picture_is_not_compressed_again(ask: Callable[..., httpx.Response]) -> None:
    answer = ask("/assets/favicon.png", accept_encoding="gzip")

    assert answer.headers["content-type"] == "image/png"
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/assets/map.js", "/nowhere"])
def test_a_head_request_gets_the_head_only(ask: Callable[..., httpx.Response], path: str) -> None:
    made(path)
    whole, head = ask(path), ask(path, "HEAD")

    assert head.status_code == whole.status_code
    assert head.content == b""
    assert head.headers["content-length"] == str(len(whole.content))


def test_other_methods_are_not_answered_from_memory(ask: Callable[..., httpx.Response]) -> None:
    assert ask("/emissions", "POST").text == BEHIND


@pytest.mark.parametrize("path", ["/", *(f"/{entry.slug}" for entry in PAGES[1:])])
def test_every_page_opens_cold(ask: Callable[..., httpx.Response], path: str) -> None:
    answer = ask(path)

    assert answer.status_code == 200
    before, root, after = index_page().partition('<div id="root">')
    if path in WITH_MAP:  # its chunks wait in a template until the map was asked for
        assert root in answer.text
        assert '<template id="later">' in answer.text
    else:
        assert answer.text == before + root + after


@pytest.mark.parametrize(
    "path",
    [
        *("/nowhere", "/overview2", "/emissions/deeper", "/a/b/c", "/index.html", "/robots.txt"),
        *("/static/js/gone.js", "/assets/gone.css", "/api/v2/meta", "/data/a/b", "/" + "x/" * 50),
    ],
)
def test_an_unknown_address_says_so_in_chinese_and_leads_home(
    ask: Callable[..., httpx.Response], path: str
) -> None:
    answer = ask(path)

    assert answer.status_code == 404
    assert '<html lang="zh-CN">' in answer.text
    assert "<h1>没有这个页面</h1>" in answer.text
    for entry in PAGES:
        assert (
            f">{entry.title}</a><span>{entry.holds}</span>" in answer.text
        ) is not entry.is_hidden
    assert "Streamlit" not in answer.text


@pytest.mark.parametrize(
    ("path", "link", "style"),
    [
        ("/nowhere", 'href="./emissions"', 'href="./assets/sihui.css"'),
        ("/a/b/c", 'href="../../emissions"', 'href="../../assets/sihui.css"'),
    ],
)
def test_the_way_home_is_relative_so_that_it_holds_behind_a_proxy(
    ask: Callable[..., httpx.Response], path: str, link: str, style: str
) -> None:
    text = ask(path).text

    assert link in text
    assert style in text


@pytest.mark.parametrize(
    "path",
    [
        *("/_stcore/health", "/_stcore/host-config", "/media/abc.png", "/component/other/x"),
        *("/favicon.png", "/emissions/"),
    ],
)
def test_what_streamlit_serves_is_left_to_it(ask: Callable[..., httpx.Response], path: str) -> None:
    assert ask(path).status_code in (200, 301)


@pytest.mark.parametrize("page", [index_page(), frame_page(), static.missing_page()])
def test_no_page_names_another_host(page: str) -> None:
    hosts = re.findall(r"""(?:href|src)=["']?(?:https?:)?//[^"'\s>]+""", page)

    assert hosts == []


def test_everything_the_index_asks_for_is_there(ask: Callable[..., httpx.Response]) -> None:
    wanted = set(re.findall(r'(?:href|src)="\.(/[^"]+)"', index_page()))

    assert len(wanted) > 5
    assert {path: ask(path).status_code for path in wanted} == dict.fromkeys(wanted, 200)


def test_the_frame_brings_leaflet_and_our_script(ask: Callable[..., httpx.Response]) -> None:
    page = ask("/component/map/forest/").text

    wanted = re.findall(r'"\.\./\.\./\.\.(/assets/[^"?]+)[^"]*"', page)
    (script,) = (FRAME / "static" / "js").glob("main.*.js")
    assert set(wanted) == {
        f"/assets/frame/static/js/{script.name}",
        "/assets/leaflet/leaflet.css",
        "/assets/leaflet/leaflet.js",
        "/assets/map.css",
        "/assets/drawing.js",
    }
    assert {ask(path).status_code for path in wanted} == {200}
    assert "<title>地图</title>" in page


def test_the_frame_has_its_own_scripts(ask: Callable[..., httpx.Response]) -> None:
    scripts = [path.relative_to(FRAME) for path in FRAME.rglob("*.js")]

    answers = [ask(f"/assets/frame/{path.as_posix()}") for path in scripts]

    assert answers
    assert {answer.headers["content-type"] for answer in answers} == {
        "text/javascript; charset=utf-8"
    }


def test_after_warming_up_a_visitor_waits_for_no_disc(
    ask: Callable[..., httpx.Response], monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = re.findall(r'"\.(/static/[^"]+)"', index_page())
    static._file.cache_clear()  # noqa: SLF001 what is kept is what is asked here
    static.warm_up()
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read from disc"))

    answers = [ask(path) for path in (*needed, "/assets/drawing.js", "/assets/leaflet/leaflet.js")]

    assert needed
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.parametrize("name", MAPS)
def test_under_the_title_of_a_map_no_other_one_is_seen(name: str) -> None:
    style = (ASSETS / "sihui.css").read_text("utf-8")

    others = f'body:has(.head[data-map="{name}"]) iframe[src*="{FRAME_FOLDER}"]'
    assert f'{others}:not([src*="{FRAME_FOLDER}{name}/"])' in style


def test_a_picture_of_the_manual_is_one(ask: Callable[..., httpx.Response]) -> None:
    name = next(PICTURES.glob("*.webp")).name

    answer = ask(f"{MANUAL_PICTURES}{name}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/webp"
