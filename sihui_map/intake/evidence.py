"""Evidence for a number: four kinds of file, told by what they are, not by what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sihui_map.errors import IntakeError
from sihui_map.intake.package_rules import ZIP_MAGIC
from sihui_map.intake.quoting import shown
from sihui_map.intake.workbook import inspect

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES = 10_000_000
LONGEST_NAME = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Kind(NamedTuple):
    """A kind of file: its ending, how its bytes begin, what stands in its last bytes."""

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
TAIL: Mapping[str, int] = {"application/pdf": 1024, XLSX: 66_000}
"""In how many of the last bytes the end has to stand; of pictures nothing may follow it."""
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
    is_whole = kind.ends in body[-TAIL[media] :] if media in TAIL else rest.endswith(kind.ends)
    if not body.startswith(kind.begins) or not is_whole:
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
    return f"{stem[: LONGEST_NAME - len(given)]}{given}", media
