"""A visitor without a browser: one websocket, Streamlit's own messages, one widget to set."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from sihui_map.figures import Figures
from sihui_map.reference.snapshot import read_snapshot
from sihui_map.ui.panels import UNFORESEEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streamlit.proto.Delta_pb2 import Delta
    from streamlit.proto.WidgetStates_pb2 import WidgetState

STREAM = "/_stcore/stream"
PROTOCOL = Subprotocol("streamlit")  # Streamlit answers no connection without it
LONGEST_MESSAGE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Choice:
    """A value for the widget, and the bytes that only an answer to it holds."""

    value: str
    proof: bytes


@dataclass(frozen=True, slots=True)
class Way:
    """How an application is used: its page, its widget, and what a failure looks like."""

    page: str
    key: str
    choices: tuple[Choice, ...]
    failures: tuple[bytes, ...] = ()


@dataclass(slots=True)
class Run:
    """One run of a page as its visitor saw it, in seconds from sending to the last message."""

    took_s: float = 0.0
    failed: bool = False
    proven: bool = False


@dataclass
class Visitor:
    """Opens the page of ``way`` at ``host``:``port`` and sets its widget.

    ``ended`` counts the runs that ended, those cut short for another one too.
    """

    host: str
    port: int
    way: Way
    socket: ClientConnection | None = None
    script: str = ""
    query: str = ""
    widget: str = ""
    fragment: str = ""
    told: str = ""
    ended: int = 0
    known: set[str] = field(default_factory=set)

    async def open(self) -> Run:
        """Connect and let the page run for the first time."""
        self.socket = await connect(
            f"ws://{self.host}:{self.port}{STREAM}",
            origin=None,
            subprotocols=[PROTOCOL],
            compression=None,
            max_size=LONGEST_MESSAGE_BYTES,
            open_timeout=None,  # the caller is patient or not
            proxy=None,
        )
        return await self._run(b"")

    async def choose(self, choice: Choice) -> Run:
        """Set the widget and let the page, or its fragment, run again."""
        self.told = choice.value
        return await self._run(choice.proof)

    async def close(self) -> None:
        """Leave, as a closed tab does."""
        if self.socket:
            await self.socket.close()

    def _message(self) -> bytes:
        """Return what the browser would send: a rerun with the state of the widget."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self.query
        asked.page_script_hash = self.script
        asked.page_name = "" if self.script else self.way.page
        asked.context_info.timezone = "Asia/Shanghai"
        asked.context_info.locale = "zh-CN"
        asked.cached_message_hashes.extend(sorted(self.known))
        asked.widget_states.SetInParent()
        if self.told:
            asked.fragment_id = self.fragment
            self._set(asked.widget_states.widgets.add())
        sent: bytes = message.SerializeToString()
        return sent

    def _set(self, state: WidgetState) -> None:
        state.id = self.widget
        if self.told.startswith("{"):
            state.json_value = self.told  # a component
        else:
            state.string_value = self.told  # a drop-down list

    async def _run(self, proof: bytes) -> Run:
        if self.socket is None:
            msg = "open() comes first"
            raise RuntimeError(msg)
        run, begun = Run(proven=not proof), time.perf_counter()
        await self.socket.send(self._message())
        over = False
        while not over:
            raw = await self.socket.recv(decode=False)
            run.proven = run.proven or proof in raw
            run.failed = run.failed or any(failure in raw for failure in self.way.failures)
            over = self._read(ForwardMsg.FromString(raw), run)
        run.took_s = time.perf_counter() - begun
        return run

    def _read(self, message: ForwardMsg, run: Run) -> bool:
        """Keep what the next message needs; tell whether the run is over."""
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            self.known.add(message.hash)
        if kind == "new_session":
            self.script = message.new_session.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta":
            self._look(message.delta, run)
        elif kind == "script_finished":
            self.ended += 1
        return (
            kind == "script_finished"
            and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        )

    def _look(self, delta: Delta, run: Run) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        run.failed = run.failed or kind == "exception"
        if kind in ("component_instance", "selectbox"):
            found = str(getattr(element, kind).id)
            if found.endswith(f"-{self.way.key}"):
                self.widget, self.fragment = found, delta.fragment_id


def town_names() -> dict[str, str]:
    """Return the names of the towns by code."""
    return {town.town_code: town.name for town in Figures(read_snapshot(with_sample=False)).towns}


def over_our_map(codes: Iterable[str]) -> Way:
    """Return the way of someone who clicks these towns on our map, one after the other."""
    chosen = ((json.dumps({"town": code}), f"town={code}") for code in codes)
    choices = tuple(Choice(told, proof.encode()) for told, proof in chosen)
    return Way("emissions", "map_emissions", choices, (UNFORESEEN.encode(),))


async def within(seconds: float, visitor: Visitor, choice: Choice | None = None) -> Run | None:
    """Open or choose; None where no answer came in ``seconds``, which ends the visit."""
    try:
        async with asyncio.timeout(seconds):
            return await (visitor.choose(choice) if choice else visitor.open())
    except (OSError, WebSocketException):  # a time-out is an OSError
        return None
