"""Who may enter, what a browser is told, and that no text from outside does anything."""

from __future__ import annotations

import contextlib
import re
import socket
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from monitor.app.machine import build
from monitor.app.page import check_web, welcome_link
from monitor.config.bind import Bind, read_bind
from monitor.core.errors import ConfigError
from monitor.core.inert import inert
from monitor.services import access
from monitor.web import api
from monitor.web import server as web_server
from monitor.web.asked import way_back
from monitor.web.limiter import FROM_ONE_ADDRESS, WINDOW, Limiter
from monitor.web.passwords import hash_password, is_right
from tests.channels.hostile import HOSTILE
from tests.web.conftest import PASSWORD, Web, serving, settings
from tests.web.hostile_store import plant

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
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


def test_first_start_link_sets_the_password_once(fresh: Web) -> None:
    assert "No password is set yet" in fresh.stranger.get("/login").text
    store, now = fresh.monitor.store, fresh.monitor.context.clock.now()
    old, key = access.make_welcome(store, now), access.make_welcome(store, now)
    browser = fresh.browser()
    assert browser.get(f"/welcome?key={old}").status_code == 403
    assert browser.get(f"/welcome?key={key}").status_code == browser.get(f"/welcome?key={key}").status_code == 200
    short = browser.post("/welcome", data={"key": key, "password": "short", "repeat": "short"})
    assert "at least 10 characters" in short.text
    done = browser.post("/welcome", data={"key": key, "password": PASSWORD, "repeat": PASSWORD})
    assert done.headers["location"] == "/"
    assert browser.get("/").status_code == 200
    again = fresh.browser().post("/welcome", data={"key": key, "password": "another one", "repeat": "another one"})
    assert again.status_code == 403
    assert fresh.log_in().get("/").status_code == 200


def test_a_session_is_dead_on_the_server_after_logout(web: Web) -> None:
    cookie = web.reader.cookies["monitor_session"]
    assert web.reader.post("/logout").headers["location"] == "/login"
    stolen = web.browser(cookie=f"monitor_session={cookie}")
    assert stolen.get("/").status_code == 303


def test_a_session_ends_by_itself_and_when_the_password_changes(fresh: Web) -> None:
    store, now = fresh.monitor.store, fresh.monitor.context.clock.now()
    secret = access.open_session(store, now)
    assert access.find_session(store, secret, now + timedelta(days=13)) is not None
    assert access.find_session(store, secret, now + timedelta(days=28)) is None
    secret = access.open_session(store, now)
    access.set_password(store, hash_password(PASSWORD))
    assert access.find_session(store, secret, now) is None


def test_no_secret_is_stored(web: Web) -> None:
    cookie = web.reader.cookies["monitor_session"]
    _, token = access.make_token(web.monitor.store, "script", ["read"], NOON)
    _, link = access.make_feed_link(web.monitor.store, "reader", NOON)
    path = web.monitor.settings.database_url.removeprefix("sqlite:///")
    held = b"".join(file.read_bytes() for file in Path(path).parent.glob("monitor.db*"))
    for secret in (cookie, token, link, PASSWORD):
        assert secret.encode() not in held
    assert token not in web.text("/access")


def test_a_database_that_fails_is_told_without_its_place(web: Web) -> None:
    with web.monitor.store.write() as tx:
        for table in ("web_keys", "facts"):
            tx.connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO gone_{table}")
    for path in ("/", "/readyz"):
        answer = web.reader.get(path)
        assert answer.status_code == 503
        assert "monitor.db" not in answer.text


def test_the_cookie_is_for_this_site_alone(web: Web) -> None:
    answer = web.browser().post("/login", data={"password": PASSWORD})
    said = answer.headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=strict" in said
    assert "path=/" in said


def test_a_wrong_password_is_refused_and_may_not_be_tried_for_ever(web: Web) -> None:
    browser = web.browser()
    tries = [browser.post("/login", data={"password": f"guess {number}"}) for number in range(FROM_ONE_ADDRESS + 1)]
    assert [answer.status_code for answer in tries] == [403] * FROM_ONE_ADDRESS + [429]
    assert browser.post("/login", data={"password": PASSWORD}).status_code == 429
    assert web.reader.get("/").status_code == 200


def test_wrong_tries_are_forgotten_after_a_while() -> None:
    limiter = Limiter()
    for _ in range(FROM_ONE_ADDRESS):
        limiter.wrong("192.0.2.1", NOON)
    assert limiter.wait("192.0.2.1", NOON) == WINDOW
    assert not limiter.wait("192.0.2.2", NOON)
    assert not limiter.wait("192.0.2.1", NOON + WINDOW)


def test_passwords_are_kept_as_argon2id() -> None:
    hashed = hash_password("größe und maß")
    assert hashed.startswith("$argon2id$")
    assert is_right("gro\u0308ße und maß", hashed)
    assert not is_right("grosse und mass", hashed)
    assert not is_right("", "")


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


@pytest.mark.parametrize("host", ["evil.example", "monitor.example.org", "127.0.0.1.evil.example", "", "[", "a:b:c"])
def test_a_host_name_of_somebody_else_is_not_served(web: Web, host: str) -> None:
    assert raw(web, f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")[0] in (400, 421)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8080", "[::1]:8080", "192.168.1.7:8080"])
def test_loopback_names_and_plain_addresses_are_served(web: Web, host: str) -> None:
    assert raw(web, f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")[0] == 200


def raw(web: Web, request: str) -> tuple[int, str]:
    with socket.create_connection(("127.0.0.1", web.server.port), timeout=10) as link:
        link.sendall(request.encode())
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while part := link.recv(65_536):
                answer += part
    text = answer.decode("utf-8", "replace")
    return int(text.split()[1]), text


def test_the_set_address_is_served_and_needs_tls(tmp_path: Path) -> None:
    from monitor.app.page import site_for

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
    "//[",
])  # fmt: skip
def test_the_way_back_never_leads_elsewhere(there: str) -> None:
    assert way_back(there) in ("/", "/%0d%0aLocation:%20x")


def test_the_way_back_leads_to_the_page_that_was_asked_for(web: Web) -> None:
    asked = web.stranger.get("/developments/6?x=1")
    browser = web.browser()
    form = browser.get(asked.headers["location"]).text
    assert 'value="/developments/6?x=1"' in form
    answer = browser.post("/login", data={"password": PASSWORD, "next": "/developments/6?x=1"})
    assert answer.headers["location"] == "/developments/6?x=1"


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


def test_a_page_that_other_machines_reach_needs_a_password(tmp_path: Path) -> None:
    monitor = build(settings(tmp_path, web=Bind(host="0.0.0.0", port=0), web_password=""))
    try:
        with pytest.raises(ConfigError, match="no password is set"):
            check_web(monitor)
        access.set_password(monitor.store, hash_password(PASSWORD))
        check_web(monitor)
    finally:
        monitor.close()


def test_a_password_file_that_changes_is_taken_while_the_page_is_served(tmp_path: Path) -> None:
    file = tmp_path / "web_password"
    file.write_text(PASSWORD)

    def enters(password: str) -> bool:
        return found.browser().post("/login", data={"password": password}).status_code == 303

    with ExitStack() as stack:
        found = serving(stack, build(settings(tmp_path, web_password_file=f"file:{file}")))
        assert enters(PASSWORD)
        file.write_text("quite another password")
        assert enters("quite another password")
        assert not enters(PASSWORD)
        file.write_text("short")  # refused, and the last good one holds
        assert enters("quite another password")
        file.unlink()
        assert enters("quite another password")


def test_in_a_container_it_may_be_served_before_but_opens_to_nobody_without_the_link(tmp_path: Path) -> None:
    with ExitStack() as stack:
        everywhere = Bind(host="0.0.0.0", port=0)
        found = serving(stack, build(settings(tmp_path, web=everywhere, web_password="", web_first_link=True)))
        assert found.stranger.get("/", follow_redirects=True).url.path == "/login"
        assert found.browser().post("/login", data={"password": ""}).status_code == 403
        guessed = found.browser().post("/welcome", data={"key": "guess", "password": PASSWORD, "repeat": PASSWORD})
        assert guessed.status_code == 403
        link = welcome_link(found.monitor.settings, found.monitor.store, found.monitor.context.clock.now(), 8080)
        assert link.startswith("http://127.0.0.1:8080/welcome?key=")
        key = link.partition("key=")[2]
        entered = found.browser().post("/welcome", data={"key": key, "password": PASSWORD, "repeat": PASSWORD})
        assert entered.headers["location"] == "/"


@pytest.mark.parametrize(
    "text", ["8080", "localhost", "example.org:80", "127.0.0.1:x", "127.0.0.1:99999", "u@127.0.0.1:1"]
)
def test_an_address_to_listen_on_is_written_as_one(text: str) -> None:
    with pytest.raises(ValueError, match="must be an address and a port"):
        read_bind(text)


def test_off_switches_it_off() -> None:
    assert read_bind("off") is None
    assert read_bind("[::1]:80") == Bind(host="::1", port=80)


class Seen(HTMLParser):
    """Everything in a page that could act."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("iframe", "object", "embed", "style", "base", "img") or "style" in values:
            self.faults.append(f"<{tag} {values}>")
        if tag == "script" and not values.get("src", "").startswith("/static/"):
            self.faults.append("script")
        self.faults += [name for name in values if name.startswith("on")]
        for name in ("href", "src", "action"):
            if name in values and not re.match(r"/(?!/)|#|\?|https?://[\w.\[\]:-]+(/|$|\?)", values[name]):
                self.faults.append(f"{name}={values[name]}")


def test_hostile_texts_are_inert_on_every_page(empty: Web) -> None:
    planted = plant(empty.monitor.store, HOSTILE)
    pages = ["/", "/developments", "/topics", "/topics/court", "/concepts", "/concepts/hostile", "/routes", "/digests",
             "/topics/hostile", "/sources", "/alerts", "/search?q=e", "/search?topic=court",
             *(f"/developments/{number}" for number in planted.developments),
             *(f"/articles/{number}" for number in planted.articles), "/sources/court"]  # fmt: skip
    for path in pages:
        page = empty.text(path)
        seen = Seen()
        seen.feed(page)
        assert seen.faults == [], path
        assert not [letter for letter in page if inert(letter) != letter and letter not in " \n"], path


FORMS = {
    "/topics/new": ("title", "query"), "/topics/trial": ("query",), "/explain": ("text",),
    "/concepts/new": ("name", "terms", "ambiguous", "context", "refused_by"), "/concepts/trial": ("name", "terms"),
    "/routes/channels": ("name", "url", "quiet", "digest", "zone", "budget"),
}  # fmt: skip


def test_hostile_searches_and_forms_are_inert(empty: Web) -> None:
    for number, hostile in enumerate(HOSTILE):
        text = hostile[:1_000].encode("utf-8", "replace").decode()
        path, fields = [*FORMS.items()][number % len(FORMS)]
        for answer in (empty.reader.get("/search", params={"q": text}),
                       empty.reader.get("/explain", params={"url": text}),
                       empty.post(path, **dict.fromkeys(fields, text), act="try")):  # fmt: skip
            assert answer.status_code in (200, 400, 422), (text[:80], answer.url)
            seen = Seen()
            seen.feed(answer.text)
            assert seen.faults == [], text[:80]


def test_secrets_of_channels_and_sources_are_not_on_any_page(web: Web) -> None:
    from monitor.services.channels import add_channel

    add_channel(web.monitor.store, "desk", "https://hooks.slack.com/services/T000/B000/planted-secret-1")
    program = web.program("read", "write")
    pages = [*map(web.text, ("/alerts", "/routes", "/digests")), program.get("/channels").text,
             program.get("/alerts").text]  # fmt: skip
    assert all("planted-secret" not in page for page in pages)
