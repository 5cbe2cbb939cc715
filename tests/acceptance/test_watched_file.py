"""An edit of feeds.toml that comes at a bad moment is taken all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.app.machine import Monitor, build, read_declared
from monitor.config.database_url import sqlite_url
from monitor.config.settings import Settings
from monitor.core.errors import StorageError
from monitor.core.model.ids import SourceId
from monitor.daemon.declaration import Declaration
from monitor.services.channels import add_channel

pytestmark = pytest.mark.sqlite_only  # its fault is made of the lock file

SOURCE = '[[source]]\nid = "{0}"\nname = "S"\nurl = "https://{0}.example/"\n'


@pytest.fixture
def monitor(tmp_path: Path) -> Iterator[Monitor]:
    (tmp_path / "feeds.toml").write_text(SOURCE.format("first"), encoding="utf-8")
    made = build(Settings(config=tmp_path / "feeds.toml", database_url=sqlite_url(tmp_path / "monitor.db")))
    yield made
    made.close()


def edit(monitor: Monitor, *names: str, more: str = "") -> None:
    text = "".join(SOURCE.format(name) for name in names) + more
    monitor.settings.config.write_text(text, encoding="utf-8")


def watched(monitor: Monitor) -> list[SourceId]:
    with monitor.store.read() as tx:
        return [source.id for source in tx.sources.all()]


def break_storage(monitor: Monitor) -> Path:
    """From now on nothing can be written: where the lock file was, is a folder."""
    lock = monitor.settings.config.with_name("monitor.db.lock")
    lock.unlink()
    lock.mkdir()
    return lock


def test_an_edit_that_the_storage_did_not_take_is_taken_when_it_works_again(monitor: Monitor) -> None:
    declaration = Declaration(monitor)
    declaration.look()
    edit(monitor, "first", "second")
    lock = break_storage(monitor)
    for _ in range(2):
        with pytest.raises(StorageError):
            declaration.look()
    lock.rmdir()
    declaration.look()
    assert watched(monitor) == ["first", "second"]


def test_a_refusal_that_could_not_be_told_is_told_when_the_storage_works_again(
    monitor: Monitor, capsys: pytest.CaptureFixture[str]
) -> None:
    declaration = Declaration(monitor)
    declaration.look()
    edit(monitor, "first", more="spacings = 3\n")
    lock = break_storage(monitor)
    for _ in range(2):
        with pytest.raises(StorageError):
            declaration.look()
    lock.rmdir()
    for _ in range(2):
        declaration.look()
    with monitor.store.read() as tx:
        assert [each.alert.message.title for each in tx.outbox.latest()] == ["Configuration change refused"]
    assert capsys.readouterr().err.count("refused") == 1


def test_an_edit_that_was_made_while_the_monitor_started_is_taken_at_the_first_look(monitor: Monitor) -> None:
    declaration, as_read = Declaration(monitor), read_declared(monitor.settings)
    edit(monitor, "first", "second")
    declaration.apply(as_read)
    declaration.look()
    assert watched(monitor) == ["first", "second"]


def test_an_address_that_is_declared_twice_is_taken_and_told_once(
    monitor: Monitor, capsys: pytest.CaptureFixture[str]
) -> None:
    declaration = Declaration(monitor)
    declaration.look()
    edit(monitor, "first", more=SOURCE.format("second").replace("second.example", "www.first.example"))
    declaration.look()
    declaration.read_again()
    declaration.look()
    assert watched(monitor) == ["first", "second"]
    said = [line for line in capsys.readouterr().err.splitlines() if "same address" in line]
    assert len(said) == 1 and "feeds.toml:2" in said[0] and "feeds.toml:6" in said[0]


def test_what_takes_hold_at_the_next_start_only_is_told_once(
    monitor: Monitor, capsys: pytest.CaptureFixture[str]
) -> None:
    declaration = Declaration(monitor)
    declaration.look()
    edit(monitor, "first", more='[monitor]\nzone = "Europe/Kyiv"\nkeep = "90d"\n')
    declaration.look()
    declaration.read_again()
    declaration.look()
    (said,) = [line for line in capsys.readouterr().err.splitlines() if "next start" in line]
    assert "zone of [monitor]" in said and "keep" not in said


def test_a_table_that_takes_the_place_of_what_was_added_by_hand_is_told_once(
    monitor: Monitor, capsys: pytest.CaptureFixture[str]
) -> None:
    declaration = Declaration(monitor)
    declaration.look()
    add_channel(monitor.store, "desk", "terminal:")
    edit(monitor, "first", more='[[channel]]\nname = "desk"\nurl = "env:DESK_URL_NOT_SET"\n')
    declaration.look()
    declaration.read_again()
    declaration.look()
    (said,) = [line for line in capsys.readouterr().err.splitlines() if "added by hand" in line]
    assert "channel desk" in said and "give that table another name" in said
