"""The first look of a page with a map: what the server sends before Streamlit has started."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the menu or one of several choices; ``is_here`` marks the one that is shown.

    Without an address it waits for the page, which alone can follow it.
    """

    words: str
    address: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Links of the menu under a title; those without one stand in the bar."""

    title: str
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Html:
    """A block that views/html.py has built."""

    kind: ClassVar[str] = "html"
    markup: str


@dataclass(frozen=True, slots=True)
class Pills:
    """One choice among a few, or where several may be chosen, any of them."""

    kind: ClassVar[str] = "pills"
    label: str
    links: Sequence[Link]
    is_joined: bool = True
    """Whether they stand as one bar."""
    has_label: bool = True


@dataclass(frozen=True, slots=True)
class Room:
    """The place of a chart."""

    kind: ClassVar[str] = "room"
    height_px: int


Block = Html | Pills | Room


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The map's frame: where it is, how tall, what a screen reader hears of it."""

    address: str
    title: str
    height_px: int


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """A first look: ``name`` is its map, ``drawn`` the address of that map as it was compiled."""

    name: str
    drawn: str
    town: str
    year: int
    menu: Sequence[Group]
    frame: Frame
    table: str
    """What stands in the place of the map where no script runs."""
    warnings: Sequence[str] = ()
    above: Sequence[Block] = field(default=())
    switches: Sequence[Block] = field(default=())
    beside: Sequence[Block] = field(default=())
    below: Sequence[Block] = field(default=())


_templates = Environment(
    loader=PackageLoader("sihui_map.views"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def template(name: str) -> Template:
    """Return a template of this folder, in which every text is escaped."""
    return _templates.get_template(name)


def first_html(first: First) -> str:
    """Return a first look as HTML."""
    return template("first.html").render(first=first)


def search_html() -> str:
    """Return the search box of every page, which asks by itself (ui/assets/search.js)."""
    return template("search.html").render()


def lost_html(
    place: str, home: str, groups: Sequence[tuple[str, Sequence[tuple[str, str, str]]]]
) -> str:
    """Return the page of an unknown address: ``groups`` of title, address and what is found there.

    ``home`` leads to the root from where it stands.
    """
    return template("lost.html").render(place=place, home=home, groups=groups)


def why_script() -> str:
    """Return the script that shows reasons and sources by pointer, finger and key."""
    return template("why.js").render()


def blocks(*markup: str) -> list[Block]:
    """Return HTML as blocks; of nothing, nothing."""
    return [Html(each) for each in markup if each]


def first_frame_html(*, style: str, drawing: str, own: str, address: str, script: str) -> str:
    """Return the page of a map's first frame; its scripts end no element that they stand in."""
    page = template("first_frame.html")
    return page.render(style=style, drawing=drawing, own=own, address=address, script=script)
