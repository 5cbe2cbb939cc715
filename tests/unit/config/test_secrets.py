"""Secrets: where they are read, and text without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.secrets import mask, resolve, stamp
from monitor.core.errors import ConfigError


def test_env_and_file_are_read_and_others_given_back(tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text("  slack://a/b/c\n")
    assert resolve("env:DESK", {"DESK": "slack://x "}) == "slack://x"
    assert resolve(f"file:{secret}") == resolve(f"file://{secret}") == "slack://a/b/c"
    assert resolve("terminal:") == "terminal:"


@pytest.mark.parametrize(
    ("value", "complaint"),
    [("", "is empty"), ("a\nb", "one line"), ("env:OTHER", "points on to another place")],
)
def test_a_useless_variable_is_named_and_its_value_is_not(value: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=f"environment variable DESK: .*{complaint}") as mistake:
        resolve("env:DESK", {"DESK": value})
    assert not value or value not in str(mistake.value)


def test_a_variable_that_is_not_set_is_named() -> None:
    with pytest.raises(ConfigError, match="environment variable DESK: is not set"):
        resolve("env:DESK", {})


@pytest.mark.parametrize("body", [b"", b" \n", b"a\nb", b"\xff\xfe", b"x" * 70_000])
def test_a_useless_file_is_refused(tmp_path: Path, body: bytes) -> None:
    secret = tmp_path / "url"
    secret.write_bytes(body)
    with pytest.raises(ConfigError, match=str(secret)):
        resolve(f"file:{secret}")


def test_a_file_that_everyone_may_change_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text("slack://a/b/c")
    secret.chmod(0o666)
    with pytest.raises(ConfigError, match="can be changed by every user"):
        resolve(f"file:{secret}")


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    for path, complaint in [
        (tmp_path, "not a regular file"),
        (tmp_path / "no", "does not exist"),
        ("/a\0", "not a usa"),
    ]:
        with pytest.raises(ConfigError, match=complaint):
            resolve(f"file:{path}")


@pytest.mark.parametrize(
    "text",
    [
        "https://user:hunter2@a.example/feed",
        "https://user:hun/ter@hunter2@a.example".replace("hun/ter", "p"),
        "GET https://a.example/feed?page=2&api_key=hunter2 failed",
        "https://a.example/feed?access_token=hunter2#x",
        "slack://hunter2/b/c",
        "https://hooks.slack.com/services/T0/B0/hunter2",
        "https://discord.com/api/webhooks/1/hunter2",
        "https://x.webhook.office.com/webhookb2/hunter2",
        "https://chat.example/hooks/hunter2",
        "https://api.telegram.org/bot12:hunter2/send",
        "mailtos://me:hunter2@mail.example?to=x",
        "postgresql+psycopg://u:hunter2@h/db",
        "postgresql://u:a/hunter2@h/db",
        "postgresql://u:it's-hunter2@h/db",
        "https://u:p@'hunter2@a.example/feed",
        'https://u:a"b<hunter2@a.example',
        "password=hunter2 host=h",
        "Authorization: Bearer hunter2hunter2",
    ],
)
def test_no_secret_is_printed(text: str) -> None:
    assert "hunter2" not in mask(text)
    assert "…" in mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.icc-cpi.int/rss.xml",
        "https://treaties.un.org/pages/ViewDetails.aspx?src=TREATY&mtdsg_no=XVIII-10&chapter=18&clang=_en",
        "https://news.google.com/rss/search?q=%22a%22+when:7d&hl=en-US&gl=US&ceid=US:en",
        "https://blog.example/@writer/bottom-line",
        "'https://a.example/feed' and 'https://b.example', told desk@example.org",
        "sqlite:////data/monitor.db",
        "feeds.toml:3: topic: a sentence, with words",
    ],
)
def test_text_without_secrets_stays(text: str) -> None:
    assert mask(text) == text


def test_the_secret_of_a_webhook_is_read_where_its_address_says(tmp_path: Path) -> None:
    file = tmp_path / "hook"
    file.write_text("hun&ter+2\n")
    environ = {"HOOK": "hunter 2", "ALL": "webhook+https://a.example/in?secret=env:HOOK"}
    for given, read in (
        ("webhook+https://a.example/in?b=1&secret=env:HOOK&c=2", "b=1&secret=hunter%202&c=2"),
        (f"webhook+http://a.example/in?secret=file:{file}", "secret=hun%26ter%2B2"),
        ("webhook+https://a.example/in?secret=env%3AHOOK", "secret=hunter%202"),
        ("env:ALL", "secret=hunter%202"),
    ):
        assert resolve(given, environ).partition("?")[2] == read
    for same in ("webhook+https://a.example/in?secret=plain", "json://a.example/?secret=env:HOOK",
                 "webhook+https://a.example/in?page=env:HOOK"):  # fmt: skip
        assert resolve(same, environ) == same
    with pytest.raises(ConfigError, match="environment variable NONE: is not set"):
        resolve("webhook+https://a.example/in?secret=env:NONE", environ)


def test_a_changed_file_with_the_secret_of_a_webhook_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "hook"
    file.write_text("one")
    before = stamp(f"webhook+https://a.example/in?secret=file:{file}")
    file.write_text("another")
    assert before != stamp(f"webhook+https://a.example/in?secret=file:{file}") != ()
