"""What servers answered is kept of reports, with what was read from it, and costs nothing else its place."""

from __future__ import annotations

import hashlib
import random
from datetime import timedelta

import pytest

from monitor.archive.packing import unpack
from monitor.core.model.capture import Capture, Captured, CapturePolicy
from monitor.core.model.entry import Account
from monitor.core.model.fetched import FailureReason, Fetched, FetchRequest
from monitor.core.model.ids import CaptureId
from monitor.core.model.source import SourceKind
from monitor.services.care import prune
from monitor.store.captures import AGED, CROWDED, FADED
from monitor.store.records import to_text
from monitor.store.retention import Pruned
from monitor.store.versions import CAPTURES, TOPICS_VERSION
from tests.builders import HOUR, source, topic
from tests.pipeline import press
from tests.pipeline.conftest import Bench

PAGE = "https://court.example.org/1"
BREACH = topic("strike", '"breach of the agreement"')  # which no headline tells of


def captures(bench: Bench) -> list[Capture]:
    """All, the oldest first."""
    with bench.ctx.store.read() as tx:
        return tx.captures.latest(limit=1000)[::-1]


def body(bench: Bench, number: CaptureId) -> bytes:
    parts: list[bytes] = []
    with bench.ctx.store.read() as tx:
        while (part := tx.captures.part(number, len(parts))) is not None:
            parts.append(part)
    return b"".join(unpack(parts))


def declare(bench: Bench, policy: CapturePolicy) -> None:
    with bench.ctx.store.write() as tx:
        tx.facts.put(CAPTURES, to_text(policy))
        tx.facts.put(TOPICS_VERSION, repr(policy))


def report(bench: Bench, *numbers: int) -> None:
    """Stories that come after the baseline."""
    bench.publish()
    bench.poll()
    bench.publish(*numbers)
    bench.poll()
    bench.work()


def test_the_page_of_a_report_is_kept_as_it_was_answered(bench: Bench) -> None:
    report(bench, 1)
    (kept,) = captures(bench)
    page = press.page(1).encode()
    assert body(bench, kept.id) == page
    assert (kept.sha256, kept.size) == (hashlib.sha256(page).hexdigest(), len(page))
    assert (kept.status, kept.url, kept.final_url, kept.media_type) == (200, PAGE, PAGE, "text/html")
    assert kept.taken_at == bench.clock.now()
    assert [entry.article_id for entry in bench.entries()] == [kept.article_id]


def test_a_page_on_no_topic_is_not_kept(bench: Bench) -> None:
    bench.watch(topics=(BREACH,))
    bench.web.pages[PAGE] = press.off_topic()
    report(bench, 1)
    assert bench.accounts() == [Account.NO_MATCH]
    assert captures(bench) == []


@pytest.mark.parametrize(
    ("of", "mentions", "reports"),
    [(Captured.NOTHING, 0, 0), (Captured.REPORTS, 0, 1), (Captured.MATCHES, 1, 1), (Captured.EVERYTHING, 1, 1)],
)
def test_what_is_kept_is_as_declared(bench: Bench, of: Captured, mentions: int, reports: int) -> None:
    declare(bench, CapturePolicy(of=of))
    bench.watch(topics=(BREACH,))
    report(bench, 1)
    assert bench.accounts() == [Account.MENTION]
    assert len(captures(bench)) == mentions
    bench.watch(topics=(topic("strike", "dockers AND strike*"),))
    declare(bench, CapturePolicy(of=of, most_bytes=10**6))
    bench.publish(1, 2)
    bench.poll()
    bench.work()
    assert len(captures(bench)) == mentions + reports


def test_what_is_there_at_first_contact_is_kept_too(bench: Bench) -> None:
    bench.publish(1)
    bench.poll()
    bench.work()
    assert bench.accounts() == [Account.BASELINE]
    assert len(captures(bench)) == 1


def test_an_edited_page_gives_a_second_capture_and_an_unchanged_one_none(bench: Bench) -> None:
    report(bench, 1)
    bench.clock.forward(2 * HOUR)
    bench.work()
    assert len(captures(bench)) == 1
    edited = press.page(1).replace("strike for 4 days", "strike for 9 days")
    bench.web.pages[PAGE] = edited
    bench.clock.forward(12 * HOUR)
    bench.work()
    first, second = captures(bench)
    assert first.article_id == second.article_id
    assert body(bench, second.id) == edited.encode()


def test_a_page_that_is_gone_leaves_its_capture(bench: Bench) -> None:
    report(bench, 1)
    bench.web.pages[PAGE] = FailureReason.GONE
    bench.clock.forward(2 * HOUR)
    bench.work()
    assert [body(bench, each.id) for each in captures(bench)] == [press.page(1).encode()]


def test_what_cannot_be_read_is_kept_if_its_headline_reports(bench: Bench) -> None:
    wall = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
    bench.web.pages[PAGE] = wall
    bench.watch(topics=(topic("strike", "title:strike*"),))
    report(bench, 1)
    assert bench.accounts() == [Account.ALERTED]
    assert [body(bench, each.id) for each in captures(bench)] == [wall.encode()]


def test_an_article_whose_feed_carried_its_text_is_captured_at_once_by_a_look_of_its_own(bench: Bench) -> None:
    bench.publish()
    bench.poll()
    bench.publish(1)
    text = "".join(f"<p>{paragraph}</p>" for paragraph in press.page(1).split("<p>")[1:]) * 2
    feed = str(bench.web.pages["https://court.example.org/feed"])
    full = f"<description><![CDATA[{text.replace('</article></body></html>', '')}]]></description>"
    bench.web.pages["https://court.example.org/feed"] = feed.replace(
        "<description>Story 1 in short.</description>", full)  # fmt: skip
    bench.poll()
    bench.work()
    assert [body(bench, each.id) for each in captures(bench)] == [press.page(1).encode()]
    asked = [request for request in bench.web.asked if request.url == PAGE]
    assert len(asked) == 1


def test_a_watched_page_is_kept_whenever_it_says_something_new(bench: Bench) -> None:
    treaty = source("treaty", "https://treaty.example.org/status", SourceKind.PAGE)
    bench.watch(treaty)
    rows = [f"<tr><td>State {n}</td><td>{n} May 2001</td></tr>" for n in range(1, 9)]
    page = "<html><body><h1>Status of the treaty</h1><table>{}</table></body></html>"
    bench.web.pages[treaty.url] = page.format("".join(rows))
    bench.poll("treaty")
    new = page.format("".join([*rows, "<tr><td>Valdoria and its islands</td><td>3 June 2026, accession</td></tr>"]))
    bench.web.pages[treaty.url] = new
    bench.clock.forward(HOUR)
    bench.poll("treaty")
    bench.work()
    assert [body(bench, each.id) for each in captures(bench)] == [new.encode()]


def test_cookies_and_the_like_are_not_kept(bench: Bench) -> None:
    def answer(request: FetchRequest) -> Fetched:
        headers = (("Content-Type", "text/html"), ("Set-Cookie", "session=4711"), ("Last-Modified", "Mon\x00day"))
        return Fetched(url=request.url, final_url="https://someone:hidden@court.example.org/1?p=2", status=200,
                       headers=headers, body=press.page(1).encode(), fetched_at=bench.clock.now())  # fmt: skip

    bench.web.pages[PAGE] = answer
    report(bench, 1)
    (kept,) = captures(bench)
    assert kept.headers == (("Content-Type", "text/html"), ("Last-Modified", "Monday"))
    assert kept.final_url == "https://court.example.org/1?p=2"


@pytest.mark.sqlite_only
def test_a_capture_that_the_disk_has_no_room_for_loses_nothing_else(bench: Bench) -> None:
    noise = f"<!-- {random.Random(1).randbytes(1_500_000).hex()} -->"
    bench.web.pages[PAGE] = press.page(1) + noise
    with bench.ctx.store.write() as tx:  # the disk has room for some articles more
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar()
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {int(pages or 0) + 100}")
    report(bench, 1)
    assert bench.accounts() == [Account.ALERTED] and len(bench.channel.messages) == 1
    assert captures(bench) == []
    with bench.ctx.store.write() as tx:
        tx.connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    bench.clock.forward(2 * HOUR)
    bench.work()
    assert [body(bench, each.id) for each in captures(bench)] == [(press.page(1) + noise).encode()]


def test_old_captures_lose_their_bytes_and_keep_their_hash(bench: Bench) -> None:
    declare(bench, CapturePolicy(keep=timedelta(days=30)))
    report(bench, 1)
    before = captures(bench)
    bench.clock.forward(timedelta(days=31))
    bench.publish(1, 2)
    bench.poll()
    bench.work()
    old, young = captures(bench)
    assert (old.stored, old.gone, old.sha256) == (0, AGED, before[0].sha256)
    assert body(bench, young.id) == press.page(2).encode()
    with bench.ctx.store.read() as tx:
        assert tx.captures.part(old.id, 0) is None


@pytest.mark.parametrize("keep", [False, True])
def test_a_text_that_is_pruned_takes_its_capture_along_unless_that_is_asked_for(bench: Bench, keep: bool) -> None:
    report(bench, 1)
    bench.grow_old(100)
    prune(bench.ctx.store, older_than=timedelta(days=90), now=bench.clock.now(), keep_captures=keep)
    (kept,) = captures(bench)
    assert (bool(kept.stored), kept.gone) == (keep, "" if keep else FADED)
    assert kept.sha256 == hashlib.sha256(press.page(1).encode()).hexdigest()


def test_what_became_no_report_is_pruned_with_its_capture_whole(bench: Bench) -> None:
    declare(bench, CapturePolicy(of=Captured.EVERYTHING))
    bench.watch(topics=(BREACH,))
    report(bench, 1)
    bench.clock.forward(timedelta(days=100))
    assert len(captures(bench)) == 1
    prune(bench.ctx.store, older_than=timedelta(days=90), now=bench.clock.now())
    assert captures(bench) == [] and bench.entries() == []


def test_pruning_applies_what_the_file_says_of_captures(bench: Bench) -> None:
    report(bench, 1, 2)
    declare(bench, CapturePolicy(keep=timedelta(days=2)))
    bench.clock.forward(timedelta(days=3))
    store, now = bench.ctx.store, bench.clock.now()
    foreseen = prune(store, older_than=timedelta(days=90), now=now, dry_run=True)
    assert prune(store, older_than=timedelta(days=90), now=now) == foreseen == Pruned(captures=2)


def test_the_oldest_make_room_for_the_newest(bench: Bench) -> None:
    report(bench, 1)
    room = captures(bench)[0].stored * 2 + 50
    declare(bench, CapturePolicy(most_bytes=room))
    for number in range(2, 6):
        bench.clock.forward(HOUR / 4)
        bench.publish(*range(1, number + 1))
        bench.poll()
        bench.work()
    kept = captures(bench)
    assert [bool(each.stored) for each in kept] == [False, False, False, True, True]
    assert {each.gone for each in kept[:3]} == {CROWDED}
    with bench.ctx.store.read() as tx:
        assert tx.captures.room().stored <= room
        assert tx.captures.due(CapturePolicy(most_bytes=1), bench.clock.now()) == 2
