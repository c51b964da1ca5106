"""Streamlit's sessions: their messages on the websocket, their ids, what they uploaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st
from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

if TYPE_CHECKING:
    from collections.abc import Mapping

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


SETTABLE = frozenset(
    {
        "bool_value",
        "double_array_value",
        "double_value",
        "int_array_value",
        "int_value",
        "string_array_value",
        "string_value",
    }
)
"""Kinds of widgets that a script may fill in: no button, no file."""


def filled_in() -> dict[str, Any]:
    """Return what is filled in on the page whose script runs, by the keys of its widgets."""
    context = get_script_run_ctx()
    if context is None:
        return {}
    state = context.session_state._state  # noqa: SLF001 which widget a key is of, is told nowhere else
    found = {}
    for key, value in state.filtered_state.items():
        own = state.get_widget_id_from_key(key)
        known = state.get_widget_metadata(own) if own else None
        if known is not None and known.value_type in SETTABLE:
            found[key] = value
    return found


def fill_in(values: Mapping[str, Any]) -> None:
    """Fill in again what stands below on the page; what stands above has kept it."""
    context = get_script_run_ctx()
    done = context.shared.widget_user_keys_this_run.snapshot() if context is not None else ()
    st.session_state.update({key: own for key, own in values.items() if key not in done})


def uploaded() -> dict[str, int]:
    """Return how many bytes each session has uploaded; Streamlit drops them with the session."""
    files: Any = getattr(Runtime.instance().uploaded_file_mgr, "file_storage", {})
    return {
        session: sum(len(file.data) for file in list(own.values()))
        for session, own in list(files.items())
    }
