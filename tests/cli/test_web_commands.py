"""`monitor web`: password, links and keys; and the page that `monitor run` serves."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import Program

PASSWORD = "a password for tests"


def test_a_password_is_read_from_the_input_and_must_be_long_enough(monitor: Program) -> None:
    assert "The password is set" in monitor.good("web", "password", input=f"{PASSWORD}\n")
    short = monitor("web", "password", input="short\n")
    assert short.exit_code == 2
    assert "at least 10 characters" in short.stderr


def test_tokens_and_links_are_shown_once_listed_and_revoked(monitor: Program) -> None:
    token = monitor.good("web", "token", "nightly", "--write").strip()
    link = monitor.good("web", "feed", "my reader").strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:8080/feeds/[\w-]{40,}/all\.atom", link)
    listed = monitor.good("web", "keys")
    assert "nightly" in listed
    assert token not in listed
    number = re.search(r"(\d+)\s+api", listed)
    assert number is not None
    assert "is revoked" in monitor.good("web", "revoke", number[1])
    assert "nightly" not in monitor.good("web", "keys")
    assert monitor("web", "revoke", number[1]).exit_code == 2


def test_a_link_is_made_for_the_address_that_readers_use(monitor: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_WEB_URL", "https://monitor.example.org/")
    assert re.fullmatch(r"https://monitor\.example\.org/welcome\?key=[\w-]{40,}", monitor.good("web", "link").strip())


@pytest.mark.parametrize(("address", "words"), [
    ("0.0.0.0:0", "no password is set"), ("nonsense", "must be an address and a port"), ("off", "MONITOR_WEB is off"),
])  # fmt: skip
def test_an_address_that_cannot_be_is_refused(monitor: Program, monkeypatch: pytest.MonkeyPatch, address: str,
                                              words: str) -> None:  # fmt: skip
    monkeypatch.setenv("MONITOR_WEB", address)
    refused = monitor("web", "serve")
    assert refused.exit_code == 2
    assert words in refused.stderr


@pytest.mark.parametrize("command", [("run",), ("web", "serve")])
def test_the_page_is_served_until_sigterm(monitor: Program, command: tuple[str, ...]) -> None:
    program = start(monitor.folder, "127.0.0.1:0", *command)
    try:
        root, key = address(program)
        assert httpx.get(f"{root}/healthz", trust_env=False, timeout=200).text == "ok\n"
        assert "Set the password" in httpx.get(f"{root}/welcome?key={key}", trust_env=False, timeout=200).text
    finally:
        program.send_signal(signal.SIGTERM)
        program.communicate(timeout=200)
    assert program.returncode == 0


def test_a_port_that_is_taken_keeps_the_page_away_and_not_the_monitor(monitor: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        program = start(monitor.folder, f"127.0.0.1:{taken.getsockname()[1]}", "run")
        try:
            assert program.stderr is not None
            told = next(line for line in program.stderr if "web " in line)
            assert "cannot listen" in told
            assert program.poll() is None
        finally:
            program.send_signal(signal.SIGTERM)
            program.communicate(timeout=200)
        assert program.returncode == 0


def start(folder: Path, where: str, *command: str) -> subprocess.Popen[str]:
    path = Path(sys.executable).with_name("monitor")
    environment = {"MONITOR_WEB": where, "MONITOR_ALLOW_HOSTS": "127.0.0.1", "HOME": str(folder), "PATH": "/bin"}
    (folder / "feeds.toml").write_text('[[topic]]\nname = "court"\nquery = "court"\n', encoding="utf-8")
    return subprocess.Popen([str(path), *command], cwd=folder, env=environment, text=True, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE)  # fmt: skip


def address(program: subprocess.Popen[str]) -> tuple[str, str]:
    assert program.stderr is not None
    for line in program.stderr:
        if found := re.search(r"(http://127\.0\.0\.1:\d+)/welcome\?key=([\w-]+)", line):
            return found[1], found[2]
    raise AssertionError("the program ended before it served its page")


def test_no_password_is_set_beside_that_of_the_settings(monitor: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_WEB_PASSWORD", PASSWORD)
    for words in (("web", "password"), ("web", "link")):
        refused = monitor(*words, input="one that never counts\n")
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "MONITOR_WEB_PASSWORD: change it there" in refused.stderr


def test_a_page_that_is_nowhere_has_no_links(monitor: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_WEB", "off")
    for words in (("web", "link"), ("web", "feed", "my reader")):
        refused = monitor(*words)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "MONITOR_WEB is off" in refused.stderr
    assert "No tokens or feed links" in monitor.good("web", "keys")
    monkeypatch.setenv("MONITOR_WEB_URL", "https://monitor.example.org")
    assert monitor.good("web", "feed", "my reader").startswith("https://monitor.example.org/feeds/")
