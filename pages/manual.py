"""The manual for officials, as it stands in the documents."""

import streamlit as st

from sihui_map.ui import manual, panels
from sihui_map.views import drawn

sections = manual.sections(panels.current().snapshot.place)

panels.heading("用户手册", "先读第一节，其余各节用到再看；点目录到那一节。")
panels.show(
    drawn.contents([(title, manual.anchor(at)) for at, (title, _) in enumerate(sections, start=1)])
)
with st.container(key="manual"):
    for at, (_, text) in enumerate(sections, start=1):
        panels.show(drawn.anchor(manual.anchor(at)))
        st.markdown(text)
