"""The heartbeat file: written by the daemon's loop, read by a container's health check.

It says that the loop turned and that the database answered. It holds the machine's monotonic time in seconds, so that
setting the clock neither hides a stopped loop nor reports a good one as dead.

Also a program of its own, ``python -I -S heartbeat.py FILE``: it imports three modules of the standard library, because
it runs every few seconds for ever (measured: 0.015 s CPU, against 1 s for a command that opens the database).
"""

from __future__ import annotations

import os
import sys
import time

STALE = 60.0  # seconds; the daemon beats every five


def beat(path: str) -> None:
    """Say "alive" now. The file is replaced whole: a reader never sees half of it. Raises OSError."""
    draft = f"{path}.{os.getpid()}"
    with open(draft, "w", encoding="ascii") as file:  # noqa: PTH123 - pathlib would triple the cost of the check
        file.write(f"{time.monotonic()!r}\n")
    os.replace(draft, path)  # noqa: PTH105 - as above


def problem(path: str, now: float) -> str:
    """What is wrong at monotonic time ``now``, in one line; "" if all is well."""
    try:
        with open(path, encoding="ascii") as file:  # noqa: PTH123 - as above
            beaten = float(file.read(64))
    except FileNotFoundError:
        return f"no heartbeat yet: {path} is not there"
    except (OSError, ValueError) as error:
        return f"heartbeat cannot be read: {error}"
    age = now - beaten
    if 0 <= age <= STALE:
        return ""
    if age < 0:
        return "the last heartbeat is from before this machine was started"
    return f"the last heartbeat is {age:.0f} seconds old: the loop stands still or the database does not answer"


def main(arguments: list[str]) -> int:
    """Exit code 0 if the daemon is well; 1, with one line, if not."""
    if len(arguments) != 2:
        sys.stderr.write("use: heartbeat.py FILE\n")
        return 2
    found = problem(arguments[1], time.monotonic())
    sys.stdout.write((found or "well") + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
