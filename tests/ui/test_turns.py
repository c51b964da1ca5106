"""Few compute at once; who used least goes first; nobody waits without an answer."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import pytest

from sihui_map.ui.turns import BARE, FULL, LANES, LATE, Lane, Lanes, Pace, Turns, Visitor
from tests.people import OWN_TOWN

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

EVERYTHING = re.compile(".*")


class Room:
    """Stands for what is computed: notes how many are in it, lets go when told."""

    def __init__(self) -> None:
        """Begin closed and empty."""
        self.inside = self.most = self.served = 0
        self.opened = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer once the room is open."""
        del scope, receive
        self.inside += 1
        self.most = max(self.most, self.inside)
        await self.opened.wait()
        self.inside -= 1
        self.served += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"made"})


async def ask(lanes: Lanes, path: str = "/data/x.csv") -> tuple[int, str]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError

    await lanes({"type": "http", "path": path, "method": "GET"}, receive, send)
    return sent[0]["status"], b"".join(each.get("body", b"") for each in sent).decode()


def test_so_many_at_once_and_all_are_served() -> None:
    async def crowd() -> tuple[Room, list[tuple[int, str]]]:
        room = Room()
        lanes = Lanes(room, lanes=[Lane(EVERYTHING, at_once=2, waiting=60, seconds=5)])
        asked = [asyncio.create_task(ask(lanes)) for _ in range(40)]
        await asyncio.sleep(0.05)
        room.opened.set()
        return room, await asyncio.gather(*asked)

    room, answers = asyncio.run(crowd())

    assert room.most == 2
    assert answers == [(200, "made")] * 40


def test_beyond_the_queue_there_is_a_sentence_at_once() -> None:
    async def crowd() -> list[tuple[int, str]]:
        room = Room()
        lanes = Lanes(room, lanes=[Lane(EVERYTHING, at_once=1, waiting=3, seconds=5)], held_s=0)
        asked = [asyncio.create_task(ask(lanes)) for _ in range(10)]
        await asyncio.sleep(0.05)
        early = [task.result() for task in asked if task.done()]
        room.opened.set()
        await asyncio.gather(*asked)
        return early

    assert asyncio.run(crowd()) == [(503, FULL)] * 6


def test_who_waits_too_long_is_told_and_his_place_is_kept_while_it_is_used() -> None:
    async def stuck() -> tuple[list[tuple[int, str]], tuple[int, str], Room]:
        room = Room()
        lanes = Lanes(room, lanes=[Lane(EVERYTHING, at_once=1, waiting=9, seconds=0.05)])
        late = await asyncio.gather(*(ask(lanes) for _ in range(5)))
        assert room.inside == 1  # the one that began is still there, and nobody beside it
        room.opened.set()
        await asyncio.sleep(0.01)
        return list(late), await ask(lanes), room

    late, after, room = asyncio.run(stuck())

    assert late == [(503, LATE)] * 5
    assert after == (200, "made")
    assert (room.most, room.served) == (1, 2)


def test_an_answer_that_fails_late_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def breaks(scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive, send
        await asyncio.sleep(0.05)
        msg = "kaputt"
        raise ValueError(msg)

    async def one() -> tuple[int, str]:
        lanes = Lanes(breaks, lanes=[Lane(EVERYTHING, at_once=1, waiting=0, seconds=0.01)])
        told = await ask(lanes)
        await asyncio.sleep(0.08)
        return told

    assert asyncio.run(one()) == (503, LATE)
    assert "kaputt" in caplog.text


def test_an_error_in_time_reaches_whoever_asked() -> None:
    async def breaks(*_: Any) -> None:  # noqa: ANN401 an application's three arguments
        msg = "kaputt"
        raise ValueError(msg)

    lanes = Lanes(breaks, lanes=[Lane(EVERYTHING, at_once=1, waiting=0, seconds=1)])
    with pytest.raises(ValueError, match="kaputt"):
        asyncio.run(ask(lanes))


@pytest.mark.parametrize(
    ("path", "lane"),
    [
        ("/materials/deck", 0),
        ("/materials/notices/reminder.docx", 0),
        ("/data/template.xlsx", 0),
        ("/healthz", 1),
        ("/data/ranking.csv", 2),
        ("/api/v1/meta", 2),
        ("/assets/maps/emissions.js", 2),
        (f"/assets/locator/{OWN_TOWN}.svg", 2),
        ("/component/map/forest/", 2),
        ("/data/a\nb.csv", 2),
        ("/component/first/forest/", 2),
        ("/", 3),
        ("/emissions", 3),
        ("/tasks", None),
        ("/assets/map.js", None),
        ("/assets/frame/static/js/x.js", None),
        ("/_stcore/stream", None),
        ("/materials", None),
    ],
)
def test_what_computes_has_a_lane_and_a_file_has_none(path: str, lane: int | None) -> None:
    found = [number for number, own in enumerate(LANES) if own.pattern.fullmatch(path)]

    assert found[:1] == ([] if lane is None else [lane])


@pytest.mark.parametrize("waiting", [0, 5])
def test_a_page_that_is_late_or_one_too_many_opens_without_what_has_to_be_made(
    waiting: int,
) -> None:
    async def crowd() -> list[tuple[int, str]]:
        room = Room()

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            if not scope.get(BARE):
                await room(scope, receive, send)
                return
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"bare"})

        page = Lane(EVERYTHING, at_once=1, waiting=waiting, seconds=0.05, has_bare=True)
        lanes = Lanes(app, lanes=[page])
        answers = await asyncio.gather(*(ask(lanes, "/emissions") for _ in range(3)))
        room.opened.set()
        return answers

    assert asyncio.run(crowd()) == [(200, "bare")] * 3


# Turns of the scripts


def test_one_script_at_a_time_who_paused_longest_first() -> None:
    async def play() -> list[str]:
        turns, order = Turns(), list[str]()
        now = asyncio.get_running_loop().time()
        pauses = {"first": 0.0, "hammers": 0.0, "clicks": 0.4, "looks": 5.0, "is new": None}
        visitors = {name: Visitor() for name in pauses}
        for name, pause in pauses.items():
            visitors[name].ended = None if pause is None else now - pause

        async def script(name: str) -> None:
            await turns.take(visitors[name])
            order.append(name)
            await asyncio.sleep(0.01)
            turns.give_back(visitors[name])

        await asyncio.gather(*(script(name) for name in pauses))
        return order

    assert asyncio.run(play()) == ["first", "looks", "clicks", "is new", "hammers"]


def test_who_has_the_turn_may_ask_again_at_once() -> None:
    async def play() -> None:
        turns, visitor = Turns(), Visitor()
        await turns.take(visitor)
        await asyncio.wait_for(turns.take(visitor), 0.1)
        turns.give_back(visitor)
        turns.give_back(visitor)
        await asyncio.wait_for(turns.take(Visitor()), 0.1)

    asyncio.run(play())


def test_a_long_script_does_not_hold_up_the_next_one() -> None:
    async def play() -> float:
        turns, loop = Turns(longest_s=0.05), asyncio.get_running_loop()
        await turns.take(Visitor())
        start = loop.time()
        await turns.take(Visitor())
        return loop.time() - start

    assert 0.04 < asyncio.run(play()) < 0.5


def test_who_leaves_while_waiting_takes_nobodys_turn() -> None:
    async def play() -> None:
        turns = Turns()
        first, gone, last = Visitor(), Visitor(), Visitor()
        await turns.take(first)
        leaving = asyncio.create_task(turns.take(gone))
        waiting = asyncio.create_task(turns.take(last))
        await asyncio.sleep(0)
        leaving.cancel()
        turns.give_back(first)
        await asyncio.wait_for(waiting, 0.2)

    asyncio.run(play())


def test_a_file_waits_for_the_script_of_a_visitor_but_not_for_long() -> None:
    async def play() -> tuple[float, float, float]:
        turns, visitor, loop = Turns(), Visitor(), asyncio.get_running_loop()

        async def waited() -> float:
            start = loop.time()
            await turns.quiet(0.1)
            return loop.time() - start

        nobody = await waited()
        await turns.take(visitor)
        running = await waited()
        loop.call_later(0.02, turns.give_back, visitor)
        return nobody, running, await waited()

    nobody, running, ended = asyncio.run(play())

    assert nobody < 0.01
    assert running >= 0.1
    assert 0.015 < ended < 0.1


def test_so_many_requests_come_together_then_so_many_in_a_second() -> None:
    async def play() -> tuple[float, float]:
        pace, loop = Pace(per_second=100, at_once=20), asyncio.get_running_loop()
        start = loop.time()
        await asyncio.gather(*(pace.wait() for _ in range(20)))
        together = loop.time() - start
        await asyncio.gather(*(pace.wait() for _ in range(10)))
        return together, loop.time() - start

    together, spread = asyncio.run(play())

    assert together < 0.02
    assert 0.09 < spread < 0.3
