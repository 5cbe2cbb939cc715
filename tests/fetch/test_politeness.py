from __future__ import annotations

import threading
from datetime import timedelta
from time import monotonic

import pytest

from monitor.core.errors import StorageError
from monitor.core.model.fetched import FailureReason, FetchRequest, NotModified
from monitor.core.model.host import Turn
from monitor.core.model.source import Validators
from monitor.fetch.faults import Fault
from monitor.fetch.politeness import HostTurns, Manners
from tests.fetch.servers import FakeTime, answer, failed, fetcher, got, redirect, serving

POLITE = Manners(spacing=timedelta(seconds=5))


def turns(time: FakeTime, **manners: timedelta) -> HostTurns:
    return HostTurns(Manners(**manners), time, time.ticks)


def test_the_second_turn_waits_for_the_pause_after_the_first() -> None:
    time = FakeTime()
    hosts = turns(time, spacing=timedelta(seconds=5))
    for _ in range(2):
        with hosts.turn("a.example"):
            time.seconds += 2  # the request itself
    with hosts.turn("b.example"):
        pass
    assert time.waits == [5]


def test_time_gone_by_counts_towards_the_pause() -> None:
    time = FakeTime()
    hosts = turns(time, spacing=timedelta(seconds=5))
    with hosts.turn("a"):
        pass
    time.seconds += 3
    with hosts.turn("a"):
        pass
    assert time.waits == [2]


def test_a_failed_request_is_followed_by_a_pause_too() -> None:
    time = FakeTime()
    hosts = turns(time)
    with pytest.raises(KeyError), hosts.turn("a"):
        raise KeyError
    with hosts.turn("a"):
        pass
    assert time.waits == [5]


def test_a_crawl_delay_lengthens_the_pause_within_reason() -> None:
    time = FakeTime()
    hosts = turns(time, spacing=timedelta(seconds=5))
    for delay in (0, 20, 3_600, 1, float("nan")):
        hosts.slow_down("a", delay)
        with hosts.turn("a"):
            pass
    assert time.waits == [20, 60, 5, 5]


def test_a_host_that_asked_to_be_left_alone_is_left_alone() -> None:
    time = FakeTime()
    hosts = turns(time)
    hosts.hold("a", timedelta(seconds=30))
    hosts.hold("a", timedelta(seconds=10))
    time.seconds += 12
    with pytest.raises(Fault) as caught, hosts.turn("a"):
        pass
    assert (caught.value.reason, caught.value.retry_after) == (FailureReason.THROTTLED, timedelta(seconds=18))
    with hosts.turn("a", heed_hold=False), hosts.turn("b"):
        pass
    time.seconds += 18
    with hosts.turn("a"):
        pass


def test_one_at_a_time_per_host_and_hosts_do_not_wait_for_each_other() -> None:
    hosts = HostTurns(Manners(spacing=timedelta()), threading.Event(), FakeTime().ticks)
    order: list[str] = []
    waiting = threading.Event()

    def second() -> None:
        waiting.set()
        with hosts.turn("slow"):
            order.append("second")

    with hosts.turn("slow"):
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(60)
        with hosts.turn("quick"):
            order.append("quick")
        order.append("first")
    thread.join(60)
    assert order == ["quick", "first", "second"]


def test_stopping_ends_the_wait_for_a_pause_and_for_another_request() -> None:
    time = FakeTime()
    hosts = turns(time)
    with hosts.turn("a"):
        time.stopping = True
        with pytest.raises(Fault, match="stopping"), hosts.turn("a"):
            pass
    with pytest.raises(Fault, match="stopping"), hosts.turn("a"):
        pass


def test_a_wait_that_is_too_long_is_put_off() -> None:
    time = FakeTime()
    hosts = turns(time, spacing=timedelta(seconds=200), longest_wait=timedelta(seconds=150))
    with hosts.turn("a"):
        pass
    with pytest.raises(Fault) as caught, hosts.turn("a"):
        pass
    assert caught.value.retry_after == timedelta(seconds=200)


def test_hosts_not_in_use_are_forgotten_when_there_are_too_many() -> None:
    time = FakeTime()
    hosts = turns(time, spacing=timedelta())
    for number in range(5_000):
        hosts.count(f"h{number}", "u", 200, 1, failed=False)
    assert len(hosts.hosts()) <= 4_096
    assert any(counts.host == "h4999" for counts in hosts.hosts())


def test_every_request_of_a_fetch_keeps_the_pause() -> None:
    time = FakeTime()
    paths = {"/a": redirect("/b"), "/b": answer()}
    with serving(paths) as server, fetcher(manners=POLITE, waiter=time, ticks=time.ticks) as client:
        got(client.fetch(FetchRequest(url=server.url("/a"), purpose="page")))
    assert server.paths_asked() == ["/robots.txt", "/a", "/b"]
    assert time.waits == [5, 5]


@pytest.mark.parametrize("status", ["429 Slow Down", "503 Busy"])
def test_retry_after_is_remembered_for_the_whole_host(status: str) -> None:
    time = FakeTime()
    paths = {"/a": answer(b"", status, "Retry-After: 120"), "/b": answer()}
    with serving(paths) as server, fetcher(waiter=time, ticks=time.ticks) as client:
        failed(client.fetch(FetchRequest(url=server.url("/a"), purpose="feed")))
        time.seconds += 20
        early = failed(client.fetch(FetchRequest(url=server.url("/b"), purpose="feed")))
        assert (early.reason, early.retry_after) == (FailureReason.THROTTLED, timedelta(seconds=100))
        assert client.hosts()[0].held_for == timedelta(seconds=100)
        time.seconds += 100
        got(client.fetch(FetchRequest(url=server.url("/b"), purpose="feed")))
    assert server.paths_asked() == ["/a", "/b"]


def test_waiting_for_a_turn_is_not_counted_as_time_of_the_fetch() -> None:
    waited = list[float]()

    class SlowWaiter:
        def wait(self, timeout: float, /) -> bool:
            began = monotonic()
            threading.Event().wait(0.9 if timeout else 0)
            waited.append(monotonic() - began)
            return False

    with serving({"/": answer()}) as server, fetcher(manners=POLITE, waiter=SlowWaiter()) as client:
        request = FetchRequest(url=server.url(), purpose="feed")
        got(client.fetch(request))
        waited.clear()
        began = monotonic()
        elapsed = got(client.fetch(request)).elapsed.total_seconds()
        assert elapsed + sum(waited) <= monotonic() - began
        assert sum(waited) >= 0.9


def test_what_was_asked_of_a_host_is_counted() -> None:
    with serving({"/": answer(b"x" * 500), "/no": answer(b"", "500 No")}) as server, fetcher() as client:
        request = FetchRequest(url=server.url(), purpose="feed", validators=Validators(etag='"1"'))
        got(client.fetch(request))
        server.paths["/"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
        for _ in range(2):
            assert isinstance(client.fetch(request), NotModified)
        failed(client.fetch(FetchRequest(url=server.url("/no"), purpose="feed")))
        (counts,) = client.hosts()
    assert counts.host == f"127.0.0.1:{server.port}"
    assert (counts.requests, counts.bytes_received, counts.not_modified) == (4, 500, 2)
    assert (counts.bytes_saved, counts.failures) == (1_000, 1)


class Others:
    """Turns among several programs, as a test says they are."""

    def __init__(self, *answers: Turn) -> None:
        self.answers = list(answers)
        self.told: list[tuple[str, float]] = []

    def take(self, host: str, *, pause: float, heed_hold: bool) -> Turn:
        return self.answers.pop(0)

    def give_back(self, host: str, pause: float) -> None:
        self.told.append(("free after", pause))

    def hold(self, host: str, pause: timedelta) -> None:
        self.told.append(("held for", pause.total_seconds()))

    def slow_down(self, host: str, seconds: float) -> None:
        self.told.append(("crawl delay", seconds))

    def close(self) -> None:
        self.told.append(("closed", 0))


def test_a_turn_that_another_program_has_is_waited_for() -> None:
    time, others = FakeTime(), Others(Turn(granted=False), Turn(granted=False, wait=3), Turn(granted=True))
    hosts = HostTurns(POLITE, time, time.ticks, shared=others)
    with hosts.turn("a"):
        pass
    assert (time.waits, others.told) == ([0.1, 3], [("free after", 5)])


def test_a_crawl_delay_that_another_program_read_is_kept() -> None:
    time, others = FakeTime(), Others(Turn(granted=True, crawl_delay=20))
    with HostTurns(POLITE, time, time.ticks, shared=others).turn("a"):
        pass
    assert others.told == [("free after", 20)]


def test_a_host_that_asked_another_program_to_go_is_left_alone() -> None:
    time, others = FakeTime(), Others(Turn(granted=False, held=30))
    hosts = HostTurns(POLITE, time, time.ticks, shared=others)
    with pytest.raises(Fault) as caught, hosts.turn("a"):
        pass
    assert caught.value.retry_after == timedelta(seconds=30)
    with pytest.raises(Fault), hosts.turn("a"):  # known from now on: nobody is asked
        pass


def test_what_a_host_asks_for_is_told_to_the_others() -> None:
    time, others = FakeTime(), Others()
    hosts = HostTurns(POLITE, time, time.ticks, shared=others)
    hosts.hold("a", timedelta(seconds=30))
    for _ in range(2):
        hosts.slow_down("a", 7)
    assert others.told == [("held for", 30), ("crawl delay", 7)]


def test_a_turn_that_never_comes_puts_the_request_off() -> None:
    time, others = FakeTime(), Others(*[Turn(granted=False)] * 2_000)
    with pytest.raises(Fault) as caught, HostTurns(POLITE, time, time.ticks, shared=others).turn("a"):
        pass
    assert caught.value.retry_after == timedelta(seconds=5)
    assert sum(time.waits) == pytest.approx(150, abs=1)


class Failing(Others):
    """Turns that cannot be had: their database does not answer."""

    def take(self, host: str, *, pause: float, heed_hold: bool) -> Turn:
        raise StorageError("the database cannot be reached")


def test_without_the_turns_database_nothing_is_polled_but_a_message_goes_out() -> None:
    time = FakeTime()
    hosts = HostTurns(POLITE, time, time.ticks, shared=Failing())
    with pytest.raises(Fault, match="cannot be reached"), hosts.turn("a"):
        pass
    with hosts.turn("a", heed_hold=False):
        pass


def test_a_host_of_ones_own_has_a_pause_of_its_own() -> None:
    time = FakeTime()
    manners = Manners(spacing=timedelta(seconds=5), own_spacing=timedelta(seconds=1))
    hosts = HostTurns(manners, time, time.ticks, own=lambda host: host == "own.example")
    for site in ("own.example:8080", "far.example"):
        for _ in range(2):
            with hosts.turn(site):
                pass
    assert time.waits == [1, 5]


def test_the_size_of_a_feed_is_known_after_thousands_of_pages() -> None:
    hosts = turns(FakeTime())
    hosts.count("court.example.org", "/feed", 200, 700, failed=False)
    for number in range(10_000):
        hosts.count("court.example.org", f"/article/{number}", 200, 90_000, failed=False)
        if number % 1_000 == 0:
            hosts.count("court.example.org", "/feed", 304, 0, failed=False)
    (counts,) = hosts.hosts()
    assert counts.bytes_saved == 10 * 700
