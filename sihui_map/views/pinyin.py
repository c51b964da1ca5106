"""How Chinese words sound, for those who type their initials."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin


def initials(name: str) -> str:
    """Return the initials of a name's pinyin, such as jz for 甲镇."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()


def syllables(name: str) -> tuple[str, ...]:
    """Return the pinyin of a name, one sign after the other, without tones."""
    return tuple(each.lower() for each in lazy_pinyin(name))
