"""What is pruned goes; what makes old things known again, developments and the ledger stay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.core.errors import UserMistake
from monitor.core.model.alert import SendFailed
from monitor.core.model.entry import Account
from monitor.services.care import prune
from monitor.services.status import status
from monitor.store.retention import Pruned
from tests.builders import source
from tests.pipeline import press
from tests.pipeline.conftest import Bench

SPAN = timedelta(days=90)
REPORTED, MUSEUM = 1, 7


@pytest.fixture
def old(bench: Bench) -> Bench:
    """A report that was alerted and an entry off every topic, both a hundred days old."""
    bench.publish()
    bench.poll()
    bench.web.pages[f"https://court.example.org/{MUSEUM}"] = press.off_topic()
    listing(bench)
    bench.poll()
    bench.work()
    bench.grow_old(100)
    assert set(bench.accounts()) == {Account.ALERTED, Account.NO_MATCH}
    return bench


def listing(bench: Bench) -> None:
    bench.publish(REPORTED)
    feed = press.feed("https://court.example.org", REPORTED, MUSEUM)
    bench.web.pages["https://court.example.org/feed"] = feed.replace(press.title(MUSEUM), "Maps in the museum")


def let_go(bench: Bench, *, dry_run: bool = False) -> Pruned:
    return prune(bench.ctx.store, older_than=SPAN, now=bench.clock.now(), dry_run=dry_run)


def test_a_dry_run_says_what_a_real_one_does_and_changes_nothing(old: Bench) -> None:
    foreseen = let_go(old, dry_run=True)
    assert len(old.entries()) == 2
    assert let_go(old) == foreseen == Pruned(entries=1, articles=1, texts=1)
    assert let_go(old) == Pruned()


def test_the_report_stays_without_its_text(old: Bench) -> None:
    let_go(old)
    with old.ctx.store.read() as tx:
        (kept,) = tx.articles.listed()
        (development,) = tx.developments.latest()
        (report,) = tx.developments.reports(development.id)
    assert (kept.title, kept.text) == (press.title(REPORTED), "")
    assert report.title == press.title(REPORTED) and report.url


def test_an_edit_of_its_listing_does_not_have_its_page_compared_with_nothing(old: Bench) -> None:
    let_go(old)
    numbers = [entry.id for entry in old.entries()]
    with old.ctx.store.write() as tx:
        assert tx.rechecks.soon(numbers, old.clock.now(), most=9) == 0


def test_the_ledger_still_counts_what_went(old: Bench) -> None:
    before = status(old.ctx.store)
    let_go(old)
    after = status(old.ctx.store)
    assert (after.entries, after.accounts) == (before.entries, before.accounts)


def test_nothing_old_comes_back_as_new(old: Bench) -> None:
    let_go(old)
    sent = len(old.channel.messages)
    listing(old)
    old.web.pages["https://court.example.org/feed"] += "<!-- sent anew -->"  # type: ignore[operator]
    assert not old.poll().facts.get("entries")
    old.watch(source("mirror"))
    old.web.pages["https://mirror.example.org/feed"] = press.feed("https://mirror.example.org")
    old.poll("mirror")
    old.publish(REPORTED, source="mirror")
    old.poll("mirror")
    old.work()
    assert len(old.channel.messages) == sent


def test_an_alert_that_still_waits_keeps_its_article(bench: Bench) -> None:
    bench.channel.answer = SendFailed(detail="not reachable")
    bench.publish()
    bench.poll()
    bench.publish(REPORTED)
    bench.poll()
    bench.work()
    bench.clock.forward(timedelta(days=100))
    assert let_go(bench) == Pruned()


def test_what_is_still_to_be_read_is_kept(bench: Bench) -> None:
    bench.publish(REPORTED)
    bench.poll()
    bench.clock.forward(timedelta(days=100))
    assert let_go(bench) == Pruned()


def test_what_is_young_is_kept(old: Bench) -> None:
    assert prune(old.ctx.store, older_than=timedelta(days=101), now=old.clock.now()) == Pruned()
    with pytest.raises(UserMistake, match="14 days"):
        prune(old.ctx.store, older_than=timedelta(days=13), now=old.clock.now())
