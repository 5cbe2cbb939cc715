"""Passwords, sessions and the first link: who may enter, and for how long."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.requests import Request

from monitor.app.machine import build
from monitor.app.page import check_web, welcome_link
from monitor.config.bind import Bind
from monitor.core.errors import ConfigError
from monitor.services import access
from monitor.web.asked import asker
from monitor.web.limiter import FROM_ALL, FROM_ONE_ADDRESS, WINDOW, Limiter
from monitor.web.passwords import hash_password, is_right
from tests.web.conftest import PASSWORD, Web, serving, settings

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


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


def test_whoever_enters_uses_up_no_try_of_the_others() -> None:
    limiter = Limiter()
    for number in range(FROM_ALL):
        limiter.wrong(f"192.0.2.{number}", NOON)
        limiter.right(f"192.0.2.{number}")
    assert not limiter.wait("198.51.100.1", NOON)


def test_guesses_from_many_addresses_do_not_shut_out_who_entered_before() -> None:
    limiter = Limiter()
    limiter.right("203.0.113.5")
    for number in range(FROM_ALL):
        limiter.wrong(f"192.0.2.{number}", NOON)
    assert limiter.wait("198.51.100.1", NOON) == WINDOW
    assert not limiter.wait("203.0.113.5", NOON)
    for _ in range(FROM_ONE_ADDRESS):
        limiter.wrong("203.0.113.5", NOON)
    assert limiter.wait("203.0.113.5", NOON) == WINDOW


def test_passwords_are_kept_as_argon2id() -> None:
    hashed = hash_password("größe und maß")
    assert hashed.startswith("$argon2id$")
    assert is_right("gro\u0308ße und maß", hashed)
    assert not is_right("grosse und mass", hashed)
    assert not is_right("", "")


def test_however_many_try_at_once_two_passwords_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed, third = hash_password(PASSWORD), threading.Barrier(3)

    def verify(_self: object, _hashed: str, _password: str) -> bool:
        with suppress(threading.BrokenBarrierError):
            third.wait(0.2)
        return True

    monkeypatch.setattr("argon2.PasswordHasher.verify", verify)
    with ThreadPoolExecutor(3) as threads:
        assert all(threads.map(lambda _: is_right(PASSWORD, hashed), range(3)))
    assert third.broken


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


def test_another_password_in_the_settings_ends_what_the_last_one_opened(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with ExitStack() as stack:
        cookie = serving(stack, build(settings(tmp_path))).log_in().cookies["monitor_session"]

    def is_open(password: str) -> bool:
        with ExitStack() as stack:
            found = serving(stack, build(settings(tmp_path, web_password=password)))
            return found.browser(cookie=f"monitor_session={cookie}").get("/").status_code == 200

    assert is_open(PASSWORD)
    assert "logged out" not in capfd.readouterr().err
    assert not is_open("quite another password")
    assert "another password: 1 browser" in capfd.readouterr().err
    assert not is_open(PASSWORD)


def test_a_password_that_the_settings_give_no_more_opened_nothing_that_lasts(tmp_path: Path) -> None:
    with ExitStack() as stack:
        cookie = serving(stack, build(settings(tmp_path))).log_in().cookies["monitor_session"]
    with ExitStack() as stack:
        found = serving(stack, build(settings(tmp_path, web_password="")))
        assert found.browser(cookie=f"monitor_session={cookie}").get("/").status_code == 303


def test_a_password_file_that_changes_ends_every_session_at_once(tmp_path: Path) -> None:
    file = tmp_path / "web_password"
    file.write_text(PASSWORD)
    with ExitStack() as stack:
        found = serving(stack, build(settings(tmp_path, web_password_file=f"file:{file}")))
        reader = found.log_in()
        file.write_text(f"{PASSWORD}\n")  # the same, written again
        assert reader.get("/").status_code == 200
        file.write_text("quite another password")
        assert reader.get("/").status_code == 303


def test_a_link_sets_no_password_beside_that_of_the_settings(web: Web) -> None:
    store, now = web.monitor.store, web.monitor.context.clock.now()
    key, browser = access.make_welcome(store, now), web.browser()
    wanted = {"key": key, "password": "one that never counts", "repeat": "one that never counts"}
    for told in (browser.get(f"/welcome?key={key}"), browser.post("/welcome", data=wanted)):
        assert told.status_code == 409
        assert "MONITOR_WEB_PASSWORD" in told.text
    assert access.password_hash(store) == ""
    assert 'action="/access/password"' not in web.text("/access")


def test_behind_a_proxy_a_stranger_keeps_nobody_else_from_logging_in(tmp_path: Path) -> None:
    with ExitStack() as stack:
        found = serving(stack, build(settings(tmp_path, web_url="https://monitor.example.org")))
        stranger = found.browser(**{"x-forwarded-for": "198.51.100.66, 203.0.113.9"})
        reader = found.browser(**{"x-forwarded-for": "198.51.100.66, 203.0.113.10"})
        tries = [stranger.post("/login", data={"password": "a guess"}).status_code for _ in range(11)]
        assert tries == [403] * FROM_ONE_ADDRESS + [429]
        assert reader.post("/login", data={"password": PASSWORD}).status_code == 303


def test_without_a_proxy_nobody_is_believed_to_ask_for_somebody_else(web: Web) -> None:
    tries = [web.browser(**{"x-forwarded-for": f"203.0.113.{number}"}).post("/login", data={"password": "a guess"})
             for number in range(FROM_ONE_ADDRESS + 1)]  # fmt: skip
    assert [each.status_code for each in tries] == [403] * FROM_ONE_ADDRESS + [429]


def asked_by(peer: str, *named: str) -> str:
    headers = [(b"x-forwarded-for", each.encode()) for each in named]
    return asker(Request({"type": "http", "client": (peer, 1), "headers": headers}), behind_proxy=True)


def test_an_address_is_counted_in_one_form_and_only_a_near_proxy_is_believed() -> None:
    assert asked_by("172.18.0.1", "203.0.113.5", "198.51.100.1, 203.0.113.9") == "203.0.113.9"
    assert asked_by("9.9.9.9", "203.0.113.9") == asked_by("::ffff:9.9.9.9", "203.0.113.9") == "9.9.9.9"  # none of ours
    assert asked_by("127.0.0.1", "unknown") == asked_by("127.0.0.1") == "127.0.0.1"
    assert asked_by("::1", "2001:db8:1:2::a") == asked_by("::1", "2001:DB8:1:2::b") == "2001:db8:1:2::/64"


def test_a_password_of_the_settings_that_is_too_short_is_told_by_the_name_of_its_variable(tmp_path: Path) -> None:
    monitor = build(settings(tmp_path, web_password="short"))
    try:
        with pytest.raises(ConfigError, match=r"^MONITOR_WEB_PASSWORD: a password has at least 10 characters"):
            check_web(monitor)
    finally:
        monitor.close()


def test_a_password_that_is_changed_on_the_page_puts_everybody_else_out(fresh: Web) -> None:
    access.set_password(fresh.monitor.store, hash_password(PASSWORD))
    reader, other = fresh.log_in(), fresh.log_in()
    wanted = {"password": "quite another one", "repeat": "quite another one"}
    assert reader.post("/access/password", data={"old": "a guess", **wanted}).status_code == 403
    changed = reader.post("/access/password", data={"old": PASSWORD, **wanted})
    assert changed.headers["location"] == "/access?said=password"
    assert (reader.get("/").status_code, other.get("/").status_code) == (200, 303)
