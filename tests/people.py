"""People with accounts: as they act in workflow, and as the store knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sihui_map.domain.access import Actor, Role
from sihui_map.store.writers import accounts
from tests import county

if TYPE_CHECKING:
    from sihui_map.store import Store

OWN_TOWN, OTHER_TOWN = county.OWN.code, county.OTHER.code
OWN_UNIT = county.OFFICE
NAMES = ("张三", "李四", "王五", "赵六", "甲", "乙", "丙")


def reviewer(name: str = "张三") -> Actor:
    """Return someone who may do everything with the data, but approve what he wrote."""
    return Actor(name=name, role=Role.REVIEWER, address="10.1.2.3")


def clerk(name: str = "周梅", scope: str = OWN_TOWN) -> Actor:
    """Return a clerk of one town."""
    return Actor(name=name, role=Role.TOWN, scope=scope, address="10.1.2.4")


def with_reviewers(store: Store, *names: str) -> None:
    """Give ``names``, by default everyone whom tests name, an account without a password."""
    for name in names or NAMES:
        accounts.make(store, name, Role.REVIEWER, "", who="系统", why="")
