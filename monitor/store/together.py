"""Group commit: what several threads want to write at the same moment goes into one transaction.

A commit that survives a power cut waits for the disk. While one thread waits, the others' work gathers; the next one to
write does all of it. Nobody waits for company: alone, a thread commits at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

Tx = TypeVar("Tx")
T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Asked(Generic[Tx]):
    """One thread's work, and what it gave."""

    work: Callable[[Tx], Any]
    done: bool = False
    value: Any = None


class Together(Generic[Tx]):
    """Gathers work on transactions that ``write`` begins. Safe to use from several threads."""

    def __init__(self, write: Callable[[], AbstractContextManager[Tx]]) -> None:
        self._write = write
        self._waiting: list[_Asked[Tx]] = []
        self._lock = threading.Lock()
        self._turn = threading.Lock()

    def do(self, work: Callable[[Tx], T]) -> T:
        """Do ``work`` in a transaction that is committed when this returns; what it gave. Raises what it raised.

        When a shared transaction fails, all of it is undone and each thread does its own work again, alone: one's
        fault is nobody else's, and is raised where it belongs.
        """
        mine = _Asked(work)
        with self._lock:
            self._waiting.append(mine)
        with self._turn:
            if not mine.done:
                with self._lock:
                    batch, self._waiting = self._waiting, []
                if batch == [mine]:
                    with self._write() as tx:
                        return work(tx)
                with suppress(Exception):  # raised again by the thread whose work it was
                    self._do_all(batch)
        if mine.done:
            return cast(T, mine.value)
        with self._write() as tx:
            return work(tx)

    def _do_all(self, batch: list[_Asked[Tx]]) -> None:
        with self._write() as tx:
            for each in batch:
                each.value = each.work(tx)
        for each in batch:
            each.done = True
