"""How the program is called, and the exit codes that it leaves."""

PROGRAM = "python -m sihui_map"
DONE, REFUSED, WRONG_USE, OPEN_WARNINGS = 0, 1, 2, 3
