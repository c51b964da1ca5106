"""Templates made to hurt, or to smuggle something into a deck; built in code, none is kept."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from pptx import Presentation
from pptx.util import Inches

if TYPE_CHECKING:
    from collections.abc import Callable

    Build = Callable[[bytes], bytes]
    Opened = Any

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
SPACE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OUTSIDE = "http://127.0.0.1:9/canary"
LAYOUT = "ppt/slideLayouts/slideLayout2.xml"
LAYOUT_RELS = "ppt/slideLayouts/_rels/slideLayout2.xml.rels"
MASTER = "ppt/slideMasters/slideMaster1.xml"
MAIN = "ppt/presentation.xml"
MAIN_RELS = "ppt/_rels/presentation.xml.rels"
TYPES = "[Content_Types].xml"
ROOT_RELS = "_rels/.rels"
END = b"</Relationships>"
DRAWN = b"</p:spTree>"


@dataclass(frozen=True, slots=True)
class Case:
    """One template: what its refusal says, or None where a harmless deck comes of it."""

    name: str
    says: str | None
    build: Build


def honest() -> bytes:
    """Return an office's template as a Chinese program names its placeholders, with one slide."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(13.333), Inches(7.5)
    chinese = {
        "Title": "标题 1", "Subtitle": "副标题 2", "Content": "内容占位符 2",
        "Footer": "页脚占位符 4", "Slide Number": "灯片编号占位符 5",
    }  # fmt: skip
    for layout in made.slide_layouts:
        shapes: Opened = layout.placeholders
        for shape in shapes:
            for start, name in chinese.items():
                if shape.name.startswith(start):
                    shape.name = name
    area: Opened = made.slide_layouts[1].placeholders[1]
    area.left, area.top = Inches(1), Inches(1.4)
    area.width, area.height = Inches(11.3), Inches(4.8)
    made.slides.add_slide(made.slide_layouts[0]).shapes.title.text = "旧的一页"
    body = BytesIO()
    made.save(body)
    return body.getvalue()


def members_of(body: bytes) -> dict[str, bytes]:
    """Return the members of a package by name."""
    with ZipFile(BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: dict[str, bytes], how: int = ZIP_DEFLATED) -> bytes:
    """Return a package of ``members``."""
    made = BytesIO()
    with ZipFile(made, "w", how) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return made.getvalue()


def plus(name: str, body: bytes) -> Build:
    """Return a build with one more, or another, member."""
    return lambda given: zipped({**members_of(given), name: body})


def within(name: str, old: bytes, new: bytes) -> Build:
    """Return a build that changes one member."""

    def build(given: bytes) -> bytes:
        members = members_of(given)
        if old not in members[name]:
            msg = f"{old!r} is not in {name}"
            raise ValueError(msg)
        return zipped({**members, name: members[name].replace(old, new, 1)})

    return build


def all_of(*builds: Build) -> Build:
    """Return a build that makes one change after another."""

    def build(given: bytes) -> bytes:
        for each in builds:
            given = each(given)
        return given

    return build


def related(
    kind: str, target: str = OUTSIDE, mode: str = "External", *, of: str = LAYOUT_RELS
) -> Build:
    """Return a build with one more relationship; ``kind`` is short for the office's own."""
    uri = kind if ":" in kind else f"{OFFICE}/{kind}"
    said = f'<Relationship Id="rId99" Type="{uri}" Target="{target}" TargetMode="{mode}"/>'
    return within(of, END, said.encode() + END)


def held(kind: str, name: str, body: bytes = b"\1\2\3", content_type: str = "") -> Build:
    """Return a build whose layout has a part of its own."""
    said = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'.encode()
    builds = [plus(name, body), related(kind, f"/{name}", "Internal")]
    return all_of(*builds, *([within(TYPES, b"</Types>", said)] if content_type else []))


def raw(entry: str, encoding: str = "utf-8", head: str = "") -> Build:
    """Return a build whose slide master's relationships have ``entry``, as somebody writes it."""

    def build(given: bytes) -> bytes:
        members = members_of(given)
        body = members[LAYOUT_RELS].decode().partition("?>")[2]
        text = head + body.replace("</Relationships>", entry + "</Relationships>")
        return zipped({**members, LAYOUT_RELS: text.encode(encoding)})

    return build


def drawn(shape: bytes) -> Build:
    """Return a build whose layout has one more shape."""
    return within(LAYOUT, DRAWN, shape + DRAWN)


def clicked(attributes: str) -> Build:
    """Return a build whose layout has a shape to click."""
    click = f"<a:hlinkClick xmlns:r='{OFFICE}' {attributes}/>"
    return drawn(
        f'<p:sp><p:nvSpPr><p:cNvPr id="77" name="x">{click}</p:cNvPr><p:cNvSpPr/><p:nvPr/>'
        "</p:nvSpPr><p:spPr/></p:sp>".encode()
    )


def many(kind: str, folder: str, count: int, body: bytes = b"<a/>") -> Build:
    """Return a build with so many parts of one kind, each reached."""

    def build(given: bytes) -> bytes:
        members = members_of(given)
        said = "".join(
            f'<Relationship Id="x{n}" Type="{OFFICE}/{kind}" Target="{folder}/x{n}.xml"/>'
            for n in range(count)
        )
        members[MAIN_RELS] = members[MAIN_RELS].replace(END, said.encode() + END)
        members |= {f"ppt/{folder}/x{n}.xml": body for n in range(count)}
        return zipped(members)

    return build


def slides(count: int) -> Build:
    """Return a build with so many slides in good order."""

    def build(given: bytes) -> bytes:
        members = members_of(given)
        body, own = members["ppt/slides/slide1.xml"], members["ppt/slides/_rels/slide1.xml.rels"]
        said, listed, types = [], [], []
        kind = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
        for n in range(2, count + 2):
            members[f"ppt/slides/slide{n}.xml"] = body
            members[f"ppt/slides/_rels/slide{n}.xml.rels"] = own
            said.append(
                f'<Relationship Id="s{n}" Type="{OFFICE}/slide" Target="slides/slide{n}.xml"/>'
            )
            listed.append(f'<p:sldId id="{300 + n}" r:id="s{n}"/>')
            types.append(f'<Override PartName="/ppt/slides/slide{n}.xml" ContentType="{kind}"/>')
        for name, end, more in (
            (MAIN_RELS, END, said), (MAIN, b"</p:sldIdLst>", listed), (TYPES, b"</Types>", types)
        ):  # fmt: skip
            members[name] = members[name].replace(end, "".join(more).encode() + end)
        return zipped(members)

    return build


def png(width: int, height: int) -> bytes:
    """Return the beginning of a picture of that size."""
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", size), (b"IDAT", zlib.compress(b"\0" * 99)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def svg(inside: str) -> Build:
    """Return a build whose layout has a drawing."""
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"'
    text = f"<svg {spaces}>{inside}</svg>"
    return held("image", "ppt/media/d.svg", text.encode(), "image/svg+xml")


def elements(count: int, name: str = MASTER) -> Build:
    """Return a build with so many empty elements in one part."""
    end = b"</p:cSld>"
    tag = b"<a:t/>"
    return within(name, end, tag * count + end)


def stored(build: Build) -> Build:
    """Return a build whose members are not compressed, so that their size surprises nobody."""
    return lambda given: zipped(members_of(build(given)), ZIP_STORED)


def renamed(old: str, new: str) -> Build:
    """Return a build with a part under another name, and everything that points to it."""

    def build(given: bytes) -> bytes:
        short_old, short_new = (name.rpartition("/")[2].encode() for name in (old, new))
        return zipped({
            new if name == old else name: body.replace(short_old, short_new)
            for name, body in members_of(given).items()
        })  # fmt: skip

    return build


def only(body: bytes) -> Build:
    """Return a build that pays no heed to the template."""
    return lambda _: body


def encrypted(given: bytes) -> bytes:
    """Return a template whose members say that they are encrypted."""
    body = bytearray(given)
    start = body.find(b"PK\x01\x02")
    while start >= 0:
        body[start + 8] |= 1
        start = body.find(b"PK\x01\x02", start + 4)
    return bytes(body)


IMAGE = f"{OFFICE}/image"
UTF16 = '<?xml version="1.0" encoding="UTF-16"?>'
ENTITY = b'<!DOCTYPE a [<!ENTITY b "cccccccccc">]><a>&b;</a>'
LINK = f'<Relationship Id="rId99" Type="{IMAGE}" Target="{OUTSIDE}" TargetMode="External"/>'
CASES = (
    # No template at all
    Case("empty", "不是 .pptx", only(b"")),
    Case("pdf", "不是 .pptx", only(b"%PDF-1.7 no deck")),
    Case("old .ppt", "不是 .pptx", only(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)),
    Case("noise", "损坏", only(b"PK\x03\x04" + b"\1\2\3" * 999)),
    Case("cut off", "损坏", lambda given: given[:-400]),
    Case("a byte flipped", "", lambda given: given[:900] + bytes([given[900] ^ 255]) + given[901:]),
    Case("encrypted", "密码", encrypted),
    Case("another package", "不是演示文稿", only(zipped({"xl/workbook.xml": b"<a/>"}))),
    Case("over 20 MB", "最大 20 MB", only(b"PK\x03\x04" + b"x" * 20_000_001)),
    Case("names that differ in case", "重名", plus("ppt/Presentation.xml", b"<a/>")),
    Case("path traversal", "不该有的部件", plus("ppt/../../a.xml", b"<a/>")),
    Case("a package within", "套着另一个压缩包", held("image", "ppt/media/a.png", b"PK\x03\x04xx")),
    Case("saved as .potx", "不是可用的", within(
        TYPES, b"presentation.main+xml", b"template.main+xml")),
    Case("no content types", "没有写明内容类型", plus(TYPES, b"<Types/>")),
    Case("no main part", "不是演示文稿", plus(ROOT_RELS, f"<Relationships {SPACE}/>".encode())),
    Case("an empty main part", "", plus(MAIN, b"<a/>")),
    Case("main part of nothing", "没有幻灯片母版", plus(MAIN, (
        b'<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'))),
    Case("a layout without shapes", None, plus("ppt/slideLayouts/slideLayout7.xml", (
        b'<p:sldLayout xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
        b"<p:cSld><p:spTree/></p:cSld></p:sldLayout>"))),
    Case("a layout of nothing", "", plus(LAYOUT, b"<a/>")),
    Case("a layout gone", "", lambda given: zipped(
        {name: body for name, body in members_of(given).items() if name != LAYOUT})),
    Case("a layout that is a theme", "", within(
        MAIN_RELS, b"slideMasters/slideMaster1.xml", b"theme/theme1.xml")),
    Case("a theme of nothing", "", plus("ppt/theme/theme1.xml", b"<a/>")),
    # What could run
    Case("macros", "宏", plus("ppt/vbaProject.bin", b"x")),
    Case("macros by relationship", "宏", held(f"{MICROSOFT}/vbaProject", "ppt/media/a.bin")),
    Case("macros by type", "宏", within(
        TYPES, b"presentationml.presentation.main+xml", b"presentation.macroEnabled.main+xml")),
    Case("a macro to click", "运行别的程序或宏", clicked(
        'r:id="" action="ppaction://macro?name=x"')),
    Case("a program to click", "运行别的程序或宏", clicked('r:id="" action="ppaction://program"')),
    Case("OLE by relationship", "嵌入", held("oleObject", "ppt/media/a.bin")),
    Case("OLE by name", "嵌入", plus("ppt/embeddings/oleObject1.bin", b"x")),
    Case("a package by relationship", None, held("package", "ppt/embeddings/a.xlsx")),
    Case("a package that is a page too", "", within(
        LAYOUT_RELS, b"relationships/slideMaster", b"relationships/package")),
    Case("a control", "嵌入", held("control", "ppt/media/a.xml", b"<a/>")),
    Case("ActiveX", "嵌入", plus("ppt/activeX/activeX1.xml", b"<a/>")),
    Case("a web extension", "嵌入", held(
        f"{MICROSOFT.replace('2006', '2011')}/webextension", "ppt/a.xml", b"<a/>")),
    Case("a ribbon", "宏", held(f"{MICROSOFT}/ui/extensibility", "ppt/a.xml", b"<a/>", "")),
    Case("a script in a drawing", "含有程序", svg("<script>x()</script>")),
    Case("a handler in a drawing", "含有程序", svg('<g onload="x()"/>')),
    # What could call out
    Case("a picture outside", "指向文件之外", related("image")),
    Case("a strict picture outside", "指向文件之外", related(f"{STRICT}/image")),
    Case("a picture on a share", "指向文件之外", related("image", "file:////10.0.0.1/a.png")),
    Case("a template outside", "外部链接", related("attachedTemplate")),
    Case("a film outside", "指向文件之外", related("video", "http://127.0.0.1/a.mp4")),
    Case("a sound outside", "指向文件之外", related("audio")),
    Case("OLE outside", "嵌入", related("oleObject")),
    Case("a theme outside", "指向文件之外", related("theme", of=MAIN_RELS)),
    Case("an unheard-of kind", "不认识的关系", related("surprise")),
    Case("a kind of nobody's", "不认识的关系", related("http://a.test/hyperlink")),
    Case("single quotes", "指向文件之外", raw(LINK.replace('"', "'"))),
    Case("blanks round the sign", "指向文件之外", raw(LINK.replace("=", " = "))),
    Case("a line end within", "指向文件之外", raw(LINK.replace(" TargetMode", "\nTargetMode"))),
    Case("entities for letters", "指向文件之外", raw(
        LINK.replace("External", "&#69;xterna&#x6c;"))),
    Case("UTF-16", "指向文件之外", raw(LINK, "utf-16", UTF16)),
    Case("an odd encoding", "XML 无效", raw(
        LINK, "latin-1", '<?xml version="1.0" encoding="ISO-8859-1"?>')),
    Case("UTF-7", "XML 无效", raw("", "utf-7", '<?xml version="1.0" encoding="UTF-7"?>')),
    Case("a comment that counts as a link", "指向文件之外", raw(
        f"<!-- /relationships/hyperlink -->{LINK}")),
    Case("a comment only", None, raw(f"<!-- {LINK} -->")),
    Case("a mode of its own", "关系写错了", raw(LINK.replace("External", "external"))),
    Case("an address within", "外部链接或无效", related("image", OUTSIDE, "Internal")),
    Case("outside the file", "指到了外面", related("image", "../../../../etc/passwd", "Internal")),
    Case("a link to click in a layout", None, all_of(
        related("hyperlink"), clicked('r:id="rId99"'))),
    Case("a file to click in a layout", None, all_of(
        related("hyperlink", "file:///c:/a.exe"), clicked('r:id="rId99"'))),
    Case("an address in a drawing", "链接到文件之外", svg(f'<image x:href="{OUTSIDE}"/>')),
    Case("a style sheet in a drawing", "链接到文件之外", svg(
        f"<style>@import '{OUTSIDE}'</style>")),
    Case("a filling in a drawing", "链接到文件之外", svg(f'<g style="fill:url({OUTSIDE})"/>')),
    Case("an honest drawing", None, svg('<path d="M0 0L9 9" fill="url(#a)"/>')),
    Case("an address in old drawing", "链接到文件之外", held(
        "vmlDrawing", "ppt/d.vml", f'<x><i src="{OUTSIDE}"/></x>'.encode())),
    Case("an entity", "禁止的声明", plus("ppt/more.xml", ENTITY)),
    Case("an entity in UTF-16", "禁止的声明", plus(
        "ppt/more.xml", ENTITY.decode().encode("utf-16"))),
    Case("an entity in a .bin", "禁止的声明", held("slideMaster", "ppt/a.bin", ENTITY)),
    # Too much of something
    Case("10,000 slides", "上限 3000", slides(10_000)),
    Case("1,000 slides", "张幻灯片", slides(1_000)),
    Case("100 slides", None, slides(100)),
    Case("1,000 masters", "个母版", many("slideMaster", "slideMasters", 1_000)),
    Case("1,000 layouts", "个版式", many("slideLayout", "slideLayouts", 1_000)),
    Case("2,900 pictures", "张图片", many("image", "media", 2_900)),
    Case("4,000 members", "上限 3000", lambda given: zipped(
        members_of(given) | {f"ppt/media/i{n}.png": b"" for n in range(4_000)})),
    Case("10,000 relationships", "关系超过", raw("".join(
        LINK.replace("rId99", f"x{n}").replace(IMAGE, f"{OFFICE}/hyperlink")
        for n in range(10_000)))),
    Case("bomb", "万项", plus("ppt/more.xml", b"<a>" + b"<b/>" * 25_000_000 + b"</a>")),
    Case("blanks of 90 MB", "XML 无效", plus("ppt/more.xml", b"<a>" + b" " * 90_000_000)),
    Case("100,000 elements in a master", "母版和版式的内容", stored(elements(100_000))),
    Case("a million elements in a master", "万项", stored(elements(1_000_000))),
    Case("50,000 elements in a master", "", stored(elements(50_000))),
    Case("elements in a .bin master", "万项", stored(all_of(
        elements(300_000), renamed(MASTER, "ppt/slideMasters/slideMaster1.bin")))),
    Case("elements within elements", "套得太深", within(
        MASTER, b"</p:cSld>", b"<a:t>" * 5_000 + b"</a:t>" * 5_000 + b"</p:cSld>")),
    Case("an attribute of a megabyte", "XML 无效", within(
        MASTER, b"</p:cSld>", b'<a:t x="%s"/></p:cSld>' % (b"x" * 10**6))),
    Case("an attribute of 100,000 signs", "过长", within(
        MASTER, b"</p:cSld>", b'<a:t x="%s"/></p:cSld>' % (b"x" * 10**5))),
    Case("a picture of a billion pixels", "过大", held(
        "image", "ppt/media/a.png", png(60_000, 60_000), "image/png")),
    Case("a picture of 100 million pixels", "过大", held(
        "image", "ppt/media/a.png", png(10_000, 10_000), "image/png")),
    Case("a picture that is none", "不是图片", held(
        "image", "ppt/media/a.png", b"MZ", "image/png")),
    Case("a picture that is a page", "XML 无效", held(
        "slideLayout", "ppt/media/a.png", png(9, 9), "image/png")),
    Case("an honest picture", None, held("image", "ppt/media/a.png", png(9, 9), "image/png")),
)  # fmt: skip
