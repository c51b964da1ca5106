"""The manual for officials, as it stands in the documents."""

import streamlit as st

from sihui_map.ui import manual, panels

panels.heading("用户手册", "先读第一节，其余各节用到再看。")
with st.container(key="manual"):
    st.markdown(manual.text_in(panels.current().snapshot.place))
