"""Streamlit's index page and the map's frame, dressed: what they are made from is still there."""

from __future__ import annotations

import re

import streamlit

from sihui_map.ui.streamlit_inside.pages import FRAME, STREAMLIT, frame_page, index_page
from tests import county


def test_the_index_page_is_chinese_and_ours() -> None:
    page = index_page()

    assert '<html lang="zh-CN">' in page
    assert page.count("<title>") == 1
    assert f"<title>{county.NAME}碳达峰一张图</title>" in page
    assert "需要启用浏览器的 JavaScript" in page
    for own in (
        "./assets/sihui.css",
        "./assets/inside/boot.js",
        "./assets/page.js",
        "./assets/slides.js",
    ):
        assert f'"{own}?v=' in page
    assert not re.search(r"<title>[^<]*Streamlit", page)
    assert "<!--" not in page
    assert "service-desc" not in page


def test_preloads_name_files_that_exist() -> None:
    folder = STREAMLIT / "static" / "js"

    pattern = r'modulepreload" crossorigin href="\./static/js/([^"]+)"'
    names = re.findall(pattern, index_page())

    assert len(names) == len(set(names))
    assert names
    assert [name for name in names if not (folder / name).is_file()] == []


def test_the_front_end_is_the_one_that_was_dressed() -> None:
    """The index page is rewritten by patterns, so another version needs another look."""
    assert streamlit.__version__.startswith("1.67.")


def test_the_page_of_the_frame_is_chinese_and_ours() -> None:
    page = frame_page("forest.js?v=1")

    assert (FRAME / "index.html").is_file()
    assert '<html lang="zh-CN"' in page
    assert "<title>地图</title>" in page
    assert 'data-map="forest.js?v=1"' in page
    assert "Streamlit Folium Component" not in page
    assert '"./static/' not in page
