"""What the channel tests share."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from monitor.channels.schemes import open_channel
from monitor.core.model.ids import ChannelId
from monitor.core.ports import Channel
from tests.channels.samples import NOW
from tests.channels.servers import Certificate, PlainFetcher, make_certificate


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    folder: Path = tmp_path_factory.mktemp("tls")
    return make_certificate(folder)


def channel(url: str, fetcher: PlainFetcher | None = None) -> Channel:
    """A channel for loopback: every target is allowed."""
    return open_channel(
        ChannelId("team"),
        url,
        fetcher=fetcher or PlainFetcher(),
        allowed_target=lambda host: "",
        stream=io.StringIO(),
        now=lambda: NOW,
    )
