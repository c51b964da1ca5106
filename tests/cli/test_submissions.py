"""Commands on submissions, from a draft to its publication."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sihui_map.cli.codes import DONE, REFUSED
from sihui_map.domain.submission import State
from sihui_map.store import Store
from sihui_map.store.writers import preferences
from tests.cli.running import (
    FINE,
    JUMP,
    MORE,
    MUCH,
    NOW,
    forest,
    handed_in,
    published,
    run,
    submissions_in,
    written,
)
from tests.own_words import PLAN

if TYPE_CHECKING:
    from pathlib import Path


def test_what_was_replaced_is_told_after_the_publication_too(ready: Path) -> None:
    handed_in(ready)
    waiting = run("submissions", 2).output
    for words in (["submit", 2, "--who", "张三"], ["approve", 2, "--who", "李四"],
                  ["publish", 2, "--who", "李四", "--why", "年报"]):  # fmt: skip
        assert run(*words).exit_code == DONE

    lines = [line for line in run("submissions", 2).output.splitlines() if "森林面积" in line]

    assert any(re.search(rf"\d+\.?\d* +{MORE}$", line) for line in lines), lines
    assert all(line in waiting for line in lines)


def test_of_two_people_the_other_one_approves(ready: Path, own_store: str) -> None:
    handed_in(ready)
    run("submit", 2, "--who", "李四")

    refused = run("approve", 2, "--who", "张三")

    assert refused.exit_code == REFUSED
    assert "应由另一个人审核" in refused.stderr
    assert submissions_in(own_store)[2] is State.SUBMITTED


def test_the_reason_goes_with_the_row(ready: Path) -> None:
    handed_in(ready, JUMP)

    done = run("submissions", 2)

    assert "与上年相比：与林业局核对过" in done.output
    assert re.search(rf"{re.escape(NOW)} +{re.escape(MUCH)}", done.output)


def test_a_submission_goes_all_the_way(ready: Path) -> None:
    published(ready)

    assert re.search(r"2 +已发布 +张三", run("submissions", "--state", "已发布").output)
    assert "共 0 份提交" in run("submissions", "--state", "草稿").output
    assert "共 2 期" in run("snapshot", "list").output


def test_a_step_that_does_not_follow_is_refused(ready: Path) -> None:
    handed_in(ready)

    done = run("approve", 2, "--who", "李四")

    assert done.exit_code == 1
    assert "这份提交现为「草稿」，不能改为「已审核」" in done.stderr


def test_a_submission_is_returned_and_withdrawn_with_a_reason(ready: Path, own_store: str) -> None:
    handed_in(ready)
    run("submit", 2, "--who", "张三")

    returned = run("return", 2, "--who", "李四", "--reason", "来源不清")
    withdrawn = run("withdraw", 2, "--who", "张三", "--reason", "重填")

    assert (returned.exit_code, withdrawn.exit_code) == (0, 0)
    assert "来源不清" in run("submissions", 2).output
    assert submissions_in(own_store)[2] is State.WITHDRAWN


def test_who_comes_second_sees_both_and_hands_in_again(ready: Path, own_store: str) -> None:
    first = str(int(MORE) + 1)
    handed_in(ready, forest(first))
    store = Store(own_store)
    changes = store.entries(2)
    store.close()
    assert changes[0].cells is not None
    run("import", written(ready, FINE), "--who", "王五", "--why", "更正", "--yes")
    for words in (
        ["submit", 3, "--who", "王五"],
        ["approve", 3, "--who", "李四"],
        ["publish", 3, "--who", "李四", "--why", "更正"],
    ):
        assert run(*words).exit_code == 0

    done = run("renew", 2, "--who", "张三", "--yes")

    assert "1 行已由他人先发布" in done.output
    assert re.search(rf"{first}（张三） +{MORE}（王五", done.output)
    assert submissions_in(own_store)[4] is State.DRAFT
    assert submissions_in(own_store)[2] is State.WITHDRAWN


def test_a_ledger_is_explained(ready: Path) -> None:
    done = run(
        "explain", "--year", PLAN["public_years"][-1], "--text", "电厂口径不同", "--who", "张三"
    )

    assert done.exit_code == 0
    assert "电厂口径不同" in run("submissions", 2).output
    assert ready.is_dir()


def test_a_year_without_a_ledger_cannot_be_explained(ready: Path) -> None:
    done = run("explain", "--year", 1999, "--text", "电厂口径不同", "--who", "张三")

    assert done.exit_code == 1
    assert f"没有 1999 年的平衡表；可选年份：{PLAN['public_years'][0]}、" in done.stderr
    assert ready.is_dir()


def test_a_clock_that_runs_backwards_publishes_only_what_was_checked(
    ready: Path, own_store: str
) -> None:
    handed_in(ready)
    run("submit", 2, "--who", "张三")
    run("approve", 2, "--who", "李四")
    store = Store(own_store, now=lambda: datetime(2099, 1, 1, tzinfo=UTC))
    preferences.keep_preference(store, "order", "a", who="王强")
    store.close()

    refused = run("publish", 2, "--who", "李四", "--why", "年报")
    done = run("publish", 2, "--who", "李四", "--why", "年报", "--clock-checked")

    assert refused.exit_code == REFUSED
    assert "比已有记录的时间 2099-01-01 08:00:00 还早，这次没有发布" in refused.stderr
    assert done.exit_code == DONE
    assert re.search(r"链首 \d+:[0-9a-f]{64}", done.output)


def test_single_cells_are_returned_each_with_its_reason(ready: Path, own_store: str) -> None:
    handed_in(ready)
    for words in (["submit", 2, "--who", "张三"], ["take", 2, "--who", "李四"]):
        assert run(*words).exit_code == DONE
    listed = run("submissions", 2).output
    number = re.search(r"^ *(\d+) .*森林面积", listed, re.MULTILINE)
    assert number, listed

    wrong = run("return", 2, "--who", "李四", "--cell", "99=请附台账")
    assert (wrong.exit_code, "格号 1–" in wrong.stderr) == (REFUSED, True)
    done = run("return", 2, "--who", "李四", "--cell", f"{number[1]}=请附台账")

    assert done.exit_code == DONE, done.output
    assert "提交 2 已改为「已退回」，1 格写明了理由。" in done.output
    store = Store(own_store)
    (said,) = store.reasons(2)
    assert (said.field, said.text, said.who) == ("forest_ha", "请附台账", "李四")
    store.close()
