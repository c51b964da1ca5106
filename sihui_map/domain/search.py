"""Finding things by a few words: Chinese without spaces, several words, pinyin and its initials."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SCRIPT = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)?|[^\Wa-z0-9_]+")
"""A run of one kind of writing: Latin letters, a number, Chinese."""
GAPS = re.compile(r"\s+")
LEAST_LETTERS, LEAST_PIECE = 2, 2
"""One letter sounds like everything; one sign stands in every clause."""
LONGEST = 60
"""Characters of a query that are read."""
AROUND = 24
"""Characters of an excerpt before the first word that was found, and thrice as many after it."""


class Kind(StrEnum):
    """What can be found, in the order in which kinds that fit equally well are listed."""

    TOWN = "镇街"
    UNIT = "单位"
    PAGE = "页面"
    TARGET = "指标"
    TASK = "任务"
    SITE = "项目"
    PARK = "园区"
    ENTERPRISE = "重点用能单位"
    CLAUSE = "条款"
    ACTION = "行动"


class Fit(IntEnum):
    """How well a word fits a thing, the best first."""

    WHOLE_TITLE = 0
    TITLE_BEGINS = 1
    SOUND_BEGINS = 2
    IN_TITLE = 3
    IN_SOUND = 5
    IN_TEXT = 6
    IN_PIECES = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    ``address`` opens it. ``sounds`` are ways to say its title, each as syllables.
    """

    kind: Kind
    title: str
    text: str
    address: str
    sounds: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: ``excerpt`` of its text, ``marks`` are what stands there."""

    entry: Entry
    excerpt: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind: how much, and the first of it."""

    kind: Kind
    count: int
    hits: tuple[Hit, ...]


def folded(text: str) -> str:
    """Return ``text`` as it is compared: one width, small letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def _squashed(text: str) -> str:
    return GAPS.sub("", folded(text))


@dataclass(frozen=True, slots=True)
class _Known:
    entry: Entry
    title: str = field(init=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", _squashed(self.entry.title))
        object.__setattr__(self, "text", _squashed(self.entry.text))

    def fit(self, word: str) -> tuple[int, list[str]] | None:
        """Return how well a word fits and what of it stands there; None where it does not."""
        literal = self._literal(word)
        if literal is not None:
            return literal, [word]
        parts = SCRIPT.findall(word)
        if not parts:
            return None
        found = [self._part(part) for part in parts]
        known = [each for each in found if each is not None]
        if len(known) < len(found):
            return None
        return max(fit for fit, _ in known), [mark for _, marks in known for mark in marks]

    def _literal(self, word: str) -> int | None:
        if word.isdigit():  # 7 is not 17
            return self._number(word)
        if word == self.title:
            return Fit.WHOLE_TITLE
        if self.title.startswith(word):
            return Fit.TITLE_BEGINS
        if word in self.title:
            return Fit.IN_TITLE
        return Fit.IN_TEXT if word in self.text else None

    def _number(self, word: str) -> int | None:
        alone = re.compile(rf"(?<![0-9.]){word}(?![0-9.])")
        if alone.search(self.title):
            return Fit.IN_TITLE
        return Fit.IN_TEXT if alone.search(self.text) else None

    def _part(self, part: str) -> tuple[int, list[str]] | None:
        literal = self._literal(part)
        if literal is not None:
            return literal, [part]
        if part.isascii():
            sound = self._sound(part)
            return None if sound is None else (sound, [])
        pieces = _pieces(part, self.title + "\n" + self.text)
        return (Fit.IN_PIECES, pieces) if pieces else None

    def _sound(self, letters: str) -> int | None:
        if len(letters) < LEAST_LETTERS or not letters.isalpha():
            return None
        for syllables in self.entry.sounds:
            if _says(letters, syllables):
                return Fit.SOUND_BEGINS
        for syllables in self.entry.sounds:
            if any(_says(letters, syllables[at:]) for at in range(1, len(syllables))):
                return Fit.IN_SOUND
        return None


def _says(letters: str, syllables: Sequence[str]) -> bool:
    """Tell whether ``letters`` begin each of the first ``syllables``: zs, zhsh, zhushan."""
    if not letters:
        return True
    if not syllables:
        return False
    first = syllables[0]
    longest = next((at for at, (a, b) in enumerate(zip(letters, first, strict=False)) if a != b),
                   min(len(letters), len(first)))  # fmt: skip
    return any(_says(letters[taken:], syllables[1:]) for taken in range(longest, 0, -1))


def _pieces(word: str, text: str) -> list[str]:
    """Return ``word`` cut into the fewest pieces that stand in ``text``, none where it cannot be.

    So a town's name and 光伏 find its photovoltaic projects without a space between the two.
    """
    best: list[list[str] | None] = [[], *([None] * len(word))]
    for end in range(LEAST_PIECE, len(word) + 1):
        for start in range(end - LEAST_PIECE + 1):
            before, piece = best[start], word[start:end]
            if before is None or piece not in text:
                continue
            known = best[end]
            if known is None or len(before) + 1 < len(known):
                best[end] = [*before, piece]
    return best[len(word)] or []


def _excerpt(text: str, marks: Iterable[str]) -> str:
    """Return what of ``text`` stands around the first of ``marks`` that is in it."""
    plain = folded(text)  # of another length only where a sign folds into two; then it is cut short
    places = [plain.find(mark) for mark in marks]
    at = min((place for place in places if place >= 0), default=0)
    start = max(at - AROUND, 0) if at > AROUND * 2 else 0
    end = start + AROUND * 4
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


class Index:
    """Everything that can be found, ready to be asked."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take ``entries``; of one kind they stay in their order where they fit equally well."""
        self._known = [_Known(entry) for entry in entries]

    def _fitting(self, words: Sequence[str]) -> Iterator[tuple[int, Hit]]:
        for known in self._known:
            found = [known.fit(word) for word in words]
            fits = [each for each in found if each is not None]
            if len(fits) == len(words):
                marks = tuple(dict.fromkeys(mark for _, own in fits for mark in own))
                excerpt = _excerpt(known.entry.text, marks)
                yield sum(fit for fit, _ in fits), Hit(known.entry, excerpt, marks)

    def find(self, query: str, *, most: int = 5) -> tuple[Group, ...]:
        """Return what fits every word of ``query``, by kind, at most ``most`` of each.

        The kind with the best fit comes first; without a word nothing is found.
        """
        words = folded(query[:LONGEST]).split()
        if not words:
            return ()
        found: dict[Kind, list[tuple[int, Hit]]] = defaultdict(list)
        for fit, hit in self._fitting(words):
            found[hit.entry.kind].append((fit, hit))
        groups = [
            (min(fit for fit, _ in hits), list(Kind).index(kind), kind, hits)
            for kind, hits in found.items()
        ]
        return tuple(
            Group(kind, len(hits), tuple(hit for _, hit in _ordered(hits)[:most]))
            for _, _, kind, hits in sorted(groups, key=lambda group: group[:2])
        )


def _ordered(hits: list[tuple[int, Hit]]) -> list[tuple[int, Hit]]:
    return sorted(hits, key=lambda pair: pair[0])
