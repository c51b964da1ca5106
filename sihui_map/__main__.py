"""Start the command line: python -m sihui_map."""

from __future__ import annotations

import sys
from io import TextIOWrapper

from sihui_map.cli.app import app
from sihui_map.cli.codes import PROGRAM

for stream in (sys.stdout, sys.stderr):
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")  # a console in GBK has no ₂
app(prog_name=PROGRAM)
