"""How figures look: maps, charts, tables, sentences; no Streamlit, no input or output."""
