"""Small files such as people attach to a number."""

from __future__ import annotations

import io
import zlib

from PIL import Image

END = b"startxref\n0\n%%EOF\n"
PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n" + END


def pdf(told: bytes) -> bytes:
    """Return a PDF whose one object says ``told``."""
    return b"%PDF-1.7\n1 0 obj\n" + told + b"\nendobj\n" + END


def packed_pdf(told: bytes, name: bytes = b"/ObjStm") -> bytes:
    """Return a PDF whose objects stand packed in a stream."""
    return pdf(b"<</Type" + name + b">>stream\n" + zlib.compress(told) + b"\nendstream")


def picture(form: str, *, size: tuple[int, int] = (8, 8)) -> bytes:
    """Return a picture of one colour, PNG or JPEG."""
    file = io.BytesIO()
    Image.new("RGB", size, "green").save(file, form)
    return file.getvalue()


PNG, JPEG = picture("PNG"), picture("JPEG")
