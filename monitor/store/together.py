"""Group commit: what several threads want to write at the same moment goes into one transaction.

A commit that survives a power cut waits for the disk. While one thread waits, the others' work gathers; the next one to
write does all of it. Nobody waits for company: alone, a thread commits at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

Tx = TypeVar("Tx")
T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Asked(Generic[Tx]):
    """One thread's work, and what came of it."""

    work: Callable[[Tx], Any]
    done: bool = False
    value: Any = None
    error: Exception | None = None


class Together(Generic[Tx]):
    """Gathers work on transactions that ``write`` begins. Safe to use from several threads."""

    def __init__(self, write: Callable[[], AbstractContextManager[Tx]]) -> None:
        self._write = write
        self._waiting: list[_Asked[Tx]] = []
        self._lock = threading.Lock()
        self._turn = threading.Lock()

    def do(self, work: Callable[[Tx], T]) -> T:
        """Do ``work`` in a transaction that is committed when this returns; what it gave. Raises what it raised.

        It may be done a second time, in a transaction of its own, when it or another's work fails: what was written
        is undone first, and one's fault is nobody else's.
        """
        mine = _Asked(work)
        with self._lock:
            self._waiting.append(mine)
        with self._turn:
            if not mine.done:
                with self._lock:
                    batch, self._waiting = self._waiting, []
                self._do_all(batch if mine in batch else [mine, *batch])  # whoever had it may have been interrupted
        if mine.error is not None:
            raise mine.error
        return cast(T, mine.value)

    def _do_all(self, batch: list[_Asked[Tx]]) -> None:
        try:
            with self._write() as tx:
                for each in batch:
                    each.value = each.work(tx)
        except Exception as error:  # noqa: BLE001 - handed to the thread whose work it was
            if len(batch) == 1:
                batch[0].error, batch[0].done = error, True
                return
            for each in batch:
                self._do_all([each])
        else:
            for each in batch:
                each.done = True
