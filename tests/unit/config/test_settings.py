"""Settings from flags, environment and defaults."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from monitor.config.declared import MonitorTable
from monitor.config.settings import Flags, LogFormat, Places, Settings, read_settings
from monitor.core.errors import ConfigError


@pytest.fixture
def places(tmp_path: Path) -> Places:
    for name in ("here", "config", "data", "user", "share"):
        (tmp_path / name).mkdir()
    return Places(
        current=tmp_path / "here",
        container_config=tmp_path / "config",
        container_data=tmp_path / "data",
        user_config=tmp_path / "user",
        user_data=tmp_path / "share",
    )


def read(places: Places, flags: Flags | None = None, **environ: str) -> Settings:
    return read_settings(flags or Flags(), environ, places)


def test_the_first_feeds_toml_that_exists_decides_where_data_is_kept(places: Places, tmp_path: Path) -> None:
    for folder, database in [("user", "share"), ("config", "data"), ("here", "here/data")]:
        (tmp_path / folder / "feeds.toml").touch()
        settings = read(places)
        assert settings.config == tmp_path / folder / "feeds.toml"
        assert settings.database_url == f"sqlite:///{tmp_path}/{database}/monitor.db"


def test_without_any_file_the_one_here_is_named(places: Places) -> None:
    assert read(places).config == places.current / "feeds.toml"


def test_flags_go_before_variables(places: Places) -> None:
    flags = Flags(config="flag.toml", database="flag.db", log_format="json", verbosity=2)
    settings = read(places, flags, MONITOR_CONFIG="env.toml", MONITOR_DATABASE_URL="env.db", MONITOR_LOG_FORMAT="text")
    assert settings.config == Path("flag.toml")
    assert settings.database_url == f"sqlite:///{places.current}/flag.db"
    assert (settings.log_format, settings.verbosity) == (LogFormat.JSON, 2)


def test_variables_are_read(places: Places) -> None:
    settings = read(
        places,
        MONITOR_ALLOW_HOSTS="Feeds.Example.org, 192.168.1.7/24,::1, 10.0.0.1,10.0.0.1",
        MONITOR_CONTACT="watch@example.org",
        MONITOR_VERBOSITY="1",
        MONITOR_ZONE="Europe/Kyiv",
        MONITOR_SHORTEST_INTERVAL="2s",
        TZ="Europe/Paris",
    )
    assert settings.shortest_interval.total_seconds() == 2
    assert settings.allow_hosts == ("feeds.example.org", "192.168.1.0/24", "::1", "10.0.0.1")
    assert (settings.contact, settings.verbosity, settings.timezone.key) == ("watch@example.org", 1, "Europe/Kyiv")


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("sqlite:////srv/a.db", "sqlite:////srv/a.db"),
        ("/srv/50%.db", "sqlite:////srv/50%25.db"),
        ("sqlite:////srv/50%25.db", "sqlite:////srv/50%25.db"),
        (":memory:", "sqlite://"),
        ("postgres://u:p%40@h:5433/m?sslmode=require", "postgresql+psycopg://u:p%40@h:5433/m?sslmode=require"),
        ("postgresql+psycopg:///m?host=/run/pg", "postgresql+psycopg:///m?host=/run/pg"),
    ],
)
def test_a_database_address_has_one_form(places: Places, given: str, url: str) -> None:
    assert read(places, Flags(database=given)).database_url == url


@pytest.mark.parametrize("given", ["", "a?b.db", "mysql://h/m", "sqlite://x", "sqlite:///", "postgresql://h"])
def test_other_databases_are_refused(places: Places, given: str) -> None:
    with pytest.raises(ConfigError, match=r"^--database: "):
        read(places, Flags(database=given))


def test_a_database_password_is_kept_apart_from_the_address(places: Places, tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("p@ss/w:rd%\n")
    settings = read(
        places, MONITOR_DATABASE_URL="postgresql://monitor@db:5432/m", MONITOR_DATABASE_PASSWORD_FILE=str(secret)
    )
    assert settings.database_url == "postgresql+psycopg://monitor:p%40ss%2Fw%3Ard%25@db:5432/m"
    assert "p@ss" not in repr(settings)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "not PostgreSQL"),
        ("a.db", "not PostgreSQL"),
        ("postgresql://db/m", "names no user"),
        ("postgresql://monitor:old@db/m", "holds a password already"),
    ],
)
def test_a_database_password_that_cannot_be_used_is_refused_unseen(places: Places, url: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem) as refused:
        read(places, MONITOR_DATABASE_URL=url, MONITOR_DATABASE_PASSWORD="hunter2")
    assert "hunter2" not in str(refused.value)


def test_a_missing_password_file_is_refused(places: Places) -> None:
    with pytest.raises(ConfigError, match="MONITOR_DATABASE_PASSWORD_FILE: does not exist"):
        read(places, MONITOR_DATABASE_URL="postgresql://u@h/m", MONITOR_DATABASE_PASSWORD_FILE="/nowhere/password")


def test_a_database_address_may_stand_in_a_file(places: Places, tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text("postgresql://u:hunter2@h/m\n")
    settings = read(places, MONITOR_DATABASE_URL_FILE=str(secret))
    assert settings.database_url == "postgresql+psycopg://u:hunter2@h/m"
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    ("environ", "complaint"),
    [
        ({"MONITOR_DATABASE_URL": "mysql://u:hunter2@h/m"}, "^MONITOR_DATABASE_URL: must be a file name"),
        ({"MONITOR_DATABASE_URL": "postgresql://u:hunter2@h:port/m"}, "^MONITOR_DATABASE_URL: is not a usable Postgre"),
        (
            {"MONITOR_DATABASE_URL": "a.db", "MONITOR_DATABASE_URL_FILE": "/x"},
            "is set together with MONITOR_DATABASE_U",
        ),
        ({"MONITOR_DATABASE_URL_FILE": "/nowhere/url"}, "/nowhere/url: MONITOR_DATABASE_URL_FILE: does not exist"),
        ({"MONITOR_DATABSE_URL": "a.db"}, "^MONITOR_DATABSE_URL: .* did you mean MONITOR_DATABASE_URL?"),
        ({"MONITOR_ALLOW_HOSTS": "10.0.0.0/99"}, "^MONITOR_ALLOW_HOSTS: '10.0.0.0/99' is not a host name"),
        ({"MONITOR_ALLOW_HOSTS": "10.0.0.300"}, "^MONITOR_ALLOW_HOSTS: '10.0.0.300' is not a host name"),
        ({"MONITOR_LOG_FORMAT": "xml"}, "^MONITOR_LOG_FORMAT: must be text or json"),
        ({"MONITOR_SHORTEST_INTERVAL": "2m"}, "^MONITOR_SHORTEST_INTERVAL: must be between 1s and 1m"),
        ({"MONITOR_VERBOSITY": "loud"}, "^MONITOR_VERBOSITY: must be a number"),
        ({"MONITOR_ZONE": "CET-1"}, "^MONITOR_ZONE: is not a known time zone"),
        ({"MONITOR_ZONE": "../../etc/passwd"}, "^MONITOR_ZONE: is not a known time zone"),
        ({"MONITOR_WEB_URL": "https://example.org/monitor"}, "^MONITOR_WEB_URL: write scheme and host alone"),
        ({"MONITOR_WEB_URL": "https://u:hunter2@example.org"}, "^MONITOR_WEB_URL: write scheme and host alone"),
        ({"TZ": "CET-1CEST"}, "^TZ: .* set MONITOR_ZONE"),
        ({"MONITOR_CONTACT": "a@b.c\r\nX: y"}, "^MONITOR_CONTACT: write a mail address"),
    ],
)
def test_a_bad_value_is_told_by_the_name_of_its_variable(
    places: Places, environ: dict[str, str], complaint: str
) -> None:
    with pytest.raises(ConfigError, match=complaint) as mistake:
        read_settings(Flags(), environ, places)
    assert "hunter2" not in str(mistake.value)


def test_variables_of_other_names_are_the_users_own(places: Places) -> None:
    read(places, MONITOR_SLACK_URL="slack://a/b/c", MONITORING="1", MONITOR_CONTACT="")


def test_the_file_fills_what_the_environment_left_open(places: Places) -> None:
    table = MonitorTable(contact="file@example.org", zone="Europe/Kyiv")
    assert read(places, TZ=":/etc/localtime").timezone.key == "UTC"
    assert read(places, TZ="Europe/Paris").completed_by(table).timezone.key == "Europe/Kyiv"
    assert read(places, MONITOR_CONTACT="env@example.org").completed_by(table).contact == "env@example.org"


@pytest.mark.skipif(sys.platform != "linux", reason="the customs of Linux")
def test_folders_follow_the_base_directories_that_are_set() -> None:
    given = Places.of_this_machine({"HOME": "/x", "XDG_CONFIG_HOME": "/etc/x", "XDG_DATA_HOME": "/srv/x"})
    assert (given.user_config, given.user_data) == (Path("/etc/x/monitor"), Path("/srv/x/monitor"))
    usual = Places.of_this_machine({"HOME": "/x"})
    assert (usual.user_config, usual.user_data) == (Path("/x/.config/monitor"), Path("/x/.local/share/monitor"))
    assert usual.current == Path.cwd()


def test_the_mail_server_of_the_environment_is_taken_whole(places: Places, tmp_path: Path) -> None:
    given = {"MONITOR_SMTP_HOST": "mail.example.org", "MONITOR_SMTP_FROM": "m@example.org", "MONITOR_SMTP_USER": "u"}
    assert read(places).mail is None
    mail = read(places, None, **given, MONITOR_SMTP_PASSWORD="hunter22", MONITOR_SMTP_SECURITY="tls").mail
    assert mail is not None and (mail.usual_port, mail.password) == (465, "env:MONITOR_SMTP_PASSWORD")
    (tmp_path / "pw").write_text("hunter22\n")
    mail = read(places, None, **given, MONITOR_SMTP_PASSWORD_FILE=str(tmp_path / "pw")).mail
    assert mail is not None and mail.password == f"file:{tmp_path / 'pw'}"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"MONITOR_SMTP_USER": "u"}, "MONITOR_SMTP_HOST"),
        ({"MONITOR_SMTP_HOST": "h"}, "MONITOR_SMTP_FROM"),
        ({"MONITOR_SMTP_HOST": "h", "MONITOR_SMTP_FROM": "m@example.org", "MONITOR_SMTP_PASSWORD": "hunter22"},
         "MONITOR_SMTP_USER"),
        ({"MONITOR_SMTP_HOST": "h", "MONITOR_SMTP_FROM": "m@example.org", "MONITOR_SMTP_PORT": "0"}, "65535"),
    ],
)  # fmt: skip
def test_half_a_mail_server_is_refused(places: Places, given: dict[str, str], says: str) -> None:
    with pytest.raises(ConfigError, match=says) as refused:
        read(places, None, **given)
    assert "hunter22" not in str(refused.value)
