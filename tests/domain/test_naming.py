"""A name of a publication is never taken for another's number, id, or for 「最新」."""

from __future__ import annotations

import pytest

from sihui_map.domain.naming import check_name, folded, is_address
from sihui_map.errors import DomainError


def wide(text: str) -> str:
    """Return ``text`` in full-width signs, as a Chinese keyboard writes them."""
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


@pytest.mark.parametrize(
    "name",
    [
        "2026年第三季度调度",
        "2026-11-28",
        "2026.11.28 调度",
        "第三次调度（县政府）",
        "三季度",
        "A版",
        "latest 调度",
        "abcdefg",
        "Ⅲ类",
        "二〇二六年年报",
    ],
)
def test_what_people_call_a_publication_may_be_its_name(name: str) -> None:
    assert check_name(f" {name}\u3000") == name


@pytest.mark.parametrize(
    "name", ["2", wide("2"), "②", "20261128", "2026 11", "二〇二六", "三", "٣"]
)
def test_a_name_of_digits_alone_in_whatever_writing_is_refused(name: str) -> None:
    with pytest.raises(DomainError, match="期的名称不能只有数字，现为「"):
        check_name(name)


@pytest.mark.parametrize("name", ["第2期", "2期", f"第 {wide('2')} 期", "第二期", "二十一期"])
def test_a_name_that_counts_publications_is_refused(name: str) -> None:
    with pytest.raises(DomainError, match="会与期号混淆"):
        check_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "A1B2C3D4",
        "a1b2c3d4",
        wide("A1B2C3D4"),
        "dead-beef",
        "1234 567f",
        "\U0001d4001B2C3D4",
        "deadbeef",
    ],
)
def test_a_name_like_an_id_in_whatever_case_and_width_is_refused(name: str) -> None:
    with pytest.raises(DomainError, match="看起来像八位版本号"):
        check_name(name)
    assert is_address(name)


@pytest.mark.parametrize(
    "name",
    [
        "latest",
        "LATEST",
        wide("Latest"),
        "最新",
        "最新 一期",
        "current",
        "Preview",
        "pre-view",
        "当前",
        "head",
    ],
)
def test_a_reserved_word_in_whatever_case_and_width_is_refused(name: str) -> None:
    with pytest.raises(DomainError, match="是保留的说法，不能作期的名称"):
        check_name(name)


@pytest.mark.parametrize(
    "sign",
    ["\0", "\n", "\x7f", "\u200b", "\u202e", "\ufeff", "\u00ad", "\u3164", "\u2800", "\ufe0f",
     "\u0301", "\ue000", "\ud800", "\U000e0041"],
)  # fmt: skip
def test_a_name_with_a_sign_that_is_not_seen_is_refused(sign: str) -> None:
    with pytest.raises(DomainError, match=rf"看不见或不能单独显示的字符（U\+{ord(sign):04X}）"):
        check_name(f"三季{sign}度")


@pytest.mark.parametrize("name", ["аbc调度", "Α1B2C3D4", "ｱ", "lаtest"])  # noqa: RUF001 that is the point
def test_a_letter_that_looks_like_another_is_refused(name: str) -> None:
    with pytest.raises(DomainError, match="只能用汉字、英文字母、数字和标点"):
        check_name(name)


@pytest.mark.parametrize(("name", "count"), [(" ", 0), ("期" * 61, 61)])
def test_a_name_has_a_length(name: str, count: int) -> None:
    with pytest.raises(DomainError, match=f"期的名称应为 1–60 字，现有 {count} 字"):
        check_name(name)


def test_names_that_a_person_takes_for_the_same_are_the_same() -> None:
    assert folded(wide("Q3(") + "调度）") == folded(" q3(调度) ")
    assert folded("Q3  调度") != folded("Q4 调度")
