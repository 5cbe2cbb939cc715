"""The policy of feeds.toml: what is old goes by itself, once a day, and nothing of it comes back as new."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO

import pytest

from monitor.config.feeds_toml import parse
from monitor.core.errors import StorageError, UserMistake
from monitor.core.model.capture import CapturePolicy
from monitor.jobs.pruning import SHARE, SHORTEST_PAUSE, Pruning
from monitor.jobs.runner import Runner
from monitor.pipeline.context import Context
from monitor.services.care import prune
from monitor.services.declare import apply, assemble
from monitor.services.status import status
from monitor.store.records import to_text
from monitor.store.retention import Pruned
from monitor.store.store import Store, Transaction
from monitor.store.versions import CAPTURES
from monitor.telemetry import Telemetry
from tests.pipeline import press
from tests.pipeline.conftest import Bench

REPORTED, MUSEUMS = 1, (7, 8, 9)
DAY = timedelta(days=1)


@pytest.fixture
def old(bench: Bench) -> Bench:
    """A report that was alerted and three entries off every topic, all a hundred days old."""
    bench.publish()
    bench.poll()
    listing(bench)
    bench.poll()
    bench.work()
    bench.grow_old(100)
    assert len(bench.entries()) == 4
    return bench


def listing(bench: Bench) -> None:
    bench.publish(REPORTED)
    feed = press.feed("https://court.example.org", REPORTED, *MUSEUMS)
    for number in MUSEUMS:
        bench.web.pages[f"https://court.example.org/{number}"] = press.off_topic()
        feed = feed.replace(press.title(number), f"Maps in museum {number}")
    bench.web.pages["https://court.example.org/feed"] = feed


def declare(bench: Bench, monitor: str = 'keep = "90d"') -> None:
    """Take up a feeds.toml with these lines in ``[monitor]``; sources and topics stay those of the bench."""
    declared = parse(f"[monitor]\n{monitor}\n", "feeds.toml")
    with bench.ctx.store.read() as tx:
        declared = replace(declared, sources=tuple(tx.sources.all()), topics=tuple(tx.topics.all()))
    apply(bench.ctx.store, assemble(declared), bench.clock.now())


class Desk:
    """The pruning of one program, with the lines that it logs and the pauses that it makes."""

    def __init__(self, ctx: Context, *, at_once: int = 100, stop_after: int = 10_000, part_takes: float = 0.0) -> None:
        self._log, self._part_takes = StringIO(), part_takes
        self.pauses: list[float] = []
        self.seconds = 0.0
        self._stop_after = stop_after
        self.runner = Runner(Telemetry(stream=self._log, verbosity=1))
        self.pruning = Pruning(ctx, self.runner, at_once=at_once, pause=self._pause, monotonic=self._monotonic)

    def look(self) -> list[str]:
        """One look; what it logged."""
        before = len(self._log.getvalue())
        self.pruning.look()
        return self._log.getvalue()[before:].splitlines()

    def _monotonic(self) -> float:
        """So much passes between two looks at the clock, as before and after a part."""
        self.seconds += self._part_takes
        return self.seconds

    def _pause(self, seconds: float) -> bool:
        self.pauses.append(seconds)
        return len(self.pauses) >= self._stop_after


def test_without_a_policy_everything_is_kept_and_nothing_is_noted(old: Bench) -> None:
    assert Desk(old.ctx).look() == []
    assert len(old.entries()) == 4 and status(old.ctx.store).retention.last is None


def test_what_is_old_goes_with_one_line(old: Bench) -> None:
    declare(old)
    (line,) = Desk(old.ctx).look()
    assert all(words in line for words in ("prune", "pruned", "older than 90d", "entries=3", "texts=1"))
    assert len(old.entries()) == 1
    assert status(old.ctx.store).retention.last == old.clock.now()


def test_it_goes_in_parts_and_the_others_get_their_turns_between_them(old: Bench) -> None:
    declare(old)
    desk = Desk(old.ctx, at_once=1)
    (line,) = desk.look()
    assert "entries=3" in line
    assert desk.pauses == [SHORTEST_PAUSE] * 3


def test_the_longer_a_part_takes_the_longer_the_others_get(old: Bench) -> None:
    declare(old)
    desk = Desk(old.ctx, at_once=1, part_takes=2.0)
    desk.look()
    assert desk.pauses == [2.0 * SHARE] * 3


def test_once_a_day_and_not_more(old: Bench) -> None:
    declare(old, 'keep = "101d"')
    desk = Desk(old.ctx)
    desk.look()
    assert len(old.entries()) == 4
    old.clock.forward(DAY * 0.99)
    assert desk.look() == [] and status(old.ctx.store).retention.last != old.clock.now()
    old.clock.forward(DAY * 1.01)
    assert len(desk.look()) == 1 and len(old.entries()) == 1


def test_a_restart_does_not_repeat_it(old: Bench) -> None:
    declare(old)
    Desk(old.ctx).look()
    done = status(old.ctx.store).retention.last
    old.clock.forward(timedelta(hours=1))
    declare(old)
    assert Desk(old.ctx).look() == []
    assert status(old.ctx.store).retention.last == done


def test_what_an_end_in_the_middle_left_goes_after_the_restart(old: Bench) -> None:
    declare(old)
    (line,) = Desk(old.ctx, at_once=1, stop_after=1).look()
    assert "entries=1" in line and status(old.ctx.store).retention.last is None
    (line,) = Desk(old.ctx).look()
    assert "entries=2" in line and len(old.entries()) == 1


def test_an_edit_is_taken_while_it_runs(old: Bench) -> None:
    desk = Desk(old.ctx)
    assert desk.look() == []
    declare(old)
    assert len(desk.look()) == 1
    old.clock.forward(2 * DAY)
    declare(old, 'zone = "UTC"')
    assert desk.look() == [] and status(old.ctx.store).retention.keep is None


def test_nothing_that_went_comes_back_as_new(old: Bench) -> None:
    declare(old)
    Desk(old.ctx).look()
    sent, before = len(old.channel.messages), status(old.ctx.store)
    listing(old)
    old.web.pages["https://court.example.org/feed"] += "<!-- sent anew -->"  # type: ignore[operator]
    assert not old.poll().facts.get("entries")
    old.work()
    after = status(old.ctx.store)
    assert (len(old.channel.messages), after.entries, after.accounts) == (sent, before.entries, before.accounts)


class FullDisk(Store):
    """A store whose ``full_at``-th write transaction meets a full disk, once."""

    full_at = 2

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        self.full_at -= 1
        if not self.full_at:
            raise StorageError("database or disk is full")
        with super().write() as tx:
            yield tx


def test_a_storage_fault_is_told_and_the_next_look_goes_on(old: Bench) -> None:
    declare(old)
    disk = FullDisk.__new__(FullDisk)
    disk.__dict__.update(old.ctx.store.__dict__)
    desk = Desk(replace(old.ctx, store=disk), at_once=1)
    (line,) = desk.look()
    assert "failed" in line and "full" in line and desk.runner.storage_fault and not desk.runner.crashes
    (line,) = desk.look()
    assert "entries=3" in line  # with what went before the fault
    assert not desk.runner.storage_fault and len(old.entries()) == 1


class BrokenClock:
    """Has a bug."""

    def now(self) -> datetime:
        raise KeyError("planted")


def test_a_bug_is_met_once_a_day_and_not_every_minute(old: Bench) -> None:
    declare(old)
    desk = Desk(replace(old.ctx, clock=BrokenClock()))
    assert len(desk.look()) == 1
    desk.seconds += DAY.total_seconds() - 1
    assert desk.look() == [] and desk.runner.crashes == 1
    desk.seconds += 1
    assert len(desk.look()) == 1


def test_captures_with_a_span_of_their_own_outlive_the_text(old: Bench) -> None:
    declare(old)
    with old.ctx.store.write() as tx:
        tx.facts.put(CAPTURES, to_text(CapturePolicy(keep=730 * DAY)))
        kept = tx.captures.room().kept
    Desk(old.ctx).look()
    with old.ctx.store.read() as tx:
        assert tx.captures.room().kept == kept >= 1


def test_captures_without_one_go_with_the_text(old: Bench) -> None:
    declare(old)
    Desk(old.ctx).look()
    with old.ctx.store.read() as tx:
        assert tx.captures.room().kept == 0


def test_the_command_without_a_span_does_the_same(old: Bench) -> None:
    with pytest.raises(UserMistake, match="missing --older-than"):
        prune(old.ctx.store, older_than=None, now=old.clock.now())
    declare(old)
    foreseen = prune(old.ctx.store, older_than=None, now=old.clock.now(), dry_run=True)
    done = prune(old.ctx.store, older_than=None, now=old.clock.now())
    assert foreseen == done == Pruned(entries=3, articles=3, texts=1)
