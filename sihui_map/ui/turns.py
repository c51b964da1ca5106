"""Whose turn it is: files are made a few at a time, scripts run one after the other.

Python computes on one processor at a time. Whoever asks sixty times at once would share it with
sixty times his weight; so he waits, and the visitor who clicks now and then goes first.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING

from sihui_map.ui import identity
from sihui_map.ui.answers import say
from sihui_map.ui.pages import WITH_MAP

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger(__name__)
BARE = "sihui.bare"
"""In a request's scope: answer without what has to be made."""
FULL = "服务器正忙，这次没有处理。请过几秒再试。"
LATE = "服务器没有及时答复，这次没有处理。请过几秒再试；仍不行时，请告诉管理员检查数据库。"
BUSY = 503


@dataclass
class Lane:
    """Addresses whose answers cost about as much: how many at once, how many wait, how long."""

    pattern: re.Pattern[str]
    at_once: int
    waiting: int
    seconds: float
    """From the request to the 503; what has begun goes on, so that the next one finds it made."""
    of_one: int = 0
    """Places that one address may hold, those who wait counted too; 0 as many as there are."""
    has_bare: bool = False
    """Whether there is an answer that costs nothing, instead of the 503."""
    _slots: asyncio.Semaphore = field(init=False)
    _inside: Counter[str] = field(default_factory=Counter, init=False)
    """By address, who is answered or waits."""

    def __post_init__(self) -> None:
        """Begin empty."""
        self._slots = asyncio.Semaphore(self.at_once)

    def is_full(self, address: str) -> bool:
        """Tell whether nobody else may even wait, or nobody else from there."""
        is_his = self.of_one and self._inside[address] >= self.of_one
        return bool(is_his) or self._inside.total() >= self.at_once + self.waiting

    def begin(
        self, job: Job, make: Callable[[], Awaitable[None]], address: str
    ) -> asyncio.Task[None]:
        """Answer when there is room; the place is given up when that ends, not when it is late."""
        self._inside[address] += 1
        task = asyncio.create_task(self._work(job, make))
        task.add_done_callback(lambda _: self._left(address))
        return task

    async def _work(self, job: Job, make: Callable[[], Awaitable[None]]) -> None:
        async with self._slots:
            job.has_begun = True
            await make()

    def _left(self, address: str) -> None:
        self._inside[address] -= 1
        self._inside += Counter()  # whose count is 0 goes


PER_SECOND, AT_ONCE = 400, 800
"""Requests that begin in a second, and those that may come together after a pause."""
HELD_S = 1.0
"""Who is refused is told after a second: else he would ask again a thousand times in it."""
POLITE_S = 0.05
"""A file waits so long for the script of a visitor who has clicked."""


class Pace:
    """Spreads what comes in: so many together, then so many in a second."""

    def __init__(self, per_second: float = PER_SECOND, at_once: float = AT_ONCE) -> None:
        """Begin after a long pause."""
        self._step_s = 1 / per_second
        self._room_s = at_once / per_second
        self._next = 0.0

    async def wait(self) -> None:
        """Return when the next one may begin."""
        now = asyncio.get_running_loop().time()
        self._next = max(self._next, now - self._room_s) + self._step_s
        if self._next > now:
            await asyncio.sleep(self._next - now)


LANES = (
    # Documents take seconds; the other files, some milliseconds once their snapshot is read.
    Lane(re.compile(r"/materials/.+|/data/template\.xlsx"), at_once=1, waiting=30, seconds=60),
    Lane(re.compile(r"/healthz"), at_once=1, waiting=10, seconds=4.0),
    Lane(
        re.compile(
            r"/api/.+|/data/.+|/assets/(?:maps|locator|thumbnail)/.+|/component/(?:map|first)/[^/]+/",
            re.DOTALL,
        ),
        at_once=1,
        waiting=400,
        seconds=4.0,
    ),
    # A page opens whatever happens: without its first look where that would take too long.
    Lane(
        re.compile("|".join(map(re.escape, WITH_MAP))),
        at_once=1,
        waiting=50,
        seconds=0.5,
        has_bare=True,
    ),
    # A password takes a tenth of a second to be judged, by design.
    Lane(re.compile(r"/cells/.+"), at_once=1, waiting=200, seconds=15, of_one=80),
    Lane(
        re.compile(r"/(?:login|logout|welcome|password|me)"),
        at_once=1,
        waiting=30,
        seconds=15,
        of_one=10,
    ),
    # Another system may be slow; nobody who has a password waits for it.
    Lane(re.compile(r"/sso(?:-back)?"), at_once=2, waiting=20, seconds=15),
)


class Job:
    """One request whose answer may come too late."""

    def __init__(self, send: Send) -> None:
        """Answer by ``send``."""
        self._send = send
        self.has_begun = False
        self.is_answering = False
        self.is_over = False

    async def send(self, message: Message) -> None:
        """Pass a part of the answer on, unless the visitor has been told something else."""
        if not self.is_over:
            self.is_answering = True
            await self._send(message)


class Lanes:
    """Lets few requests compute at once; beyond the queue, or too late, a sentence."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        lanes: Sequence[Lane] = LANES,
        turns: Turns | None = None,
        held_s: float = HELD_S,
    ) -> None:
        """Wrap ``app``; of ``lanes`` the first that fits an address counts.

        Between two scripts that have ``turns`` there is time for a file. Who is refused is told
        after ``held_s`` seconds.
        """
        self.app = app
        self.turns = turns or Turns()
        self.pace = Pace()
        self.held_s = held_s
        self.lanes = [replace(own) for own in lanes]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, when it is its turn."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self.pace.wait()
        path = scope["path"]
        lane = next((lane for lane in self.lanes if lane.pattern.fullmatch(path)), None)
        if lane is None:
            await self.app(scope, receive, send)
        elif (is_full := lane.is_full(identity.address_of(scope))) and lane.has_bare:
            await self.app({**scope, BARE: True}, receive, send)
        elif is_full:
            await asyncio.sleep(self.held_s)
            await say(send, BUSY, FULL)
        else:
            await self._answer(lane, scope, receive, send)

    async def _answer(self, lane: Lane, scope: Scope, receive: Receive, send: Send) -> None:
        job = Job(send)

        async def make() -> None:
            await self.turns.quiet(POLITE_S)
            await self.app(scope, receive, job.send)

        task = lane.begin(job, make, identity.address_of(scope))
        await asyncio.wait({task}, timeout=lane.seconds)
        if task.done() or job.is_answering:
            await task
            return
        job.is_over = True
        task.add_done_callback(_note)
        if not job.has_begun:
            task.cancel()
        if lane.has_bare:
            await self.app({**scope, BARE: True}, receive, send)
        else:
            await say(send, BUSY, LATE)


def _note(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        LOG.error("an answer came late, and failed", exc_info=error)


LONGEST_TURN_S = 0.25
"""A script that takes longer computes beside the next one: it may wait for a file or a store."""
NEW_S = 0.2
"""A new visit counts as having paused so long: after those who look, before those who hammer."""
REST_S = 0.02
LOOKED_S = 2.0
"""Longer pauses count no more: whoever looked at what he got goes first."""


class Visitor:
    """One visit; how long it paused before it asked tells a person from a program."""

    def __init__(self) -> None:
        """Begin a visit."""
        self.ended: float | None = None
        self.since: float | None = None
        self.timer: asyncio.TimerHandle | None = None

    def pause_s(self, now: float) -> float:
        """Return how long nothing was asked for before ``now``, in seconds."""
        return NEW_S if self.ended is None else min(now - self.ended, LOOKED_S)


class Turns:
    """Lets one visit's script run at a time; of those who wait, who paused longest goes first.

    After each script of a visit that hardly paused nobody runs for a moment, so that a person who
    clicks meanwhile finds the processor free.
    """

    def __init__(self, *, longest_s: float = LONGEST_TURN_S, rest_s: float = REST_S) -> None:
        """Begin with nobody."""
        self._longest_s, self._rest_s = longest_s, rest_s
        self._rest: asyncio.TimerHandle | None = None
        self._free = asyncio.Event()
        self._free.set()
        self._count = count()
        self._queue: list[tuple[float, int, asyncio.Future[None]]] = []

    async def take(self, visitor: Visitor) -> None:
        """Return when it is the visitor's turn; who has the turn need not wait."""
        if visitor.since is not None:
            return
        loop = asyncio.get_running_loop()
        pause_s = visitor.pause_s(loop.time())
        if self._free.is_set() and (self._rest is None or pause_s >= NEW_S):
            self._begin()
        else:
            await self._wait(-pause_s)
        visitor.since = loop.time()
        visitor.timer = loop.call_later(self._longest_s, self.give_back, visitor)

    def _begin(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
        self._rest = None
        self._free.clear()

    async def _wait(self, rank: float) -> None:
        mine = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, (rank, next(self._count), mine))
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():  # given, but nobody is there to use it
                self._end()
            raise

    def give_back(self, visitor: Visitor) -> None:
        """End the visitor's turn; without one, nothing happens."""
        if visitor.since is None or visitor.timer is None:
            return
        visitor.ended = asyncio.get_running_loop().time()
        visitor.timer.cancel()
        visitor.since = visitor.timer = None
        self._end()

    def _end(self) -> None:
        self._free.set()
        while self._queue and self._queue[0][2].done():
            heapq.heappop(self._queue)  # who left
        if self._queue and self._queue[0][0] <= -NEW_S:
            self._next()
        elif self._queue:
            self._rest = asyncio.get_running_loop().call_later(self._rest_s, self._next)

    def _next(self) -> None:
        self._rest = None
        while self._queue:
            _, _, mine = heapq.heappop(self._queue)
            if not mine.done():
                self._begin()
                mine.set_result(None)
                return

    async def quiet(self, longest_s: float) -> None:
        """Return when no script runs, at the latest after ``longest_s`` seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(longest_s):
                await self._free.wait()
