"""Paper: A4 documents for Word and WPS."""
