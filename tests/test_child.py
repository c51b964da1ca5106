"""Work in another process: limited in time, memory and number, and never a trace of it left."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sihui_map.child import BUSY, Child, Refusal, UnforeseenError
from sihui_map.errors import DataFileError, DocumentError, IntakeError
from tests import child_tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
TOLD = Refusal("这份文件", "请另存后再试")


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    found = Child("test", seconds=0.5, megabytes=100, waiting=2)
    yield found
    found.close()


def test_a_result_comes_back_from_another_process(child: Child) -> None:
    assert child.run(child_tasks.double, 21) == 42
    assert child.run(child_tasks.process) != os.getpid()


def test_the_worker_stays_warm(child: Child) -> None:
    assert child.run(child_tasks.process) == child.run(child_tasks.process)


def test_an_error_arrives_as_it_was_raised(child: Child) -> None:
    with pytest.raises(IntakeError, match=r"^一句话$"):
        child.run(child_tasks.refuse, "一句话")
    with pytest.raises(DataFileError, match=r"units\.csv 第 3 行：坏了") as caught:
        child.run(child_tasks.broken_file)
    assert (caught.value.file, caught.value.line) == ("units.csv", 3)


def test_what_nobody_foresaw_arrives_with_its_traceback(child: Child) -> None:
    with pytest.raises(UnforeseenError, match=r"in stumble\n(.|\n)*nobody foresaw this"):
        child.run(child_tasks.stumble)


@pytest.mark.parametrize("task", [child_tasks.compute_for_ever, child_tasks.hold_the_lock])
def test_work_without_end_is_ended_and_the_next_is_done(child: Child, task: object) -> None:
    assert callable(task)
    begin = time.monotonic()
    with pytest.raises(
        IntakeError, match=r"^这份文件在 0\.5 秒内没有处理完，已停止；请另存后再试$"
    ):
        child.run(task, refusal=TOLD)
    assert time.monotonic() - begin < 6
    assert child.run(child_tasks.double, 1) == 2


def test_a_task_may_be_given_more_or_less_time(child: Child) -> None:
    with pytest.raises(IntakeError, match=r"在 0\.1 秒内"):
        child.run(child_tasks.compute_for_ever, seconds=0.1)


def test_waiting_is_limited_by_the_clock(child: Child) -> None:
    with pytest.raises(IntakeError, match="没有处理完"):
        child.run(child_tasks.wait, 60, seconds=0.1)


def test_memory_is_refused_and_the_next_task_is_done(child: Child) -> None:
    assert child.run(child_tasks.take, 60) == 60_000_000
    with pytest.raises(DocumentError, match=r"^文件处理时需要的内存超过 100 MB，已停止"):
        child.run(child_tasks.take, 200, refusal=Refusal(error=DocumentError))
    assert child.run(child_tasks.double, 1) == 2


def test_a_worker_that_dies_is_one_sentence(child: Child) -> None:
    with pytest.raises(IntakeError, match="处理到一半中断了"):
        child.run(child_tasks.die)
    assert child.run(child_tasks.double, 1) == 2


def test_only_so_many_wait(child: Child) -> None:
    child.run(child_tasks.double, 1)
    said: list[str] = []

    def ask() -> None:
        try:
            child.run(child_tasks.wait, 0.5)
        except IntakeError as error:
            said.append(str(error))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert said == [BUSY] * 3  # one is at work, two wait


def test_the_worker_is_polite_and_knows_no_page(
    child: Child, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.py"
    page.write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()", encoding="utf-8")
    monkeypatch.setattr(sys.modules["__main__"], "__file__", str(page), raising=False)
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    child.close()

    loaded = child.run(child_tasks.modules)

    assert not loaded & {"streamlit", "pandas"}
    assert not (tmp_path / "ran").exists()
    assert child.run(child_tasks.niceness) >= 10


ENDING = """
import sys
from sihui_map.child import Child
from tests import child_tasks
child = Child("test", seconds=30, megabytes=100)
print(child.run(child_tasks.process), flush=True)
{then}
"""


@pytest.mark.parametrize(
    ("then", "code"), [("", 0), ("raise SystemExit(4)", 4), ("import os; os._exit(5)", 5)]
)
def test_no_worker_outlives_its_parent(then: str, code: int) -> None:
    done = subprocess.run(  # noqa: S603 our own interpreter and our own text
        [sys.executable, "-W", "error", "-c", ENDING.format(then=then)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (code, "")
    worker = Path(f"/proc/{int(done.stdout)}")
    deadline = time.monotonic() + 10
    while worker.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not worker.exists()
