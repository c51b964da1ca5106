"""Cookies: what a browser shows of itself, read in one place, and how one is given."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Scope

VISIT, SECURE_VISIT = "sihui_visit", "__Host-sihui_visit"
"""Behind TLS only the second counts, which no other host and no plain page can set."""
CELLS = b"cells"


def new_visit() -> str:
    """Return what a browser is known by from now on."""
    return secrets.token_urlsafe(24)


def visit_cookie(value: str, *, secure: bool) -> bytes:
    """Return the header value that gives a browser its cookie."""
    name, tail = (SECURE_VISIT, "; Secure") if secure else (VISIT, "")
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Strict{tail}".encode()


def cookie_of(scope: Scope, name: str = "") -> str:
    """Return a cookie of a request, by default the browser's; "" for none, or two of that name."""
    name = name or (SECURE_VISIT if is_secure(scope) else VISIT)
    found: list[str] = []
    for header, value in scope["headers"]:
        if header == b"cookie":
            for part in value.decode("latin-1").split(";"):
                try:
                    own = SimpleCookie(part).get(name)
                except CookieError:
                    continue
                if own is not None:
                    found.append(own.value)
    return found[0] if len(set(found)) == 1 else ""


def visit_of(scope: Scope) -> str:
    """Return what tells one browser from another; without a cookie, never the same twice."""
    return digest_of_visit(cookie_of(scope) or secrets.token_urlsafe(24))


def digest_of_visit(value: str) -> str:
    """Return what is kept of a browser's cookie."""
    return hashlib.sha256(value.encode()).hexdigest()


def cell_token(visit: str) -> str:
    """Return what a page of ours sends with each cell, by the digest of the browser's cookie."""
    return hmac.new(visit.encode(), CELLS, hashlib.sha256).hexdigest()


def is_secure(scope: Scope) -> bool:
    """Tell whether a browser came by TLS, as the proxy before us tells it."""
    forwarded = dict(scope["headers"]).get(b"x-forwarded-proto", b"")
    return forwarded == b"https" or scope.get("scheme") in ("https", "wss")
