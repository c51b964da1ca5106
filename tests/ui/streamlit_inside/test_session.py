"""Messages that are none, and sessions outside of a script."""

from __future__ import annotations

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from sihui_map.ui.streamlit_inside import session


def test_a_message_says_what_it_asks_for() -> None:
    asked = BackMsg()
    asked.rerun_script.query_string = "town=1"

    assert session.kind_of(asked.SerializeToString()) == "rerun_script"


@pytest.mark.parametrize("body", [None, b"", b"\xff\xff\xff", b"hello"])
def test_what_is_no_message_has_no_kind(body: bytes | None) -> None:
    assert session.kind_of(body) is None


def test_the_end_of_a_script_is_heard() -> None:
    ended, other = ForwardMsg(), ForwardMsg()
    ended.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    other.page_config_changed.title = "总览"

    assert session.has_finished(ended.SerializeToString())
    assert not session.has_finished(other.SerializeToString())
    assert not session.has_finished(b"\xff\xff\xff")


def test_outside_of_a_script_there_is_no_session() -> None:
    assert session.session_id() == ""
