"""Passwords: which may be one, how they are kept, and whether a given one is right."""

from __future__ import annotations

import secrets
from functools import lru_cache
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from sihui_map.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable

HASHER = PasswordHasher()
"""Argon2id with the parameters of RFC 9106 for little memory: 64 MiB, three passes."""
SHORTEST, LONGEST = 10, 128
LEAST_GUESSES = 1e8
"""A password that is found sooner is refused; beside it stands the wait after each failure."""
LONGEST_JUDGED = 72
"""Characters; the judge takes longer the more there are."""
OWN_WORDS = ("sihui", "sihuimap", "tandafeng", "carbon", "peak", "碳达峰")
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of a temporary password, which is told by telephone: none that is taken for another."""


def check_password(given: str, words: Iterable[str] = ()) -> str:
    """Return ``given``, or raise DomainError where it is short or could be guessed.

    ``words`` are what others know of the person, such as the name.
    """
    if not SHORTEST <= len(given) <= LONGEST:
        msg = f"密码应为 {SHORTEST}–{LONGEST} 个字符，现有 {len(given)} 个"
        raise DomainError(msg)
    from zxcvbn import zxcvbn  # noqa: PLC0415 its word lists take a tenth of a second to load

    own = [*OWN_WORDS, *(word for word in words if word)]
    if zxcvbn(given[:LONGEST_JUDGED], user_inputs=own)["guesses"] < LEAST_GUESSES:
        msg = "密码太常见，容易被猜中；请用互不相关的几个词加数字，或随机的字母和数字"
        raise DomainError(msg)
    return given


def hashed(given: str) -> str:
    """Return the hash under which a password is kept."""
    return HASHER.hash(given)


@lru_cache(maxsize=2)
def _nobodys(_: PasswordHasher) -> str:
    return hashed(secrets.token_urlsafe(16))


def is_right(secret: str, given: str) -> bool:
    """Tell whether ``given`` is the password kept as ``secret``; it takes as long where none is."""
    try:
        HASHER.verify(secret or _nobodys(HASHER), given[:LONGEST])
    except (Argon2Error, InvalidHashError):
        return False
    return bool(secret)


def is_weaker(secret: str) -> bool:
    """Tell whether ``secret`` was made with less work than a new one would be."""
    return HASHER.check_needs_rehash(secret)


def temporary() -> str:
    """Return a password to be told once and changed at the first sign-in."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4))
