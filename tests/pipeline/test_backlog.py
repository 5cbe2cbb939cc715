"""What was there at first contact is known before a live report of the same is judged; nothing else waits."""

from __future__ import annotations

from datetime import timedelta

from monitor.core.model.entry import Account
from monitor.core.model.fetched import FailureReason
from monitor.core.model.ids import ArticleId, EntryId, SourceId
from monitor.jobs.backlog import LIVE_PATIENCE, YOUNG, judgeable
from monitor.pipeline.detect import detect
from monitor.pipeline.extract import extract
from tests.builders import source
from tests.pipeline import press
from tests.pipeline.conftest import Bench

LATE, SECOND = LIVE_PATIENCE, timedelta(seconds=1)


def news_while_a_source_is_new(bench: Bench) -> tuple[EntryId, EntryId]:
    """The court's list is seen for the first time, and another source reports live what stands in it."""
    bench.watch(source("press"))
    bench.publish(source="press")
    bench.poll("press")
    bench.publish(1)
    bench.poll("court")
    told_anew = press.page(1).replace("went to court", "turned to a judge").replace("outside", "in the roads")
    bench.web.pages["https://press.example.org/1"] = told_anew
    bench.publish(1, source="press")
    bench.poll("press")
    old, new = bench.entries()
    assert (old.baseline, new.baseline) == (True, False)
    return old.id, new.id


def ready(bench: Bench) -> list[ArticleId]:
    with bench.ctx.store.read() as tx:
        return judgeable(tx, bench.clock.now(), stuck=(), polling=False)


def test_a_live_repeat_of_what_was_there_at_first_contact_is_no_news(bench: Bench) -> None:
    old, new = news_while_a_source_is_new(bench)
    extract(bench.ctx, new)
    assert ready(bench) == []
    extract(bench.ctx, old)
    for number in ready(bench):
        detect(bench.ctx, number)
    assert bench.accounts() == [Account.BASELINE, Account.REPEAT]


def test_a_live_report_waits_for_a_slow_first_contact_a_minute_and_no_longer(bench: Bench) -> None:
    _, new = news_while_a_source_is_new(bench)
    extract(bench.ctx, new)
    bench.clock.forward(LATE - SECOND)
    assert ready(bench) == []
    bench.clock.forward(SECOND)
    assert len(ready(bench)) == 1


def test_what_could_not_be_read_at_first_contact_is_not_waited_for(bench: Bench) -> None:
    old, new = news_while_a_source_is_new(bench)
    bench.web.pages["https://court.example.org/1"] = FailureReason.TIMEOUT
    extract(bench.ctx, old)
    extract(bench.ctx, new)
    bench.clock.forward(timedelta(minutes=2))
    bench.publish(2, 1, source="press")
    bench.poll("press")
    extract(bench.ctx, bench.entries()[2].id)
    assert len(ready(bench)) == 2


def test_a_first_contact_of_some_time_ago_is_not_waited_for(bench: Bench) -> None:
    _, new = news_while_a_source_is_new(bench)
    bench.clock.forward(YOUNG + SECOND)
    extract(bench.ctx, new)
    assert len(ready(bench)) == 1


def test_what_is_read_of_a_first_contact_is_judged_before_a_live_report(bench: Bench) -> None:
    old, new = news_while_a_source_is_new(bench)
    bench.watch(source("third"))
    bench.publish(3, source="third")
    bench.poll("third")
    extract(bench.ctx, old)
    extract(bench.ctx, new)
    assert ready(bench) == []  # the third source's list is not read yet, and the baseline waits for it too
    bench.clock.forward(LATE)
    in_order = ready(bench)
    with bench.ctx.store.read() as tx:
        found = [tx.articles.find(number) for number in in_order]
    assert [each.source_id for each in found if each] == [SourceId("court"), SourceId("press")]


def test_where_nothing_is_read_for_the_first_time_a_live_report_is_judged_at_once(bench: Bench) -> None:
    bench.publish()
    bench.poll()
    bench.publish(2, 1)
    bench.poll()
    extract(bench.ctx, bench.entries()[0].id)
    assert len(ready(bench)) == 1
