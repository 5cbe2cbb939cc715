"""robots.txt as RFC 9309 has it, asked over a real connection."""

from __future__ import annotations

import threading
import time as real_time
from datetime import timedelta

import pytest

from monitor.core.model.fetched import FailureReason, FetchFailed, FetchRequest, FetchResult
from monitor.fetch.robots import relevant_rules
from tests.fetch.servers import CURT, ROOMY, Answer, FakeTime, answer, ask, failed, fetcher, got, redirect, serving

DENY = b"User-agent: *\nDisallow: /\n"


def page(robots: Answer, path: str = "/page") -> FetchResult:
    """Ask for one page of a site with this robots.txt."""
    with serving({path: answer(), "/robots.txt": robots}) as server:
        return ask(server.url(path), purpose="page")


def allowed(rules: bytes, path: str = "/page") -> bool:
    result = page(answer(rules), path)
    if isinstance(result, FetchFailed):
        assert result.reason is FailureReason.ROBOTS, result
    return not isinstance(result, FetchFailed)


@pytest.mark.parametrize(
    ("rules", "path", "may"),
    [
        (b"", "/page", True),
        (DENY, "/page", False),
        (b"User-agent: *\nDisallow:\n", "/page", True),
        (b"User-agent: other\nDisallow: /\n", "/page", True),
        (b"User-agent: Monitor\nDisallow: /\n", "/page", False),
        (b"User-agent: monitor/1.0\nDisallow: /\n", "/page", False),
        (b"User-agent: mon\nDisallow: /\n", "/page", True),
        (b"User-agent: monitoring\nDisallow: /\n", "/page", True),
        (DENY + b"User-agent: monitor\nAllow: /\n", "/page", True),
        (b"User-agent: a\nUser-agent: monitor\nUser-agent: b\nDisallow: /\n", "/page", False),
        (b"User-agent: *\nDisallow: /\nAllow: /page\n", "/page", True),
        (b"User-agent: *\nAllow: /\nDisallow: /page\n", "/page", False),
        (b"User-agent: *\nDisallow: /p\nAllow: /p\n", "/page", True),
        (b"User-agent: *\nDisallow: /*.php$\n", "/x.php", False),
        (b"User-agent: *\nDisallow: /*.php$\n", "/x.php5", True),
        (b"User-agent: *\nDisallow: /a?b\n", "/a?b=1", False),
        (b"User-agent: *\nDisallow: /%7Ea\n", "/~a/x", False),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n", "/page", False),
        (b"user-AGENT : * # all\r\n disallow : /page # no\r\n", "/page", False),
        (b"User-agent: *\rDisallow: /\r", "/page", False),
        (b"Disallow: /\n", "/page", True),
        (b"<html><body>Not found</body></html>", "/page", True),
        (bytes(range(256)) * 20 + b"\nUser-agent: *\nDisallow: /\n", "/page", False),
        (b"User-agent: *\nCrawl-delay: soon\nDisallow: /x\n", "/page", True),
    ],
)
def test_rules_are_read_as_the_standard_says(rules: bytes, path: str, may: bool) -> None:
    assert allowed(rules, path) is may


@pytest.mark.parametrize("status", ["400", "401", "403", "404", "410", "451"])
def test_a_4xx_means_all_is_allowed(status: str) -> None:
    got(page(answer(DENY, f"{status} No")))


@pytest.mark.parametrize("status", ["500", "502", "503"])
def test_a_5xx_means_nothing_is_allowed_for_now(status: str) -> None:
    failure = failed(page(answer(b"", f"{status} No")))
    assert (failure.reason, failure.permanent) == (FailureReason.ROBOTS, False)


def test_a_refusal_by_rule_is_permanent() -> None:
    assert failed(page(answer(DENY))).permanent


def test_no_answer_for_robots_txt_is_told_as_what_it_was() -> None:
    failure = failed(page(lambda connection, _: connection.close()))
    assert failure.reason is FailureReason.CONNECT
    assert "robots.txt" in failure.detail


def test_redirects_of_robots_txt_are_followed_even_to_another_host() -> None:
    with serving({"/r": answer(DENY)}) as other:
        assert failed(page(redirect(other.url("/r")))).reason is FailureReason.ROBOTS


def test_more_than_five_redirects_mean_no_rules() -> None:
    paths = {f"/{n}": redirect(f"/{n + 1}") for n in range(9)}
    for start, may in ((4, False), (3, True)):
        with serving(paths | {"/9": answer(DENY), "/robots.txt": redirect(f"/{start + 1}"), "/p": answer()}) as server:
            result = ask(server.url("/p"), purpose="page")
        assert isinstance(result, FetchFailed) is not may


def test_a_redirect_of_robots_txt_to_a_forbidden_address_is_not_followed() -> None:
    assert failed(page(redirect("http://169.254.169.254/"))).reason is FailureReason.BLOCKED_ADDRESS


def test_a_long_robots_txt_is_read_up_to_its_limit() -> None:
    filler = b"# " + b"x" * 1_022
    early = DENY + filler * 900
    late = (filler + b"\n") * 600 + DENY
    cut_rule = b"User-agent: *\nDisallow: /pa" + b"\nDisallow: /x" * 60_000
    for rules, may in ((early, False), (late, True), (cut_rule, False)):
        assert allowed(rules) is may


def test_a_rule_cut_in_half_by_the_limit_is_dropped() -> None:
    head = b"User-agent: *\n"
    rule = b"Disallow: /private\n"
    body = head + b"#" * (500 * 1024 - len(head) - 12) + b"\n" + rule
    assert "Disallow" not in relevant_rules(body[: 500 * 1024])


def test_feeds_and_robots_are_asked_without_it() -> None:
    with serving({"/robots.txt": answer(DENY), "/": answer()}) as server, fetcher() as client:
        for purpose in ("feed", "robots"):
            got(client.fetch(FetchRequest(url=server.url(), purpose=purpose)))
        assert server.paths_asked() == ["/", "/"]


def test_every_hop_asks_the_robots_txt_of_its_host() -> None:
    with serving({"/robots.txt": answer(DENY), "/there": answer()}) as other:
        with serving({"/here": redirect(other.url("/there"))}) as server:
            assert failed(ask(server.url("/here"), purpose="page")).reason is FailureReason.ROBOTS
        assert other.paths_asked() == ["/robots.txt"]


def test_rules_are_kept_for_a_day_and_then_asked_again() -> None:
    time = FakeTime()
    with (
        serving({"/robots.txt": answer(DENY), "/p": answer()}) as server,
        fetcher(waiter=time, ticks=time.ticks) as client,
    ):
        request = FetchRequest(url=server.url("/p"), purpose="page")
        for hours in (0, 23):
            time.seconds += hours * 3600
            assert failed(client.fetch(request)).reason is FailureReason.ROBOTS
        assert server.paths_asked() == ["/robots.txt"]
        server.paths["/robots.txt"] = answer(b"")
        time.seconds += 3600
        got(client.fetch(request))


def test_old_rules_serve_while_robots_txt_is_out_of_reach() -> None:
    time = FakeTime()
    rules = answer(b"User-agent: *\nDisallow: /no\n")
    with (
        serving({"/robots.txt": rules, "/p": answer(), "/no": answer()}) as server,
        fetcher(waiter=time, ticks=time.ticks) as client,
    ):
        for _ in range(2):
            got(client.fetch(FetchRequest(url=server.url("/p"), purpose="page")))
            assert isinstance(client.fetch(FetchRequest(url=server.url("/no"), purpose="page")), FetchFailed)
            server.paths["/robots.txt"] = answer(b"", "500 Oops")
            time.seconds += 25 * 3600


def test_a_site_without_rules_recovers_soon_after_an_outage() -> None:
    time = FakeTime()
    with (
        serving({"/robots.txt": answer(b"", "503 Busy"), "/p": answer()}) as server,
        fetcher(waiter=time, ticks=time.ticks) as client,
    ):
        request = FetchRequest(url=server.url("/p"), purpose="page")
        for _ in range(2):
            assert isinstance(client.fetch(request), FetchFailed)
        assert server.paths_asked() == ["/robots.txt"]
        server.paths["/robots.txt"] = answer(b"")
        time.seconds += 601
        got(client.fetch(request))


@pytest.mark.parametrize(("asked", "kept"), [("7", 7), ("1000", 60), ("-3", 0), ("nan", 0), ("1e400", 0)])
def test_a_crawl_delay_becomes_the_hosts_pause(asked: str, kept: int) -> None:
    time = FakeTime()
    rules = answer(f"User-agent: *\nCrawl-delay: {asked}\n".encode())
    with serving({"/robots.txt": rules, "/p": answer()}) as server, fetcher(waiter=time, ticks=time.ticks) as client:
        got(client.fetch(FetchRequest(url=server.url("/p"), purpose="page")))
        assert client.hosts()[0].spacing == timedelta(seconds=kept)
    assert time.waits == ([kept] if kept else [])


def test_threads_that_want_the_same_host_ask_robots_txt_once() -> None:
    with serving({"/robots.txt": answer(b""), "/p": answer()}) as server, fetcher() as client:
        request = FetchRequest(url=server.url("/p"), purpose="page")
        threads = [threading.Thread(target=client.fetch, args=(request,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert sorted(server.paths_asked()) == ["/p"] * 6 + ["/robots.txt"]


def test_many_agents_and_many_rules_cost_little() -> None:
    hostile = "".join(f"User-agent: a{n}\n" for n in range(10_000)) + "Disallow: /x\n" * 20_000 + DENY.decode()
    began = real_time.process_time()
    assert not allowed(hostile.encode())
    assert real_time.process_time() - began < 10


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (answer(b"", "404 Not Found"), "none (404): all is allowed"),
        (answer(b"", "503 Busy"), "answers 503: no page is asked"),
        (answer(b"User-agent: other\nDisallow: /\n"), "no rule for this program: all is allowed"),
        (answer(b"User-agent: *\nDisallow: /private\nCrawl-delay: 2\n"),
         "has rules, which are kept, 2 s between requests"),
        (answer(DENY), "the front page is refused"),
    ],
)  # fmt: skip
def test_what_was_found_is_told_in_words(rules: Answer, words: str) -> None:
    with serving({"/robots.txt": rules, "/p": answer()}) as server, fetcher(waiter=FakeTime()) as client:
        client.fetch(FetchRequest(url=server.url("/p"), purpose="page"))
        assert client.hosts()[0].robots == words


@pytest.mark.parametrize(
    ("robots", "said", "allowed"),
    [
        (answer(DENY), "refused", False),
        (answer(b"User-agent: *\nDisallow: /x\nCrawl-delay: 9\n"), "allowed, 9 s apart", True),
        (answer(b"User-agent: other\nDisallow: /\n"), "allowed (no rule for this program)", True),
        (answer(b"", "404 No"), "allowed (none: 404)", True),
        (answer(b"", "503 Down"), "refused (answers 503)", False),
        (b"", "unreachable: ", None),
    ],
)
def test_the_rule_for_an_address_is_told_in_words(robots: Answer, said: str, allowed: bool | None) -> None:
    with serving({"/robots.txt": robots}) as server, fetcher(limits=ROOMY if robots else CURT) as client:
        rule = client.robots(server.url("/page"))
    assert rule.allowed is allowed
    assert rule.said == said if allowed is not None else rule.said.startswith(said)
