"""The presentation: a cover, then one slide after the other, and the speaker's window."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import streamlit as st

from sihui_map.settings import LOOPBACK
from sihui_map.ui import panels, state
from sihui_map.ui.slide_order import order
from sihui_map.ui.slides import QUESTION, SLIDES
from sihui_map.views import drawn, fmt, html, sentences
from sihui_map.views.drawn import SlideCard
from sihui_map.views.qr import qr_address
from sihui_map.views.speaker import speaker_notes

if TYPE_CHECKING:
    from sihui_map.figures import Figures

SLIDE, NOTES = "slide", "notes"
COVER, COVER_TITLE = "cover", "封面"
JUMP, ASKED_FROM = "present_to", "present_asked_from"
ONLY_HERE = "这是本机地址，别的设备打不开；用服务器的地址打开后，这里有二维码。"


def address(**query: str) -> str:
    """Return where the presentation of the shown snapshot begins."""
    asked = urlencode({**query, **state.snapshot_choice()})
    return "./present" + (f"?{asked}" if asked else "")


def share_address(here: str, revision: str) -> str:
    """Return what another device opens to see these slides, "" where only this one can.

    ``here`` is the address of any page in the browser; the snapshot is named, so that both see
    the same numbers whatever is published meanwhile.
    """
    found = urlsplit(here)
    if not found.hostname or {found.hostname, f"[{found.hostname}]"} & set(LOOPBACK):
        return ""
    folder = found.path.rpartition("/")[0]
    return f"{found.scheme}://{found.netloc}{folder}/present?{state.SNAPSHOT}={revision}"


def names_shown(figures: Figures) -> list[str]:
    """Return the cover and every slide that has something to say, in the order kept."""
    return [COVER, *(name for name in order() if SLIDES[name].has_content(figures))]


def slide_cards(figures: Figures, names: list[str]) -> list[SlideCard]:
    """Return number, title and message of each slide."""
    place = figures.snapshot.place
    return [
        SlideCard(1, COVER_TITLE, place.title)
        if name == COVER
        else SlideCard(number, SLIDES[name].title, SLIDES[name].message(figures))
        for number, name in enumerate(names, start=1)
    ]


def _place(names: list[str]) -> int:
    given = str(st.query_params.get(SLIDE, "1"))
    place = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 1  # noqa: PLR2004 three digits do
    return min(max(place, 1), len(names))


def _turn(to: int, here: int, names: list[str]) -> None:
    if names[to - 1] == QUESTION != names[here - 1]:
        st.session_state[ASKED_FROM] = here
    st.query_params[SLIDE] = str(to)


def _jump(here: int, names: list[str]) -> None:
    _turn(int(st.session_state[JUMP] or here), here, names)


def _share(figures: Figures) -> str:
    """Return the address that others open, as text and as a QR code made here; "" without one."""
    found = share_address(st.context.url or "", figures.snapshot.revision)
    return drawn.share(found, qr_address(found)) if found else ""


def links(figures: Figures) -> None:
    """Offer the slides, the speaker's window, and the address for others."""
    shown = (("开始汇报", address()), ("打开备注窗口", address(**{NOTES: "1"})))
    panels.show(html.page_links(shown), _share(figures) or html.paragraphs([ONLY_HERE]))


def _cover(figures: Figures) -> None:
    place = figures.snapshot.place
    lines = (f"依据：{place.plan.cited}", " · ".join(fmt.full_stamp(figures.snapshot)))
    panels.show(drawn.cover(place.title, sentences.total_sentence(figures), lines), _share(figures))


def show(figures: Figures) -> None:
    """Show the slide that the address names, and how to turn the pages."""
    names = names_shown(figures)
    if NOTES in st.query_params:
        _speaker(figures, names)
        return
    place = _place(names)
    name = names[place - 1]
    cards = slide_cards(figures, names)
    with st.container(key="present"):
        if name == COVER:
            _cover(figures)
        else:
            _slide(figures, name, cards[place - 1].message)
        panels.show(html.footer(figures))  # on a screen too small for it in the line below
    _foot(figures, place, names)
    panels.show(drawn.slide_overview(cards))


def _slide(figures: Figures, name: str, message: str) -> None:
    slide = SLIDES[name]
    head = st.container()
    # Body first: its new map replaces the old one before the new title stands above it.
    with st.container():
        slide.draw(figures)
    with head:
        panels.heading(slide.title, message, sample=slide.has_sample(figures), over=slide.over)


def _foot(figures: Figures, place: int, names: list[str]) -> None:
    count = len(names)
    question = names.index(QUESTION) + 1 if QUESTION in names else 0
    back = min(int(st.session_state.get(ASKED_FROM, 1)), count) if place == question else question
    with st.container(key="present_foot", horizontal=True, vertical_alignment="center"):
        for key, label, to in (("back", "上一页", place - 1), ("next", "下一页", place + 1)):
            at_end = not 1 <= to <= count
            arguments = (to, place, names)
            st.button(label, key=f"present_{key}", disabled=at_end, on_click=_turn, args=arguments)
        st.session_state[JUMP] = place
        st.segmented_control(
            "到第几页",
            range(1, count + 1),
            key=JUMP,
            required=True,
            label_visibility="collapsed",
            on_change=_jump,
            args=(place, names),
        )
        panels.show(drawn.slide_foot(figures, place, count, ask=back))


def _speaker(figures: Figures, names: list[str]) -> None:
    """Show the notes of every slide; the browser shows those of the one that is shown."""
    year = state.choice(figures.years).year
    cards = slide_cards(figures, names)
    told = [speaker_notes(figures, name, _year_of(figures, name, year)) for name in names]
    with st.container(key="present_notes"):
        panels.show(drawn.speaker(cards, told), html.footer(figures))


def _year_of(figures: Figures, name: str, year: int) -> int:
    if name == "forest":
        return figures.default_forest_year
    return figures.last_public_year if name == "ledger" else year
