"""The shell: navigation, title, banner, and the one net that turns an error into a sentence."""

from __future__ import annotations

import streamlit as st

from sihui_map.ui import cache, choices, identity, panels, state
from sihui_map.ui.pages import GROUPS, PAGES, PAGES_DIR
from sihui_map.views import html

page = st.navigation(
    {
        group: [
            st.Page(
                PAGES_DIR / f"{entry.slug}.py",
                title=entry.title,
                url_path=entry.slug,
                default=entry is PAGES[0],
                visibility="hidden" if entry.is_hidden else "visible",
            )
            for entry in PAGES
            if entry.group == group
        ]
        for group in GROUPS
    },
    position="top",
)
# The icon stands in the index page.
st.set_page_config(page_title=f"{page.title} · {cache.place().title}", layout="wide")
with panels.net():
    if not identity.may_look():
        panels.words("登录已结束，请重新登录。")
        panels.show(html.page_link("登录", "./login"))
        st.stop()
    refused = state.follow_snapshot()
    figures = panels.begin()
    for sentence in (*refused, *state.follow_address(figures)):
        st.warning(sentence)
    panels.show(html.issue_banner(figures))
    page.run()
    if page.url_path != "present":  # its slides carry the same words
        group = next(each.group for each in PAGES if each.title == page.title)
        foot = html.footer(figures, menu=group, spoken=choices.words(figures))
        who = html.who_looks(identity.here().account)
        panels.show(html.masthead(figures, who) + foot)
