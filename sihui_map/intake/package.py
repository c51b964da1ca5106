"""An office file as the parts it is packed from: each counted and parsed before a library sees it.

An office program finds a part by what points to it, not by its name: so a part is XML unless it is
declared, and reached, as a picture or as settings of a printer.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, NoReturn
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from sihui_map.intake.package_rules import (
    BINARY,
    BINARY_TYPE,
    CONTENT_TYPES,
    FORBIDDEN,
    MAX_RATIO,
    MAX_UNPACKED,
    RATIO_FROM,
    ROOT,
    XML_NAME,
    XML_TYPE,
    ZIP_MAGIC,
    Rules,
)
from sihui_map.intake.package_scan import Relation, RelationsScan, Scan, TypesScan
from sihui_map.intake.quoting import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNK = 1 << 18
SHARED = re.compile("sharedStrings", re.IGNORECASE)
RELATIONS_OF = re.compile(r"(?:(.*)/)?_rels/([^/]*)\.rels", re.IGNORECASE)
ODD_ENCODING = re.compile(
    rb"[^<]{0,4}<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"']|utf-?16[\"']|us-ascii[\"'])",
    re.IGNORECASE,
)
"""Two parsers may read another encoding differently."""


@dataclass
class Package:
    """What was seen in an office file: its XML parts, their relationships, the content types."""

    parts: dict[str, Scan] = field(default_factory=dict)
    relations: dict[str, tuple[Relation, ...]] = field(default_factory=dict)
    """Source → its relationships; their targets are members, unless they are external."""
    types: dict[str, str] = field(default_factory=dict)
    """Member → its content type."""

    @property
    def elements(self) -> int:
        """Return how many elements there are in all parts."""
        return sum(part.elements for part in self.parts.values())


def check_package(body: bytes, rules: Rules, scan_of: Callable[[str], Scan]) -> Package:
    """Return what was seen in the office file ``body``, or raise one IntakeError.

    ``scan_of`` makes the scan of an XML part of that name.
    """
    try:
        with ZipFile(io.BytesIO(body)) as archive:
            return _Check(archive, rules).package(scan_of)
    except (DefusedXmlException, ParseError, LookupError):
        rules.refuse("文件内部的 XML 无效或含有禁止的声明")
    except (
        BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
    ):  # fmt: skip
        rules.refuse("文件不完整或已损坏，无法打开")


class _Check:
    """Looks at one archive, member by member."""

    def __init__(self, archive: ZipFile, rules: Rules) -> None:
        self.archive, self.rules = archive, rules
        self.room, self.elements = MAX_UNPACKED, 0
        self.types = TypesScan(rules, CONTENT_TYPES)

    def package(self, scan_of: Callable[[str], Scan]) -> Package:
        members = self._members()
        for member in members:
            self._check_name(member)
        found = Package()
        for member in members:
            self._read_pointers(member, found)
        found.types = {member.filename: self.types.of(member.filename) for member in members}
        reached = _kinds_by_target(found)
        for member in members:
            name = member.filename
            kinds = reached.get(name, frozenset())
            if name in found.parts or name.endswith("/") or (kinds and kinds <= self.rules.unread):
                continue
            if _is_xml(name, found.types[name], kinds):
                found.parts[name] = scan_of(name)
            self._read(member, found.parts.get(name))
        return found

    def _read_pointers(self, member: ZipInfo, found: Package) -> None:
        """Read what says of which kind the other members are, and who points to whom."""
        name = member.filename
        if name == CONTENT_TYPES:
            self._read(member, self.types)
            found.parts[name] = self.types
        elif name.lower().endswith(".rels"):
            scan = RelationsScan(self.rules, name)
            self._read(member, scan)
            found.parts[name] = scan
            source = _source(name)
            found.relations[source] = tuple(self._settled(source, each) for each in scan.kept)

    def _members(self) -> list[ZipInfo]:
        members = self.archive.infolist()
        if len(members) > self.rules.most_members:
            most = self.rules.most_members
            self.rules.refuse(f"文件内部有 {len(members)} 个部件，上限 {most} 个")
        if len({member.filename.lower() for member in members}) != len(members):
            self.rules.refuse("文件内部有重名的部件，可能被改动过")
        if not {CONTENT_TYPES, self.rules.main} <= {member.filename for member in members}:
            self.rules.refuse(f"文件是压缩包，但不是{self.rules.what}")
        return members

    def _check_name(self, member: ZipInfo) -> None:
        name = member.filename
        if member.flag_bits & 1:
            self.rules.refuse("文件加了打开密码，无法读取")
        for pattern, what in self.rules.forbidden_names:
            if pattern.search(f"/{name}"):
                self.rules.refuse(f"文件含有{what}，不能接收")
        is_plain = self.rules.names.fullmatch(name) and ".." not in name
        if not is_plain or member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            self.rules.refuse(f"文件内部有不该有的部件「{shown(name)}」")

    def _settled(self, source: str, said: Relation) -> Relation:
        """Return ``said`` with the member it points to, or raise where it may not be."""
        if said.kind not in self.rules.relations:
            what = FORBIDDEN.get(said.kind or said.uri.rpartition("/")[2])
            if what:
                self.rules.refuse(f"文件含有{what}，不能接收")
            kind = said.kind or said.uri
            self.rules.refuse(f"文件内部有不认识的关系「{shown(kind, 60)}」")
        if said.is_external:
            if said.kind != "hyperlink":
                self.rules.refuse(f"文件含有外部链接（「{shown(said.kind)}」指向文件之外）")
            return said
        path = said.target.partition("#")[0]
        if ":" in path or "\\" in path:
            self.rules.refuse(f"文件含有外部链接或无效的关系（「{shown(said.target)}」）")
        joined = path[1:] if path.startswith("/") else join(dirname(source), path)
        target = normpath(joined) if joined else source
        if target.startswith(("..", "/")):
            self.rules.refuse(f"文件内部的关系指到了外面（「{shown(said.target)}」）")
        return Relation(said.own_id, said.uri, target)

    def _read(self, member: ZipInfo, scan: Scan | None) -> None:
        """Read one member whole, within limits; its own statement of its size is not believed."""
        limit = self._limit(member)
        parser = DefusedXMLParser(target=scan, forbid_dtd=True) if scan is not None else None
        size = 0
        for chunk in _chunks(self.archive, member):
            if not size:
                self._check_start(member, chunk, scan)
            size += len(chunk)
            is_bomb = size > RATIO_FROM and size > MAX_RATIO * max(member.compress_size, 1)
            if size > limit or is_bomb:
                name = shown(member.filename)
                self.rules.refuse(f"文件展开后过大（「{name}」），可能是压缩炸弹")
            if parser is not None:
                # A tag that fills a whole chunk would be scanned again with every further one.
                if len(chunk) == CHUNK and b">" not in chunk:
                    self._invalid(member)
                parser.feed(chunk)
        self.room -= size
        if parser is not None and scan is not None:
            parser.close()
            self._count(scan)

    def _limit(self, member: ZipInfo) -> int:
        """Return how many bytes ``member`` may unpack to."""
        is_shared = SHARED.search(self.types.of(member.filename) + member.filename)
        return min(self.room, self.rules.most_shared_strings) if is_shared else self.room

    def _count(self, scan: Scan) -> None:
        self.elements += scan.elements
        if self.elements > self.rules.most_in_all:
            most = self.rules.most_in_all // 10_000
            self.rules.refuse(f"文件里全部部件的内容超过 {most} 万项")

    def _check_start(self, member: ZipInfo, chunk: bytes, scan: Scan | None) -> None:
        if chunk.startswith(ZIP_MAGIC):
            self.rules.refuse(f"文件内部套着另一个压缩包「{shown(member.filename)}」")
        if scan is not None and ODD_ENCODING.match(chunk[:400].replace(b"\0", b"")):
            self._invalid(member)

    def _invalid(self, member: ZipInfo) -> NoReturn:
        self.rules.refuse(f"文件内部的 XML 无效（「{shown(member.filename)}」）")


def _source(name: str) -> str:
    """Return the part whose relationships the member ``name`` holds."""
    found = RELATIONS_OF.fullmatch(name)
    if not found:
        return name
    return join(found[1] or "", found[2]) if found[2] else ROOT


def _kinds_by_target(package: Package) -> dict[str, frozenset[str]]:
    """Return by which kinds of relationships each part is reached."""
    kinds: dict[str, set[str]] = {}
    for relations in package.relations.values():
        for each in relations:
            if not each.is_external:
                kinds.setdefault(each.target, set()).add(each.kind)
    return {target: frozenset(found) for target, found in kinds.items()}


def _is_xml(name: str, content_type: str, kinds: frozenset[str]) -> bool:
    """Tell whether a member is to be parsed: all but what is nothing else than a picture or so."""
    if XML_NAME.fullmatch(name) or XML_TYPE.fullmatch(content_type):
        return True
    is_binary = not content_type or BINARY_TYPE.fullmatch(content_type)
    return bool(kinds - BINARY) or not is_binary


def _chunks(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
