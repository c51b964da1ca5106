"""Streamlit's sessions: their messages on the websocket, their ids, what they uploaded."""

from __future__ import annotations

from typing import Any

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

FINISHED = "script_finished"


def kind_of(body: bytes | None) -> str | None:
    """Return what a message of the page asks for; None for what is no message of it."""
    message = BackMsg()
    try:
        message.ParseFromString(body or b"\0")
    except DecodeError:
        return None
    return message.WhichOneof("type")


def has_finished(body: bytes) -> bool:
    """Tell whether a message to the page says that its script has ended."""
    message = ForwardMsg()
    try:
        message.ParseFromString(body)
    except DecodeError:
        return False
    return message.WhichOneof("type") == FINISHED


def session_id() -> str:
    """Return the id of the session whose script runs, "" outside of one."""
    context = get_script_run_ctx()
    return context.session_id if context is not None else ""


def uploaded() -> dict[str, int]:
    """Return how many bytes each session has uploaded; Streamlit drops them with the session."""
    files: Any = getattr(Runtime.instance().uploaded_file_mgr, "file_storage", {})
    return {
        session: sum(len(file.data) for file in list(own.values()))
        for session, own in list(files.items())
    }
