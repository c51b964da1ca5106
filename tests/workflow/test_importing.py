"""Accounts by a list: each wrong line has its sentence, and then nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sihui_map.domain.access import Role
from sihui_map.errors import AccessError, SihuiMapError
from sihui_map.workflow import accounts, importing, signing
from tests import county
from tests.people import OWN_TOWN, reviewer

if TYPE_CHECKING:
    from sihui_map.archive import Archive

BOSS = accounts.operator("测试")
HEAD = "姓名,角色,范围\n"


def test_each_gets_an_account_and_a_link_of_his_own(archive: Archive) -> None:
    unit = archive.current().snapshot.departments[0]
    body = f"{HEAD}周梅,镇街填报,{OWN_TOWN}\n吴凡,部门填报,{unit}\n郑红,管理,\n".encode()

    made = importing.import_people(archive, body, who=BOSS)

    assert [(one.account.name, one.account.role, one.account.scope) for one in made] == [
        ("周梅", Role.TOWN, OWN_TOWN), ("吴凡", Role.UNIT, unit), ("郑红", Role.ADMINISTRATOR, ""),
    ]  # fmt: skip
    assert [signing.invited(archive.store, one.key).name for one in made] == [
        "周梅", "吴凡", "郑红",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (f"周梅,镇街填报,{county.CODE}999\n", "第 3 行：角色「镇街填报」要写明镇街的 9 位代码"),
        (f"周梅,审核,{OWN_TOWN}\n", "第 3 行：角色「审核」不限镇街或单位"),
        ("周梅,超级,\n", "第 3 行：没有「超级」这个角色"),
        ("甲,审核,\n", "第 3 行：账号「甲」已存在"),
        (",审核,\n", "第 3 行：请写明填报人姓名"),
        ("周（代 乙）,审核,\n", "第 3 行：姓名「周（代 乙）」里有「（代」"),
        ("周梅,审核\n", "第 3 行应有 3 列，现有 2 列"),
        ('"周梅,审核,\n', "不是有效的 CSV"),
    ],
)
def test_one_wrong_line_refuses_the_whole_list(archive: Archive, lines: str, said: str) -> None:
    archive.current()  # begins the store
    head = archive.store.head()

    with pytest.raises(SihuiMapError, match=said):
        importing.import_people(archive, f"{HEAD}甲,查看,\n{lines}".encode(), who=BOSS)

    assert archive.store.accounts() == ()
    assert archive.store.head() == head


def test_what_is_no_list_is_refused(archive: Archive) -> None:
    for body, said in (
        (b"", "第 1 行应为「姓名,角色,范围」"),
        ("姓名,角色\n".encode(), "第 1 行应为「姓名,角色,范围」"),
        (HEAD.encode(), "名单应有 1–500 个人，现有 0 个"),
        (HEAD.encode() + "甲,查看,\n".encode() * 501, "现有 501 个"),
        (b"\xff" * 9, "不是 UTF-8"),
        (b"x" * 100_001, "名单超过 100 kB"),
    ):
        with pytest.raises(SihuiMapError, match=said):
            importing.import_people(archive, body, who=BOSS)
    with pytest.raises(AccessError, match="不能管理账号"):
        importing.import_people(archive, f"{HEAD}甲,查看,\n".encode(), who=reviewer())
