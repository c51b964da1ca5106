"""Names of publications (期): none may be read as the address of another publication."""

from __future__ import annotations

import re
import unicodedata

from sihui_map.errors import DomainError

LONGEST_NAME = 60
"""Characters; an address takes no longer one."""
LATEST = ("latest", "最新")
"""What stands in an address for the newest publication, whatever it is then."""
RESERVED = frozenset(
    (
        *LATEST, "newest", "last", "current", "now", "today", "head", "preview", "draft",
        "published", "snapshot", "previous", "before", "next", "first", "none", "null", "all",
        "最新期", "最新一期", "最近", "最近一期", "当前", "当前期", "当前一期", "现在",
        "本期", "这一期", "今天", "预览", "草稿", "已发布", "上期", "上一期", "下期", "下一期",
        "首期", "末期", "全部", "无",
    )
)  # fmt: skip
"""What a person, an address or a later version of the program takes for a place, not for a name."""
_ID = re.compile(r"[0-9a-f]{8}")
_BETWEEN = re.compile(r"[\s_.·\-\u2010-\u2015]+")
_ORDINAL = re.compile(r"第?[\d\u3007零一二三四五六七八九十百千]+期")
# Controls, formats, surrogates, private use, unassigned, separators, combining marks.
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Me", "Mc")
_BLANK_SIGNS = "\u115f\u1160\u2800\u3164\uffa0"
_SCRIPTS = ("CJK ", "IDEOGRAPHIC ", "LATIN ")


def folded(name: str) -> str:
    """Return what two names have in common that a person takes for the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_address(text: str) -> bool:
    """Tell whether ``text`` reads like the number or the id of a publication."""
    plain = folded(text).replace(" ", "")
    bare = _BETWEEN.sub("", plain)
    return plain.isnumeric() or bool(_ID.fullmatch(bare) and not bare.isdecimal())


def is_latest(text: str) -> bool:
    """Tell whether ``text`` asks for the newest publication."""
    return folded(text) in LATEST


def check_name(name: str) -> str:
    """Return ``name`` without blanks around it; DomainError says why it may not be one."""
    text = name.strip()
    if not 1 <= len(text) <= LONGEST_NAME:
        msg = f"期的名称应为 1–{LONGEST_NAME} 字，现有 {len(text)} 字"
        raise DomainError(msg)
    _refuse_unseen(text)
    plain = folded(text).replace(" ", "")
    if plain.isnumeric():  # would be taken for the number of a publication
        msg = f"期的名称不能只有数字，现为「{text}」；可写为「{text}年」「第{text}次调度」"
        raise DomainError(msg)
    if _ORDINAL.fullmatch(plain):
        msg = f"名称「{text}」会与期号混淆；请写明内容，如「2026年第三季度调度」"
        raise DomainError(msg)
    if is_address(text):
        msg = f"名称「{text}」看起来像八位版本号；请写明内容，如「2026年第三季度调度」"
        raise DomainError(msg)
    if _BETWEEN.sub("", plain) in RESERVED:
        msg = f"「{text}」是保留的说法，不能作期的名称；请写明内容，如「2026年第三季度调度」"
        raise DomainError(msg)
    return text


def _refuse_unseen(text: str) -> None:
    for sign in text:
        category, what = unicodedata.category(sign), unicodedata.name(sign, "")
        if category in _UNSEEN or sign in _BLANK_SIGNS:
            msg = f"期的名称里有看不见或不能单独显示的字符（U+{ord(sign):04X}）；请删去后重新输入"
            raise DomainError(msg)
        plain = unicodedata.normalize("NFKC", sign)
        is_foreign = category.startswith("L") and not all(
            part.isascii() or unicodedata.name(part, "").startswith(_SCRIPTS) for part in plain
        )
        if is_foreign:  # many look like the letters of an id
            msg = f"期的名称只能用汉字、英文字母、数字和标点，现有「{sign}」（{what}）"
            raise DomainError(msg)
