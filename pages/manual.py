"""The manual for officials, as it stands in the documents."""

import streamlit as st

from sihui_map.ui import manual

st.markdown(manual.text())
