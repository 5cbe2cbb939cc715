"""What a trial of a query found, printed: hits, near misses, and what a change gains and loses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import tzinfo

    from monitor.services.topics import Hit
    from monitor.services.trial import Comparison, NearMiss, Tried


def print_trial(tried: Tried, zone: tzinfo) -> None:
    """Write a trial for people; times in ``zone``."""
    from monitor.cli import table
    from monitor.core.model.match import Grade
    from monitor.core.wording import counted

    found = tried.trial
    reports = sum(1 for hit in found.hits if hit.match.grade is Grade.REPORT)
    rate = f"; {found.reports_a_week:.1f} reports a week before repeats are taken off" if reports else ""
    click.echo(f"{counted(found.articles, 'article')} looked at, {counted(reports, 'report')}, "
               f"{counted(len(found.hits) - reports, 'mention')}{rate}")  # fmt: skip
    if not found.articles:
        click.echo("Nothing is stored yet: let the monitor run first, or give articles with --file.")
    if found.hits:
        click.echo()
        _print_hits(found.hits, zone)
        sources = ", ".join(f"{name} {count}" for name, count in tried.sources[:8])
        weeks = ", ".join(f"{week} {count}" for week, count in tried.weeks[-8:])
        click.echo()
        table.print_facts((("Sources", sources), ("By week", weeks)))
    _print_near_misses(tried.near_misses, zone)


def _print_hits(hits: tuple[Hit, ...], zone: tzinfo, limit: int = 40) -> None:
    from monitor.cli import table
    from monitor.core.inert import inert

    rows = []
    for hit in hits[:limit]:
        evidence = inert(hit.match.evidence[0].quote, 240) if hit.match.evidence else ""
        rows.append((_day(hit, zone), hit.match.grade.value, f"{hit.match.score:.2f}",
                     hit.article.title or "(no title)", hit.article.source_name, evidence))  # fmt: skip
    table.print_table(("published", "grade", "score", "headline", "source", "evidence"), rows, right=("score",))
    if len(hits) > limit:
        click.echo(f"… and {len(hits) - limit} more: --json has all")


def _day(hit: Hit | NearMiss, zone: tzinfo) -> str:
    from datetime import UTC

    from monitor.core.wording import is_day

    at = hit.article.published or hit.article.first_seen
    return at.astimezone(UTC if is_day(at) else zone).strftime("%Y-%m-%d")


def _print_near_misses(misses: tuple[NearMiss, ...], zone: tzinfo) -> None:
    from monitor.cli import table

    if misses:
        click.echo(f"\nMissed by one clause: {len(misses)}")
        rows = [(_day(miss, zone), miss.article.title or "(no title)", miss.clause, ", ".join(miss.words))
                for miss in misses[:15]]  # fmt: skip
        table.print_table(("published", "headline", "what does not hold", "what does"), rows)


def print_comparison(compared: Comparison, name: str, zone: tzinfo) -> None:
    """Write a comparison with the topic ``name`` for people."""
    click.echo(f"{compared.articles} articles: {compared.both} found by both, "
               f"{len(compared.gained)} only by the new query, {len(compared.lost)} only by {name}")  # fmt: skip
    for title, hits in (("Gained", compared.gained), ("Lost", compared.lost)):
        if hits:
            click.echo(f"\n{title}:")
            _print_hits(hits, zone)
    if compared.regraded:
        click.echo("\nGraded otherwise:")
        for before, after in compared.regraded[:40]:
            click.echo(f"  {before.match.grade.value} → {after.match.grade.value}  {_title(after)}")


def _title(hit: Hit) -> str:
    from monitor.core.inert import inert

    return inert(hit.article.title, 150)


def _hit_object(hit: Hit) -> dict[str, object]:
    return {
        "article": hit.article.id, "title": hit.article.title, "url": hit.article.url,
        "source": hit.article.source_name, "published": _iso(hit), "grade": hit.match.grade.value,
        "score": hit.match.score, "reason": hit.match.reason, "stage": hit.match.stage,
        "evidence": [each.quote for each in hit.match.evidence],
    }  # fmt: skip


def _iso(hit: Hit | NearMiss) -> str | None:
    from monitor.services.export import iso

    return iso(hit.article.published)


def trial_object(tried: Tried) -> dict[str, object]:
    """A trial as JSON."""
    return {
        "articles": tried.trial.articles, "reports_a_week": round(tried.trial.reports_a_week, 2),
        "hits": [_hit_object(hit) for hit in tried.trial.hits],
        "near_misses": [{"title": miss.article.title, "url": miss.article.url, "published": _iso(miss),
                         "clause": miss.clause, "words": list(miss.words)} for miss in tried.near_misses],
        "sources": dict(tried.sources), "weeks": dict(tried.weeks),
    }  # fmt: skip


def comparison_object(compared: Comparison) -> dict[str, object]:
    """A comparison as JSON."""
    return {
        "articles": compared.articles, "both": compared.both,
        "gained": [_hit_object(hit) for hit in compared.gained], "lost": [_hit_object(hit) for hit in compared.lost],
        "regraded": [{"title": after.article.title, "url": after.article.url, "before": before.match.grade.value,
                      "after": after.match.grade.value} for before, after in compared.regraded],
    }  # fmt: skip
