"""The only package that imports Streamlit: shell, server, cache, panels, controls."""
