"""Redirects are followed by hand: each hop is judged like the first."""

from __future__ import annotations

import pytest

from monitor.core.model.fetched import FailureReason, FetchRequest
from monitor.fetch.budget import FetchLimits
from monitor.fetch.guard import AllowedHosts
from tests.fetch.servers import answer, ask, failed, fetcher, got, redirect, serving

MOVED = "301 Moved Permanently"


def test_redirects_are_followed_to_the_end() -> None:
    paths = {"/a": redirect("b/c?d#e"), "/b/c?d": redirect("/e", "307 Go"), "/e": answer(b"here", headers='ETag: "e"')}
    with serving(paths) as server:
        result = got(ask(server.url("/a")))
    assert (result.body, result.url, result.final_url) == (b"here", server.url("/a"), server.url("/e"))
    assert result.validators.etag == '"e"'
    assert result.permanent_url == ""


def test_a_chain_of_permanent_redirects_gives_the_new_address() -> None:
    paths = {"/a": redirect("/b", MOVED), "/b": redirect("/c", "308 Permanent"), "/c": answer()}
    with serving(paths) as server:
        assert got(ask(server.url("/a"))).permanent_url == server.url("/c")


@pytest.mark.parametrize("order", [("301 Moved", "302 Found"), ("302 Found", "301 Moved")])
def test_a_temporary_hop_breaks_the_chain(order: tuple[str, str]) -> None:
    with serving({"/a": redirect("/b", order[0]), "/b": redirect("/c", order[1]), "/c": answer()}) as server:
        assert got(ask(server.url("/a"))).permanent_url == ""


def test_ten_hops_are_followed_and_eleven_are_not() -> None:
    paths = {f"/{n}": redirect(f"/{n + 1}") for n in range(11)} | {"/11": answer()}
    with serving(paths) as server:
        assert got(ask(server.url("/1"))).body == b"ok"
        assert failed(ask(server.url("/0"))).reason is FailureReason.REDIRECTS


def test_a_circle_is_seen_early() -> None:
    with serving({"/a": redirect("/b"), "/b": redirect("/a")}) as server:
        assert "circle" in failed(ask(server.url("/a"))).detail
        assert server.paths_asked() == ["/a", "/b"]


def test_a_page_that_waits_for_its_cookie_gets_it() -> None:
    with serving() as server:
        start = redirect("/a", headers="Set-Cookie: seen=yes; Path=/|Set-Cookie: lang=en")

        def page(connection: object, asked: object) -> None:
            cookie = asked.headers.get("cookie", "")  # type: ignore[attr-defined]
            connection.sendall(answer(cookie.encode()) if cookie else start)  # type: ignore[attr-defined]

        server.paths["/a"] = page
        assert got(ask(server.url("/a"))).body == b"seen=yes; lang=en"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", FailureReason.BAD_URL),
        ("javascript:alert(1)", FailureReason.BAD_URL),
        ("data:text/plain,x", FailureReason.BAD_URL),
        ("gopher://127.0.0.1/", FailureReason.BAD_URL),
        ("http://[::1", FailureReason.BAD_URL),
        ("\\\\evil.example\\x", FailureReason.BAD_URL),
        ("", FailureReason.REDIRECTS),
        ("http://169.254.169.254/latest/meta-data/", FailureReason.BLOCKED_ADDRESS),
        ("http://2852039166/", FailureReason.BLOCKED_ADDRESS),
        ("http://10.0.0.1/", FailureReason.BLOCKED_ADDRESS),
        ("http://[::1]/", FailureReason.BLOCKED_ADDRESS),
        ("http://[::ffff:127.0.0.1]/", FailureReason.BLOCKED_ADDRESS),
        ("//192.168.1.1/", FailureReason.BLOCKED_ADDRESS),
    ],
)
@pytest.mark.parametrize("purpose", ["feed", "page"])
def test_a_redirect_to_where_nobody_may_go_is_refused(location: str, reason: FailureReason, purpose: str) -> None:
    with serving({"/": redirect(location)}) as server:
        assert failed(ask(server.url(), purpose=purpose)).reason is reason


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:{}/", "http://localhost:{}/", "http://2130706433:{}/", "http://0x7f.1:{}/", "http://127.1:{}/",
     "http://0.0.0.0:{}/", "http://[::ffff:127.0.0.1]:{}/", "http://x@127.0.0.1:{}/", "http://①②⑦.0.0.1:{}/"],
)  # fmt: skip
@pytest.mark.parametrize("purpose", ["feed", "page", "robots"])
def test_loopback_is_not_asked_in_any_spelling_unless_allowed(url: str, purpose: str) -> None:
    with serving({"/": answer()}) as server:
        failure = failed(ask(url.format(server.port), purpose=purpose, allow_hosts=AllowedHosts()))
        assert failure.reason is FailureReason.BLOCKED_ADDRESS
        assert server.connections == 0


def test_a_name_that_changes_its_address_is_judged_at_each_connection() -> None:
    answers = iter([("127.0.0.1",), ("10.0.0.1",)])
    allow = AllowedHosts.parse("127.0.0.1")
    limits = FetchLimits(kept_connections=0)
    with (
        serving({"/": answer()}) as server,
        fetcher(resolve=lambda host, port: next(answers), allow_hosts=allow, limits=limits) as client,
    ):
        request = FetchRequest(url=f"http://rebind.example:{server.port}/", purpose="feed")
        assert got(client.fetch(request)).body == b"ok"
        assert failed(client.fetch(request)).reason is FailureReason.BLOCKED_ADDRESS


def test_a_name_is_looked_up_once_for_judging_and_connecting() -> None:
    lookups = []

    def resolve(host: str, port: int) -> tuple[str, ...]:
        lookups.append(host)
        return ("10.0.0.1", "127.0.0.1") if len(lookups) == 1 else ("10.0.0.1",)

    with serving({"/": answer()}) as server:
        result = ask(f"http://two.example:{server.port}/", resolve=resolve)
    assert got(result).body == b"ok"
    assert lookups == ["two.example"]
    assert server.asked[0].headers["host"] == f"two.example:{server.port}"


def test_secrets_do_not_cross_to_another_origin() -> None:
    own = (("X-Token", "t"), ("Authorization", "Bearer t"))
    with serving({"/": answer()}) as other, serving({"/here": redirect("/there")}) as server:
        server.paths["/there"] = redirect(other.url(), headers="Set-Cookie: a=b")
        url = server.url("/here").replace("//", "//u:p@")
        got(ask(url, request=FetchRequest(url=url, purpose="feed", headers=own)))
        got(ask(url))
    assert all(asked.headers["authorization"] for asked in server.asked)
    assert server.asked[1].headers["x-token"] == "t"
    for asked in other.asked:
        assert not {"authorization", "x-token", "cookie"} & set(asked.headers)


def test_the_way_to_a_new_address_is_not_told_for_an_address_with_credentials() -> None:
    with serving({"/a": redirect("/b", MOVED), "/b": answer()}) as server:
        assert got(ask(server.url("/a").replace("//", "//u:p@"))).permanent_url == ""


def test_a_failure_names_the_address_that_answered_so() -> None:
    with serving({"/": answer(b"", "429 Slow down", "Retry-After: 60")}) as other, serving() as server:
        server.paths["/"] = redirect(other.url())
        failure = failed(ask(server.url()))
        assert (failure.url, failure.final_url) == (server.url(), other.url())
    assert failed(ask(server.url())).final_url == ""
