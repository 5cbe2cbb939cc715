"""A release takes the last one's data over: up, down and up again with data, killed amid it; on both engines."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select, text

from monitor.config.feeds_toml import parse
from monitor.core.errors import StorageError
from monitor.replay import Replay
from monitor.services.declare import Assembled, assemble
from monitor.store import schema
from monitor.store.schema import migrations
from monitor.store.store import Store
from monitor.store.tables import metadata
from tests.cli.conftest import FAIR, JUDGES, STAFF

Opener = Callable[[str], Store]
FIRST = "0001"
# Tables and columns that came later than FIRST and are made anew on the way up.
LATER_TABLES = {"host_turns", "processes", "captures", "capture_parts"}
SLOW = """
import sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from monitor.store.store import Store
count = 0
@event.listens_for(Engine, "before_cursor_execute")
def stop(connection, cursor, statement, parameters, context, executemany):
    global count
    count += statement.lstrip().upper().startswith(("CREATE", "INSERT", "ALTER", "UPDATE"))
    if count == int(sys.argv[2]):
        print("amid it", flush=True)
        sys.stdin.read()
Store(sys.argv[1]).upgrade()
print("done", flush=True)
"""


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(migrations()))
    return made


def revisions() -> list[str]:
    """All of them, the newest first."""
    return [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()]


def test_the_files_of_the_migrations_are_named_by_their_revisions_in_order() -> None:
    assert schema.revisions() == revisions()[::-1]


def migrate(url: str, to: str, *, down: bool = False) -> None:
    engine, settings = create_engine(url), config()
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(settings, to)
    engine.dispose()


def fill(url: str, open_store: Opener) -> None:
    """A topic of the shipped pack, three articles, a development with an alert, a fact."""
    store = open_store(url)
    store.upgrade()
    machine = Replay(_assembled(), store=store)
    for read in (JUDGES, STAFF, FAIR):
        machine.show(read)
    with store.write() as tx:
        tx.facts.put("kept", "Zürich – Київ")


def _assembled() -> Assembled:
    return assemble(parse('packs = ["icc"]\n[[topic]]\nname = "sanctions"\n', "feeds.toml"))


def rows(url: str) -> dict[str, list[dict[str, Any]]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
                 for table in metadata.sorted_tables if table.name not in LATER_TABLES}  # fmt: skip
    engine.dispose()
    return {name: sorted(each, key=repr) for name, each in found.items()}


def test_data_survives_the_way_down_and_up_again(database_url: str, open_store: Opener) -> None:
    fill(database_url, open_store)
    before = rows(database_url)
    filled = {name for name, each in before.items() if each}
    assert {"articles", "matches", "developments", "alerts", "deliveries", "facts"} <= filled
    for revision in revisions()[1:]:
        migrate(database_url, revision, down=True)
    for revision in reversed(revisions()[:-1]):
        migrate(database_url, revision)
    assert rows(database_url) == before
    open_store(database_url).check()


@pytest.mark.parametrize("statement", [1, 12, 40])
def test_a_migration_that_is_killed_leaves_nothing_half_done(database_url: str, open_store: Opener,
                                                             statement: int) -> None:  # fmt: skip
    killed_amid(database_url, statement)
    store = open_store(database_url)
    assert store.upgrade()
    store.check()


def test_a_killed_upgrade_of_a_filled_database_loses_nothing(database_url: str, open_store: Opener) -> None:
    fill(database_url, open_store)
    before = rows(database_url)
    migrate(database_url, FIRST, down=True)
    killed_amid(database_url, 4)
    assert open_store(database_url).upgrade()
    assert rows(database_url) == before


def killed_amid(url: str, statement: int) -> None:
    """Begin to migrate in a process of its own, and SIGKILL it before its n-th statement that changes anything."""
    process = subprocess.Popen([sys.executable, "-c", SLOW, url, str(statement)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "amid it\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_an_older_program_refuses_and_says_how_to_go_back(database_url: str, open_store: Opener) -> None:
    open_store(database_url).upgrade()
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StorageError, match=r"newer version \(9999\).*restore a backup from before the upgrade"):
        open_store(database_url).upgrade()
