"""The whole path from a poll to a sent alert, stage by stage."""

from __future__ import annotations

from datetime import timedelta

from monitor.core.model.alert import ChannelSpec, DeliveryStatus, SendFailed
from monitor.core.model.development import Novelty
from monitor.core.model.entry import Account
from monitor.core.model.fetched import FailureReason, Fetched, FetchFailed
from monitor.core.model.route import ChannelPlan
from monitor.core.model.source import SourceKind
from monitor.pipeline.detect import detect
from monitor.pipeline.digest import send_held, send_standing
from monitor.pipeline.extract import DueText, extract
from monitor.pipeline.outcome import Result
from monitor.store.versions import TOPICS_VERSION
from tests.builders import HOUR, source, topic
from tests.pipeline import press
from tests.pipeline.conftest import TERMINAL, Bench

PAGE = "https://court.example.org/{}".format


def live(bench: Bench, *numbers: int) -> None:
    """After an empty first contact these stories come live."""
    bench.publish()
    bench.poll()
    bench.publish(*numbers)
    bench.poll()


def test_a_new_story_becomes_one_alert_with_its_evidence(bench: Bench) -> None:
    live(bench, 1)
    bench.work()
    (message,) = bench.channel.messages
    assert message.novelty is Novelty.NEW
    assert press.title(1) in message.title
    assert "dockers of Rotterdam voted" in message.blocks[0].quote
    assert bench.accounts() == [Account.ALERTED]


def test_a_baseline_is_matched_and_shown_but_not_alerted(bench: Bench) -> None:
    bench.publish(1)
    bench.poll()
    bench.work()
    assert bench.channel.messages == []
    assert bench.accounts() == [Account.BASELINE]
    with bench.ctx.store.read() as tx:
        assert tx.developments.count() == 1


def test_the_same_page_in_another_source_is_a_duplicate(bench: Bench) -> None:
    bench.watch(source("mirror"))
    live(bench, 1)
    bench.work()
    bench.web.pages["https://mirror.example.org/feed"] = press.feed("https://www.court.example.org", 1)
    bench.web.pages["https://www.court.example.org/1"] = press.page(1)
    bench.poll("mirror")
    bench.work()
    assert bench.accounts() == [Account.ALERTED, Account.DUPLICATE]


def test_a_reprint_is_a_repeat_and_is_not_sent(bench: Bench) -> None:
    bench.watch(source("mirror"))
    live(bench, 1)
    bench.work()
    bench.web.pages["https://mirror.example.org/feed"] = press.feed("https://mirror.example.org")
    bench.poll("mirror")
    bench.web.pages["https://mirror.example.org/feed"] = press.feed("https://mirror.example.org", 1)
    bench.web.pages["https://mirror.example.org/1"] = press.page(1).replace("their union said", "union leaders say")
    bench.poll("mirror")
    bench.work()
    assert bench.accounts() == [Account.ALERTED, Account.REPEAT]
    assert len(bench.channel.messages) == 1


def test_off_topic_articles_are_accounted_for(bench: Bench) -> None:
    bench.watch(topics=(topic("strike", '"lunar base"'),))
    live(bench, 1)
    bench.work()
    assert bench.accounts() == [Account.NO_MATCH]
    assert bench.channel.messages == []


def test_what_reports_on_no_topic_is_judged_with_its_text(bench: Bench) -> None:
    bench.watch(topics=(topic("strike", '"lunar base"'),))
    live(bench, 1)
    (entry,) = bench.entries()
    outcome = extract(bench.ctx, entry.id)
    assert outcome.then is not None
    assert (outcome.result, outcome.then.stage, outcome.then.result) == (Result.STORED, "detect", Result.NO_MATCH)
    with bench.ctx.store.read() as tx:
        assert tx.articles.undetected(1) == []


def test_a_topic_that_comes_while_a_text_is_read_is_looked_for_in_it(bench: Bench) -> None:
    bench.watch(topics=(topic("strike", '"lunar base"'),))
    live(bench, 1)
    (entry,) = bench.entries()
    with bench.ctx.store.read() as tx:
        index, _ = bench.ctx.knowledge.topics(tx)
        known = tx.sources.find(entry.source_id)
    bench.watch(topics=(topic("strike", "dockers AND strike*"),))
    with bench.ctx.store.write() as tx:
        tx.facts.put(TOPICS_VERSION, "2")
    extract(bench.ctx, entry.id, due=DueText(entry=entry, source=known, index=index))
    bench.work()
    assert bench.accounts() == [Account.ALERTED]


def test_a_page_that_is_down_is_tried_again_before_the_summary_must_do(bench: Bench) -> None:
    bench.web.pages[PAGE(1)] = FailureReason.TIMEOUT
    live(bench, 1)
    tries = 0
    while bench.accounts() == [Account.PENDING] and tries < 10:
        bench.work()
        bench.clock.forward(timedelta(minutes=16))
        tries += 1
    assert tries == 4
    with bench.ctx.store.read() as tx:
        (article,) = tx.articles.listed()
    assert article.text == "Story 1 in short."


def test_a_page_whose_host_is_busy_with_others_is_read_when_its_turn_comes(bench: Bench) -> None:
    bench.web.pages[PAGE(1)] = lambda request: FetchFailed(
        url=request.url, reason=FailureReason.THROTTLED, retry_after=timedelta(minutes=1)
    )
    live(bench, 1)
    for _ in range(8):
        bench.work()
        bench.clock.forward(timedelta(minutes=5))
    bench.web.pages[PAGE(1)] = press.page(1)
    bench.work()
    with bench.ctx.store.read() as tx:
        (article,) = tx.articles.listed()
    assert "voted on Monday" in article.text


def test_a_page_whose_host_is_busy_for_ever_is_judged_by_its_summary(bench: Bench) -> None:
    bench.web.pages[PAGE(1)] = lambda request: FetchFailed(
        url=request.url, reason=FailureReason.THROTTLED, retry_after=timedelta(minutes=1)
    )
    live(bench, 1)
    for _ in range(10):
        bench.work()
        bench.clock.forward(timedelta(minutes=20))
    assert bench.accounts() != [Account.PENDING]


def test_a_page_that_comes_back_is_read_after_all(bench: Bench) -> None:
    bench.web.pages[PAGE(1)] = FailureReason.SERVER_ERROR
    live(bench, 1)
    assert bench.work()[0].result is Result.POSTPONED
    bench.web.pages[PAGE(1)] = press.page(1)
    bench.clock.forward(timedelta(minutes=2))
    bench.work()
    assert bench.accounts() == [Account.ALERTED]


def test_a_refused_page_is_judged_by_its_summary_at_once(bench: Bench) -> None:
    bench.web.pages[PAGE(1)] = FailureReason.FORBIDDEN
    live(bench, 1)
    assert bench.work()[0].reason == "page not read: refused by the server"


def test_a_restart_between_any_two_stages_changes_nothing(bench: Bench) -> None:
    live(bench, 1)
    (entry,) = bench.entries()
    bench.restart()
    extract(bench.ctx, entry.id)
    bench.restart()
    with bench.ctx.store.read() as tx:
        (article_id,) = tx.articles.undetected(10)
    assert detect(bench.ctx, article_id).result is Result.NEW
    bench.restart()
    assert detect(bench.ctx, article_id).result is Result.GONE  # decided already
    bench.work()
    bench.restart()
    bench.work()
    assert len(bench.channel.messages) == 1


def test_a_temporary_refusal_is_sent_again_under_the_same_key(bench: Bench) -> None:
    bench.channel.answer = SendFailed(detail="busy")
    live(bench, 1)
    bench.work()
    bench.clock.forward(HOUR)
    bench.work()
    keys = [message.key for message in bench.channel.messages]
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_an_unseen_answer_makes_the_next_try_say_that_it_may_be_a_repeat(bench: Bench) -> None:
    bench.channel.answer = SendFailed(detail="lost", unseen=True)
    live(bench, 1)
    bench.work()
    bench.clock.forward(HOUR)
    bench.work()
    assert [message.maybe_repeat for message in bench.channel.messages] == [False, True]


def test_a_refusal_for_good_is_a_dead_letter_that_is_kept(bench: Bench) -> None:
    bench.channel.answer = SendFailed(detail="no such address", permanent=True)
    live(bench, 1)
    bench.work()
    with bench.ctx.store.read() as tx:
        assert tx.outbox.counts() == {DeliveryStatus.DEAD: 1}


def test_what_exceeds_the_budget_comes_in_a_digest_that_holds_all_of_it(bench: Bench) -> None:
    with bench.ctx.store.write() as tx:
        tx.channels.put(ChannelSpec(id=TERMINAL, url="terminal:", plan=ChannelPlan(budget=3)))
    live(bench, *range(10))
    bench.work()
    assert len(bench.channel.messages) == 3
    assert send_held(bench.ctx, TERMINAL) is None  # nothing waited for an hour yet
    bench.clock.forward(HOUR)
    send_held(bench.ctx, TERMINAL)
    bench.work()
    *told, digest = bench.channel.messages
    held = {line.url for block in digest.blocks for line in block.lines if line.url}
    assert (len(told), len(held)) == (3, 7)
    assert {message.blocks[0].url for message in told} | held == {PAGE(number) for number in range(10)}


def test_where_things_stand_is_told_once_when_the_first_run_is_over(bench: Bench) -> None:
    bench.publish(1)
    bench.poll()
    assert send_standing(bench.ctx) is None  # its text is not read yet
    bench.work()
    assert send_standing(bench.ctx) is not None
    assert send_standing(bench.ctx) is None
    bench.work()
    (message,) = bench.channel.messages
    assert "Where things stand" in message.title


def test_where_things_stand_names_a_development_by_the_report_that_opened_it(bench: Bench) -> None:
    live(bench, 1)
    bench.work()
    bench.watch(source("gazette"))
    again = press.feed("https://gazette.example.org", 1).replace("strike over", "strike again over")
    bench.web.pages["https://gazette.example.org/feed"] = again.replace("11:00:00", "05:00:00")  # it claims to be older
    bench.web.pages["https://gazette.example.org/1"] = press.page(1)
    bench.poll("gazette")
    bench.work()
    assert send_standing(bench.ctx) is not None
    bench.work()
    (line, _) = bench.channel.messages[-1].blocks[0].lines
    assert (line.label, line.text) == ("New", press.title(1))


def test_what_came_in_a_digest_holds_nothing_back_in_the_next_hour(bench: Bench) -> None:
    with bench.ctx.store.write() as tx:
        tx.channels.put(ChannelSpec(id=TERMINAL, url="terminal:", plan=ChannelPlan(budget=3)))
    live(bench, 0, 1, 2, 3)
    bench.work()
    bench.clock.forward(timedelta(minutes=50))
    bench.publish(6, 5, 4, 3, 2, 1, 0)
    bench.poll()
    bench.work()
    bench.clock.forward(timedelta(minutes=10))
    assert send_held(bench.ctx, TERMINAL) is not None
    bench.work()
    assert len(bench.channel.messages) == 4  # three alerts, and the other four in one digest
    bench.clock.forward(timedelta(minutes=10))
    bench.publish(7, 6, 5, 4, 3, 2, 1, 0)
    bench.poll()
    bench.work()
    assert [message.title for message in bench.channel.messages[4:]] == [press.title(7)]


def test_a_page_that_was_judged_unread_is_judged_by_its_text_when_another_source_leads_to_it(bench: Bench) -> None:
    others = ("mirror", "gazette")
    bench.watch(*(source(name) for name in others))
    for name in ("court", *others):
        bench.publish(source=name)
        bench.poll(name)
    listed = press.feed("https://court.example.org", 1)
    bench.web.pages["https://court.example.org/feed"] = listed.replace(press.title(1), "Press release")
    bench.web.pages[PAGE(1)] = FailureReason.FORBIDDEN
    bench.poll()
    bench.work()
    bench.web.pages[PAGE(1)] = press.page(1)
    for name in others:
        bench.web.pages[f"https://{name}.example.org/feed"] = listed
        bench.poll(name)
        bench.work()
    assert bench.accounts() == [Account.NO_MATCH, Account.ALERTED, Account.DUPLICATE]


def test_a_page_that_is_led_to_the_front_page_is_judged_by_its_summary(bench: Bench) -> None:
    home = press.page(3)
    bench.web.pages[PAGE(1)] = lambda request: Fetched(
        url=request.url, final_url="https://www.court.example.org/", status=200, body=home.encode(),
        headers=(("Content-Type", "text/html"),), fetched_at=bench.clock.now(),
    )  # fmt: skip
    live(bench, 1)
    bench.work()
    with bench.ctx.store.read() as tx:
        (article,) = tx.articles.listed()
    assert article.text == "Story 1 in short."


def test_a_page_of_a_sitemap_without_titles_is_told_under_its_own(bench: Bench) -> None:
    site = "https://map.example.org"
    bench.watch(source("map", url=f"{site}/sitemap.xml", kind=SourceKind.SITEMAP))
    for numbers in ((), (1,)):
        listed = "".join(f"<url><loc>{site}/dockers-on-strike-{n}.html</loc></url>" for n in (9, *numbers))
        bench.web.pages[f"{site}/sitemap.xml"] = f"<?xml version='1.0'?><urlset>{listed}</urlset>"
        bench.web.pages[f"{site}/dockers-on-strike-1.html"] = press.page(1)
        bench.poll("map")
    bench.work()
    with bench.ctx.store.read() as tx:
        titles = [article.title for article in tx.articles.listed() if not article.baseline]
    assert titles == [press.title(1)]
