"""Two programs that start on one database at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from monitor.config.feeds_toml import parse
from monitor.services.declare import apply, assemble
from monitor.store.store import Store

TEXT = "".join(
    f'[[source]]\nid = "s{number}"\nname = "S"\nurl = "https://s{number}.example/"\n' for number in range(30)
) + '[[topic]]\nname = "t"\nquery = "harbour"\n[[channel]]\nname = "c"\nurl = "terminal:"\n'  # fmt: skip
PROGRAMS = 4


def test_a_declaration_is_applied_once_and_by_all(database_url: str, open_store: Callable[[str], Store]) -> None:
    stores = [open_store(database_url) for _ in range(PROGRAMS)]
    stores[0].upgrade()
    assembled, ready = assemble(parse(TEXT, "f")), threading.Barrier(PROGRAMS)

    def begin(store: Store) -> int:
        ready.wait(200)
        return len(apply(store, assembled, datetime.now(UTC)).changes)

    with ThreadPoolExecutor(PROGRAMS) as pool:
        changes = sorted(pool.map(begin, stores))
    assert changes == [0, 0, 0, 32]


def test_a_fact_is_set_for_the_first_time_by_all_at_once(database_url: str, open_store: Callable[[str], Store]) -> None:
    stores = [open_store(database_url) for _ in range(PROGRAMS)]
    stores[0].upgrade()
    ready = threading.Barrier(PROGRAMS)

    def put(store: Store) -> None:
        ready.wait(200)
        for number in range(20):
            with store.write() as tx:
                tx.facts.put(f"fact {number}", "x")

    with ThreadPoolExecutor(PROGRAMS) as pool:
        list(pool.map(put, stores))
    with stores[0].read() as tx:
        assert {tx.facts.get(f"fact {number}") for number in range(20)} == {"x"}
