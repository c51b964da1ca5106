"""Evidence for a number: four kinds of file, told by what they are, not by what they are called."""

from __future__ import annotations

import re
import warnings
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from sihui_map.errors import IntakeError
from sihui_map.intake.package_rules import ZIP_MAGIC
from sihui_map.intake.quoting import shown
from sihui_map.intake.workbook import READER, TOLD, inspect

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES = 10_000_000
LONGEST_NAME = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Kind(NamedTuple):
    """A kind of file: its ending, how its bytes begin and end."""

    ending: str
    begins: bytes
    ends: bytes


KINDS: Mapping[str, Kind] = {
    "application/pdf": Kind(".pdf", b"%PDF-", b"%%EOF"),
    "image/png": Kind(".png", b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
    "image/jpeg": Kind(".jpg", b"\xff\xd8\xff", b"\xff\xd9"),
    XLSX: Kind(".xlsx", ZIP_MAGIC, b"PK\x05\x06"),
}
ALSO = {".jpeg": ".jpg"}
ZIP_END, TAIL = b"PK\x05\x06", 66_000
"""What stands within so many of the last bytes of every ZIP, before its comment."""
MARKUP = re.compile(rb"<(?:script|html|iframe|!doctype)[\s>/]", re.IGNORECASE)
"""What a browser would take for a page, whatever the file is called."""
MOST_PIXELS = 60_000_000
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}
LIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA", b"/Encrypt")
"""Names in a PDF of what acts, of files within it, and of what hides them from us."""
STREAM = re.compile(rb"stream\r?\n")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
MOST_UNPACKED = 20_000_000
MAY = "PDF、PNG、JPG 图片或 .xlsx 工作簿"


def check_evidence(name: str, body: bytes) -> tuple[str, str]:
    """Return the name and the media type under which a file is kept, or raise IntakeError.

    Its beginning and its end must be of the kind that its name says: a file that is two things at
    once is neither. A workbook goes through the same check as one that is filled in.
    """
    plain = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(each for each in plain if each.isprintable()).strip(". ")
    stem, _, ending = plain.rpartition(".")
    given = f".{ending.lower()}"
    if not stem or ALSO.get(given, given) not in {kind.ending for kind in KINDS.values()}:
        msg = f"附件应为{MAY}，现为「{shown(name, 40)}」"
        raise IntakeError(msg)
    if not body:
        msg = f"「{shown(plain, 40)}」是空文件"
        raise IntakeError(msg)
    if len(body) > MOST_BYTES:
        msg = f"「{shown(plain, 40)}」超过 {MOST_BYTES // 1_000_000} MB，请压缩或只截取有关的页"
        raise IntakeError(msg)
    media = next(media for media, kind in KINDS.items() if kind.ending == ALSO.get(given, given))
    kind, rest = KINDS[media], body.rstrip(b"\0 \r\n\t")
    is_whole = kind.ends in body[-TAIL:] if media == XLSX else rest.endswith(kind.ends)
    if not body.startswith(kind.begins) or not is_whole or not _is_one(media, body):
        msg = f"「{shown(plain, 40)}」的内容不是完整的 {kind.ending} 文件；请重新导出后再传"
        raise IntakeError(msg)
    if media == XLSX:
        try:
            inspect(body)
        except IntakeError:
            msg = (
                f"「{shown(plain, 40)}」打不开，或含有宏、外部链接，不能作附件；"
                "请另存为普通的 .xlsx 工作簿"
            )
            raise IntakeError(msg) from None
    elif why := READER.run(what_is_wrong, media, body, refusal=TOLD):
        msg = f"「{shown(plain, 40)}」{why}"
        raise IntakeError(msg)
    return f"{stem[: LONGEST_NAME - len(given)]}{given}", media


def _is_one(media: str, body: bytes) -> bool:
    """Tell whether a file is of no second kind: no page for a browser, no ZIP in disguise."""
    return media == XLSX or (ZIP_END not in body[-TAIL:] and not MARKUP.search(body))


def what_is_wrong(media: str, body: bytes) -> str:
    """Return why a picture or a PDF is none to keep, "" where it is; runs in the child."""
    if media in FORMATS:
        return "" if _is_picture(FORMATS[media], body) else "打不开，或过大；请重新导出后再传"
    if b"startxref" not in body[-1024:]:
        return "的内容不是完整的 .pdf 文件；请重新导出后再传"
    if (found := _objects(body)) is None or any(name in found for name in LIVE):
        return "含有脚本、内嵌文件、会启动程序的动作，或加了密，不能作附件；请打印成普通的 PDF 再传"
    return ""


def _is_picture(form: str, body: bytes) -> bool:
    try:
        with (
            warnings.catch_warnings(action="error"),
            Image.open(BytesIO(body), formats=[form]) as picture,
        ):
            width, height = picture.size
            if width * height > MOST_PIXELS:
                return False
            picture.draft("RGB", (width // 8, height // 8))  # a photograph is decoded small
            picture.load()
    except (Warning, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return False
    return form != "PNG" or _ends_once(body)


def _ends_once(body: bytes) -> bool:
    """Tell whether the first end of a PNG is that of the file: its chunks tell their lengths."""
    at = 8
    while at + 8 <= len(body):
        length, kind = int.from_bytes(body[at : at + 4]), body[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND":
            return not body[at:].strip(b"\0 \r\n\t")
    return False


def _objects(body: bytes) -> bytes | None:
    """Return what a PDF says of its objects, names spelled out; None where they cannot be read.

    Objects may also stand packed in a stream; of such streams only the plain way is taken.
    """
    said, done = [body], 0
    for begin in STREAM.finditer(body):
        head = _plain(body[max(done, begin.start() - 2000) : begin.start()])
        head = head.rpartition(b" obj")[2]
        done = begin.end()
        if b"/ObjStm" not in head:
            continue
        try:
            unpacked = zlib.decompressobj().decompress(body[begin.end() :], MOST_UNPACKED)
        except zlib.error:
            return None
        if b"/Predictor" in head or len(unpacked) >= MOST_UNPACKED:
            return None
        said.append(unpacked)
    return b"\n".join(map(_plain, said))


def _plain(said: bytes) -> bytes:
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), said)
