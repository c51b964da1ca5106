"""An office's .pptx reduced to what a deck is made from: masters, layouts, themes, their pictures.

It is written anew from what was understood: no slide, no link to the outside and no part that
nothing points to comes along.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from html import escape
from io import BytesIO
from posixpath import dirname, relpath
from typing import TYPE_CHECKING, ClassVar
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree
from PIL import Image, UnidentifiedImageError

from sihui_map.errors import IntakeError
from sihui_map.intake.guard import MAX_BYTES
from sihui_map.intake.package import Package, check_package
from sihui_map.intake.package_rules import (
    CONTENT_TYPES,
    EMBEDDED,
    MACRO,
    PICTURES,
    ROOT,
    ZIP_MAGIC,
    Rules,
)
from sihui_map.intake.package_scan import Relation, Scan
from sihui_map.intake.quoting import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HEAD = "演示文稿模板："
REMEDY = "请按说明《演示文稿模板》另存为不含宏的 .pptx 再试"
MOST: Mapping[str, tuple[int, str]] = {
    "slide": (300, "张幻灯片"),
    "slideMaster": (15, "个母版"),
    "slideLayout": (150, "个版式"),
    "image": (500, "张图片"),
}
"""Kind of relationship → how many parts of it a template may have, and what they are called."""
MOST_KEPT = 60_000
"""Elements of masters, layouts and themes: each is some kilobyte of memory once it is built."""
MOST_PIXELS = 50_000_000
MOST_PICTURE_BYTES = 10_000_000
METAFILE = (b"\1\0\0\0", b"\xd7\xcd\xc6\x9a", b"\1\0\t\0", b"\2\0\t\0", b"II\xbc")
"""How the pictures begin that only an office program draws: .emf, .wmf, .wdp."""
KEPT = PICTURES - {"thumbnail"} | {
    "officeDocument", "core-properties", "extended-properties", "slideMaster", "slideLayout",
    "theme", "themeOverride", "presProps", "viewProps", "tableStyles", "notesMaster",
    "handoutMaster", "font", "chart", "chartStyle", "chartColorStyle", "diagramData",
    "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing",
}  # fmt: skip
"""Kinds of relationships that a deck needs; whatever else is known is left out."""
RULES = Rules(
    what="演示文稿（.pptx）",
    main="ppt/presentation.xml",
    head=HEAD,
    again=REMEDY,
    names=re.compile(
        r"\[Content_Types\]\.xml"
        r"|(?:_rels|docProps|ppt|customXml)/(?:[\w\- .]+/)*"
        r"(?:[\w\- .]*\.(?:xml|rels|vml|bin|png|jpe?g|jfif|gif|emf|wmf|svg|bmp|tiff?|wdp|fntdata"
        r"|xlsx|wav|mp3|mp4|m4a|wma|wmv|avi|mov))?",
        re.IGNORECASE,
    ),
    relations=KEPT
    | {
        "thumbnail",
        "slide",
        "notesSlide",
        "comments",
        "commentAuthors",
        "authors",
        "tags",
        "custom-properties",
        "customXml",
        "customXmlProps",
        "printerSettings",
        "hyperlink",
        "chartEx",
        "chartUserShapes",
        "vmlDrawing",
        "audio",
        "video",
        "media",
        "changesInfo",
        "revisionInfo",
        "package",
        "threadedComment",
        "person",
        "legacyDiagramText",
        "customData",
    },
    # The numbers behind a chart, which go with its slide: an office's last deck is a template too.
    unread=frozenset({"package"}),
    types=re.compile(
        r"(?:application|text)/xml|application/inkml\+xml"
        r"|application/vnd\.openxmlformats-officedocument\.(?:presentationml|drawingml|drawing|theme"
        r"|themeOverride|custom-properties|extended-properties|customXmlProperties|vmlDrawing"
        r"|obfuscatedFont)(?:\.?[\w\-.]*)?(?:\+xml)?"
        r"|application/vnd\.openxmlformats-package\.(?:relationships|core-properties)\+xml"
        r"|application/vnd\.ms-(?:powerpoint|office)\.[\w\-.]+\+xml"
        r"|application/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet"
        r"|application/x-font(?:data|-ttf)|(?:image|audio|video)/[\w.+\-]+",
        re.IGNORECASE,
    ),
    forbidden_names=(
        (re.compile(r"vbaProject|vbaData|/vba", re.IGNORECASE), MACRO),
        (
            re.compile(r"/embeddings/(?!.*\.xlsx$)|/activeX/|/ctrlProps/|oleObject", re.IGNORECASE),
            EMBEDDED,
        ),
    ),
    most_members=3_000,
    most_elements=150_000,
    most_in_all=400_000,
)
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STRICT_R = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ADDRESS = frozenset({"href", "src"})
WITHIN = re.compile(r"\s*(?:#|data:image/|rId\w+\s*$|$)", re.IGNORECASE)
FETCHED = re.compile(r"url\(\s*[\"']?(?!#|data:image/)|@import", re.IGNORECASE)
ACTION = re.compile(
    r"ppaction://(?:noaction|media|hlinkshowjump|hlinksldjump|customshow)?(?:\?.*)?"
)


class _Part(Scan):
    """One XML part of a presentation, which may name no address and start nothing."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take note of one element."""
        super().start(tag, attributes)
        for name, value in attributes.items():
            local = name.rpartition("}")[2]
            if local in ADDRESS and not WITHIN.match(value):
                self.rules.refuse(f"部件 {shown(self.name)} 链接到文件之外（{shown(value)}）")
            if local == "action" and value and not ACTION.fullmatch(value):
                self.rules.refuse(f"部件 {shown(self.name)} 会运行别的程序或宏")


class _Drawing(_Part):
    """An .svg picture, which a program would run or complete from elsewhere."""

    LONGEST: ClassVar[int] = 2_000_000

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take note of one element."""
        super().start(tag, attributes)
        if tag.rpartition("}")[2] in {"script", "foreignObject", "handler"}:
            self.rules.refuse(f"图片 {shown(self.name)} 含有程序")
        for name, value in attributes.items():
            if FETCHED.search(value) or name.lower().startswith("on"):
                self.rules.refuse(f"图片 {shown(self.name)} 含有程序或链接到文件之外")

    def data(self, text: str) -> None:
        """Take note of text: a style sheet may fetch another."""
        if FETCHED.search(text):
            self.rules.refuse(f"图片 {shown(self.name)} 链接到文件之外")

    def pi(self, *_: str) -> None:
        """Take note of an instruction to whoever draws it."""
        self.rules.refuse(f"图片 {shown(self.name)} 含有处理指令")


def _scan(name: str) -> Scan:
    if name.lower().endswith(".svg"):
        return _Drawing(RULES, name)
    return Scan(RULES, name) if name.startswith("customXml/") else _Part(RULES, name)


def clean_template(body: bytes) -> bytes:
    """Return the .pptx ``body`` without slides and all that a deck does not need.

    Raises one IntakeError where it is no .pptx, too large, or could run or fetch anything.
    """
    if len(body) > MAX_BYTES:
        size = len(body) / 1e6
        msg = f"{HEAD}文件有 {size:.1f} MB，最大 {MAX_BYTES / 1e6:.0f} MB；请压缩图片后再试"
        raise IntakeError(msg)
    if not body.startswith(ZIP_MAGIC):
        RULES.refuse("不是 .pptx 文件，或文件已加密")
    package = check_package(body, RULES, _scan)
    _check_numbers(package)
    kept = _reached(package)
    if RULES.main not in kept:
        RULES.refuse(f"文件是压缩包，但不是{RULES.what}")
    untold = next((name for name in kept if not package.types[name]), "")
    if untold:
        RULES.refuse(f"部件 {shown(untold)} 没有写明内容类型")
    elements = sum(package.parts[name].elements for name in kept if name in package.parts)
    if elements > MOST_KEPT:
        RULES.refuse(f"母版和版式的内容有 {elements} 项，最多 {MOST_KEPT} 项")
    with ZipFile(BytesIO(body)) as archive:
        return _written(archive, package, kept)


def _check_numbers(package: Package) -> None:
    targets = {(each.kind, each.target) for every in package.relations.values() for each in every}
    for kind, count in Counter(kind for kind, _ in targets).items():
        most, name = MOST.get(kind, (count, ""))
        if count > most:
            RULES.refuse(f"文件里有 {count} {name}，最多 {most} {name}")


def _needed(package: Package, source: str) -> Iterator[Relation]:
    for each in package.relations.get(source, ()):
        if each.kind in KEPT and not each.is_external and each.target in package.types:
            yield each


def _reached(package: Package) -> list[str]:
    """Return the parts that a deck needs, each once, in the order in which they are reached."""
    kept: dict[str, None] = {}
    waiting = [ROOT]
    while waiting:
        for each in _needed(package, waiting.pop()):
            if each.target not in kept:
                kept[each.target] = None
                waiting.append(each.target)
    return list(kept)


def _written(archive: ZipFile, package: Package, kept: list[str]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as after:
        after.writestr(CONTENT_TYPES, _content_types(package, kept))
        for name in (ROOT, *kept):
            if name != ROOT:
                after.writestr(name, _content(archive.read(name), package, name))
            if relations := list(_needed(package, name)):
                folder, own = (dirname(name), name.rpartition("/")[2])
                path = f"{folder}/_rels/{own}.rels" if folder else f"_rels/{own}.rels"
                after.writestr(path, _relations(name, relations))
    return made.getvalue()


def _content_types(package: Package, kept: list[str]) -> str:
    said = "".join(
        f'<Override PartName="/{escape(name)}" ContentType="{escape(package.types[name])}"/>'
        for name in kept
    )
    ending = f'<Default Extension="rels" ContentType="{RELATIONS_TYPE}"/>'
    return f'<Types xmlns="{PACKAGE}/content-types">{ending}{said}</Types>'


RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


def _relations(source: str, relations: list[Relation]) -> str:
    start = dirname(source) or "."
    said = "".join(
        f'<Relationship Id="{escape(each.own_id)}" Type="{escape(each.uri)}"'
        f' Target="{escape(relpath(each.target, start))}"/>'
        for each in relations
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{said}</Relationships>'


def _content(body: bytes, package: Package, name: str) -> bytes:
    """Return the content of a part, without what refers to something that is left out."""
    if name not in package.parts:
        _check_picture(body, name)
        return body
    needed = {each.own_id for each in _needed(package, name)}
    gone = {each.own_id for each in package.relations.get(name, ())} - needed
    if not gone and name != RULES.main:
        return body
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    for element in list(root.iter(etree.Element)):
        local = etree.QName(element).localname
        refers = {value for key, value in element.attrib.items() if key.startswith((R, STRICT_R))}
        # Sections list the slides by number: without slides they are an error.
        if refers & gone or local == "sectionLst":
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _check_picture(body: bytes, name: str) -> None:
    """Raise where what should be a picture (or a font) is none, or is one without measure."""
    if len(body) > MOST_PICTURE_BYTES:
        RULES.refuse(f"图片 {shown(name)} 有 {len(body) / 1e6:.0f} MB，最大 10 MB")
    if body.startswith(METAFILE) or name.lower().endswith(".fntdata"):
        return
    try:
        with warnings.catch_warnings(action="error"), Image.open(BytesIO(body)) as picture:
            width, height = picture.size
    except UnidentifiedImageError:
        RULES.refuse(f"部件 {shown(name)} 不是图片")
    except (Warning, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        width, height = MOST_PIXELS, MOST_PIXELS
    if width * height > MOST_PIXELS:
        RULES.refuse(f"图片 {shown(name)} 过大或已损坏")
