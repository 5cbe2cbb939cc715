"""``monitor pack``: the topics that come with the program, and their cases."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from monitor.cli.program import Group

if TYPE_CHECKING:
    from monitor.packs.cases import CaseResult
    from monitor.packs.loader import Pack


@click.group("pack", cls=Group, examples=(("monitor pack list", ""), ("monitor pack test icc", "run its cases")))
def pack() -> None:
    """Packs: topics that come with the program.

    Each has concepts (lists of names) and cases that it must pass.
    """


@pack.command("list", examples=(("monitor pack list --json", ""),))
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def pack_list(as_json: bool) -> None:
    """List the packs."""
    from monitor.cli import table
    from monitor.packs.loader import load_pack, pack_names

    packs = [load_pack(name) for name in pack_names()]
    if as_json:
        table.print_json([{"name": each.name, "title": each.title, "topics": [topic.id for topic in each.topics],
                           "concepts": [concept.name for concept in each.concepts], "cases": len(each.cases)}
                          for each in packs])  # fmt: skip
        return
    table.print_table(("pack", "title", "topics", "concepts", "cases"),
                      [(each.name, each.title, ", ".join(topic.id for topic in each.topics), str(len(each.concepts)),
                        str(len(each.cases))) for each in packs], right=("concepts", "cases"))  # fmt: skip


@pack.command("test", examples=(("monitor pack test", "all packs"), ("monitor pack test icc --json", "")))
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="A JSON array with one object a case.")
def test(name: str | None, as_json: bool) -> int:
    """Run the cases of a pack, and say which fail."""
    from monitor.cli import table
    from monitor.packs.loader import load_pack, pack_names

    packs = [load_pack(each) for each in ((name,) if name else pack_names())]
    results = [(each, _run(each)) for each in packs]
    if as_json:
        table.print_json([{"pack": each.name, "case": result.case.id, "kind": result.case.kind,
                           "language": result.case.language, "passed": result.passed, "wrong": list(result.faults)}
                          for each, found in results for result in found])  # fmt: skip
    else:
        for each, found in results:
            _print(each, found)
    return 0 if all(result.passed for _, found in results for result in found) else 1


def _run(tested: Pack) -> list[CaseResult]:
    from rich.progress import track

    from monitor.cli.table import console
    from monitor.packs.cases import run_cases

    screen = console(err=True)
    return list(track(run_cases(tested), f"Testing {tested.name}", len(tested.cases), console=screen, transient=True,
                      disable=not screen.is_terminal))  # fmt: skip


def _print(tested: Pack, found: list[CaseResult]) -> None:
    from monitor.cli import table

    total, passed = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for result in found:
        subject = ", ".join(sorted(result.case.grades)) or "none of them"
        key = (subject, result.case.kind or "case")
        total[key] += 1
        passed[key] += result.passed
    rows = [(*key, str(total[key]), str(passed[key]), str(total[key] - passed[key])) for key in sorted(total)]
    table.print_table(("about", "kind", "cases", "passed", "failed"), rows,
                      right=("cases", "passed", "failed"), empty=f"Pack {tested.name} has no cases.")  # fmt: skip
    wrong = [result for result in found if not result.passed]
    if wrong:
        click.echo()
        table.print_table(("failed case", "language", "headline", "what is wrong"),
                          [(each.case.id, each.case.language, each.case.title, "; ".join(each.faults))
                           for each in wrong])  # fmt: skip
    click.echo(f"\nPack {tested.name}: {len(found) - len(wrong)} of {len(found)} cases passed.")
