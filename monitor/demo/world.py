"""The made-up press world: all sites, and the story that is played on them. It has no clock: times come in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from monitor.demo.newsroom import changed, opened
from monitor.demo.outlets import OUTLETS, Outlet
from monitor.demo.site import Site
from monitor.demo.story import STORY, Act

ALLOW_HOSTS = "127.0.0.0/8"  # what MONITOR_ALLOW_HOSTS must hold so that the world can be polled
_TOPICS = ("sanctions", "rome-statute-amendments", "icpa")


class PressWorld:
    """Nine outlets on loopback. Use as a context manager, or call ``start`` and ``stop``.

    ``started`` (aware UTC) is the moment of which older articles are counted back; ``speed`` divides the times of the
    story, which is over after two minutes at speed 1. Act number n is done by ``advance_to(n)`` or in ``play``.
    """

    def __init__(self, *, started: datetime, speed: float = 1.0, story: tuple[Act, ...] = STORY) -> None:
        if speed <= 0:
            raise ValueError("speed must be more than 0")
        self.story = story
        self.step = 0  # number of acts done
        self._began, self._speed = started, speed
        self.sites = {outlet.id: _site(outlet, started, number) for number, outlet in enumerate(OUTLETS)}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Begin to answer, with what was published before the story."""
        for site in self.sites.values():
            site.start()

    def stop(self) -> None:
        """Close every site."""
        for site in self.sites.values():
            site.stop()

    def advance_to(self, step: int) -> tuple[Act, ...]:
        """Do all acts up to number ``step`` (0 = none, ``len(story)`` = all) that are not done; the acts just done."""
        done = self.story[self.step : step]
        for act in done:
            site = self.sites[act.outlet]
            site.front = changed(site.front, act.change, self._began + act.at / self._speed)
        self.step = max(self.step, step)
        return done

    def play(self, wait: Callable[[float], bool], began: datetime | None = None) -> Iterator[Act]:
        """Do the acts that are left, each in its time, and give each after it was done.

        ``wait`` is given the seconds until the next act and answers True to stop (``threading.Event.wait`` does).
        ``began`` is the moment from which the story's times count, if later than ``started``.
        """
        self._began = began or self._began
        before = self.story[self.step - 1].at if self.step else timedelta()
        for act in self.story[self.step :]:
            if wait((act.at - before) / self._speed / timedelta(seconds=1)):
                return
            before = act.at
            yield from self.advance_to(self.step + 1)

    def address(self, outlet: str) -> str:
        """The address of an outlet's front: the feed, listing or page that is watched."""
        return self.sites[outlet].base + self.sites[outlet].front.outlet.front

    def feeds_toml(self, interval: timedelta = timedelta(seconds=2)) -> str:
        """A feeds.toml that watches this world for the three topics.

        An ``interval`` under a minute is read only with MONITOR_SHORTEST_INTERVAL set as low.
        """
        topics = "\n".join(f'[[topic]]\nname = "{name}"\n' for name in _TOPICS)
        sources = "\n".join(self._source(site.front.outlet, interval) for site in self.sites.values())
        return f'# A made-up press world on this machine.\npacks = ["icc"]\n\n{topics}\n{sources}'

    def _source(self, outlet: Outlet, interval: timedelta) -> str:
        return f"""[[source]]
id = "{outlet.id}"
name = "{outlet.name}"
url = "{self.address(outlet.id)}"
kind = "{outlet.kind}"
language = "{outlet.language}"
rank = {outlet.rank}
interval = "{max(1, round(interval.total_seconds()))}s"
"""


def _site(outlet: Outlet, started: datetime, number: int) -> Site:
    """A site on an address of its own where the machine has the whole of 127.0.0.0/8, else on 127.0.0.1."""
    front = opened(outlet, started)
    try:
        return Site(front, f"127.0.0.{10 + number}")
    except OSError:
        return Site(front)
