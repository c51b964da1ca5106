"""Names of publications: given once, and misleading nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.submission import State
from sihui_map.errors import ChoiceError, DomainError
from sihui_map.store.writers import beginning, naming, publishing
from tests.store.rows import FILES, approved, coal, published

if TYPE_CHECKING:
    from sihui_map.store import Store


def test_a_name_is_given_once_and_stays(store: Store) -> None:
    published(store, coal(120))
    naming.freeze(store, 1, "起点", who="王强")

    with pytest.raises(DomainError, match="名称「起点」已用于第 1 期；请另取名称"):
        naming.freeze(store, 2, "起点", who="王强")

    assert naming.freeze(store, 1, "起点", who="李敏").names == ("起点",)
    assert naming.freeze(store, 1, "基线", who="李敏").names == ("基线", "起点")


@pytest.mark.parametrize("name", ["Q3 （调度）", "q3  (调度)", "\uff31\uff13 (调度)"])
def test_a_name_that_reads_like_another_is_refused(store: Store, name: str) -> None:
    published(store, coal(120))
    naming.freeze(store, 1, "q3 (调度)", who="王强")

    with pytest.raises(DomainError, match=r"已用于第 1 期（与「.*」只差大小写、全角半角或空格）"):
        naming.freeze(store, 2, name, who="王强")

    assert store.find(name).number == 1


@pytest.mark.parametrize("name", [" ", "2", "LATEST", "ab12-cd34", "三季\u200b度"])
def test_a_name_that_would_mislead_is_refused(store: Store, name: str) -> None:
    with pytest.raises(DomainError, match="名称"):
        naming.freeze(store, 1, name, who="王强")

    assert store.find("1").names == ()


def test_what_does_not_exist_cannot_be_named(store: Store) -> None:
    with pytest.raises(ChoiceError, match="没有第 7 期；最新为第 1 期"):
        naming.freeze(store, 7, "三季度", who="王强")


def test_a_publication_and_its_name_are_made_together(store: Store) -> None:
    beginning.begin(store, {}, FILES)
    first = publishing.publish(
        store,
        [approved(store, coal(5))],
        who="王强",
        why="月报",
        reference=FILES,
        name="一季度调度",
    )
    own = approved(store, coal(6))

    with pytest.raises(DomainError, match="名称「一季度调度」已用于第 2 期"):
        publishing.publish(store, [own], who="王强", why="月报", reference=FILES, name="一季度调度")

    assert first.names == ("一季度调度",)
    assert store.latest_number() == first.number
    assert store.submission(own).state is State.APPROVED
