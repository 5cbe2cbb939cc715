"""The watched feeds.toml: taken at start, looked at again while running; a broken edit keeps the old state."""

from __future__ import annotations

from monitor.app.channels import BrokenChannel
from monitor.app.machine import Monitor, read_declared
from monitor.config.declared import MonitorTable
from monitor.config.mounted import mounted_from
from monitor.core.errors import ConfigError
from monitor.pipeline.watch import tell_refused_edit
from monitor.services.declare import Assembled, apply
from monitor.services.sources import watched_twice
from monitor.services.taken_over import ADVICE, taken_over

AT_START = ("contact", "zone", "spacing", "web_url")  # of [monitor]: what the parts are built with, once


class Declaration:
    """The configuration file: applied at start, looked at again while running. A broken edit keeps the old state."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._taken: tuple[int, int] | None = None  # the file as it was when it was last taken, or refused and told
        self._mount = mounted_from(monitor.settings.config)
        self._refused: tuple[int, int] | None = None  # the file as it was when it was last refused
        self._asked = False
        self._unusable: dict[str, str] = {}
        self._doubts: set[str] = set()
        self._started: MonitorTable | None = None
        self._waiting: dict[str, object] = {}

    def replaced(self) -> bool:
        """Whether to end now, so that whoever restarts the monitor mounts a file that this process cannot see.

        A container that mounts the single file holds on to the old one when an editor saves by renaming a new one over
        it. Told once where nobody would start the monitor again.
        """
        settings, before = self._monitor.settings, self._mount
        self._mount = mounted_from(settings.config) if before else ""
        if self._mount == before:
            return False
        self._monitor.telemetry.event(
            "config", "replaced", subject=str(settings.config), level=0,
            reason="a new file was put in its place, but this one is mounted by itself and shows only after a start: "
                   + ("ending, to be restarted" if settings.supervised else "restart the monitor"),
        )  # fmt: skip
        return settings.supervised

    def apply(self, assembled: Assembled) -> None:
        """Make the store hold what the file declares. Raises ConfigError, and StorageError."""
        plan = apply(self._monitor.store, assembled, self._monitor.context.clock.now())
        if plan.changes:
            more = f" and {len(plan.changes) - 5} more" if len(plan.changes) > 5 else ""
            shown = ", ".join(plan.changes[:5]) + more
            self._monitor.telemetry.event("config", "applied", subject=str(self._monitor.settings.config),
                                          reason=shown, level=0)  # fmt: skip
        self._say_unusable()
        self._say_doubts()
        self._say_waiting(assembled.declared.monitor)

    def _say_doubts(self) -> None:
        """Name, once each, sources that watch one address, and what took the place of something added by hand.

        Never refused: no report is lost by the one, and the other may be meant.
        """
        file, store, now = self._monitor.settings.config, self._monitor.store, self._monitor.context.clock.now()
        twice = (f"{said}: correct the url of one, or take it out" for said in watched_twice(store, file))
        found = {*twice, *(f"{said}; {ADVICE}" for said in taken_over(store, now))}
        for said in sorted(found - self._doubts):
            self._monitor.telemetry.event("config", "doubtful", subject=str(file), level=0, reason=said)
        self._doubts = found

    def _say_waiting(self, table: MonitorTable) -> None:
        """Name what was edited of [monitor] and takes hold at the next start only: once for each edit.

        What the environment sets in its place is left out: the edit changes nothing then.
        """
        started = self._started = self._started or table
        waiting: dict[str, object] = {}
        for name in AT_START:
            before, now = getattr(started, name), getattr(table, name)
            if now != before and getattr(self._monitor.settings, name, before) == before:
                waiting[name] = now
        if waiting and waiting != self._waiting:
            said = f"{', '.join(waiting)} of [monitor]: taken at the next start"
            file = str(self._monitor.settings.config)
            self._monitor.telemetry.event("config", "waits", subject=file, reason=said, level=0)
        self._waiting = waiting

    def _say_unusable(self) -> None:
        """Name the channels that cannot be used, once each: their alerts would wait for days, and nobody be told.

        And those that can again: the secret that was missing is there, or another one is.
        """
        for name, channel in self._monitor.context.channels().items():
            problem = channel.problem if isinstance(channel, BrokenChannel) else ""
            if problem and self._unusable.get(name) != problem:
                self._monitor.telemetry.event("channel", "unusable", subject=name,
                                              reason=f"{problem}; its alerts wait", level=0)  # fmt: skip
            if not problem and self._unusable.get(name):
                self._monitor.telemetry.event("channel", "usable", subject=name, level=0)
            self._unusable[name] = problem

    def look(self) -> None:
        """Take an edit that was made since the last look, or refuse it whole and tell the operator once.

        The first look takes the file once more: it may have been edited while the monitor started. What the storage
        does not take now is taken at a later look. Raises StorageError.
        """
        stamp = self._stamp()
        if stamp == self._taken and not self._asked:
            self._say_unusable()  # a file that holds a secret may have changed
            return
        if self._asked:
            self._asked, self._taken = False, None  # until it is taken, whatever keeps it from that now
            self._monitor.telemetry.event("config", "read again", subject=str(self._monitor.settings.config), level=0)
        try:
            self.apply(read_declared(self._monitor.settings))
        except ConfigError as error:
            self._refuse(error, stamp)
        else:
            if self._refused is not None:
                self._monitor.telemetry.event("config", "good again", subject=str(self._monitor.settings.config),
                                              level=0)  # fmt: skip
            self._refused = None
        self._taken = stamp

    def _refuse(self, error: ConfigError, stamp: tuple[int, int]) -> None:
        if self._refused != stamp:
            self._refused = stamp
            self._monitor.telemetry.event("config", "refused", subject=str(self._monitor.settings.config),
                                          reason=f"{error} (the old state is kept)", level=0)  # fmt: skip
        tell_refused_edit(self._monitor.context, error, fingerprint=f"{stamp}")

    def read_again(self) -> None:
        """Have the next look take the file as edited, whether it was or not. Called by a signal: does nothing else."""
        self._asked = True

    def _stamp(self) -> tuple[int, int]:
        """By what an edit is seen; zeros for a file that is not there."""
        try:
            found = self._monitor.settings.config.stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_size
