"""The steps of a submission: whoever approves is not whoever handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.naming import folded
from sihui_map.domain.submission import State, person
from sihui_map.errors import DomainError
from sihui_map.store.writers import drafting, steps

if TYPE_CHECKING:
    from sihui_map.archive import Archive
    from sihui_map.domain.submission import Submission


def move(  # noqa: PLR0913 one step, and who takes it why
    archive: Archive,
    submission_id: int,
    state: State,
    *,
    who: str,
    reason: str = "",
    step: int = 0,
) -> Submission:
    """Take a submission one step further; ``step`` is the last one that the person saw.

    Whoever approves is not whoever handed in, as soon as the store knows two people.
    """
    if state is State.APPROVED:
        _refuse_the_same_person(archive, submission_id, who)
    return steps.move(archive.store, submission_id, state, who=who, reason=reason, step=step)


def approve(archive: Archive, submission_id: int, *, who: str, step: int = 0) -> Submission:
    """Approve a submission that another person handed in."""
    return move(archive, submission_id, State.APPROVED, who=who, step=step)


def _refuse_the_same_person(archive: Archive, submission_id: int, who: str) -> None:
    store = archive.store
    known = {_same_name(name) for name in store.people()}
    name = person(who)
    if len(known) > 1 and _same_name(name) in map(_same_name, store.writers(submission_id)):
        msg = (
            f"提交 {submission_id} 由{name}填报或送审，应由另一个人审核，现在的审核人也是{name}；"
            "请审核人用自己的姓名进入"
        )
        raise DomainError(msg)


def _same_name(name: str) -> str:
    return "".join(folded(name).split())


def renew(
    archive: Archive, submission_id: int, *, who: str, why: str, expected: int | None = None
) -> Submission:
    """Hand in the rows of a late submission again, after looking at what the other wrote."""
    return drafting.renew(archive.store, submission_id, who=who, why=why, expected=expected)
