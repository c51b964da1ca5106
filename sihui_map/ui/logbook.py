"""The log of the server: by which number a request is known, and its lines as JSON.

A line has no name, no address, no query and no text that somebody typed: who did what stands in
the store's log, which is chained.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

from sihui_map.settings import logs_json

REQUEST: ContextVar[str] = ContextVar("request", default="")
ACCESS = logging.getLogger("sihui_map.requests")
HEADER = b"x-request-id"
SECRET = re.compile(r"(/_stcore/upload_file|/media)/.*", re.DOTALL)
"""Whoever knows the rest of these addresses has a key to something."""
LONGEST_PATH = 120


def new_request() -> str:
    """Give the request that is being answered a number, and return it."""
    number = secrets.token_hex(8)
    REQUEST.set(number)
    return number


def told(method: str, path: str, status: int, seconds: float) -> None:
    """Write that a request was answered, where lines are JSON."""
    plain = SECRET.sub(r"\1/…", path)[:LONGEST_PATH]
    more = {"method": method, "path": plain, "status": status, "ms": round(seconds * 1000, 1)}
    ACCESS.info("request", extra={"more": more})


class AsJson(logging.Formatter):
    """One object a line; of an error its kind and where, not its text."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a line."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "said": record.getMessage(),
            "request": REQUEST.get(),
            **getattr(record, "more", {}),
        }
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            said["error"] = record.exc_info[0].__name__
            said["where"] = [f"{one.filename}:{one.lineno} {one.name}" for one in frames]
        return json.dumps(
            {name: one for name, one in said.items() if one != ""}, ensure_ascii=False
        )


def begin() -> None:
    """Write JSON from now on, where the settings say so; whoever logs, it is one log."""
    if not logs_json():
        ACCESS.disabled = True
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    for name in list(root.manager.loggerDict):
        own = logging.getLogger(name)
        own.handlers.clear()
        own.propagate = True
    logging.getLogger("uvicorn.access").disabled = True  # it has addresses and queries
    ACCESS.setLevel(logging.INFO)
