"""All that touches private parts of Streamlit and streamlit-folium; see README.md here."""
