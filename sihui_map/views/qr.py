"""QR codes, drawn here: no other host sees what they say."""

from __future__ import annotations

import segno

QUIET = 2
"""Modules of white around the code, on a ground that is white already."""


def qr_address(text: str) -> str:
    """Return the QR code of ``text`` as a picture in an address of its own; "" of nothing."""
    if not text:
        return ""
    return str(segno.make_qr(text, error="m").svg_data_uri(scale=8, border=QUIET))
