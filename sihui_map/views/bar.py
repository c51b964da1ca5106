"""The bar of a page: which town and which year, and one way to choose none of both again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sihui_map.views.first import template
from sihui_map.views.pinyin import initials, syllables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONG = 8
"""A list with more than so many options is filtered by typing."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value to choose: its words, how they sound, its address; ``is_default`` stands for ""."""

    value: str
    words: str
    address: str
    sounds: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """One choice: ``name`` in the address, its label, what is shown, what can be chosen."""

    name: str
    label: str
    shown: str
    options: Sequence[Option]

    @property
    def is_long(self) -> bool:
        """Tell whether one would rather type than look."""
        return len(self.options) > LONG


@dataclass(frozen=True, slots=True)
class Bar:
    """The choices of a page; ``cleared`` is its address without any."""

    picks: Sequence[Pick]
    cleared: str
    is_chosen: bool


def sounds_of(words: str) -> str:
    """Return how ``words`` are typed in letters: initials, whole syllables."""
    return f"{initials(words)} {''.join(syllables(words))}"


def pick(
    name: str, label: str, words: Mapping[str, str], chosen: str, *, default: str = ""
) -> Pick:
    """Return a choice among ``words`` (value → words); ``default`` is what "" shows."""
    return Pick(
        name,
        label,
        words.get(chosen) or words.get(default, ""),
        [
            Option(value, said, f"?{urlencode({name: value})}", sounds_of(said), value == default)
            for value, said in words.items()
        ],
    )


def bar_html(bar: Bar) -> str:
    """Return the bar as HTML; page.js chooses, filters and keeps it in step with the address."""
    return template("bar.html").render(bar=bar)
