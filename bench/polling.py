"""What polling costs: many feeds on loopback, beside lemon24/reader and a bare httpx + feedparser + trafilatura.

    python bench/polling.py [--feeds 100] [--many 2000] [--articles 500] [--reader-python PATH]

``reader`` is not part of this project: install it into an environment of its own (``python -m venv /tmp/r &&
/tmp/r/bin/pip install reader``) and give that interpreter; without it the row is left out. Everything is measured in
one run, CPU rather than wall where it can be, because goals are ratios. Takes about five minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
Figures = dict[str, Any]


def free_port() -> int:
    """A port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def press() -> Iterator[int]:
    """The press in a process of its own; its port."""
    port = free_port()
    process = subprocess.Popen([sys.executable, str(HERE / "polling_site.py"), str(port)], stdin=subprocess.PIPE)
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                process.poll()
        yield port
    finally:
        process.communicate(timeout=10)


def run(interpreter: str, script: str, *arguments: object) -> Figures:
    """Run a side in a process of its own against a press of its own; what it printed."""
    with press() as port:
        command = [interpreter, str(HERE / script), *(str(each).replace("PORT", str(port)) for each in arguments)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False, text=True, cwd=HERE.parent,
                              env={"PYTHONPATH": f"{HERE.parent}:{HERE}", "PATH": "/usr/bin:/bin"})  # fmt: skip
    if done.returncode:
        return {}
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def line(what: str, ours: float, unit: str, *, peer: float | None = None, goal: str = "") -> None:
    """One row: ours, the yardstick, the ratio, the goal."""
    beside = f"{peer:10.2f} {ours / peer:7.2f} x" if peer else f"{'':>10} {'':>9}"
    print(f"{what:<56} {ours:10.2f} {beside}  {unit:<5} {goal}")


def show(name: str, figures: Figures) -> None:
    """Say that a side could not run."""
    if not figures:
        print(f"{name}: no figures (see above)")


def main() -> None:
    """Run every side and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=100)
    parser.add_argument("--many", type=int, default=2000)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--reader-python", default="", metavar="PATH")
    given = parser.parse_args()
    reader = (
        run(given.reader_python, "polling_peers.py", "reader", "PORT", given.feeds, 0) if given.reader_python else {}
    )
    plain = run(sys.executable, "polling_peers.py", "plain", "PORT", given.feeds, given.articles)
    few = run(sys.executable, "polling_ours.py", "PORT", given.feeds, given.articles, "polls", "articles", "alerts")
    late = run(sys.executable, "polling_ours.py", "PORT", given.feeds, 0, "lateness")
    many = run(sys.executable, "polling_ours.py", "PORT", given.many, 0, "polls") if given.many else {}
    if not reader:
        print("lemon24/reader: left out, give --reader-python an interpreter that has it")
    for name, figures in (("plain pipeline", plain), ("monitor", few), ("lateness", late)):
        show(name, figures)
    if few:
        table(few, many, late, reader, plain, given)


def table(
    few: Figures, many: Figures, late: Figures, reader: Figures, plain: Figures, given: argparse.Namespace
) -> None:
    """Ours beside the yardsticks and the goals."""
    polls, burst, alerts = few["polls"], few["articles"], few["alerts"]
    print(f"{'':<56} {'ours':>10} {'beside':>10} {'ratio':>9}")
    for name, peer in (("reader", reader), ("plain", plain)):
        if peer:
            goal = "goal 0.4 x reader" if name == "reader" else ""
            line(
                f"unchanged poll, {given.feeds} feeds / {name}",
                polls["unchanged"] * 1e3,
                "ms",
                peer=peer["unchanged"] * 1e3,
                goal=goal,
            )
            goal = "goal 0.5 x reader" if name == "reader" else ""
            line(
                f"feed with 5 new entries / {name}", polls["changed"] * 1e3, "ms", peer=peer["changed"] * 1e3, goal=goal
            )
    if many:
        line(f"unchanged poll, {given.many} feeds / {given.feeds} feeds", many["polls"]["unchanged"] * 1e3, "ms",
             peer=polls["unchanged"] * 1e3, goal="goal 1.15 x")  # fmt: skip
        line(f"memory idle, {given.many} feeds, all processes", many["polls"]["idle"], "MB", goal="goal 150 at 1,000")
    line(f"memory idle, {given.feeds} feeds, all processes", polls["idle"], "MB")
    line("memory in a burst, all processes", burst["burst"], "MB", goal="goal 250")
    line(
        "new article, feed to alert, CPU / plain, page alone",
        burst["article"] * 1e3,
        "ms",
        peer=plain.get("article", 0) * 1e3,
        goal="goal 1 x",
    )
    line(
        "new articles a second / plain, two processes, page alone",
        burst["rate"],
        "1/s",
        peer=plain.get("rate"),
        goal="goal 1 x",
    )
    if plain:
        line("new article, feed to alert, CPU / plain, feed and page", burst["article"] * 1e3, "ms",
             peer=plain["whole_article"] * 1e3)  # fmt: skip
        line("new articles a second / plain, two, feed and page", burst["rate"], "1/s", peer=plain["whole_rate"])
    if alerts["told"]:
        line("publish to alert, median", alerts["p50"], "s")
        line(f"publish to alert, p95 ({alerts['told']} of 20 told)", alerts["p95"], "s", goal="goal 0.5 s")
    if late:
        line("others' lateness, one hangs and one is a bomb, p99", late["lateness"]["p99"], "s", goal="goal 10 s")


if __name__ == "__main__":
    main()
