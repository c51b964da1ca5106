"""The layouts a deck is made from: the project's own, or those of an office's .pptx."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from lxml import etree
from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu, Inches

from sihui_map.documents.office import FONT
from sihui_map.documents.pptx.cleaning import REMEDY, clean_template
from sihui_map.errors import IntakeError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pptx.presentation import Presentation as Deck
    from pptx.shapes.placeholder import LayoutPlaceholder
    from pptx.slide import SlideLayout

TITLE, SUBTITLE, BODY, FOOTER, NUMBER = "标题", "副标题", "正文", "页脚", "页码"
# A Chinese PowerPoint or WPS names its placeholders so by itself; the first word is ours.
NAMES: Mapping[str, tuple[str, ...]] = {
    TITLE: (TITLE,),
    SUBTITLE: (SUBTITLE,),
    BODY: (BODY, "内容占位符"),
    FOOTER: (FOOTER,),
    NUMBER: (NUMBER, "灯片编号", "幻灯片编号"),
}
COVER_PARTS = (TITLE, SUBTITLE, FOOTER)
PAGE_PARTS = (TITLE, BODY, FOOTER, NUMBER)
LEAST_WIDTH, LEAST_HEIGHT = Inches(8), Inches(3.8)
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Template:
    """An empty presentation with the layouts of a cover and of a page, and its font."""

    presentation: Deck
    cover: SlideLayout
    page: SlideLayout
    font: str


def part(layout: SlideLayout, name: str) -> LayoutPlaceholder | None:
    """Return the one placeholder that ``layout`` has for ``name``; two are none."""
    shapes: Any = layout.placeholders  # its own types do not say that it can be walked
    found = [shape for shape in shapes if shape.name.startswith(NAMES[name])]
    return found[0] if len(found) == 1 else None


def open_template(body: bytes | None) -> Template:
    """Return the project's own layouts, or those of the .pptx ``body``, its slides left out."""
    presentation = _own() if body is None else _given(body)
    cover = _layout(presentation, "封面", COVER_PARTS)
    page = _layout(presentation, "正文页", PAGE_PARTS)
    area = part(page, BODY)
    if area is not None and (area.width < LEAST_WIDTH or area.height < LEAST_HEIGHT):
        msg = (
            f"演示文稿模板：版式「{page.name}」的「{BODY}」占位符宽 {Emu(area.width).cm:.1f} 厘米、"
            f"高 {Emu(area.height).cm:.1f} 厘米，至少应为 {LEAST_WIDTH.cm:.1f}×"
            f"{LEAST_HEIGHT.cm:.1f} 厘米；请在幻灯片母版中放大后再试"
        )
        raise IntakeError(msg)
    return Template(presentation, cover, page, _font(presentation))


def _layout(presentation: Deck, what: str, parts: Sequence[str]) -> SlideLayout:
    lacks: list[tuple[SlideLayout, list[str]]] = [
        (layout, [name for name in parts if part(layout, name) is None])
        for master in presentation.slide_masters
        for layout in master.slide_layouts
    ]
    nearest = min(lacks, key=lambda pair: len(pair[1]), default=None)
    if nearest is not None and not nearest[1]:
        return nearest[0]
    said = f"，最接近的版式「{nearest[0].name}」缺 {'、'.join(nearest[1])}" if nearest else ""
    msg = (
        f"演示文稿模板：没有可作{what}的版式{said}；{what}版式应各有一个名称以 "
        f"{'、'.join(parts)} 开头的占位符，请在幻灯片母版的“选择窗格”中改名后再试"
    )
    raise IntakeError(msg)


def _given(body: bytes) -> Deck:
    try:
        presentation = Presentation(BytesIO(clean_template(body)))
        masters = list(presentation.slide_masters)
    except IntakeError:
        raise
    except (
        PythonPptxError,
        LookupError,
        ValueError,
        AttributeError,
        TypeError,
        etree.Error,
    ) as error:
        msg = f"演示文稿模板：不是可用的 .pptx 文件（{type(error).__name__}）；{REMEDY}"
        raise IntakeError(msg) from error
    if not masters:
        msg = f"演示文稿模板：没有幻灯片母版；{REMEDY}"
        raise IntakeError(msg)
    return presentation


def _font(presentation: Deck) -> str:
    """Return the East Asian body font of the theme."""
    theme = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    body = etree.fromstring(theme.blob, etree.XMLParser(resolve_entities=False))
    for path in (f".//{A}minorFont/{A}ea", f".//{A}minorFont/{A}font[@script='Hans']"):
        found = body.find(path)
        if found is not None and found.get("typeface"):
            return str(found.get("typeface"))
    return FONT


def _own() -> Deck:
    """Return python-pptx's empty presentation, made 16:9 with two quiet layouts of our own."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(13.333), Inches(7.5)
    layouts = presentation.slide_layouts
    cover, page = layouts[0], layouts[1]
    for layout in list(layouts)[2:]:
        layouts.remove(layout)
    _arrange(
        cover,
        "封面",
        {
            "Title": (TITLE, 0.9, 2.2, 11.5, 1.3),
            "Subtitle": (SUBTITLE, 0.9, 3.6, 11.5, 2.2),
            "Footer": (FOOTER, 0.6, 6.9, 11.3, 0.48),
        },
    )
    _arrange(
        page,
        "正文页",
        {
            "Title": (TITLE, 0.6, 0.32, 12.13, 0.75),
            "Content": (BODY, 0.6, 1.22, 12.13, 5.6),
            "Footer": (FOOTER, 0.6, 6.9, 11.3, 0.48),
            "Slide Number": (NUMBER, 12.03, 6.9, 0.7, 0.48),
        },
    )
    theme = presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/>'.encode()
    theme.blob = (
        theme.blob.replace(b'<a:latin typeface="Calibri"/><a:ea typeface=""/>', font)
        .replace(b"4F81BD", b"1B6E53")
        .replace(b"1F497D", b"1F2933")
    )
    return presentation


def _arrange(
    layout: SlideLayout, name: str, places: Mapping[str, tuple[str, float, float, float, float]]
) -> None:
    layout.name = name
    shapes: Any = layout.placeholders
    for shape in list(shapes):
        for prefix, (own, *place) in places.items():
            if shape.name.startswith(prefix):
                shape.name = own
                shape.left, shape.top, shape.width, shape.height = map(Inches, place)
                break
        else:
            shape.element.getparent().remove(shape.element)
