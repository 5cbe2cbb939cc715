"""What a storage fault leaves undone is done once the storage is well again."""

from __future__ import annotations

import pytest

from monitor.core.errors import StorageError
from monitor.core.model.ids import ChannelId, SourceId
from monitor.jobs.leftover import PAUSE, LeftOver
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.store import Store, Transaction

DESK = ChannelId("desk")
SENT = Outcome(stage="deliver", subject="desk", result=Result.SENT)


class Disk:
    """Refuses to store while it is full; counts what was sent and stored."""

    def __init__(self) -> None:
        self.full, self.sent, self.stored = True, 0, 0

    def send(self) -> object:
        self.sent += 1
        return self.save

    def save(self) -> Outcome:
        if self.full:
            raise StorageError("full")
        self.stored += 1
        return SENT


def test_an_answer_that_could_not_be_stored_is_stored_later_and_nothing_is_sent_again(memory_store: Store) -> None:
    left, disk = LeftOver(memory_store), Disk()
    for _ in range(3):
        with pytest.raises(StorageError):
            left.deliver(DESK, disk.send)  # type: ignore[arg-type]
    assert left.channels() == [DESK]
    disk.full = False
    assert left.deliver(DESK, lambda: None) == SENT
    assert (disk.sent, disk.stored, left.channels()) == (1, 1, [])
    assert left.deliver(DESK, lambda: None) is None


def test_a_claim_is_given_up_a_while_after_the_last_fault(memory_store: Store) -> None:
    now, released = [100.0], list[SourceId]()
    left = LeftOver(memory_store, monotonic=lambda: now[0])

    def fails() -> Outcome:
        raise StorageError("full")

    def release(tx: Transaction) -> None:
        released.append(SourceId("court"))

    with pytest.raises(StorageError):
        left.work(fails, release)
    now[0] += PAUSE - 1
    left.settle()
    assert released == []
    now[0] += 1
    left.settle()
    left.settle()
    assert released == ["court"]


def test_what_went_well_leaves_nothing(memory_store: Store) -> None:
    left = LeftOver(memory_store)
    assert left.work(lambda: SENT, lambda tx: pytest.fail("nothing to give up")) == SENT
    left.settle()
