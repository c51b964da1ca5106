"""What the tests of the routes ask for, and how a file is named."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    import httpx


def file_name(answer: httpx.Response) -> str:
    disposition = answer.headers["content-disposition"]
    assert disposition.isascii()
    return unquote(disposition.removeprefix("attachment; filename*=UTF-8''"))
