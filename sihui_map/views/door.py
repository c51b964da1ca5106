"""The pages at the door: sign in, set a password, sign out; plain HTML that needs no script."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sihui_map.views.first import template

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Field:
    """One line to fill in, or to choose from ``options`` (value and words).

    ``fills`` is what a browser may put there by itself.
    """

    name: str
    label: str
    fills: str
    kind: str = "password"
    value: str = ""
    longest: int = 128
    options: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form and its only button; ``hidden`` goes along unseen.

    With a ``title`` a part of the page begins; a row is a line with a small button beside it, or
    without one.
    """

    action: str
    button: str
    fields: Sequence[Field] = ()
    hidden: Sequence[tuple[str, str]] = ()
    is_quiet: bool = False
    title: str = ""
    lines: Sequence[str] = ()
    is_row: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One page: its title, what went ``wrong``, its forms, and where else to go."""

    place: str
    title: str
    token: str
    """Shows that a form comes from a page of ours; see ui/door.py."""
    style: str
    """Tells one version of the style sheet from another."""
    wrong: str = ""
    lines: Sequence[str] = ()
    key: str = field(default="", repr=False)
    """What is shown this once, to be copied."""
    forms: Sequence[Form] = field(default=())
    notes: Sequence[str] = ()
    links: Sequence[tuple[str, str]] = ()
    entry: Sequence[str] = ()
    """Another way in: its address and its words."""
    refresh: str = ""
    """Where the page goes on to by itself."""


def door_html(door: Door) -> str:
    """Return a page as HTML; every text in it is escaped."""
    return template("door.html").render(door=door)
