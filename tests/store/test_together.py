from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from monitor.core.errors import MonitorError
from monitor.store.store import Store, Transaction


def counted(tx: Transaction, name: str) -> str:
    before = int(tx.facts.get("count") or 0)
    tx.facts.put("count", str(before + 1))
    tx.facts.put(name, "done")
    return name


def test_what_many_threads_write_together_is_all_there(store: Store) -> None:
    names = [f"job-{number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        gave = list(pool.map(lambda name: store.together(lambda tx: counted(tx, name)), names))
    with store.read() as tx:
        assert gave == names
        assert all(tx.facts.get(name) == "done" for name in names)


def test_threads_that_wait_for_the_disk_share_one_transaction(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/monitor.db")
    store.upgrade()
    used: list[object] = []
    with ThreadPoolExecutor(5) as pool:
        with store.write():  # while this one holds the database, the others gather
            waiting = [pool.submit(store.together, lambda tx: used.append(tx.connection)) for _ in range(5)]
            gathered(store, 4)
        for each in waiting:
            each.result()
    assert len(used) == 5
    assert len({id(connection) for connection in used}) <= 2
    store.close()


def gathered(store: Store, count: int) -> None:
    """Wait until so many have asked, besides the one whose turn it is."""
    pause = threading.Event()
    while len(store._together._waiting) < count:
        pause.wait(0.01)


def test_one_fault_is_nobody_elses(store: Store) -> None:
    def fails(tx: Transaction) -> None:
        tx.facts.put("half", "written")
        raise MonitorError("a fault of its own")

    def run(number: int) -> str:
        if number % 3:
            return store.together(lambda tx: counted(tx, f"job-{number}"))
        with pytest.raises(MonitorError, match="of its own"):
            store.together(fails)
        return ""

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(run, range(12)))
    with store.read() as tx:
        assert tx.facts.get("half") == ""
        assert all(tx.facts.get(f"job-{number}") == "done" for number in range(12) if number % 3)
