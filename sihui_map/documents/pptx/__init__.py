"""Slides: an editable deck, on our own template or on an office's."""
