"""Names of publications: given once, and never taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from sihui_map.domain.naming import check_name, folded
from sihui_map.domain.submission import person
from sihui_map.errors import ChoiceError, DomainError
from sihui_map.store.chain import links, records
from sihui_map.store.engine import writing
from sihui_map.store.publications import latest_number, publications_of
from sihui_map.store.schema import frozen

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sihui_map.domain.submission import Publication
    from sihui_map.store import Store


def freeze(store: Store, number: int, name: str, *, who: str) -> Publication:
    """Give publication ``number`` a name that no other has; it can never be taken away."""
    with writing(store.engine) as connection:
        if not publications_of(connection, number):
            msg = f"没有第 {number} 期；最新为第 {latest_number(connection)} 期"
            raise ChoiceError(msg)
        add_name(connection, number, name, who=person(who), at=store.at())
        return publications_of(connection, number)[0]


def add_name(connection: Connection, number: int, name: str, *, who: str, at: str) -> None:
    """Write a name and its link; one that is given already stays, and another's is refused."""
    text = check_name(name)
    for row in connection.execute(select(frozen)):
        if row.name == text and row.number == number:
            return
        if folded(row.name) == folded(text):
            like = "" if row.name == text else f"（与「{row.name}」只差大小写、全角半角或空格）"
            msg = f"名称「{text}」已用于第 {row.number} 期{like}；请另取名称"
            raise DomainError(msg)
    connection.execute(insert(frozen).values(name=text, number=number, who=who, at=at))
    links.append(connection, (records.FROZEN, text))
