"""A message that no page of ours sends: a widget's state, set by hand in a session of somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

if TYPE_CHECKING:
    from tests.browser.visit import Visit

STREAM = "/_stcore/stream"
MOST_BYTES = 64 * 1024 * 1024
PATIENCE_S = 60.0


class Answer(NamedTuple):
    """What a script sent back: all its words, and its drop-down lists by their keys."""

    words: str
    boxes: dict[str, str]


def cookies_of(visit: Visit) -> str:
    """Return the cookies of a browser as it sends them."""
    kept = visit.page.context.cookies(visit.server.base)
    return "; ".join(f"{one['name']}={one['value']}" for one in kept)


def crafted(visit: Visit, page: str, query: str = "", **boxes: str) -> Answer:
    """Open ``page`` in the name of a browser, and say what its lists hold: id → option."""
    with connect(
        f"{visit.server.base.replace('http', 'ws', 1)}{STREAM}",
        additional_headers={"cookie": cookies_of(visit)},
        subprotocols=[Subprotocol("streamlit")],
        max_size=MOST_BYTES,
        proxy=None,
    ) as socket:
        message = BackMsg()
        asked = message.rerun_script
        asked.page_name, asked.query_string = page, query
        asked.context_info.timezone, asked.context_info.locale = "Asia/Shanghai", "zh-CN"
        asked.widget_states.SetInParent()
        for own, option in boxes.items():
            state = asked.widget_states.widgets.add()
            state.id, state.string_value = own, option
        socket.send(message.SerializeToString())
        words, found = [], {}
        while True:
            raw = socket.recv(PATIENCE_S, decode=False)
            told = ForwardMsg.FromString(raw)
            words.append(raw.decode("utf-8", "ignore"))
            if told.delta.new_element.WhichOneof("type") == "selectbox":
                own = str(told.delta.new_element.selectbox.id)
                found[own.rpartition("-")[2]] = own
            early = ForwardMsg.FINISHED_EARLY_FOR_RERUN
            if told.WhichOneof("type") == "script_finished" and told.script_finished != early:
                return Answer("\n".join(words), found)
