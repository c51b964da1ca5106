"""A page with a title and a button: what Streamlit itself takes to run a page again."""

import streamlit as st

st.session_state.setdefault("runs", 0)


def again() -> None:
    """Count one more run."""
    st.session_state["runs"] += 1


st.title(f"Run {st.session_state['runs']}.")
st.button("Again", on_click=again)
