"""python -m sihui_map: everything an operator does without a browser."""
