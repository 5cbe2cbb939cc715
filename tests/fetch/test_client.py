"""What a fetch asks and what it brings back when all goes well, or the server says no."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest

import monitor
from monitor.core.model.fetched import FailureReason, FetchFailed, FetchRequest, NotModified
from monitor.core.model.source import Validators
from tests.fetch.servers import CURT, NOW, ROOMY, Asked, answer, ask, failed, fetcher, got, redirect, serving

ODD = 'W/"a,b \xe9\x80; c"'


def test_a_good_answer_comes_with_all_that_is_known_of_it() -> None:
    told = 'ETag: "1"|Last-Modified: yesterday|Content-Type: Text/XML; charset=x|Cache-Control: max-age=60'
    page = answer(b"<rss/>", headers=told)
    with serving({"/feed": page}) as server:
        result = got(ask(server.url("/feed#top")))
    assert (result.status, result.body, result.wire_bytes) == (200, b"<rss/>", 6)
    assert result.validators == Validators(etag='"1"', last_modified="yesterday")
    assert (result.media_type, result.header("cache-control")) == ("text/xml", "max-age=60")
    assert (result.final_url, result.permanent_url) == (server.url("/feed"), "")
    assert result.fetched_at == NOW
    assert timedelta() < result.elapsed < ROOMY.wall


def test_the_request_is_honest_and_asks_for_what_it_can_read() -> None:
    with serving({"/": answer()}) as server:
        ask(server.url(), purpose="feed")
        ask(server.url(), purpose="page")
    feed, robots, page = (asked.headers for asked in server.asked)
    assert feed["user-agent"] == f"monitor/{monitor.__version__} (+ops@example.org)"
    assert feed["host"] == f"127.0.0.1:{server.port}"
    assert feed["accept-encoding"] == "gzip, deflate, br, zstd"
    assert feed["accept"].startswith("application/atom+xml")
    assert robots["accept"].startswith("text/plain")
    assert page["accept"].startswith("text/html")


def test_validators_go_out_byte_for_byte_as_they_came_in() -> None:
    with serving({"/": answer(headers=f"ETag: {ODD}|Last-Modified: Tue, 03 Mar 2026")}) as server, fetcher() as client:
        first = got(client.fetch(FetchRequest(url=server.url(), purpose="feed")))
        client.fetch(FetchRequest(url=server.url(), purpose="feed", validators=first.validators))
    assert "if-none-match" not in server.asked[0].headers
    assert server.asked[1].headers["if-none-match"] == ODD
    assert server.asked[1].headers["if-modified-since"] == "Tue, 03 Mar 2026"


def test_a_304_is_not_modified_with_its_renewed_validators() -> None:
    with serving({"/": b'HTTP/1.1 304 Not Modified\r\nETag: "2"\r\n\r\n'}) as server, fetcher() as client:
        request = FetchRequest(url=server.url(), purpose="feed", validators=Validators(etag='"1"'))
        for _ in range(2):
            result = client.fetch(request)
            assert result == NotModified(url=server.url(), fetched_at=NOW, validators=Validators(etag='"2"'))
        assert server.connections == 1


def test_validators_of_answers_other_than_200_are_not_kept() -> None:
    with serving({"/": answer(b"wait", "202 Accepted", 'ETag: "x"')}) as server:
        assert got(ask(server.url())).validators == Validators()


@pytest.mark.parametrize("status", ["401", "403", "404", "410", "451", "500", "503"])
def test_an_error_page_is_never_a_body(status: str) -> None:
    with serving({"/": answer(b"<rss>error</rss>", f"{status} No")}) as server:
        failure = failed(ask(server.url()))
    assert failure.status == int(status)
    assert failure.detail == f"HTTP {status}"


@pytest.mark.parametrize(("value", "pause"), [("30", 30), ("Wed, 04 Mar 2026 12:01:00 GMT", 60)])
@pytest.mark.parametrize(("status", "reason"), [(429, FailureReason.THROTTLED), (503, FailureReason.SERVER_ERROR)])
def test_retry_after_is_told(value: str, pause: int, status: int, reason: FailureReason) -> None:
    with serving({"/": answer(b"", f"{status} Later", f"Retry-After: {value}")}) as server:
        failure = failed(ask(server.url()))
    assert (failure.reason, failure.retry_after) == (reason, timedelta(seconds=pause))
    assert not failure.permanent


def test_a_post_sends_its_body_and_is_not_redirected() -> None:
    hook = FetchRequest(url="", body=b'{"text":"x"}', headers=(("Content-Type", "application/json"), ("Host", "evil")))
    with serving({"/hook": answer(b"done"), "/moved": redirect("/hook", "307 Temporary Redirect")}) as server:
        assert got(ask(server.url("/hook"), request=hook)).body == b"done"
        assert failed(ask(server.url("/moved"), request=hook)).reason is FailureReason.REDIRECTS
    asked: Asked = server.asked[0]
    assert server.paths_asked() == ["/hook", "/moved"]  # and no robots.txt
    assert (asked.method, asked.body) == ("POST", b'{"text":"x"}')
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["host"].startswith("127.0.0.1")


def test_a_post_that_is_answered_at_great_length_was_taken() -> None:
    hook = FetchRequest(url="", body=b"{}", max_bytes=200_000)
    page = b"<html>" + b"x" * 1_000_000
    unsaid = answer(page, headers="Connection: close").replace(b"Content-Length: 1000006\r\n", b"")
    with serving({"/said": answer(page), "/unsaid": unsaid}) as server:
        for path in ("/said", "/unsaid"):
            begins = got(ask(server.url(path), request=hook)).body
            assert begins.startswith(b"<html>") and len(begins) <= 200_000
        read = FetchRequest(url="", purpose="feed", max_bytes=200_000)
        assert failed(ask(server.url("/said"), request=read)).reason is FailureReason.TOO_LARGE


def test_a_post_neither_sets_nor_heeds_the_hosts_retry_after() -> None:
    with serving({"/": answer(b"", "429 Slow", "Retry-After: 60")}) as server, fetcher() as client:
        for body in (b"x", None, b"x"):
            request = FetchRequest(url=server.url(), purpose="feed", body=body)
            assert failed(client.fetch(request)).retry_after == timedelta(seconds=60)
    assert [asked.method for asked in server.asked] == ["POST", "GET", "POST"]


def test_own_headers_replace_the_usual_ones_and_may_carry_a_token() -> None:
    own = (("Authorization", "Bearer t"), ("accept", "text/plain"), ("Content-Length", "99"))
    with serving({"/": answer()}) as server:
        got(ask(server.url(), request=FetchRequest(url="", purpose="feed", headers=own)))
    sent = server.asked[0].headers
    assert (sent["authorization"], sent["accept"]) == ("Bearer t", "text/plain")
    assert "content-length" not in sent


def test_a_failure_says_whether_the_request_can_have_reached_the_server() -> None:
    with serving({"/": b""}) as server, fetcher(limits=CURT) as client:
        lost = client.fetch(FetchRequest(url=server.url(), body=b"{}"))
        port = server.port
    with fetcher() as client:
        refused = client.fetch(FetchRequest(url=f"http://127.0.0.1:{port}/", body=b"{}"))
    assert isinstance(lost, FetchFailed) and lost.sent
    assert isinstance(refused, FetchFailed) and refused.reason is FailureReason.CONNECT and not refused.sent


def test_what_a_server_says_when_it_refuses_a_post_is_kept_as_it_begins() -> None:
    packed = gzip.compress(b"no_text")
    pages = {
        "/short": answer(b"no_service", "404 Not Found"),
        "/long": answer(b"x" * 100_000, "400 Bad Request"),
        "/cut": answer(b"no_ser", "404 Not Found", "Connection: close", length=999),
        "/packed": answer(packed, "400 Bad Request", "Content-Encoding: gzip"),
        "/bomb": answer(gzip.compress(b"x" * 10_000_000), "500 Broken", "Content-Encoding: gzip"),
        "/moved": redirect("/short"),
    }
    with serving(pages) as server, fetcher() as client:
        said = {path: failed(client.fetch(FetchRequest(url=server.url(path), body=b"{}"))) for path in pages}
        assert failed(client.fetch(FetchRequest(url=server.url("/short"), purpose="feed"))).body == b""
    assert (said["/short"].body, said["/packed"].body) == (b"no_service", b"no_text")
    assert {said[path].body for path in ("/cut", "/moved")} == {b""}
    assert said["/long"].body == said["/bomb"].body == b"x" * 4_096
    assert [said[path].status for path in pages] == [404, 400, 404, 400, 500, 302]
