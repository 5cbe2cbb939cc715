from __future__ import annotations

from monitor.store.store import Store


def test_a_count_grows_from_nothing_and_beyond_what_fits_into_four_bytes(store: Store) -> None:
    for _ in range(2):
        with store.write() as tx:
            tx.facts.add("bytes", 5_000_000_000)
    with store.read() as tx:
        assert tx.facts.get("bytes") == "10000000000"
