"""Work that a file from outside may spoil: done in another process, which is ended if it does.

Whatever reads a stranger's file may take for ever, or all memory, or hold the one lock that lets
only one thread of a process run at a time. In a process of its own it costs its own visitor only.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import pickle
import signal
import sys
import threading
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context, parent_process, spawn
from pathlib import Path
from traceback import format_exc
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pebble import ProcessExpired, ProcessPool
from pebble.pool.process import WORKERS_NAME

from sihui_map.errors import IntakeError, SihuiMapError

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pebble import ProcessFuture

LOG = logging.getLogger(__name__)
BUSY = "服务器正在处理其他文件，请稍后再试"
MOST_TASKS = 200
"""A worker is replaced after so many tasks: whatever a library keeps does not grow for ever."""
WALL_FACTOR = 6
"""Seconds on the clock for each second of computing: a busy machine is no reason to refuse."""
START_S = 60.0
"""How long a worker may take to start, on the clock."""
NICENESS = 10
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "GDAL_NUM_THREADS")
MEGABYTE = 1_000_000
SPENT_SHARE = 0.7

Result = TypeVar("Result")


class UnforeseenError(RuntimeError):
    """What nobody foresaw happened in the child; the text is the traceback from there."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """How to say that a limit was met: of ``what`` file, and what may be done about it."""

    what: str = "文件"
    remedy: str = "请检查文件后再试"
    error: type[SihuiMapError] = IntakeError

    def late(self, seconds: float) -> SihuiMapError:
        """Return the error for work that took longer than ``seconds``."""
        return self.error(
            f"{self.what}在 {round(seconds, 2):g} 秒内没有处理完，已停止；{self.remedy}"
        )

    def large(self, megabytes: float) -> SihuiMapError:
        """Return the error for work that wanted more than ``megabytes``."""
        return self.error(
            f"{self.what}处理时需要的内存超过 {megabytes:g} MB，已停止；{self.remedy}"
        )

    def died(self) -> SihuiMapError:
        """Return the error for work whose process ended by itself."""
        return self.error(f"{self.what}处理到一半中断了；{self.remedy}")


class _Answer(NamedTuple):
    """What comes back: a result, an error to raise here, or neither when memory ran out."""

    result: object = None
    error: SihuiMapError | None = None
    trace: str = ""
    is_large: bool = False
    is_spent: bool = False
    """The worker still holds much of what it was allowed, and should make way for another."""


_prepared = spawn.get_preparation_data


def _without_main(name: str) -> dict[str, Any]:
    """Return what a process starts from; a worker of ours is not told of the main module.

    Streamlit leaves whatever page runs as the main module, which each worker would run again.
    """
    told: dict[str, Any] = _prepared(name)
    if name == WORKERS_NAME:
        told = {key: value for key, value in told.items() if not key.startswith("init_main_from")}
    return told


spawn.get_preparation_data = _without_main


class Child:
    """One worker process, started when first asked, and one task at a time in it.

    A task may compute for ``seconds`` and take ``megabytes`` beyond what the idle worker holds; at
    most ``waiting`` others may wait. Where the system counts neither computing time nor memory of
    a process (Windows), only the clock limits it.
    """

    def __init__(
        self,
        name: str,
        *,
        seconds: float,
        megabytes: float,
        waiting: int = 4,
        imports: Sequence[str] = (),
    ) -> None:
        """Name the worker; ``imports`` are modules that it loads before its first task."""
        self.name, self.seconds, self.megabytes, self.waiting = name, seconds, megabytes, waiting
        self.imports = tuple(imports)
        self._pool: ProcessPool | None = None
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._inside = 0

    def run(
        self,
        function: Callable[..., Result],
        *args: object,
        seconds: float | None = None,
        refusal: Refusal | None = None,
    ) -> Result:
        """Return ``function(*args)``, computed in the worker, in other ``seconds`` if given.

        The function is one of a module, its arguments and result can be pickled. A SihuiMapError
        is raised here as it was there, a limit as ``refusal`` says, else UnforeseenError.
        """
        told = refusal or Refusal()
        allowed = self.seconds if seconds is None else seconds
        packed = pickle.dumps((function, args), pickle.HIGHEST_PROTOCOL)
        with self._place(told), self._turn:
            body = self._asked(packed, allowed, told)
            answer: _Answer = pickle.loads(body)  # noqa: S301 our own worker wrote it
            if answer.is_large or answer.is_spent:
                self._replace("holds too much memory")
        if answer.is_large:
            raise told.large(self.megabytes)
        if answer.error is not None:
            raise answer.error
        if answer.trace:
            raise UnforeseenError(answer.trace)
        result: Result = answer.result  # type: ignore[assignment]
        return result

    def start(self) -> None:
        """Start the worker before anybody asks, and do not wait for it."""
        with self._turn:
            self._running()

    def close(self) -> None:
        """End the worker; the next task starts another."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    @contextmanager
    def _place(self, told: Refusal) -> Iterator[None]:
        """Hold a place in the queue, or raise where it is full."""
        with self._counting:
            if self._inside > self.waiting:
                raise told.error(BUSY)
            self._inside += 1
        try:
            yield
        finally:
            with self._counting:
                self._inside -= 1

    def _running(self) -> ProcessPool:
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=1,
                max_tasks=MOST_TASKS,
                initializer=_begin,
                initargs=(self.imports,),
                context=get_context("spawn"),
            )
            self._pool.schedule(_nothing)
            atexit.unregister(self.close)
            atexit.register(self.close)
        return self._pool

    def _asked(self, packed: bytes, seconds: float, told: Refusal) -> bytes:
        clock = WALL_FACTOR * seconds
        try:
            future: ProcessFuture[bytes] = self._running().schedule(
                _answer, args=(packed, seconds, self.megabytes), timeout=clock
            )
            body = future.result(clock + START_S)
        except (FutureTimeoutError, TimeoutError):
            self._replace("took too long")
            raise told.late(seconds) from None
        except ProcessExpired as error:
            self._replace(f"ended with {error.exitcode}")
            if error.exitcode == -_TIME_IS_UP:
                raise told.late(seconds) from None
            raise told.died() from None
        except (CancelledError, RuntimeError) as error:  # the pool itself is broken or closed
            self._replace(str(error))
            raise told.died() from None
        return body

    def _replace(self, why: str) -> None:
        """Start another worker at once: the next visitor should not wait for it."""
        LOG.warning("child %s: worker replaced, it %s", self.name, why)
        self.close()
        self._running()


# What follows runs in the worker.

_TIME_IS_UP = signal.SIGPROF if sys.platform != "win32" else signal.SIGTERM


_idle_bytes = 0
"""What the worker held before its first task."""


def _nothing() -> None:
    """Do nothing: the first task of a worker, which makes it start."""


def _begin(imports: Sequence[str]) -> None:
    """Make the worker modest, bound to its parent's life, and ready."""
    global _idle_bytes  # noqa: PLW0603 one worker, one number
    for name in ONE_THREAD:
        os.environ[name] = "1"
    if sys.platform != "win32":
        os.nice(NICENESS)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for name in imports:
        import_module(name)
    _idle_bytes = _data_bytes()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # nobody is left to be told anything


def _answer(packed: bytes, seconds: float, megabytes: float) -> bytes:
    """Do one task within its limits and return what came of it, pickled.

    Pickled here: what cannot be, or is too large, must not break the pool's own messages.
    """
    with _limits(seconds, megabytes):
        try:
            function, args = pickle.loads(packed)  # noqa: S301 our own parent wrote it
            result = function(*args)
            gc.collect()  # what refers to itself would stay until much more has come together
            held = (_data_bytes() - _idle_bytes) / MEGABYTE
            answer = _Answer(result=result, is_spent=held > megabytes * SPENT_SHARE)
            return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
        except SihuiMapError as error:
            answer = _Answer(error=error)
        except MemoryError:
            answer = _Answer(is_large=True)
        except Exception:  # noqa: BLE001 the parent raises it
            answer = _Answer(trace=format_exc())
    return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)


@contextmanager
def _limits(seconds: float, megabytes: float) -> Iterator[None]:
    """Let the system end this process after ``seconds`` of computing, and refuse it memory."""
    if sys.platform == "win32":
        yield
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    most = _idle_bytes + int(megabytes * MEGABYTE)
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard < 0 else min(most, hard), hard))
    # Left to the system: a handler in Python would wait for the very call that does not return.
    signal.signal(_TIME_IS_UP, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))


def _data_bytes() -> int:
    """Return how much memory this process may write to, as the limit counts it."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:  # no Linux: then the limit is on everything
        return 0
    found = next((line.split()[1] for line in lines if line.startswith("VmData:")), "0")
    return int(found) * 1024
