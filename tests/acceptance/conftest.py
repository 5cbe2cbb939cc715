"""The setting of an acceptance test: a folder, press sites, a mailbox, a webhook, daemons that end with the test."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.core.model.entry import Entry
from monitor.store.store import Store
from tests.acceptance.daemon import Daemon
from tests.acceptance.press import PressSite, press_sites
from tests.acceptance.receivers import Hook, Mailbox, hook, mailbox

DAM = '[[topic]]\nname = "dam"\ntitle = "Aldmere dam"\nquery = \'"Aldmere dam"\'\n'
SANCTIONS = '[[topic]]\nname = "sanctions"\n'


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "crash: many SIGKILLs in a row; about half a minute each")


@dataclass
class Setting:
    """Where a daemon is tried out."""

    folder: Path
    mail: Mailbox
    hook: Hook
    sites: dict[str, PressSite]
    url: str  # of the database
    daemons: list[Daemon] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.folder / "monitor.db"

    @property
    def config(self) -> Path:
        return self.folder / "feeds.toml"

    def outlet(self, name: str) -> PressSite:
        self.sites[name] = PressSite(name)
        return self.sites[name]

    def declare(self, *names: str, topics: str = DAM, more: str = "") -> None:
        """Write feeds.toml: these outlets (all by default), the topics, both channels."""
        sources = "".join(
            f'[[source]]\nid = "{name}"\nname = "{name.title()}"\n'
            f'url = "{self.sites[name].feed_url}"\ninterval = "1s"\n'
            for name in names or self.sites
        )
        mail = f"smtp://127.0.0.1:{self.mail.port}/?from=monitor@example.org&to=desk@example.org&tls=none"
        channels = f'[[channel]]\nname = "mail"\nurl = "{mail}"\n[[channel]]\nname = "hook"\nurl = "{self.hook.url}"\n'
        text = f'packs = ["icc"]\n{topics}{sources}{channels}[monitor]\nspacing = "1s"\n{more}'
        draft = self.config.with_suffix(".new")
        draft.write_text(text, encoding="utf-8")
        draft.replace(self.config)  # as an editor saves: never half a file

    def start(self, *arguments: str, variables: dict[str, str] | None = None,
              stdin: int = subprocess.DEVNULL) -> Daemon:  # fmt: skip
        number = len(self.daemons) + 1
        self.daemons.append(Daemon(self.folder, self.folder / f"daemon-{number}.log", *arguments, database=self.url,
                                   variables=variables, stdin=stdin))  # fmt: skip
        return self.daemons[-1]

    def watching(self) -> Daemon:
        """A daemon that has met every outlet, and whose first summary went out."""
        daemon = self.start()
        self.wait_until_met(daemon)
        return daemon

    def wait_until_met(self, daemon: Daemon) -> None:
        for name in self.sites:
            daemon.wait_for(event="poll", subject=name)

    def is_due(self) -> bool:
        """Whether every outlet is to be polled now."""
        store, now = Store(self.url), datetime.now(UTC)
        try:
            with store.read() as tx:
                found = tx.sources.states().values()
        finally:
            store.close()
        return all(each.next_poll_at is None or each.next_poll_at <= now for each in found)

    def entries(self) -> list[Entry]:
        """The ledger."""
        store = Store(self.url)
        try:
            with store.read() as tx:
                return tx.entries.export()
        finally:
            store.close()

    def close(self) -> None:
        for daemon in self.daemons:
            daemon.close()


@pytest.fixture
def setting(tmp_path: Path, migrated_url: str) -> Iterator[Setting]:
    with press_sites() as sites, mailbox() as mail, hook() as posted:
        made = Setting(folder=tmp_path, mail=mail, hook=posted, sites=sites, url=migrated_url)
        try:
            yield made
        finally:
            mail.let_go.set()
            posted.let_go.set()
            made.close()
