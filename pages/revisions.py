"""Publications: what was published when, and what differs between two of them."""

import streamlit as st

from sihui_map import workflow
from sihui_map.changes import compare
from sihui_map.domain.access import Action
from sihui_map.ui import cache, panels, writing
from sihui_map.views import fmt, html, revisions, sentences

publications = cache.archive().publications()
names = {str(each.number): revisions.publication_name(each) for each in publications}

panels.heading("历次发布", sentences.publications_sentence(publications))
panels.show(html.snapshot_links(publications))
panels.table(revisions.publications_table(publications))


@panels.fragment
def difference() -> None:
    """Show what differs between two publications."""
    panels.section("两期相比", "数值、位次、状态的变化；超过 5% 的带说明。")
    numbers = list(names)
    left, right = st.columns(2)
    before = left.selectbox(
        "从",
        numbers,
        index=min(1, len(numbers) - 1),
        format_func=names.__getitem__,
        key="revisions_before",
    )
    after = right.selectbox("到", numbers, format_func=names.__getitem__, key="revisions_after")
    if not (before and after):
        return
    found = compare(cache.figures(before), cache.figures(after))
    panels.words(sentences.changes_sentence(found))
    figures = cache.figures(after)
    for table in revisions.change_tables(figures, found):
        panels.table(table)


@panels.fragment
def freeze() -> None:
    """Give a publication a name, for whoever may write."""
    who = writing.able(Action.NAME)
    number = st.selectbox(
        "给哪一期存档", list(names), format_func=names.__getitem__, key="freeze_number"
    )
    name = st.text_input("存档名称", key="freeze_name", max_chars=60)
    if st.button("存档") and number and who:
        workflow.freeze(cache.archive(), int(number), name, who=who.sign())
        st.rerun(scope="app")


if len(publications) > 1:
    difference()
if writing.able(Action.NAME):
    freeze()
panels.source(panels.current(), f"本机数据库，{fmt.number(len(publications))} 期")
