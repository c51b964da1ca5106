"""The map by itself: as shapes in a plane, as a picture, for geographic programs."""
