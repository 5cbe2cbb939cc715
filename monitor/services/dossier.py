"""The dossier of a development: every report with its evidence, its verdict and what later looks at its page found."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.errors import NotFound
from monitor.core.model.article import Article, ArticleVersion, VersionKind
from monitor.core.model.capture import Capture
from monitor.core.model.development import Development, Report, Verdict
from monitor.core.model.ids import ArticleId, DevelopmentId
from monitor.core.model.match import Field, Match
from monitor.core.text.diff import WordChange, word_diff
from monitor.services import named
from monitor.services.overview import Step, ladder
from monitor.store.outbox import Listed
from monitor.store.reading import FiledReport
from monitor.store.store import Store, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report of a development: why it is here, by which sentences, and how its page changed."""

    filed: FiledReport
    verdict: Verdict
    matches: tuple[Match, ...]
    versions: tuple[ArticleVersion, ...]
    captures: tuple[Capture, ...]

    @property
    def report(self) -> Report:
        """The report itself."""
        return self.filed.report


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A development with all that is known of it."""

    development: Development
    ladder: tuple[Step, ...]
    told: tuple[Told, ...]
    deliveries: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A version of an article's page, and the words by which it differs from the one before."""

    version: ArticleVersion
    changes: tuple[WordChange, ...]
    title_changes: tuple[WordChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFile:
    """An article as stored, what the topics found in it, where it is filed and how its page changed."""

    article: Article
    matches: tuple[Match, ...]
    development: DevelopmentId | None
    verdict: Verdict | None
    looks: tuple[Look, ...]
    captures: tuple[Capture, ...]
    account: str
    reason: str


def dossier(store: Store, number: int) -> Dossier:
    """Everything on one development; NotFound."""
    with store.read() as tx:
        found = named.development(tx, number)
        filed = tx.reading.reports([found.id]).get(found.id, [])
        articles = [each.report.article_id for each in filed]
        verdicts, matches = tx.reading.verdicts(articles), tx.reading.matches(articles)
        captured = tx.captures.of_articles(articles)
        topics = {topic.id: topic for topic in tx.topics.all()}
        return Dossier(
            development=found, ladder=ladder(found, topics),
            told=tuple(Told(filed=each, verdict=verdicts[each.report.article_id],
                            matches=tuple(matches.get(each.report.article_id, ())),
                            versions=tuple(tx.rechecks.versions(each.report.article_id)),
                            captures=tuple(captured.get(each.report.article_id, ()))) for each in filed),
            deliveries=tuple(tx.outbox.of_development(found.id)),
        )  # fmt: skip


def article_file(store: Store, number: int) -> ArticleFile:
    """Everything on one article; NotFound."""
    with store.read() as tx:
        article = tx.articles.find(ArticleId(number))
        if article is None:
            raise NotFound(f"no article {number}: `monitor development show` names articles")
        filed = tx.developments.report_of(article.id)
        entry = tx.entries.find(article.entry_id)
        return ArticleFile(
            article=article, matches=tuple(tx.articles.matches(article.id)), development=filed[0] if filed else None,
            verdict=filed[1] if filed else None, looks=_looks(tx, article),
            captures=tuple(tx.captures.of_articles([article.id]).get(article.id, ())),
            account=entry.account.value if entry else "", reason=entry.reason if entry else "",
        )  # fmt: skip


def _looks(tx: Transaction, article: Article) -> tuple[Look, ...]:
    looks: list[Look] = []
    title, text = article.title, article.text
    for version in tx.rechecks.versions(article.id):
        if version.kind is not VersionKind.EDITED:
            looks.append(Look(version=version, changes=(), title_changes=()))
            continue
        headline = word_diff(title, version.title) if looks else ()  # the first may be the feed's, not the page's
        looks.append(Look(version=version, changes=word_diff(text, version.text), title_changes=headline))
        title, text = version.title, version.text
    return tuple(looks)


def paragraph_of(article: Article, field: Field, start: int) -> tuple[int, int]:
    """Where the paragraph around an offset begins and ends, in that field of the article."""
    text = article.title if field is Field.TITLE else article.text
    end = text.find("\n", start)
    return text.rfind("\n", 0, start) + 1, len(text) if end < 0 else end
