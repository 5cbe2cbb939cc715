"""Each wrong set-up that `monitor doctor` finds, and that a right one is left in peace."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from monitor.config.bind import Bind
from monitor.config.settings import Settings
from monitor.config.sign_in import OidcSettings
from monitor.core.model.alert import DeliveryStatus
from monitor.core.model.ids import ChannelId
from monitor.services.findings import Finding, Level
from monitor.services.surroundings import check_manners, check_places, check_reach, check_zone
from monitor.store.store import Store
from tests.acceptance.test_storage_faults import small_disk
from tests.cli.conftest import JUDGES, Program, Site, feed

EVERYWHERE, HERE = Bind(host="0.0.0.0", port=80), Bind(host="127.0.0.1", port=8080)
PROVIDER = OidcSettings(issuer="https://id.example.org", client_id="monitor")


def settings(folder: Path, **other: object) -> Settings:
    plain: dict[str, object] = {"config": folder / "feeds.toml", "database_url": f"sqlite:///{folder}/data/monitor.db"}
    return Settings(**{**plain, **other})  # type: ignore[arg-type]


def shown(findings: object) -> list[tuple[str, str]]:
    assert not isinstance(findings, Finding)
    return [(each.level.value, each.subject) for each in findings]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("has_password", "other", "expected"), [
    (False, {"web": None}, [("ok", "web")]),
    (True, {"web": HERE}, [("ok", "web")]),
    (False, {"web": HERE}, [("warn", "web")]),
    (False, {"web": EVERYWHERE}, [("fail", "web")]),
    (False, {"web": EVERYWHERE, "web_first_link": True}, [("warn", "web")]),
    (False, {"web": EVERYWHERE, "web_password": "given as a file"}, [("ok", "web")]),
    (False, {"web": EVERYWHERE, "sign_in": PROVIDER}, [("ok", "web")]),
    (True, {"web": EVERYWHERE, "web_url": "http://monitor.example.org"}, [("warn", "web"), ("ok", "web")]),
    (True, {"web": EVERYWHERE, "web_url": "http://127.0.0.1:8080"}, [("ok", "web")]),
    (True, {"web": EVERYWHERE, "web_url": "https://monitor.example.org"}, [("ok", "web")]),
])  # fmt: skip
def test_who_can_reach_the_web_page(tmp_path: Path, has_password: bool, other: dict[str, object],
                                    expected: list[tuple[str, str]]) -> None:  # fmt: skip
    assert shown(check_reach(settings(tmp_path, **other), has_password=has_password)) == expected


def test_sites_shall_know_whom_to_write_to_and_the_guard_shall_stand(tmp_path: Path) -> None:
    assert shown(check_manners(settings(tmp_path))) == [("warn", "contact")]
    good = settings(tmp_path, contact="desk@example.org", allow_hosts=("192.168.1.0/24", "feeds.example.org"))
    assert shown(check_manners(good)) == [("ok", "contact")]
    wide = settings(tmp_path, contact="desk@example.org", allow_hosts=("0.0.0.0/0",))
    assert shown(check_manners(wide)) == [("ok", "contact"), ("warn", "guard")]


def test_a_config_that_came_with_the_image_is_told() -> None:
    inside = settings(Path("/config"), database_url="postgresql+psycopg://host/monitor")
    assert shown(check_places(inside)) == [("warn", "feeds.toml")]


def test_places_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    assert not [each for each in check_places(settings(tmp_path)) if each.level is Level.FAIL]
    lost = settings(tmp_path, heartbeat=tmp_path / "no such folder" / "beat")
    assert ("fail", "heartbeat") in shown(check_places(lost))
    with small_disk(tmp_path, "1m"):
        assert ("warn", "disk") in shown(check_places(settings(tmp_path)))
        subprocess.run(["mount", "-o", "remount,ro", str(tmp_path)], check=True)
        assert ("fail", "database") in shown(check_places(settings(tmp_path)))


def test_a_new_database_is_for_its_owner_alone_and_one_that_all_may_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    Store(f"sqlite:///{path}").upgrade()
    kept = [file for file in tmp_path.iterdir() if file.stat().st_mode & 0o077]
    assert not kept
    place = settings(tmp_path, database_url=f"sqlite:///{path}")
    assert ("warn", "database") not in shown(check_places(place))
    path.chmod(0o644)
    assert ("warn", "database") in shown(check_places(place))


def test_the_zone_of_alerts_is_told_and_where_it_is_set(tmp_path: Path) -> None:
    (utc,) = check_zone(settings(tmp_path))
    (set_,) = check_zone(settings(tmp_path, zone="Europe/Kyiv"))
    assert "[monitor] zone" in utc.text and set_.text == "times are shown in Europe/Kyiv"


def found_by_doctor(program: Program) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in json.loads(program("doctor", "--json").stdout):
        found.setdefault(each["subject"], []).append(f"{each['level']}: {each['text']}")
    return found


def test_that_no_channel_was_set_up_is_told(monitor: Program) -> None:
    monitor.good("db", "upgrade")
    assert "none set up" in found_by_doctor(monitor)["channels"][0]


@pytest.mark.sqlite_only  # its database is a file
def test_before_the_first_start_channels_are_looked_at_too_and_no_database_is_left(monitor: Program) -> None:
    monitor.write(Path("feeds.toml").read_text() + '[[channel]]\nname = "desk"\nurl = "slak://T0/B0/x"\n')
    found = found_by_doctor(monitor)
    assert "did you mean slack" in found["channel desk"][0].lower()
    assert "daemon" not in found and not monitor.database.exists()


def test_advice_names_a_line_only_where_there_is_one(monitor: Program) -> None:
    monitor.write("")
    assert "mend the file" in monitor("doctor").stdout
    monitor.write("packs = 5")
    assert "mend that line" in monitor("doctor").stdout


def test_an_unknown_time_zone_is_told(monitor: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_ZONE", "Europe/Atlantis")
    refused = monitor("doctor")
    assert refused.exit_code == 2 and "MONITOR_ZONE" in refused.stderr


def test_a_secret_that_is_not_set_here_may_be_set_where_the_monitor_runs(monitor: Program) -> None:
    monitor.write(Path("feeds.toml").read_text() + '[[channel]]\nname = "desk"\nurl = "env:DESK_URL"\n')
    monitor.good("channel", "list")
    said = monitor("doctor").stdout
    assert "DESK_URL" in said and "if it is not set where the monitor runs either" in said


def test_a_channel_that_refused_alerts_for_good_is_told_with_its_words(monitor: Program) -> None:
    monitor.write(Path("feeds.toml").read_text() + '[[channel]]\nname = "desk"\nurl = "terminal:"\n')
    monitor.good("db", "upgrade")
    monitor("doctor")  # takes over the file
    monitor.hear(JUDGES)
    store = Store(monitor.database_url)
    with store.write() as tx:
        (each,) = [each for each in tx.outbox.latest(limit=9) if each.delivery.channel_id == ChannelId("desk")]
        tx.outbox.save(each.delivery.id, DeliveryStatus.DEAD, attempts=1, next_attempt=each.alert.created_at,
                       detail="550 no such user")  # fmt: skip
    store.close()
    assert any("refused 1 alert" in said and "550" in said for said in found_by_doctor(monitor)["channel desk"])


def test_a_source_that_was_copied_and_not_changed_is_told_with_its_lines(monitor: Program) -> None:
    monitor.good("db", "upgrade")
    assert "sources" not in found_by_doctor(monitor)
    copied = '[[source]]\nid = "copied"\nname = "C"\nurl = "http://www.gazette.example/rss.xml?utm_source=x"\n'
    monitor.write(Path("feeds.toml").read_text() + copied)
    (said,) = found_by_doctor(monitor)["sources"]
    assert "copied (feeds.toml:14) and gazette (feeds.toml:10) watch the same address" in said
    (row,) = [each for each in json.loads(monitor.good("source", "list", "--json")) if each["id"] == "copied"]
    assert row["remarks"] == ["watches the same address as gazette"]


def levels(program: Program) -> dict[str, set[str]]:
    """How each subject fared: ok, warn or fail."""
    return {name: {line.split(":")[0] for line in said} for name, said in found_by_doctor(program).items()}


def test_a_good_installation_has_nothing_to_mend(monitor: Program, site: Site) -> None:
    url = site.put("/rss.xml", feed("One"), "application/rss+xml")
    monitor.write((monitor.folder / "feeds.toml").read_text().replace("https://gazette.example/rss.xml", url))
    monitor.good("db", "upgrade")
    found = levels(monitor)
    assert monitor("doctor").exit_code == 0
    assert {found["feeds.toml"].pop(), found["workers"].pop(), found["network"].pop()} == {"ok"}
    assert found["database"] == {"ok"}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("[[source\n", "feeds.toml"),
        ('packs = ["icc"]\n[[topic]]\nname = "x"\nquery = "a NEAR b"\n', "feeds.toml"),
        ('packs = ["icc"]\n[[channel]]\nname = "desk"\nurl = "env:NOT_SET_HERE"\n', "channel desk"),
        ('packs = ["icc"]\n[[channel]]\nname = "desk"\nurl = "foo://x"\n', "channel desk"),
    ],
)
def test_what_is_wrong_is_named_and_fails(monitor: Program, text: str, subject: str) -> None:
    monitor.good("db", "upgrade")
    monitor.write(text)
    assert "fail" in levels(monitor)[subject]
    assert monitor("doctor").exit_code == 1


@pytest.mark.sqlite_only  # its database is a file
def test_a_broken_database_is_named_beside_the_rest(monitor: Program) -> None:
    monitor.database.parent.mkdir()
    monitor.database.write_bytes(b"junk")
    monitor.database.chmod(0o600)
    found = levels(monitor)
    assert found["database"] == {"fail"}
    assert found["feeds.toml"] == {"ok"}


def test_a_secret_in_clear_is_warned_about_and_not_shown(monitor: Program) -> None:
    monitor.good("db", "upgrade")
    hook = "https://hooks.slack.com/services/T0/B0/SECRET"
    monitor.write(f'packs = ["icc"]\n[[channel]]\nname = "desk"\nurl = "{hook}"\n')
    assert "warn" in levels(monitor)["channel desk"]
    assert "SECRET" not in monitor("doctor").output


@pytest.mark.sqlite_only  # its database is a file
def test_doctor_makes_no_database(monitor: Program) -> None:
    assert levels(monitor)["database"] == {"warn"}
    assert not monitor.database.exists()


def test_a_table_that_took_the_place_of_what_was_added_by_hand_is_told(monitor: Program) -> None:
    monitor.good("topic", "add", "harbour", "dock* AND strik*")
    assert len(found_by_doctor(monitor)["feeds.toml"]) == 1
    monitor.write(Path("feeds.toml").read_text() + '[[topic]]\nname = "harbour"\nquery = "harbour"\n')
    monitor.good("topic", "list")
    said = found_by_doctor(monitor)["feeds.toml"]
    assert [line for line in said if line.startswith("warn: topic harbour is declared here and was added by hand too")]


def test_a_topic_of_which_no_channel_is_in_use_is_told(monitor: Program) -> None:
    monitor.good("channel", "add", "desk", "terminal:")
    monitor.good("topic", "add", "harbour", "dock* AND strik*", "--channel", "desk")
    assert found_by_doctor(monitor)["topics"] == ["ok: 3 topics"]
    assert "nothing is told of harbour any more" in monitor("channel", "remove", "desk").stderr
    assert found_by_doctor(monitor)["topics"] == [
        "warn: nothing is told of harbour: none of its channels is in use (desk)"
    ]
