"""The chapters of the yearly report, by subject."""
