"""What office files may be: limits, kinds of relationships and content types that nobody takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from sihui_map.errors import IntakeError

if TYPE_CHECKING:
    from collections.abc import Mapping


MAX_UNPACKED = 100_000_000
MAX_RATIO = 200
RATIO_FROM = 1_000_000
MAX_RELATIONS = 5_000
MAX_DEPTH = 200
ZIP_MAGIC = b"PK\x03\x04"
CONTENT_TYPES = "[Content_Types].xml"
ROOT = ""
"""The package itself, as the source of relationships."""
XML_NAME = re.compile(r".*\.(?:xml|rels|vml|svg)", re.IGNORECASE)
XML_TYPE = re.compile(r".*[+/]xml", re.IGNORECASE)
# Who may name kinds of relationships: ECMA-376, its strict form, and the programs' own.
FAMILY = re.compile(
    r"http://(?:schemas\.openxmlformats\.org/(?:officeDocument|package)/2006"
    r"|purl\.oclc\.org/ooxml/officeDocument"
    r"|schemas\.microsoft\.com/office/(?:[a-z]+/)?20\d\d(?:/\d\d)?"
    r"|www\.wps\.cn/officeDocument/20\d\d)"
    r"/relationships/(?:metadata/)?([A-Za-z\-]+)",
    re.ASCII,
)
MACRO, LINK, EMBEDDED = "宏", "外部链接", "嵌入的对象或控件"
FORBIDDEN: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "vbaProject", "vbaProjectSignature", "wordVbaData", "xlMacrosheet", "dialogsheet",
            "xlIntlMacrosheet", "attachedToolbars", "extensibility", "keyMapCustomizations",
        ),
        MACRO,
    ),
    **dict.fromkeys(
        (
            "externalLink", "externalLinkPath", "connections", "queryTable", "attachedTemplate",
            "volatileDependencies", "xmlMaps", "slideUpdateInfo", "slideUpdateUrl", "subDocument",
            "mailMergeSource", "frame", "powerPivotData", "xlExternalLinkPath",
        ),
        LINK,
    ),
    **dict.fromkeys(
        (
            "oleObject", "package", "control", "activeXControlBinary", "ctrlProp", "aFChunk",
            "webextension", "webextensiontaskpanes", "taskpanes",
        ),
        EMBEDDED,
    ),
}  # fmt: skip
"""Kinds of relationships that no office file may have, and what they bring along."""
PICTURES = frozenset({"image", "thumbnail", "hdphoto"})
BINARY = PICTURES | {"printerSettings", "customProperty", "font", "audio", "video", "media"}
"""Kinds of relationships to what is no XML."""
BINARY_TYPE = re.compile(
    r"(?:image|audio|video)/[\w.+\-]+|application/x-font(?:data|-ttf)"
    r"|application/vnd\.openxmlformats-officedocument\.(?:\w+\.)?(?:printerSettings|customProperty)"
    r"|application/vnd\.openxmlformats-officedocument\.obfuscatedFont",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one kind of office file may be; sentences begin with ``head`` and end with ``again``."""

    what: str
    main: str
    """The member that makes it that kind of file."""
    names: re.Pattern[str]
    relations: frozenset[str]
    types: re.Pattern[str]
    again: str
    head: str = ""
    unread: frozenset[str] = frozenset()
    """Kinds of relationships to what nobody will ever open: it is left out."""
    forbidden_names: tuple[tuple[re.Pattern[str], str], ...] = ()
    most_members: int = 200
    most_elements: int = 500_000
    """In one part."""
    most_in_all: int = 800_000
    """Elements in all parts."""
    most_shared_strings: int = 10_000_000

    def refuse(self, sentence: str) -> NoReturn:
        """Raise the error that says ``sentence`` and what may be done."""
        msg = f"{self.head}{sentence}；{self.again}"
        raise IntakeError(msg)


FORBIDDEN_TYPES: Mapping[str, re.Pattern[str]] = {
    MACRO: re.compile(r"macro|vba|dialogsheet|toolbar", re.IGNORECASE),
    LINK: re.compile(r"externalLink|connections|queryTable|volatile", re.IGNORECASE),
    EMBEDDED: re.compile(r"oleObject|activeX|controlproperties|webextension", re.IGNORECASE),
}
