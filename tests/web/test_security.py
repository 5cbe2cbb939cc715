"""What a stranger, another site or a hostile request gets to see and to do: nothing."""

from __future__ import annotations

import contextlib
import io
import re
import socket
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from fastapi.routing import APIRoute

from monitor.app.machine import build
from monitor.app.page import site_for
from monitor.config.bind import Bind, read_bind
from monitor.telemetry import Telemetry
from monitor.web import api
from monitor.web import server as web_server
from monitor.web.asked import way_back
from tests.builders import NOON
from tests.web.conftest import PASSWORD, PATIENCE, Web, settings

OPEN = {"/login", "/welcome", "/oidc/login", "/oidc/callback", "/healthz", "/readyz", "/static/{version}/{name}",
        "/feeds/{key}/{name}", "/feedback/{number}/{opinion}"}  # fmt: skip


def routes() -> list[tuple[str, str]]:
    """Every route of the site with a method, as it is built."""
    found = []
    for room in web_server.ROOMS:
        for route in room.router.routes:
            assert isinstance(route, APIRoute)
            found += [(method, route.path) for method in route.methods or ()]
    for router in api.ROUTERS:
        found += [(method, f"/api/v1{route.path}") for route in router.routes
                  if isinstance(route, APIRoute) for method in route.methods or ()]  # fmt: skip
    return [*found, ("GET", "/api/v1/openapi.json"), ("GET", "/nothing/here")]


def filled(path: str) -> str:
    return re.sub(r"\{\w+\}", "1", path)


def test_without_a_login_only_login_health_and_static_answer(web: Web) -> None:
    assert len(routes()) > 60
    for method, path in routes():
        if path in OPEN:
            continue
        answer = web.stranger.request(method, filled(path), headers={"origin": web.root})
        assert answer.status_code in (303, 401), (method, path, answer.status_code)
        if answer.status_code == 303:
            assert answer.headers["location"].startswith("/login")
        assert "Sanctioned" not in answer.text


def test_feeds_and_feedback_links_ask_for_their_own_mark(web: Web) -> None:
    assert web.stranger.get("/feeds/guess/all.atom").status_code == 404
    assert web.stranger.get("/feedback/26/relevant?s=guess").status_code == 404


def test_a_database_that_fails_is_told_without_its_place(web: Web) -> None:
    with web.monitor.store.write() as tx:
        for table in ("web_keys", "facts"):
            tx.connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO gone_{table}")
    for path in ("/", "/readyz"):
        answer = web.reader.get(path)
        assert answer.status_code == 503
        assert "monitor.db" not in answer.text


@pytest.mark.parametrize("headers", [
    {"origin": "https://evil.example"}, {"origin": "null"}, {"origin": ""},
    {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "none"},
])  # fmt: skip
def test_a_form_of_another_site_does_nothing(web: Web, headers: dict[str, str]) -> None:
    for path in (
        "/read",
        "/topics/new",
        "/concepts/new",
        "/routes/channels",
        "/developments/1/merge",
        "/access/tokens",
        "/logout",
        "/api/v1/topics",
        "/login",
    ):
        assert web.reader.post(path, headers=headers).status_code == 403, path


def test_a_form_of_this_site_is_taken(web: Web) -> None:
    assert web.reader.post("/read", headers={"sec-fetch-site": "same-origin"}).status_code == 303


@pytest.mark.parametrize("host", ["evil.example", "monitor.example.org", "127.0.0.1.evil.example", "", "[", "a:b:c",
                                  "127.0.0.1/login?", "127.0.0.1#", "u@127.0.0.1"])  # fmt: skip
def test_a_host_name_of_somebody_else_is_not_served(web: Web, host: str) -> None:
    assert raw(web, f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")[0] in (400, 421)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8080", "[::1]:8080", "192.168.1.7:8080"])
def test_loopback_names_and_plain_addresses_are_served(web: Web, host: str) -> None:
    assert raw(web, f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")[0] == 200


def raw(web: Web, request: str) -> tuple[int, str]:
    with socket.create_connection(("127.0.0.1", web.server.port), timeout=PATIENCE) as link:
        link.sendall(request.encode())
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while part := link.recv(65_536):
                answer += part
    text = answer.decode("utf-8", "replace")
    return int(text.split()[1]), text


def test_the_set_address_is_served_and_needs_tls(tmp_path: Path) -> None:
    monitor = build(settings(tmp_path, web_url="https://monitor.example.org"))
    try:
        site = site_for(monitor)
        assert site.knows_host("monitor.example.org")
        assert not site.knows_host("evil.example.org")
        assert site.secure
    finally:
        monitor.close()


@pytest.mark.parametrize("path", ["/", "/login", "/healthz", "/api/v1/status", "/nothing", "/feeds/x/all.atom"])
def test_every_answer_carries_the_headers(web: Web, path: str) -> None:
    headers = web.reader.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert "server" not in headers
    assert headers["cache-control"]


@pytest.mark.parametrize("there", [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "\\/evil.example", "http:evil.example",
    "javascript:alert(1)", "/\t/evil.example", "///evil.example", "/%0d%0aLocation:%20x\r\n", "evil", "", "/login",
    "//[", "/\u3164/evil.example", "/\ufe00/evil.example",
])  # fmt: skip
def test_the_way_back_never_leads_elsewhere(there: str) -> None:
    assert way_back(there) in ("/", "/%0d%0aLocation:%20x")


def test_a_letter_that_no_page_shows_makes_no_way_to_another_site(web: Web) -> None:
    page = web.stranger.get("/login", params={"again": "1", "next": "/\u3164/evil.example"}).text
    assert 'content="0; url=/"' in page


def test_the_way_back_leads_to_the_page_that_was_asked_for(web: Web) -> None:
    asked = web.stranger.get("/developments/6?x=1")
    browser = web.browser()
    form = browser.get(asked.headers["location"]).text
    assert 'value="/developments/6?x=1"' in form
    answer = browser.post("/login", data={"password": PASSWORD, "next": "/developments/6?x=1"})
    assert answer.headers["location"] == "/developments/6?x=1"


def test_a_long_address_leads_to_the_login_too(web: Web) -> None:
    answer = web.stranger.get("/search", params={"q": 2_100 * "x"})
    assert web.stranger.get(answer.headers["location"]).status_code == 200


def test_a_link_in_a_mail_leads_to_the_page_although_the_cookie_is_strict(web: Web) -> None:
    answer = web.stranger.get("/developments/6", headers={"sec-fetch-site": "cross-site"})
    page = web.stranger.get(answer.headers["location"]).text
    assert 'http-equiv="refresh" content="0; url=/developments/6"' in page


@pytest.mark.parametrize("path", ["/static/x/../../app.py", "/static/x/..%2f..%2fapp.py", "/static/x/%2e%2e/app.py",
                                  "/static/x/auth.py", "/static/x//etc/passwd"])  # fmt: skip
def test_names_are_never_paths(web: Web, path: str) -> None:
    assert raw(web, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")[0] in (303, 404)


def test_static_files_are_those_that_were_shipped(web: Web) -> None:
    page = web.text("/")
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        answer = web.stranger.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


def test_a_body_that_is_too_large_or_of_unknown_length_is_refused(web: Web) -> None:
    assert web.reader.post("/explain", data={"text": "x" * 400_000}).status_code == 413
    assert web.reader.post("/explain", content=iter([b"text=x"])).status_code == 411


@pytest.mark.parametrize("path", ["/login", "/topics/new"])
def test_a_browser_that_leaves_in_the_middle_is_no_bug(web: Web, path: str, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", web.server.port)) as leaving:
            leaving.sendall(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
                            "Content-Length: 99\r\n\r\nquery=".encode())  # fmt: skip
            leaving.shutdown(socket.SHUT_WR)
            leaving.recv(1000)
    assert web.stranger.get("/healthz").status_code == 200
    assert "bug" not in capfd.readouterr().err


class Stumbling:
    """A clock that has a bug when it is looked at first."""

    looks = 0

    def now(self) -> datetime:
        self.looks += 1
        if self.looks == 1:
            raise RuntimeError("stumbled")
        return NOON


def test_a_bug_brings_no_key_of_a_feed_into_the_log(web: Web) -> None:
    log = io.StringIO()
    site = replace(site_for(web.monitor), clock=Stumbling(), telemetry=Telemetry(stream=log))
    server = web_server.WebServer(web_server.create_app(site), "127.0.0.1", 0)
    server.start()
    web.stack.callback(server.stop)
    address = f"http://127.0.0.1:{server.port}/feeds/planted/all.atom"
    assert httpx.get(address, trust_env=False, timeout=PATIENCE).status_code == 500
    assert "stumbled" in log.getvalue() and "planted" not in log.getvalue()


@pytest.mark.parametrize(
    "text", ["8080", "localhost", "example.org:80", "127.0.0.1:x", "127.0.0.1:99999", "u@127.0.0.1:1"]
)
def test_an_address_to_listen_on_is_written_as_one(text: str) -> None:
    with pytest.raises(ValueError, match="must be an address and a port"):
        read_bind(text)


def test_off_switches_it_off() -> None:
    assert read_bind("off") is None
    assert read_bind("[::1]:80") == Bind(host="::1", port=80)


def test_who_asks_for_the_headers_alone_gets_them_and_no_more(web: Web) -> None:
    for path in ("/healthz", "/login", "/topics"):
        asked, told = web.reader.head(path), web.reader.get(path)
        assert (asked.status_code, asked.content) == (200, b"")
        assert asked.headers["content-type"] == told.headers["content-type"]
    assert web.stranger.head("/topics").status_code == 303
    assert "HEAD" in web.reader.put("/topics", headers={"origin": web.root}).headers["allow"]
