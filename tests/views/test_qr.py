"""QR codes are drawn here and say what they were given."""

from __future__ import annotations

from base64 import b64decode
from urllib.parse import unquote

from sihui_map.views.qr import qr_address


def test_a_code_is_a_picture_in_its_own_address() -> None:
    found = qr_address("http://map.example/present?snapshot=ABCD1234")

    head, _, body = found.partition(",")
    assert head.startswith("data:image/svg+xml")
    drawn = b64decode(body).decode() if head.endswith("base64") else unquote(body)
    assert drawn.startswith("<svg")
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_of_nothing_there_is_no_code() -> None:
    assert qr_address("") == ""
