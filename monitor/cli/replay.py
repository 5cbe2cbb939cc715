"""``monitor replay``: articles from a file, judged as if they came live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.program import Command

if TYPE_CHECKING:
    from monitor.services.declare import Assembled


@click.command(
    "replay",
    cls=Command,
    examples=(
        ("monitor replay articles.jsonl", "a table: grade, development, alert and why"),
        ("monitor replay articles.jsonl --json > verdicts.jsonl", "one JSON object an article"),
        ("monitor replay articles.jsonl --config other.toml", "with the topics of another file"),
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article, as it is judged.")
def replay(file: Path, as_json: bool) -> None:
    """Judge articles from a file.

    They are taken in date order, without network or database, each as if it came live.

    FILE has one JSON object a line: "id", "title", "text", and optional "url", "lang", "date", "source" and "rank".
    The topics are those of feeds.toml; without one, those that come with the program.
    """
    from monitor.cli import session, table
    from monitor.replay import replay as judge
    from monitor.services.article_file import read_file

    assembled = _assembled(session.read_settings(), named=session.config_was_named())
    answers = judge(assembled, list(read_file(file)))
    if as_json:
        for answer in answers:
            click.echo(table.json_line(answer))  # echo flushes: a reader sees each as it is judged
        return
    _print(answers)


def _assembled(settings: Any, *, named: bool) -> Assembled:
    from monitor.app.machine import read_declared
    from monitor.config.feeds_toml import parse
    from monitor.config.template import template
    from monitor.services.declare import assemble

    if settings.config.exists() or named:
        return read_declared(settings)
    return assemble(parse(template(), "the shipped feeds.toml"))


def _print(answers: Iterable[dict[str, Any]]) -> None:
    from monitor.cli import table
    from monitor.core.wording import counted

    rows, accounts = [], Counter[str]()
    for answer in answers:
        grades = [f"{name} {each['grade']} {each['score']:.2f}" for name, each in answer["topics"].items()
                  if each["grade"] != "none"]  # fmt: skip
        accounts["alerts"] += bool(answer["alert"])
        accounts[answer["novelty"] or "not filed"] += 1
        rows.append((answer["id"], "alert" if answer["alert"] else "", answer["novelty"] or "",
                     answer["development"] or "", ", ".join(grades), answer["reason"]))  # fmt: skip
    table.print_table(("article", "told", "novelty", "development", "topics", "why"), rows, empty="No articles.")
    filed = ", ".join(f"{count} {name}" for name, count in accounts.items() if name != "alerts")
    if rows:
        click.echo(f"\n{counted(len(rows), 'article')}: {counted(accounts['alerts'], 'alert')}; {filed}")
