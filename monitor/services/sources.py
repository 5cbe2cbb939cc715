"""Sources: adding, listing, pausing and removing what is polled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from monitor.config.feeds_toml import line_of
from monitor.config.suggest import nearest
from monitor.config.values import (
    LONGEST_INTERVAL,
    read_language,
    read_line,
    read_pattern,
    read_selector,
    read_span,
    read_web_address,
)
from monitor.core.errors import AlreadyThere, DeclaredElsewhere, NotFound, UserMistake
from monitor.core.model.ids import SourceId
from monitor.core.model.source import Address, Owner, Source, SourceKind, SourceRank
from monitor.core.policy.cadence import resumed_poll
from monitor.core.policy.twins import twins
from monitor.core.urls import canonical_url, host_of, without_credentials
from monitor.services.checks import Asking, Check
from monitor.services.names import check_name, slug
from monitor.services.probe import probe
from monitor.services.status import SourceHealth, status
from monitor.store.store import Store, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person says of a source to be added; what is left open is found out or takes the default."""

    url: str
    name: str = ""
    id: str = ""
    kind: SourceKind | None = None
    language: str = ""
    rank: SourceRank = SourceRank.PRESS
    interval: timedelta = timedelta(minutes=30)
    selector: str = ""
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The source that was added and what its address answered. ``trace`` says how its feed was found, if it was.

    ``others`` are further feeds that the page leads to, ``unread`` those it names that could not be read.
    """

    source: Source
    check: Check
    trace: str = ""
    others: tuple[Check, ...] = ()
    unread: tuple[Check, ...] = ()


def read_wish(url: str, *, ident: str, name: str, kind: str | None, rank: int, language: str, interval: str,
              shortest: timedelta, selector: str = "", ignore: Sequence[str] = ()) -> Wish:  # fmt: skip
    """What a person typed, checked; UserMistake that names the option. ``shortest`` is the least interval."""
    try:
        option = "--language"
        code = read_language(language)
        option = "--name"
        shown = read_line(name) if name else ""
        option = "--interval"
        span = read_span(interval, shortest, LONGEST_INTERVAL)
        option = "--selector"
        items = read_selector(selector)
        if items and kind != SourceKind.LISTING.value:
            raise ValueError("names the items of a list of links: add --kind listing")
        option = "--ignore"
        lines = tuple(read_pattern(each) for each in ignore)
        if lines and kind != SourceKind.PAGE.value:
            raise ValueError("names lines of a watched page: add --kind page")
    except ValueError as error:
        raise UserMistake(f"{option}: {error}") from None
    return Wish(url=url, id=check_name("source", ident) if ident else "", name=shown, language=code, interval=span,
                kind=SourceKind(kind) if kind else None, rank=SourceRank.from_number(rank), selector=items,
                ignore=lines)  # fmt: skip


def list_sources(store: Store) -> list[SourceHealth]:
    """Every source with its condition, by id."""
    return list(status(store).sources)


def find_source(store: Store, name: str) -> Source:
    """One source; NotFound, naming the nearest."""
    with store.read() as tx:
        return _find(tx, name)


def pause(store: Store, name: str) -> Source:
    """Stop polling. Declared sources too: whether it is polled now is state, not declaration."""
    with store.write() as tx:
        source = _find_enabled(tx, name)
        tx.sources.pause(source.id, True)
        return replace(source, paused=True)


def resume(store: Store, name: str, now: datetime) -> datetime | None:
    """Go on polling, at once or as soon as its server allows; when. None if it was not paused."""
    with store.write() as tx:
        source = _find_enabled(tx, name)
        if not source.paused:
            return None
        due = resumed_poll(source, tx.sources.state(source.id), now)
        tx.sources.pause(source.id, False)
        tx.sources.poll_now(due, source.id)
        return due


def remove(store: Store, name: str, now: datetime, *, file: Path) -> None:
    """Stop watching a source that a person added; what it brought stays. DeclaredElsewhere for one of ``file``."""
    with store.write() as tx:
        source = _find(tx, name)
        if source.owner is Owner.FILE:
            raise DeclaredElsewhere(f"source {name!r} is declared in {_place(file, name)}: take it out there, set "
                                    f"enabled = false, or pause it: monitor source pause {name}")  # fmt: skip
        tx.sources.remove(source.id, now)


def make_due(store: Store, name: str, now: datetime) -> None:
    """Make a source due now; a running monitor sees it within a second. NotFound, UserMistake if it is not polled."""
    found = find_source(store, name)
    if found.paused or not found.enabled:
        raise UserMistake(f"source {name!r} is not polled: resume it first")
    with store.write() as tx:
        tx.sources.poll_now(now, found.id)


def add_source(store: Store, asking: Asking, wish: Wish, now: datetime, *, dry_run: bool = False) -> Added:
    """Add a source made by a person, after a look at what its address answers (``dry_run``: look only).

    A page that leads to a feed is added by that feed. Raises UserMistake for an address that cannot be used (one that
    only cannot be reached is added if its kind is given) or that robots.txt refuses as a page, AlreadyThere for one
    that is watched already.
    """
    try:
        url = read_web_address(wish.url)
    except ValueError as error:
        bare = "://" not in wish.url and "." in wish.url and not set(wish.url) & set(" :@\\")
        meant = f"{wish.url} is not a full address: did you mean https://{wish.url}?"
        raise UserMistake(meant if bare else f"address {error}") from None
    with store.read() as tx:
        _refuse_duplicate(tx, url)
    wanted = Address(url=url, kind=wish.kind or SourceKind.FEED, selector=wish.selector)
    found = probe(asking, wanted, sure=wish.kind is not None)
    name = wish.name or found.check.title or host_of(url).removeprefix("www.")
    with store.write() as tx:
        _refuse_duplicate(tx, found.check.address.url, led_from=url if found.trace else "")
        source = Source(
            id=_new_id(tx, wish, name), name=name, url=found.check.address.url, kind=found.check.address.kind,
            language=wish.language or found.check.language, rank=wish.rank, interval=wish.interval, owner=Owner.USER,
            selector=wish.selector, ignore=wish.ignore,
        )  # fmt: skip
        if not dry_run:
            tx.sources.put(source, now)
    return Added(source=source, check=found.check, trace=found.trace, others=found.others, unread=found.unread)


def watched_twice(store: Store, file: Path) -> Iterator[str]:
    """Sources that ask one address for the same, as after a table of ``file`` was copied; one line for each group."""
    with store.read() as tx:
        groups = twins(tx.sources.all())
    for group in groups:
        places = [_place(file, each.id) if each.owner is Owner.FILE else "added by hand" for each in group]
        named = [f"{each.id} ({Path(place).name})" for each, place in zip(group, places, strict=True)]
        yield f"{', '.join(named[:-1])} and {named[-1]} watch the same address"


def _find(tx: Transaction, name: str) -> Source:
    source = tx.sources.find(SourceId(name))
    if source is None:
        near = nearest(name, [each.id for each in tx.sources.all()])
        hint = f"did you mean {near!r}?" if near else "`monitor source list` shows those there are"
        raise NotFound(f"no source {name!r}: {hint}")
    return source


def _find_enabled(tx: Transaction, name: str) -> Source:
    source = _find(tx, name)
    if not source.enabled:
        raise UserMistake(f"source {name!r} is disabled in feeds.toml: set enabled = true there to poll it")
    return source


def _refuse_duplicate(tx: Transaction, url: str, *, led_from: str = "") -> None:
    wanted = canonical_url(url)
    for source in tx.sources.all():
        for number, address in enumerate(source.addresses):
            if canonical_url(address.url) == wanted:
                how = "a fallback of" if number else "watched already as"
                state = " (disabled in feeds.toml)" if not source.enabled else " (paused)" if source.paused else ""
                what = f"{without_credentials(url)} is {how} source {source.id!r}{state}"
                if led_from:
                    there = without_credentials(led_from)
                    what = f"{there} leads to another address: {what}. For the page itself: --kind listing, or page"
                raise AlreadyThere(what)


def _new_id(tx: Transaction, wish: Wish, name: str) -> SourceId:
    taken = {source.id for source in tx.sources.all()}
    if wish.id:
        if SourceId(check_name("source", wish.id)) in taken:
            raise AlreadyThere(f"source {wish.id!r} is there already: choose another --id")
        return SourceId(wish.id)
    base = (slug(name) or slug(host_of(wish.url)) or "source")[:60].rstrip("-")
    made, number = base, 1
    while made in taken:
        number += 1
        made = f"{base}-{number}"
    return SourceId(made)


def _place(file: Path, name: str) -> str:
    """``feeds.toml:120``, as far as the line can be found."""
    import tomllib

    try:
        text = file.read_text(encoding="utf-8-sig")
        tables = tomllib.loads(text).get("source", [])
        number = next((number for number, table in enumerate(tables) if table.get("id") == name), None)
    except (OSError, ValueError, AttributeError):
        return str(file)
    line = line_of(text, "source", number, "id") if number is not None else None
    return f"{file}:{line}" if line else str(file)
