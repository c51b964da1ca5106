"""Who may see what."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sihui_map.ui import cache, identity

if TYPE_CHECKING:
    from starlette.types import Scope

    from sihui_map.domain.access import Actor
    from sihui_map.domain.account import Account
    from sihui_map.figures import Figures

EVERYONE = "everyone"


class Seen(NamedTuple):
    """What a visitor may see; what is made of it is kept for the same ``audience`` only."""

    audience: str
    figures: Figures


def reader(scope: Scope) -> Actor | None:
    """Return who sends a request, for what not everyone may read; None is a visitor."""
    return _actor(identity.account_of(scope))


def reader_here() -> Actor | None:
    """Return in whose name this script runs, for what not everyone may read."""
    return _actor(identity.here().acting)


def _actor(account: Account | None) -> Actor | None:
    return None if account is None else account.actor()


def seen_by(scope: Scope, snapshot: str = "") -> Seen:
    """Return what whoever sends a request may see: today all that is published, for everyone.

    The page itself is not asked yet; the one place to decide once there are accounts.
    """
    del scope  # no one is known by his request so far
    return Seen(EVERYONE, cache.figures(snapshot))
