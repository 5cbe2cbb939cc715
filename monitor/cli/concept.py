"""``monitor concept``: one thing under many names, for the queries of topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.program import Group

if TYPE_CHECKING:
    from monitor.core.model.topic import Concept
    from monitor.services.concept_trial import Impact
    from monitor.services.concepts import ConceptRow
    from monitor.store.store import Store

_ADD = "monitor concept add registry 'Registry of the court' greffe --ambiguous Registry --context Hague"


@click.group(
    "concept",
    cls=Group,
    examples=(
        ("monitor concept list", "those of feeds.toml and of packs, and your own"),
        (_ADD, ""),
        ("monitor topic try '{registry} AND budget*'", "a query names it in braces"),
    ),
)
def concept() -> None:
    """Concepts: many names for one thing, for queries.

    Those of feeds.toml and of packs are changed there; your own are added here or on the web page.
    """


@concept.command("list", examples=(("monitor concept list --json", ""),))
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def concept_list(as_json: bool) -> None:
    """List the concepts with the topics that name them."""
    from monitor.cli import session, table
    from monitor.services.concepts import list_concepts

    with session.session() as held:
        found = list_concepts(held.store)
    if as_json:
        table.print_json([_object(each) for each in found])
        return
    rows = [(each.concept.name, _whose(each.concept), str(len(each.concept.terms)), ", ".join(each.topics))
            for each in found]  # fmt: skip
    table.print_table(("concept", "from", "names", "topics"), rows, right=("names",), empty="No concepts yet.")


@concept.command("show", examples=(("monitor concept show icc", "all its names"),))
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(name: str, as_json: bool) -> None:
    """Show the names of a concept."""
    from monitor.cli import session, table
    from monitor.services.concepts import show_concept

    with session.session() as held:
        found = show_concept(held.store, name)
    if as_json:
        table.print_json(_object(found))
        return
    each, loose = found.concept, set(found.concept.ambiguous)
    click.echo(table.heading(f"Concept {each.name}"))
    table.print_facts((
        ("From", _whose(each)), ("Topics", ", ".join(found.topics)),
        ("Names", ", ".join(term for term in each.terms if term not in loose)),
        ("Ambiguous", ", ".join(each.ambiguous)), ("Context", ", ".join(each.context)),
        ("Refused by", ", ".join(each.refused_by)),
        ("People", ", ".join(person.name for person in each.people)),
    ))  # fmt: skip


@concept.command(
    "add",
    examples=(
        (_ADD, ""),
        ("monitor concept add registry greffe --try", "what it would change on the stored articles; saves nothing"),
        ("monitor concept add registry greffe Kanzlei --replace", "these names in the place of those it has"),
    ),
)
@click.argument("name")
@click.argument("terms", metavar="TERM...", nargs=-1)
@click.option("--ambiguous", multiple=True, metavar="TERM",
              help="A name that counts only beside another one, or a word of the context.")  # fmt: skip
@click.option("--context", multiple=True, metavar="WORD", help="A word that proves an ambiguous name.")
@click.option("--refused-by", multiple=True, metavar="WORD", help="A word that refutes one in its sentence.")
@click.option("--replace", is_flag=True, help="Write over one of your own.")
@click.option("--try", "trial", is_flag=True, help="Only say what it would change.")
def add(name: str, terms: tuple[str, ...], ambiguous: tuple[str, ...], context: tuple[str, ...],
        refused_by: tuple[str, ...], replace: bool, trial: bool) -> None:  # fmt: skip
    """Add a concept, or with --replace give one of your own other names. People that it has are kept."""
    from monitor.cli import session
    from monitor.services import concepts
    from monitor.services.concept_trial import try_concept

    with session.session() as held:
        lists = {"terms": terms, "ambiguous": ambiguous, "context": context, "refused_by": refused_by}
        made = _made(held.store, concepts.read_concept(name, lists), replace=replace or trial)
        if trial:
            _print_impact(made, try_concept(held.store, made))
            return
        concepts.put_concept(held.store, made, session.now())
    click.echo(f"Concept {made.name} is kept. A query names it {{{made.name}}}: what would it find? "
               f"monitor topic try '{{{made.name}}}'")  # fmt: skip


@concept.command("remove", examples=(("monitor concept remove registry", "unless a topic names it"),))
@click.argument("name")
def remove(name: str) -> None:
    """Forget a concept of your own that no topic names."""
    from monitor.cli import session
    from monitor.services.concepts import remove_concept

    with session.session() as held:
        remove_concept(held.store, name, session.now())
    click.echo(f"Concept {name} is forgotten.")


def _made(store: Store, wanted: Concept, *, replace: bool) -> Concept:
    """The concept to keep, with the people of the one that it replaces. AlreadyThere unless it may replace one."""
    from dataclasses import replace as changed

    from monitor.core.errors import AlreadyThere
    from monitor.core.model.source import Owner
    from monitor.services.concepts import list_concepts

    held = next((row.concept for row in list_concepts(store) if row.concept.name == wanted.name), None)
    if held is None:
        return wanted
    if not replace and held.owner is Owner.USER:  # of one that is declared elsewhere the service says where
        raise AlreadyThere(f"there is a concept {wanted.name!r} already: --replace writes over it")
    return changed(wanted, people=held.people)


def _print_impact(made: Concept, impact: Impact) -> None:
    from monitor.core.wording import counted

    own = impact.own
    stands = counted(own.both + len(own.gained), "article")
    against = f", {len(own.gained):,} more and {len(own.lost):,} fewer than now" if impact.saved else ""
    click.echo(f"{made.name} stands in {stands} of {impact.articles:,}{against}.")
    for shift in impact.topics:
        click.echo(f"{shift.topic}: " + ("nothing changes." if shift.is_none else
                   f"finds {len(shift.gained):,} more and {len(shift.lost):,} fewer, grades {len(shift.regraded):,} "
                   "otherwise."))  # fmt: skip


def _whose(each: Concept) -> str:
    from monitor.core.model.source import Owner

    return "yours" if each.owner is Owner.USER else "feeds.toml or a pack"


def _object(row: ConceptRow) -> dict[str, object]:
    each = row.concept
    return {
        "name": each.name, "owner": each.owner.value, "terms": list(each.terms), "ambiguous": list(each.ambiguous),
        "context": list(each.context), "refused_by": list(each.refused_by),
        "people": [person.name for person in each.people], "topics": list(row.topics),
    }  # fmt: skip
