"""The log and the counters: one event a finished job, with its fields. Knows no room of the house."""

from __future__ import annotations

import logging
import resource
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

Field = str | int | float | bool


class Telemetry:
    """Writes log lines as text for people or as JSON for machines, and counts events by name and result.

    ``verbosity`` 0 writes what a person should see (new, failed, sent), 1 every outcome, 2 also the libraries' debug.
    Text that comes from outside is written by ``repr`` rules, so that it can neither break the line nor colour it.
    """

    def __init__(self, *, as_json: bool = False, verbosity: int = 0, stream: TextIO | None = None) -> None:
        self._json, self._verbosity = as_json, verbosity
        self._stream = stream
        self._lock = threading.Lock()
        self.counts: Counter[tuple[str, str]] = Counter()

    def event(self, name: str, result: str, *, subject: str = "", reason: str = "", level: int = 1,
              facts: Mapping[str, Field] | None = None) -> None:  # fmt: skip
        """Count one event and write it if its ``level`` (0 = always) is within the verbosity."""
        fields = {key: value for key, value in (facts or {}).items() if value != ""}
        with self._lock:
            self.counts[name, result] += 1
            if level <= self._verbosity:
                self._write(name, result, subject, reason, fields)

    def _write(self, name: str, result: str, subject: str, reason: str, fields: Mapping[str, Field]) -> None:
        now = datetime.now(UTC).replace(microsecond=0)
        stream = self._stream or sys.stderr
        if self._json:
            import json

            record = {"at": now.isoformat(), "event": name, "result": result, "subject": subject, "reason": reason}
            line = json.dumps({**{key: value for key, value in record.items() if value}, **fields}, ensure_ascii=False)
        else:
            why = f"— {_plain(reason)}" if reason else ""
            extra = " ".join(f"{key}={_shown(value)}" for key, value in fields.items())
            about = _plain(subject)
            line = " ".join(part for part in (f"{now:%H:%M:%S} {name:<8} {result:<12}", about, why, extra) if part)
        try:
            print(line, file=stream, flush=True)
        except (OSError, ValueError):
            return  # a closed log must not stop the work


def resident_memory() -> int:
    """Bytes of main memory that this process holds; the most it ever held where the system does not tell (no /proc)."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()
    except (OSError, ValueError):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def quiet_libraries(verbosity: int) -> None:
    """Keep the libraries' own loggers quiet unless asked twice for more."""
    logging.basicConfig(level=logging.DEBUG if verbosity >= 3 else logging.ERROR, format="%(name)s: %(message)s")
    for name in ("apprise", "trafilatura", "htmldate", "alembic", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.DEBUG if verbosity >= 3 else logging.CRITICAL)


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _shown(value: Field) -> str:
    text = _plain(str(value))
    return f'"{text}"' if " " in text else text
