"""Every cell of the table of access: who, with whose data, and the ways that there are to try."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sihui_map import workflow
from sihui_map.domain.access import NO, TABLE, Action, Actor, Role
from sihui_map.domain.reminding import Channel, Due, Going, Level, Reply
from sihui_map.domain.submission import State
from sihui_map.store.writers import reminding as notices
from sihui_map.store.writers import steps
from sihui_map.ui import cache
from sihui_map.workflow import accounts, deputies, periods, reminding
from sihui_map.workflow.permitting import today_of
from tests import county
from tests.people import OTHER_TOWN, OWN_TOWN, reviewer
from tests.signing import account_in
from tests.workflow.handing_in import TODAY, confirmed, csv_of, propose

if TYPE_CHECKING:
    from collections.abc import Callable

    from sihui_map.archive import Archive

UNIT, OTHER_UNIT = county.TASKS[0]["lead_units"].split("|")[0], county.UNITS[-1]
"""Who leads task 1, and who does not."""

WAYS: dict[Action, str] = {
    Action.LOOK: "page api",
    Action.HAND_IN: "write page cells cli",
    Action.SUBMIT: "write page message cli",
    Action.WITHDRAW: "write page message cli",
    Action.RENEW: "write page message cli",
    Action.RETURN: "write page message cli",
    Action.APPROVE: "write page message cli",
    Action.PUBLISH: "write page message cli",
    Action.SET_PERIOD: "write page message",
    Action.ALLOT: "write",
    Action.SEND_NOTICE: "write page message",
    Action.ANSWER: "write",
    Action.NAME: "write page message cli",
    Action.ARRANGE: "write page message",
    Action.USE_TEMPLATE: "page upload",
    Action.READ_AUDIT: "page file",
    Action.READ_CONFIDENTIAL: "rows",
    Action.DEPUTISE: "write cli",
    Action.MANAGE: "write page message",
}
"""By which ways each action can be asked for at all.

``write`` is the innermost door (workflow), behind every other. ``page``: is it offered.
``message``: what a reviewer's browser sends when he presses, sent by somebody else's.
``cells``: the routes of the working copy, each of them. ``upload``: the address to which files go.
``api``: the interface, by a token.
``file``: the log as CSV.
``rows``: the register of enterprises as CSV. ``cli``: the command, in the name of an account.
Accounts are managed on the command line by whoever has the server, who has no account: so there is
no ``cli`` for that. A deputy is named on /me for oneself (tests/ui/test_own.py).
"""


class Cell(NamedTuple):
    """A role, with what is its own or with another's."""

    role: Role
    own: bool

    def may(self, action: Action) -> bool:
        """Tell what the table says."""
        allowed = TABLE[self.role].get(action, NO)
        return allowed.own if self.own else allowed.other

    @property
    def name(self) -> str:
        """Return what an account of this cell alone is called."""
        return f"{self.role}{'自己' if self.own else '别人'}的"

    @property
    def actor(self) -> Actor:
        """Return who tries."""
        scopes = {Role.TOWN: (OWN_TOWN, OTHER_TOWN), Role.UNIT: (UNIT, OTHER_UNIT)}
        scope = scopes.get(self.role, ("", ""))[0 if self.own else 1]
        return Actor(name=self.name, role=self.role, scope=scope, address="10.1.2.9")

    def body(self, archive: Archive, more: float = 0.0) -> bytes:
        """Return a file with what the cell is about: coal of a town, or task 1 of its unit.

        No two cells say the same.
        """
        factor = 1.1 + CELLS.index(self) / 100 + more
        rows = archive.known(TODAY).rows
        if self.role is Role.UNIT:
            newest = max(key for table, key in rows if table == "task_updates" and key[:2] == "1|")
            cells = rows["task_updates", newest]
            said = f"第 {factor} 次核对"
            return csv_of("task_updates", **{**cells, "progress": said, "kind": "实绩"})
        cells = rows["energy_use", f"{OWN_TOWN}|2025|烟煤"]
        amount = f"{float(cells['amount']) * factor:.2f}"
        told = {"amount": amount, "kind": "实绩", "source": "统计台账"}
        return csv_of("energy_use", **{**cells, **told})

    def enter(self) -> Actor:
        """Make the account, and return who acts."""
        who = self.actor
        account_in(cache.archive().store, who.name, who.role, who.scope)
        return who


CELLS = [Cell(role, own) for role in Role for own in (True, False)]


def tried(action: Action, way: str) -> list[Cell]:
    """Return the cells that are tried by a way; a message is sent by who may not only."""
    return [cell for cell in CELLS if way != "message" or not cell.may(action)]


PAIRS = [(action, way) for action, ways in WAYS.items() for way in ways.split()]
COUNT = sum(len(tried(action, way)) for action, way in PAIRS)


def prepared(action: Action, cell: Cell) -> int:
    """Bring the data so far that the action could be done; return the id of the submission."""
    archive = cache.archive()
    archive.current()
    if action is Action.SEND_NOTICE:
        year = 2012 + CELLS.index(cell)
        days = f"{year}-01-01", f"{year}-12-31"
        periods.set_period(archive, year, *days, "依据", who=reviewer())
    if action is Action.ANSWER:
        return _noticed(archive, cell)
    if action not in BEFORE:
        return 1
    own = confirmed(archive, cell.body(archive), who="甲").submission_id
    if action is Action.RENEW:
        done = confirmed(archive, cell.body(archive, 0.5), who="乙").submission_id
        for state in (State.SUBMITTED, State.APPROVED):
            steps.move(archive.store, done, state, who="乙")
        workflow.publish(archive, [done], who=reviewer("丙"), why="先到")
    for state in BEFORE[action]:
        steps.move(archive.store, own, state, who="甲")
    return own


def _noticed(archive: Archive, cell: Cell) -> int:
    """Return the number of a notice to the unit or town of a cell."""
    scope = UNIT if cell.role is Role.UNIT else OWN_TOWN
    day = today_of(archive.store)
    due = Due(scope=scope, subject=f"task/{CELLS.index(cell)}", about="一项任务", day=day)
    given = Going(due, Level.REMIND)
    (number,) = notices.send(archive.store, [given], {scope: Channel.DESK}, day, who="张三")
    return number


BEFORE: dict[Action, tuple[State, ...]] = {
    Action.SUBMIT: (),
    Action.WITHDRAW: (),
    Action.RENEW: (),
    Action.RETURN: (State.SUBMITTED,),
    Action.APPROVE: (State.SUBMITTED,),
    Action.PUBLISH: (State.SUBMITTED, State.APPROVED),
}


def _hand_in(archive: Archive, cell: Cell, _: int, who: Actor) -> object:
    proposal = propose(archive, cell.body(archive, 0.7))
    answers = dict.fromkeys(proposal.to_answer, "已核台账")
    return workflow.confirm(archive, proposal, who=who, why="季报", answers=answers)


def _allot(archive: Archive, cell: Cell, _: int, who: Actor) -> object:
    """Approve what a town holds of a target."""
    told = {"value": f"{60 + CELLS.index(cell)}", "stage": "批准", "kind": "规划", "source": "会议"}
    target = county.FOREST
    row = {"target_id": target.target_id, "holder": OWN_TOWN, "year": target.year, "unit": "%"}
    named = {"approved_by": f"第 {CELLS.index(cell)} 号文"}
    proposal = propose(archive, csv_of("allotments", **row, **told, **named))
    answers = dict.fromkeys(proposal.to_answer, "已核台账")
    return workflow.confirm(archive, proposal, who=who, why="分解", answers=answers)


def _move(state: State) -> Callable[[Archive, Cell, int, Actor], object]:
    return lambda archive, _, own, who: workflow.move(archive, own, state, who=who, reason="理由")


def _deputy(archive: Archive, cell: Cell, _: int, who: Actor) -> object:
    is_admin = cell.role is Role.ADMINISTRATOR
    deputy = account_in(archive.store, *(("钱进", cell.role) if is_admin else ("张三",))).name
    other = account_in(archive.store, f"不在的{cell.role}", cell.role, who.scope).name
    absent = who.name if cell.own else other
    today = today_of(archive.store).isoformat()
    return deputies.name_deputy(archive, absent, deputy, today, today, who=who)


WRITES: dict[Action, Callable[[Archive, Cell, int, Actor], object]] = {
    Action.HAND_IN: _hand_in,
    Action.SUBMIT: _move(State.SUBMITTED),
    Action.WITHDRAW: _move(State.WITHDRAWN),
    Action.RETURN: _move(State.RETURNED),
    Action.APPROVE: _move(State.APPROVED),
    Action.RENEW: lambda a, _, own, who: workflow.renew(a, own, who=who, why="重提"),
    Action.PUBLISH: lambda a, _, own, who: workflow.publish(a, [own], who=who, why="季报"),
    Action.SET_PERIOD: lambda a, _, __, who: periods.set_period(
        a, 2026, "2026-01-01", "2026-12-31", "依据", who=who
    ),
    Action.ALLOT: _allot,
    Action.SEND_NOTICE: lambda a, _, __, who: reminding.remind(a, who=who),
    Action.ANSWER: lambda a, _, own, who: reminding.answer(a, own, Reply.RECEIVED, "收到", who=who),
    Action.NAME: lambda a, _, own, who: workflow.freeze(a, own, f"起点{who.name}", who=who),
    Action.ARRANGE: lambda a, _, __, who: workflow.keep_preference(a, "order", who.name, who=who),
    Action.DEPUTISE: _deputy,
    Action.MANAGE: lambda a, _, __, who: accounts.add(a, f"{who.name}人", Role.VIEWER, who=who),
}
