"""Captures for people: what a page said when it was read, checked by its hash, as a text, as a file, compared."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial

from monitor import __version__
from monitor.archive import warc
from monitor.archive.packing import Damaged, unpack
from monitor.core.errors import NotFound
from monitor.core.model.article import Article
from monitor.core.model.capture import Capture
from monitor.core.model.ids import ArticleId, CaptureId
from monitor.core.text.diff import WordChange, word_diff
from monitor.extraction.extracted import Extracted
from monitor.extraction.task import TASK, from_wire, request
from monitor.isolation.outcome import TaskFailed
from monitor.isolation.pool import WorkerPool
from monitor.services import named
from monitor.store.store import Store

_HEAD = 2_000  # bytes by which a form is told


class Form(StrEnum):
    """What the bytes of a capture are, by which it is decided how they are shown."""

    PAGE = "page"  # HTML
    TEXT = "text"
    PDF = "pdf"
    OTHER = "other"


class State(StrEnum):
    """What became of a capture's bytes. The value is shown to people."""

    WHOLE = "the bytes match the hash"
    GONE = "the bytes are no longer kept"
    DAMAGED = "the bytes do not match the hash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A capture, checked, with the article that it is of (None where its entry became none)."""

    capture: Capture
    state: State
    form: Form
    article: Article | None
    others: tuple[Capture, ...]  # of the same article, the oldest first, this one included


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """The text of a captured page, or why there is none."""

    title: str = ""
    text: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two captures and the words by which the texts of their pages differ."""

    before: Capture
    after: Capture
    title_changes: tuple[WordChange, ...]
    changes: tuple[WordChange, ...]
    problem: str = ""  # why they cannot be compared
    same_bytes: bool = False


def list_captures(store: Store, *, article: int = 0, development: int = 0, limit: int = 50,
                  offset: int = 0) -> list[Capture]:  # fmt: skip
    """Captures, the newest first, of an article or a development if its number is given; NotFound."""
    with store.read() as tx:
        if article and tx.articles.find(ArticleId(article)) is None:
            raise NotFound(f"no article {article}: `monitor development show` names articles")
        found = named.development(tx, development) if development else None
        return tx.captures.latest(limit=limit, offset=offset, article=ArticleId(article) if article else None,
                                  development=found.id if found else None)  # fmt: skip


def find_capture(store: Store, number: int) -> Capture:
    """That capture; NotFound."""
    with store.read() as tx:
        found = tx.captures.find(CaptureId(number))
    if found is None:
        raise NotFound(f"no capture {number}: `monitor capture list` shows those there are")
    return found


def show_capture(store: Store, number: int) -> Shown:
    """That capture with its bytes checked; NotFound."""
    capture = find_capture(store, number)
    with store.read() as tx:
        article = tx.articles.find(capture.article_id) if capture.article_id is not None else None
        others = tx.captures.of_articles([article.id])[article.id] if article else [capture]
    return Shown(capture=capture, state=check(store, capture), form=form(store, capture), article=article,
                 others=tuple(others))  # fmt: skip


def pieces(store: Store, capture: Capture) -> Iterator[bytes]:
    """The body in pieces; each is read in a transaction of its own, however slowly they are taken.

    Raises NotFound where it is no longer kept, StorageError where it is damaged.
    """
    if not capture.stored:
        raise NotFound(f"the bytes of capture {capture.id} are no longer kept: {capture.gone}")
    return unpack(_parts(store, capture))


def _parts(store: Store, capture: Capture) -> Iterator[bytes]:
    place = 0
    while True:
        with store.read() as tx:
            part = tx.captures.part(capture.id, place)
        if part is None:
            return
        yield part
        place += 1


def check(store: Store, capture: Capture) -> State:
    """Whether the bytes are still those that were received, by their hash."""
    if not capture.stored:
        return State.GONE
    digest, size = hashlib.sha256(), 0
    try:
        for piece in pieces(store, capture):
            digest.update(piece)
            size += len(piece)
    except Damaged:
        return State.DAMAGED
    return State.WHOLE if (digest.hexdigest(), size) == (capture.sha256, capture.size) else State.DAMAGED


def verify(store: Store) -> Iterator[tuple[Capture, State]]:
    """Check every capture that has its bytes, the oldest first."""
    return ((each, check(store, each)) for each in every_capture(store))


def form(store: Store, capture: Capture) -> Form:
    """What its bytes are: a PDF by its mark; else what the server said, or for a page that said nothing, its mark."""
    head = b""
    if capture.stored:
        try:
            head = next(pieces(store, capture), b"")[:_HEAD]
        except Damaged:
            return Form.OTHER
    if b"%PDF-" in head[:1024]:
        return Form.PDF
    if capture.media_type in ("text/html", "application/xhtml+xml"):
        return Form.PAGE
    if b"<html" in head.lower() or b"<!doctype html" in head.lower():
        return Form.PAGE
    return Form.TEXT if capture.media_type.startswith("text/") else Form.OTHER


def read_text(store: Store, workers: WorkerPool, capture: Capture) -> ReadText:
    """The text of a captured page as the monitor reads it now, in a worker process."""
    try:
        body = b"".join(pieces(store, capture))
    except (NotFound, Damaged) as error:
        return ReadText(problem=str(error))
    header = request(url=capture.final_url, media_type=capture.media_type, charset=_charset(capture), dated=True)
    done = workers.run(TASK, header, body)
    if isinstance(done, TaskFailed):
        return ReadText(problem=done.reason.value)
    found = from_wire(dict(done.header))
    if isinstance(found, Extracted):
        return ReadText(title=found.title, text=found.text)
    return ReadText(problem=": ".join(part for part in (found.reason.value, found.detail) if part))


def compare(store: Store, workers: WorkerPool, before: int, after: int) -> Compared:
    """How the page of the second capture differs from that of the first, in words; NotFound."""
    left, right = find_capture(store, before), find_capture(store, after)
    old, new = read_text(store, workers, left), read_text(store, workers, right)
    problems = [f"capture {each.id}: {said.problem}" for each, said in ((left, old), (right, new)) if said.problem]
    return Compared(
        before=left, after=right, problem="; ".join(problems), same_bytes=left.sha256 == right.sha256,
        title_changes=() if problems else word_diff(old.title, new.title),
        changes=() if problems else word_diff(old.text, new.text),
    )  # fmt: skip


def as_warc(store: Store, captures: Iterable[Capture], now: datetime) -> Iterator[bytes]:
    """These captures as a WARC file, piece by piece; of one whose bytes are gone or damaged only what it was of."""
    return warc.render((_kept(store, each) for each in captures), program=f"monitor/{__version__}", at=now)


def every_capture(store: Store) -> Iterator[Capture]:
    """Every capture that has its bytes, the oldest first."""
    with store.read() as tx:
        numbers = tx.captures.numbers()
    for number in numbers:
        with store.read() as tx:
            found = tx.captures.find(number)
        if found is not None and found.stored:
            yield found


def _kept(store: Store, capture: Capture) -> warc.Kept:
    if check(store, capture) is State.DAMAGED:
        capture = replace(capture, stored=0, gone=State.DAMAGED.value)
    body: Callable[[], Iterable[bytes]] = partial(pieces, store, capture)
    return warc.Kept(capture=capture, body=body, about=_about(store, capture))


def _about(store: Store, capture: Capture) -> warc.Fields:
    said = [("capture", str(capture.id))]
    if capture.article_id is None:
        return said
    with store.read() as tx:
        article = tx.articles.find(capture.article_id)
        filed = tx.developments.report_of(capture.article_id)
    if article is not None:
        said += [("article", str(article.id)), ("title", article.title), ("source", article.source_name),
                 ("link", article.url)]  # fmt: skip
    return [*said, ("development", str(filed[0]))] if filed else said


def _charset(capture: Capture) -> str:
    parameters = (part.strip().partition("=") for part in capture.content_type.split(";")[1:])
    return next((value.strip("\"' ") for name, _, value in parameters if name.strip().lower() == "charset"), "")
