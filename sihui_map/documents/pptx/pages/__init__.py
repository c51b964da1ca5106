"""What stands on the slides, by subject."""
