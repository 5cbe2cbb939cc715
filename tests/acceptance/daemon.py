"""The installed program as a process of its own, its log read line by line so that a test can wait for an event."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.acceptance.receivers import DEADLINE, Waiting

PROGRAM = Path(sys.executable).with_name("monitor")


def environment(folder: Path, database: str = "") -> dict[str, str]:
    """The settings by which every test runs the program."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return kept | {
        "HOME": str(folder), "MONITOR_CONFIG": str(folder / "feeds.toml"), "MONITOR_ALLOW_HOSTS": "127.0.0.0/8",
        "MONITOR_SHORTEST_INTERVAL": "1s", "MONITOR_LOG_FORMAT": "json", "MONITOR_VERBOSITY": "1",
        "MONITOR_WEB": "off",
        "MONITOR_DATABASE_URL": database or f"sqlite:///{folder / 'monitor.db'}",
    }  # fmt: skip


class Daemon:
    """``monitor run`` with everything it says kept in ``log`` (a file) and ``events`` (parsed)."""

    def __init__(self, folder: Path, log: Path, *arguments: str, database: str = "",
                 variables: dict[str, str] | None = None, stdin: int = subprocess.DEVNULL) -> None:  # fmt: skip
        self.events: list[dict[str, Any]] = []
        self.log = log
        self.state = Waiting()
        self._process = subprocess.Popen(
            [str(PROGRAM), "run", *arguments], cwd=folder, env=environment(folder, database) | (variables or {}),
            stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
            text=True,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def number(self) -> int:
        """Its process id."""
        return self._process.pid

    def _read(self) -> None:
        assert self._process.stderr is not None
        with self.log.open("w", encoding="utf-8") as file:
            for line in self._process.stderr:
                file.write(line)
                file.flush()
                with suppress(json.JSONDecodeError), self.state.changed:
                    self.events.append(json.loads(line))
                    self.state.changed.notify_all()

    def seen(self, **wanted: object) -> list[dict[str, Any]]:
        """The events that have these values."""
        return [event for event in self.events if all(event.get(key) == value for key, value in wanted.items())]

    def wait_for(self, count: int = 1, **wanted: object) -> list[dict[str, Any]]:
        """Wait until so many events with these values were logged."""
        try:
            self.state.wait(lambda: len(self.seen(**wanted)) >= count, f"event {wanted}")
        except AssertionError as late:
            raise AssertionError(f"{late}; the log ends:\n{self.tail()}") from None
        return self.seen(**wanted)

    def page(self) -> str:
        """The address of its web page, once that is served."""
        (started,) = self.wait_for(event="web", result="started")
        found = re.search(r"http://[\d.:]+", started["reason"])
        assert found is not None, started
        return found[0]

    def wait_for_words(self, words: str) -> None:
        """Wait until a reason with these words was logged."""
        self.state.wait(lambda: any(words in str(event.get("reason", "")) for event in self.events), f"{words!r}")

    @property
    def pid(self) -> int:
        return self._process.pid

    def tail(self) -> str:
        return "".join(self.log.read_text(encoding="utf-8").splitlines(keepends=True)[-25:])

    def wait_for_end(self) -> int:
        """The exit code, once it ended by itself."""
        code = self._process.wait(DEADLINE)
        self._reader.join(DEADLINE)
        return code

    def terminate(self) -> int:
        """SIGTERM, as a service manager sends it; the exit code."""
        self._process.terminate()
        return self.wait_for_end()

    def kill(self) -> None:
        """SIGKILL: no last word, no clean-up."""
        self._process.kill()
        self.wait_for_end()

    def close(self) -> None:
        """End it and everything in its process group, if it still runs."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self.wait_for_end()
        if self._process.stderr is not None:
            self._process.stderr.close()
