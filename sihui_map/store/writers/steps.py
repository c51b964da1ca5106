"""The steps of a submission: each is an event behind the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert

from sihui_map.domain.submission import State, check_move, person
from sihui_map.errors import DomainError, LateError
from sihui_map.store.chain import links, records
from sihui_map.store.clock import to_the_minute
from sihui_map.store.engine import writing
from sihui_map.store.schema import event
from sihui_map.store.submissions import submission_of
from sihui_map.store.writers.texts import LONGEST_WHY, kept_text

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sihui_map.domain.submission import Submission
    from sihui_map.store import Store


def move(  # noqa: PLR0913 one step, and who takes it why
    store: Store, submission_id: int, state: State, *, who: str, reason: str = "", step: int = 0
) -> Submission:
    """Take a submission to ``state``; publishing has a function of its own.

    ``step`` is the last step the person saw: if there is a newer one, LateError tells who was
    first, and nothing changes. 0 means that nobody looked.
    """
    if state is State.PUBLISHED:
        msg = "发布请用 publish：它同时生成新的一期"
        raise DomainError(msg)
    name = person(who)
    with writing(store.engine) as connection:
        now = submission_of(connection, submission_id)
        if step and step != now.step:
            msg = (
                f"提交 {submission_id} 已由{now.state_who}于 {to_the_minute(now.state_at)} "
                f"改为「{now.state}」{_because(now.reason)}。您的操作没有执行，请刷新后再定"
            )
            raise LateError(msg)
        check_move(now.state, state, reason)
        add_event(connection, submission_id, now.step + 1, state, name, store.at(), reason)
        return submission_of(connection, submission_id)


def _because(reason: str) -> str:
    return f"（{reason}）" if reason else ""


def add_event(  # noqa: PLR0913, PLR0917 one column each
    connection: Connection, own: int, step: int, state: State, who: str, at: str, reason: str
) -> None:
    """Write one step and its link."""
    connection.execute(
        insert(event).values(
            submission_id=own,
            step=step,
            state=state.value,
            who=who,
            at=at,
            reason=kept_text(reason, LONGEST_WHY),
        )
    )
    links.append(connection, records.of_event(own, step))
