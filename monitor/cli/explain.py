"""``monitor explain``: answers the question "why was I (not) told?"."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.program import Command, tell

if TYPE_CHECKING:
    from datetime import tzinfo

    from monitor.core.model.alert import Delivery
    from monitor.services.explain import Story, TopicAnswer


@click.command(
    "explain",
    cls=Command,
    examples=(
        ("monitor explain https://www.example.org/news/42", "what became of that page, and why"),
        ("monitor explain --text article.txt", "how each topic sees a text; its first line is the headline"),
        ("pbpaste | monitor explain --text -", ""),
    ),
)
@click.argument("url", required=False)
@click.option(
    "--text", "file", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE", help="A text file, - for stdin."
)
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def explain(url: str | None, file: Path | None, as_json: bool) -> int:
    """Say why a page was, or was not, alerted.

    Shows where it was seen, what each topic made of it clause by clause, its development and its deliveries.
    """
    from monitor.cli import session, table
    from monitor.services.explain import explain_text, explain_url, read_text

    if (url is None) == (file is None):
        raise click.UsageError("give the address of a page, or a text with --text FILE", click.get_current_context())
    with session.session() as held:
        if file is not None:
            answers = explain_text(held.store, read_text(file), session.now())
            if as_json:
                table.print_json([_answer_object(each) for each in answers])
                return 0
            _print_answers(answers)
            return 0
        stories = explain_url(held.store, url or "")
        if as_json:
            table.print_json([_story_object(each) for each in stories])
        for number, story in enumerate(() if as_json else stories):
            if number:
                click.echo()
            _print_story(story, held.zone)
    if not stories:
        tell(f"no source has listed {url}: it was never seen. Would its text match? monitor explain --text FILE")
        return 1
    return 0


def _print_story(story: Story, zone: tzinfo) -> None:
    from monitor.cli import table
    from monitor.core.inert import inert_url
    from monitor.core.wording import claimed, when

    each = story.explained
    entry = each.entry
    click.echo(table.heading(entry.title or "(no title)"))
    table.print_facts((
        ("Link", inert_url(entry.url)), ("Source", each.source_name),
        ("Published", claimed(entry.published, zone) if entry.published else "the source gives no date"),
        ("First seen", when(entry.first_seen, zone) + (", at first contact with its source" if entry.baseline else "")),
        ("Account", entry.account.value), ("Why", each.reason), *(("Topic", match) for match in each.matches),
        ("Development", f"{each.development}: monitor development show {each.development}" if each.development else ""),
        *(("Delivery", _told(delivery, zone)) for delivery in each.deliveries),
    ))  # fmt: skip
    if story.topics:
        click.echo("\nHow the topics see its text now:")
        _print_answers(story.topics)


def _told(delivery: Delivery, zone: tzinfo) -> str:
    from monitor.core.wording import when

    at = f" {when(delivery.sent_at, zone)}" if delivery.sent_at else ""
    return f"{delivery.target}: {delivery.status.value}{at}"


def _print_answers(answers: list[TopicAnswer] | tuple[TopicAnswer, ...]) -> None:
    from monitor.cli import table
    from monitor.core.inert import inert

    if not answers:
        click.echo("No topics are tracked: monitor topic add NAME QUERY")
    for answer in answers:
        found = answer.explanation.match
        grade = f"{found.grade.value} ({found.score:.2f}), {found.reason}" if found else "none: the query does not hold"
        click.echo(f"\n{table.heading(answer.explanation.topic_id)}  {inert(grade)}")
        for evidence in found.evidence if found else ():
            click.echo(f"    “{inert(evidence.quote, 400)}”")
        _print_clauses(answer)


def _print_clauses(answer: TopicAnswer) -> None:
    from monitor.cli import table
    from monitor.core.inert import inert

    if not any(clause.held for clause in answer.explanation.clauses):
        click.echo(f"    {table.paint('✗', fg='red')} no clause of it holds")
        return
    for clause in answer.explanation.clauses:
        mark = table.paint("✓", fg="green") if clause.held else table.paint("✗", fg="red")
        words = f"   by {inert(', '.join(clause.words), 200)}" if clause.words else ""
        text = inert(clause.text, 140)
        if not clause.depth and answer.joined:  # the whole query is the sum of what follows
            text, words = f"{answer.joined} of:", ""
        click.echo(f"    {'  ' * clause.depth}{mark} {text}{words}")


def _answer_object(answer: TopicAnswer) -> dict[str, object]:
    found = answer.explanation.match
    return {
        "topic": answer.explanation.topic_id, "grade": found.grade.value if found else "none",
        "score": found.score if found else 0.0, "reason": found.reason if found else "the query does not hold",
        "evidence": [each.quote for each in found.evidence] if found else [],
        "clauses": [{"clause": each.text, "held": each.held, "depth": each.depth, "words": list(each.words)}
                    for each in answer.explanation.clauses],
    }  # fmt: skip


def _story_object(story: Story) -> dict[str, object]:
    from monitor.services.export import iso

    each = story.explained
    return {
        "entry": each.entry.id, "title": each.entry.title, "url": each.entry.url, "source": each.source_name,
        "published": iso(each.entry.published), "first_seen": iso(each.entry.first_seen),
        "baseline": each.entry.baseline, "account": each.entry.account.value, "reason": each.reason,
        "matches": list(each.matches), "development": each.development,
        "deliveries": [{"channel": told.channel_id, "recipient": told.sent_to or None, "status": told.status.value,
                        "sent_at": iso(told.sent_at)}
                       for told in each.deliveries],
        "topics": [_answer_object(answer) for answer in story.topics],
    }  # fmt: skip
