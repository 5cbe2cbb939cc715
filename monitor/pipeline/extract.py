"""Extract: Entry -> Article. Gets the page behind an entry, or goes on with what the source itself told of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.core.matching.index import TopicIndex
from monitor.core.matching.matcher import match
from monitor.core.model.article import Article
from monitor.core.model.capture import CapturePolicy
from monitor.core.model.entry import Account, Entry
from monitor.core.model.fetched import FailureReason, Fetched, FetchFailed, FetchRequest, NotModified
from monitor.core.model.ids import ArticleId, EntryId
from monitor.core.model.match import Match
from monitor.core.model.source import Source, SourceKind, SourceRank
from monitor.core.policy.capturing import is_wanted
from monitor.core.policy.likeness import is_another, is_another_text, tells_something
from monitor.core.policy.patience import counts_as_tried, next_fetch
from monitor.core.urls import canonical_url, leads_home
from monitor.extraction.extracted import Extracted, Extraction, NoText, PageKind
from monitor.extraction.task import TASK, from_wire, request
from monitor.isolation.outcome import TaskFailed
from monitor.pipeline.ask import LED_HOME
from monitor.pipeline.capture import Keeping, settled, take
from monitor.pipeline.context import Context
from monitor.pipeline.outcome import Outcome, Result
from monitor.pipeline.unreported import keep_unreported, reports_nothing
from monitor.sources.sitemap import title_of_address
from monitor.store.articles import ArticleKeys
from monitor.store.rechecks import NO_HEADLINE
from monitor.store.store import Transaction

FULL_TEXT = 1_000  # characters of markup: a feed that carries this much may carry the whole, its page is not asked then
_WHOLE = 500  # characters of text: less, behind whatever markup of pictures, is a teaser
_CUT = re.compile(r"(?:…|\.\.\.)\W*\Z")
SHARED_LINK = "page not read: its link is not its own alone"
_TEMPORARY = frozenset({
    FailureReason.DNS, FailureReason.CONNECT, FailureReason.TIMEOUT, FailureReason.TRUNCATED, FailureReason.PROTOCOL,
    FailureReason.THROTTLED, FailureReason.SERVER_ERROR,
})  # fmt: skip


_NO_WORD = re.compile(r"[\W_]+")  # all but what str.isalnum takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is known of an entry's text: ``note`` says why it is not the page's own, "" if it is."""

    extracted: Extracted | None
    note: str = ""
    page_key: str = ""
    page: Fetched | None = field(default=None, repr=False)  # what was answered, if anything was
    retry_after: timedelta | None = None
    temporary: bool = False
    asked: bool = True  # False: others of its host had their turn
    carried: bool = False  # it came with the feed


@dataclass(frozen=True, slots=True, kw_only=True)
class DueText:
    """An entry whose text is due, with its source if that is in use, and the topics to look for in it.

    ``own_page``: its link stands for it alone.
    """

    entry: Entry
    source: Source | None
    index: TopicIndex
    own_page: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An entry whose text was got (or not), as an article that is not stored yet."""

    entry: Entry
    source: Source | None
    text: Text
    article: Article | None
    keys: ArticleKeys
    index: TopicIndex
    found: tuple[Match, ...]  # what those topics find in it
    now: datetime


def extract(ctx: Context, entry_id: EntryId, *, due: DueText | None = None, unread: str = "") -> Outcome:
    """Get one entry's text and store it as an article, or say why there is none.

    An article that reports nothing on any topic, as most, is judged with that: it changes nothing for those after it.
    ``due`` is what a claim that was made just now told of it; without it the store is asked. ``unread`` says why its
    page is not to be read (any more): it is judged by what its source told.
    """
    known = due or _due(ctx, entry_id)
    if known is None:
        return Outcome(stage="extract", subject=str(entry_id), result=Result.GONE)
    entry, source, index = known.entry, known.source, known.index
    text = _as_told(entry, source, unread) if unread else _get_text(ctx, known)
    now = ctx.clock.now()
    article = _article(entry, source, text.extracted) if text.extracted is not None else None
    found = match(article, index) if article is not None else ()
    keeping = _keeping(ctx.knowledge.policy, text.page, found)
    text = replace(text, page=None)  # its bytes are let go of before it is waited for the storage
    keys = ArticleKeys(page=text.page_key, text=text_key(article.title, article.text) if article else "")
    read = Read(entry=entry, source=source, text=text, article=article, keys=keys, index=index, found=found, now=now)
    outcome = settled(ctx.store.together, lambda tx, kept: _settle(ctx, tx, read, kept), keeping)
    if outcome.result is Result.STORED and outcome.then is None and outcome.reason != SHARED_LINK:
        ctx.knowledge.keep_found(ArticleId(int(outcome.facts["article"])), index, found)
    return outcome


def _due(ctx: Context, entry_id: EntryId) -> DueText | None:
    with ctx.store.read() as tx:
        entry = tx.entries.find(entry_id)
        if entry is None or entry.next_attempt is None:
            return None
        return DueText(entry=entry, source=tx.sources.find(entry.source_id), index=ctx.knowledge.topics(tx)[0],
                       own_page=tx.entries.owns_link(entry))  # fmt: skip


def _keeping(policy: CapturePolicy, page: Fetched | None, found: Sequence[Match]) -> Keeping | None:
    """The capture to keep of the answer, whatever could be read in it; None for what no topic asks for."""
    if page is None or not is_wanted(policy, found):
        return None
    return Keeping(taken=take(page), policy=policy)


def _settle(ctx: Context, tx: Transaction, read: Read, keeping: Keeping | None) -> Outcome:
    """Keep what reading an entry's page brought, all of it in one transaction."""
    entry, text, now = read.entry, read.text, read.now
    if not tx.entries.still_due(entry.id):
        return _outcome(entry, Result.GONE, "another got its text meanwhile")
    if ctx.stopping() and text.note:  # whatever kept its page from being read may have been the stop
        tx.entries.release(entry.id)
        return _outcome(entry, Result.GONE, "the monitor is stopping")
    if text.temporary:
        tries = entry.attempts + counts_as_tried(asked=text.asked, waited=now - entry.first_seen)
        again = next_fetch(max(tries, 1), now, permanent=False, retry_after=text.retry_after)
        if again is not None:
            tx.entries.postpone(entry.id, attempts=tries, next_attempt=again, reason=text.note)
            return _outcome(entry, Result.POSTPONED, text.note)
    outcome = _save(ctx, tx, read)
    if keeping is not None and outcome.result is Result.STORED:
        keeping.store(tx, entry.id)
    return outcome


def _get_text(ctx: Context, due: DueText) -> Text:
    entry, source = due.entry, due.source
    if source is not None and source.kind is SourceKind.PAGE and entry.content:
        return Text(extracted=Extracted(title=entry.title, text=entry.content, language=source.language))
    carried = _carried(ctx, entry, source) if len(entry.content) >= FULL_TEXT else None
    if carried is not None and len(carried.text) >= _WHOLE and not _CUT.search(carried.text):
        return Text(extracted=carried, page_key=canonical_url(entry.url) if due.own_page else "", carried=True)
    text = _from_link(ctx, due)
    told = len(text.extracted.text) if text.extracted is not None else 0
    return replace(text, extracted=carried, carried=True) if carried is not None and len(carried.text) > told else text


def _from_link(ctx: Context, due: DueText) -> Text:
    """The text of the page that an entry leads to; what the source itself told of it where that cannot be read."""
    entry, source = due.entry, due.source
    if not entry.url:
        return Text(extracted=_told(entry, source), note="the source gives no link")
    if not due.own_page and tells_something(entry.summary):
        return Text(extracted=_told(entry, source), note=SHARED_LINK)
    result = ctx.fetcher.fetch(FetchRequest(url=entry.url, purpose="page"))
    if isinstance(result, FetchFailed):
        status = f" ({result.status})" if result.status else ""
        told = _as_told(entry, source, f"page not read: {result.reason.value}{status}")
        return replace(told, retry_after=result.retry_after, temporary=result.reason in _TEMPORARY,
                       asked=not result.put_off)  # fmt: skip
    if isinstance(result, NotModified):  # a server that answers 304 to an unconditional request
        note = "page not read: answered 304"
        return _as_told(entry, source, note)
    return _from_page(ctx, entry, source, result)


def _from_page(ctx: Context, entry: Entry, source: Source | None, page: Fetched) -> Text:
    key = canonical_url(page.final_url) or canonical_url(entry.url)
    told = Text(extracted=_told(entry, source), page_key=key, page=page)
    if leads_home(entry.url, page.final_url):
        return replace(told, note=f"page not read: {LED_HOME}", page_key=canonical_url(entry.url))
    hint, dated = _language_hint(entry, source), entry.published is not None
    found = extract_page(ctx, page, title=entry.title, language=hint, dated=dated)
    if isinstance(found, TaskFailed):
        return replace(told, note=f"page not read: {found.reason.value}")
    if isinstance(found, NoText):
        why = f"{found.reason.value}: {found.detail}" if found.detail else found.reason.value
        return replace(told, note=f"page not read: {why}", page_key=canonical_url(entry.url))
    if found.kind is PageKind.PAYWALL and len(found.text) < len(entry.summary):
        return replace(told, note="page not read: paywall")
    return replace(told, extracted=found, note="paywall" if found.kind is PageKind.PAYWALL else "")


def extract_page(ctx: Context, page: Fetched, *, title: str, language: str,
                 dated: bool = False) -> Extraction | TaskFailed:  # fmt: skip
    """Read a page's text in a worker; ``title`` and ``language`` are hints, ``dated``: its date is known already."""
    header = request(url=page.final_url, media_type=page.media_type, charset=page.charset, title_hint=title,
                     language_hint=language, dated=dated)  # fmt: skip
    done = ctx.workers.run(TASK, header, page.body)
    return done if isinstance(done, TaskFailed) else from_wire(dict(done.header))


def _carried(ctx: Context, entry: Entry, source: Source | None) -> Extracted | None:
    """The full text that came in the feed itself, or None if it is not one."""
    header = request(url=entry.url, media_type="text/html", charset="utf-8", title_hint=entry.title,
                     language_hint=_language_hint(entry, source), dated=entry.published is not None)  # fmt: skip
    page = f"<html><body><article>{entry.content}</article></body></html>"
    done = ctx.workers.run(TASK, header, page.encode("utf-8", "replace"))
    if isinstance(done, TaskFailed):
        return None
    found = from_wire(dict(done.header))
    return None if isinstance(found, NoText) or len(found.text) < len(entry.summary) else found


def _told(entry: Entry, source: Source | None) -> Extracted | None:
    """What the source itself says: title and summary; None if not even that."""
    if not entry.title and not entry.summary:
        return None
    return Extracted(title=entry.title, text=entry.summary, language=_language_hint(entry, source))


def _as_told(entry: Entry, source: Source | None, note: str) -> Text:
    """What the source itself says, in place of a page that was not read: ``note`` says why."""
    return Text(extracted=_told(entry, source), note=note, page_key=canonical_url(entry.url) if entry.url else "")


def _language_hint(entry: Entry, source: Source | None) -> str:
    return entry.language or (source.language if source else "")


def _save(ctx: Context, tx: Transaction, read: Read) -> Outcome:
    entry, text, article = read.entry, read.text, read.article
    if article is None or not (article.title or article.text):
        tx.entries.settle_text(entry.id, article_id=None)
        tx.entries.account(entry.id, Account.NO_TEXT, text.note or "neither title nor text")
        return _outcome(entry, Result.NO_TEXT, text.note)
    tx.articles.hold(read.keys)
    held = tx.articles.same_as(read.keys)
    if held is not None and (apart := _told_apart(tx, read, held)) is not None:
        return _save(ctx, tx, apart)
    if held is not None and _is_read_at_last(tx, read, held):
        held = tx.articles.same_as(replace(read.keys, page=""))
    if held is not None and not _outranks(tx, article, held):
        tx.entries.settle_text(entry.id, article_id=held)
        tx.entries.account(entry.id, Account.DUPLICATE, f"same page or text as article {held}")
        return _outcome(entry, Result.DUPLICATE, f"article {held}")
    page_title = text.extracted.title if text.extracted and text.page_key and not text.note else ""
    page_title = NO_HEADLINE if page_title and text.carried else page_title
    judged = reports_nothing(read.found) and ctx.knowledge.is_current(tx, read.index)
    number = tx.articles.add(article, read.keys, stored_at=read.now, note=text.note, page_title=page_title,
                             detected_at=read.now if judged else None)  # fmt: skip
    tx.entries.settle_text(entry.id, article_id=number)
    outcome = _outcome(entry, Result.STORED, text.note, characters=len(article.text), article=int(number))
    return replace(outcome, then=keep_unreported(tx, replace(article, id=number), read.found)) if judged else outcome


def _told_apart(tx: Transaction, read: Read, held: ArticleId) -> Read | None:
    """The entry by itself, if it shares its link with the one of ``held``; None if its page is the same as theirs.

    A source that tells two entries apart and gives both one link (a ticker whose items all lead to its home page) does
    not mean one page. Unless the page says something wholly other by now, it is not told which of them it belongs to.
    So it is where links of two wholly different entries were led to one page: an offer, a notice, the home page.
    """
    entry, other = read.entry, tx.articles.find(held)
    if other is None or not read.keys.page or other.source_id != entry.source_id or not entry.url:
        return None
    if canonical_url(other.url) != canonical_url(entry.url) and not _is_told_otherwise(tx, entry, other):
        return None
    if not read.text.note and read.article is not None and is_another_text(other.text, read.article.text):
        return replace(read, keys=replace(read.keys, page=""))
    text = _as_told(entry, read.source, SHARED_LINK)
    if text.extracted is None:
        return None
    article = _article(entry, read.source, text.extracted)
    keys = ArticleKeys(page="", text=text_key(article.title, article.text))
    return replace(read, text=text, article=article, keys=keys, found=match(article, read.index))


def _is_told_otherwise(tx: Transaction, entry: Entry, other: Article) -> bool:
    before = tx.entries.find(other.entry_id)
    return before is not None and is_another((before.title, before.summary), (entry.title, entry.summary))


def _outranks(tx: Transaction, article: Article, held: ArticleId) -> bool:
    """Whether a source of a better rank brings what was not told: its word may be what a topic's rule waits for."""
    other = tx.articles.find(held)
    if other is None or article.source_rank.number >= other.source_rank.number:
        return False
    before = tx.entries.find(other.entry_id)
    return before is not None and before.account is Account.SILENT


def _is_read_at_last(tx: Transaction, read: Read, held: ArticleId) -> bool:
    """Whether this is the text of a page that was judged by its headline alone, of which nobody was told."""
    if read.text.note or not tx.articles.note(held):
        return False
    other = tx.articles.find(held)
    before = tx.entries.find(other.entry_id) if other is not None and not other.baseline else None
    return before is not None and before.account in (Account.NO_MATCH, Account.MENTION)


def _article(entry: Entry, source: Source | None, found: Extracted) -> Article:
    return Article(
        id=ArticleId(0), entry_id=entry.id, source_id=entry.source_id, url=entry.url,
        title=_title(entry, source, found), text=found.text, language=found.language or _language_hint(entry, source),
        published=entry.published or found.published, first_seen=entry.first_seen,
        author=entry.author or found.author, publisher=entry.publisher or found.site_name, baseline=entry.baseline,
        source_name=source.name if source else "", source_rank=source.rank if source else SourceRank.PRESS,
    )  # fmt: skip


def _title(entry: Entry, source: Source | None, found: Extracted) -> str:
    """The title that the source gave, else the page's. A sitemap without titles gives none but words of the address."""
    made_up = source is not None and source.kind is SourceKind.SITEMAP and entry.title == title_of_address(entry.url)
    return (found.title or entry.title) if made_up else (entry.title or found.title)


def text_key(title: str, text: str) -> str:
    """The same words are the same text: letters and digits of title and text, hashed; "" for a text too short to tell.

    A headline alone is no identity: two sources may give the same one to two happenings.
    """
    words = _NO_WORD.sub("", unicodedata.normalize("NFKC", f"{title}{text}").casefold())
    return hashlib.sha256(words.encode()).hexdigest()[:32] if len(text) >= 200 else ""


def _outcome(entry: Entry, result: Result, reason: str, **facts: str | int | float | bool) -> Outcome:
    about: dict[str, str | int | float | bool] = {"source": entry.source_id, "title": entry.title[:100], **facts}
    return Outcome(stage="extract", subject=str(entry.id), result=result, reason=reason, facts=about)
