"""The channels as every process of the monitor holds them: opened anew when what they are made of changes."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from monitor.app.channels import BrokenChannel, ChannelBook
from monitor.config.declared import MailServer
from monitor.config.secrets import resolve
from monitor.core.model.alert import ChannelSpec, Message, SendResult, Sent
from monitor.core.model.ids import ChannelId
from monitor.store.records import to_text
from monitor.store.store import Store
from monitor.store.versions import MAIL_SERVER

DESK = ChannelId("desk")


@dataclass
class Named:
    """A channel that says what it was made of."""

    address: str

    def send(self, message: Message) -> SendResult:
        return Sent()

    def describe(self) -> str:
        return self.address


@dataclass
class Desk:
    """A book with one channel whose address stands in a file."""

    store: Store
    file: Path
    opened: int = 0
    book: ChannelBook = field(init=False)

    def __post_init__(self) -> None:
        self.book = ChannelBook(self.store, self.open)

    def open(self, spec: ChannelSpec) -> Named:
        self.opened += spec.id == DESK
        return Named(resolve(spec.url))

    @property
    def address(self) -> str:
        return self.book()[DESK].describe()


@pytest.fixture
def desk(memory_store: Store, tmp_path: Path) -> Desk:
    file = tmp_path / "desk_url"
    file.write_text("webhook+https://one.example/a\n")
    with memory_store.write() as tx:
        tx.channels.put(ChannelSpec(id=DESK, url=f"file:{file}"))
    return Desk(memory_store, file)


def test_a_channel_stays_open_while_nothing_changes(desk: Desk) -> None:
    assert [desk.address for _ in range(3)] == ["webhook+https://one.example/a"] * 3
    assert desk.opened == 1


def test_a_changed_secret_file_is_taken_at_once(desk: Desk) -> None:
    assert desk.address
    desk.file.write_text("webhook+https://two.example/b\n")
    assert desk.address == "webhook+https://two.example/b"


def test_a_file_put_in_the_place_of_another_is_taken_though_it_is_as_old_and_as_long(desk: Desk) -> None:
    assert desk.address
    before = desk.file.stat()
    new = desk.file.with_name("new")
    new.write_text("webhook+https://two.example/b\n")
    os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
    new.replace(desk.file)
    assert desk.address == "webhook+https://two.example/b"


def test_a_secret_file_that_went_is_told_and_taken_again_when_it_is_back(desk: Desk) -> None:
    assert desk.address
    desk.file.unlink()
    assert isinstance(desk.book()[DESK], BrokenChannel)
    assert "does not exist" in desk.address
    desk.file.write_text("webhook+https://three.example/c\n")
    assert desk.address == "webhook+https://three.example/c"


@pytest.mark.parametrize("declared", [True, False])
def test_a_changed_password_of_the_mail_server_opens_the_channels_anew(desk: Desk, declared: bool) -> None:
    password = desk.file.with_name("password")
    password.write_text("one")
    server = MailServer(host="mail.example.org", user="desk", password=f"file:{password}", sender="a@example.org")
    if declared:
        with desk.store.write() as tx:
            tx.facts.put(MAIL_SERVER, to_text(server))
    else:
        desk.book = ChannelBook(desk.store, desk.open, server)
    assert desk.address and desk.opened == 1
    password.write_text("another")
    assert desk.address and desk.opened == 2
