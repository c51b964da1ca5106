"""Scans of XML parts: counted without being built, with the pointers between parts noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, NoReturn

from sihui_map.intake.package_rules import FAMILY, FORBIDDEN_TYPES, MAX_DEPTH, MAX_RELATIONS, Rules
from sihui_map.intake.quoting import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: its id, its kind, and the part it points to, or an address outside."""

    own_id: str
    uri: str
    target: str
    is_external: bool = False

    @property
    def kind(self) -> str:
        """Return the short name of its kind, "" where nobody known has named it."""
        found = FAMILY.fullmatch(self.uri)
        return found[1] if found else ""


@dataclass
class Scan:
    """Counts one XML part without building it; what it takes note of is in ``NOTES``."""

    rules: Rules
    name: str = ""
    elements: int = 0
    depth: int = 0
    found: dict[str, Callable[[Scan, Mapping[str, str]], None] | None] = field(default_factory=dict)
    """Tag with its namespace → what takes note of it."""

    LONGEST: ClassVar[int] = 32_767
    """Characters of an attribute: as much as a cell may hold in a spreadsheet program."""
    NOTES: ClassVar[Mapping[str, Callable[..., None]]] = {}

    def __post_init__(self) -> None:
        """Start with nothing seen."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take note of one element."""
        self.elements += 1
        self.depth += 1
        if self.elements > self.rules.most_elements:
            self.too_many()
        if self.depth > MAX_DEPTH:
            self.rules.refuse(f"文件内部的 XML 套得太深（「{shown(self.name)}」）")
        for value in attributes.values():
            if len(value) > self.LONGEST:
                self.rules.refuse(f"文件内部有过长的属性（「{shown(self.name)}」）")
        if tag not in self.found:
            self.found[tag] = self.NOTES.get(tag.rpartition("}")[2])
        note = self.found[tag]
        if note is not None:
            note(self, attributes)

    def end(self, _: str) -> None:
        """Leave one element."""
        self.depth -= 1

    def close(self) -> None:
        """Keep nothing else."""

    def too_many(self) -> NoReturn:
        """Raise the error for more elements than may be."""
        most = self.rules.most_elements // 10_000
        self.rules.refuse(f"文件内部「{shown(self.name)}」的内容超过 {most} 万项")


class RelationsScan(Scan):
    """The relationships of one source."""

    def _relation(self, attributes: Mapping[str, str]) -> None:
        own_id, uri = attributes.get("Id", ""), attributes.get("Type", "")
        target, mode = attributes.get("Target", ""), attributes.get("TargetMode", "Internal")
        if not own_id or not uri or mode not in {"Internal", "External"}:
            self.rules.refuse(f"文件内部的关系写错了（「{shown(self.name)}」）")
        self.kept.append(Relation(own_id, uri, target, mode == "External"))
        if len(self.kept) > MAX_RELATIONS:
            self.rules.refuse(f"文件内部的关系超过 {MAX_RELATIONS} 个")

    def __post_init__(self) -> None:
        """Start with no relationship."""
        self.kept: list[Relation] = []

    NOTES: ClassVar = {"Relationship": _relation}


class TypesScan(Scan):
    """The content types: of parts by name, of the others by the ending of their name."""

    def __post_init__(self) -> None:
        """Start with no type."""
        self.by_ending: dict[str, str] = {}
        self.by_name: dict[str, str] = {}

    def _default(self, attributes: Mapping[str, str]) -> None:
        ending = attributes.get("Extension", "").lower()
        self.by_ending[ending] = self._allowed(attributes)

    def _override(self, attributes: Mapping[str, str]) -> None:
        self.by_name[attributes.get("PartName", "").lstrip("/")] = self._allowed(attributes)

    def _allowed(self, attributes: Mapping[str, str]) -> str:
        said = attributes.get("ContentType", "")
        for what, pattern in FORBIDDEN_TYPES.items():
            if pattern.search(said):
                self.rules.refuse(f"文件含有{what}，不能接收")
        if not self.rules.types.fullmatch(said):
            self.rules.refuse(f"文件内部有不认识的内容类型「{shown(said, 60)}」")
        return said

    NOTES: ClassVar = {"Default": _default, "Override": _override}

    def of(self, name: str) -> str:
        """Return the content type of a member."""
        ending = name.rpartition(".")[2].lower()
        return self.by_name.get(name) or self.by_ending.get(ending, "")
