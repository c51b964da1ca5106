"""What every office file needs: text that XML can hold, and bytes that no clock has touched."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from sihui_map.domain.snapshot import Snapshot

FONT = "微软雅黑"
# Control characters, line separators, marks that turn text round, halves of a pair, non-characters.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def clean(text: object) -> str:
    """Return ``text`` without what XML refuses or what a reader cannot see."""
    return _UNSEEN.sub("", str(text))


def day_of(snapshot: Snapshot) -> date:
    """Return the day a document is dated: that of its publication, so an old 期 never changes.

    Without a store nothing is published: then it is the day of the data.
    """
    day = snapshot.issue.day
    return date.fromisoformat(day) if day else snapshot.data_day


def timeless(package: bytes, day: date) -> bytes:
    """Return an office file, and the workbooks in it, dated ``day`` instead of now.

    The libraries write the clock into every entry; the same snapshot has to give the same bytes.
    """
    stamp = rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode() + rb"\g<3>"
    kept = BytesIO()
    with ZipFile(BytesIO(package)) as before, ZipFile(kept, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            body = before.read(name)
            if name.endswith(".xlsx"):
                body = timeless(body, day)
            elif name == "docProps/core.xml":
                body = _STAMP.sub(stamp, body)
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0  # the same on every machine
            after.writestr(entry, body)
    return kept.getvalue()
