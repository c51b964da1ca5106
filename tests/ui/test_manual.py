"""The manual: one text."""

from __future__ import annotations

import re

from sihui_map.domain.place import Place
from sihui_map.ui import manual


def test_the_manual_is_the_one_in_the_documents() -> None:
    text = manual.text()

    assert text == manual.MANUAL.read_text(encoding="utf-8")
    assert text.startswith("#")
    assert "镇街" in text


def test_its_page_calls_all_of_the_place_what_it_is() -> None:
    city, county = (manual.text_in(Place(name=name)) for name in ("甲市", "甲县"))

    assert city == manual.text().replace("](images/", "](./assets/manual/")
    assert "全市" not in county
    assert "方案公开的全县总量" in county


def test_its_sections_are_all_of_it_in_order() -> None:
    place = Place(name="甲市")
    sections = manual.sections(place)

    assert sections[0][0] == "一分钟看懂总览"
    assert len(sections) == manual.text().count("\n## ") + 1
    assert "".join(text for _, text in sections) == manual.text_in(place)


def test_each_picture_of_it_is_there_and_has_words() -> None:
    shown = re.findall(r"!\[([^\]]*)\]\(images/([\w.]+)\)", manual.text())

    assert len(shown) == manual.text().count("![") > 3
    for words, name in shown:
        assert words
        assert (manual.PICTURES / name).is_file()
