"""Start the application: `streamlit run app.py`."""

import streamlit as st

from sihui_map.ui.server import MIDDLEWARE, ROUTES, SHELL, lifespan

app = st.App(SHELL, lifespan=lifespan, routes=ROUTES, middleware=MIDDLEWARE)
