"""The tools on the bench: what a stage may use. Nothing below a stage is given the whole of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from monitor.core.model.host import HostCounts, RobotsRule, nobody_asked
from monitor.core.model.ids import ChannelId
from monitor.core.ports import Channel, Clock, Fetcher
from monitor.isolation.pool import WorkerPool
from monitor.pipeline.knowledge import Knowledge
from monitor.store.store import Store


@dataclass(frozen=True, kw_only=True)
class Context:
    """Wired by ``app.build``; in tests by hand.

    ``channels`` opens the channels as they are set up now, by id; ``chance`` gives values in [0, 1);
    ``hosts`` tells what the fetcher asked of each host since the start, ``robots`` what a host's robots.txt says of an
    address. ``stopping`` says that the program ends: a fetch that was cut short by that is no failure of the source.
    """

    store: Store
    fetcher: Fetcher
    workers: WorkerPool
    channels: Callable[[], Mapping[ChannelId, Channel]]
    clock: Clock
    knowledge: Knowledge
    hosts: Callable[[], Sequence[HostCounts]] = field(default=tuple)
    robots: Callable[[str], RobotsRule] = field(default=nobody_asked)
    chance: Callable[[], float] = field(default=random.random)
    stopping: Callable[[], bool] = field(default=lambda: False)
    zone: tzinfo = UTC
    base_url: str = ""
