"""Subscriptions in and out: OPML from and for other readers, and tables for feeds.toml. Fetches nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from monitor.config.values import (
    LONGEST_INTERVAL,
    print_span,
    read_id,
    read_language,
    read_selector,
    read_span,
    read_web_address,
)
from monitor.core.errors import UserMistake
from monitor.core.inert import inert
from monitor.core.model.ids import SourceId
from monitor.core.model.source import Owner, Source, SourceKind, SourceRank
from monitor.core.policy.cadence import first_poll
from monitor.core.urls import canonical_url, host_of, without_credentials
from monitor.services.names import slug
from monitor.sources.opml import LARGEST, Outline, read_opml, write_opml
from monitor.sources.parsed import two_letters
from monitor.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one subscription of a file; ``skipped`` says why it was not added, "" if it was."""

    line: int
    title: str
    url: str  # without credentials
    source: Source | None = None
    skipped: str = ""


def import_opml(store: Store, file: Path, now: datetime, *, shortest: timedelta,
                dry_run: bool = False) -> tuple[Imported, ...]:  # fmt: skip
    """Add the subscriptions of an OPML file that are not watched yet (``dry_run``: only say which).

    Nothing is fetched: the daemon polls them in turn. Raises UserMistake for a file that cannot be read.
    """
    outlines = _read(file)
    with store.write() as tx:
        held = tx.sources.all()
        known = {canonical_url(address.url): source.id for source in held for address in source.addresses}
        taken = {source.id for source in held}
        results = []
        for outline in outlines:
            result = _judged(outline, known, taken, shortest)
            if result.source is not None:
                known[canonical_url(result.source.url)] = result.source.id
                taken.add(result.source.id)
                if not dry_run:
                    tx.sources.put(result.source, first_poll(result.source.interval, now, known=len(taken)))
            results.append(result)
    return tuple(results)


def export_opml(sources: Iterable[Source], now: datetime) -> str:
    """The sources as OPML 2.0, without passwords."""
    return write_opml([_outline(source) for source in sources], title="Sources of monitor", now=now)


def export_toml(sources: Iterable[Source]) -> str:
    """The sources as tables for a feeds.toml, without passwords."""
    return "\n".join(_table(source) for source in sources)


def holds_password(source: Source) -> bool:
    """Whether one of a source's addresses holds what an export leaves out."""
    return any(without_credentials(address.url) != address.url for address in source.addresses)


def _read(file: Path) -> tuple[Outline, ...]:
    try:
        if file.stat().st_size > LARGEST:
            raise UserMistake(f"{file} is larger than {LARGEST // 1024**2} MiB: is it the right file?")
        return read_opml(file.read_bytes())
    except OSError as error:
        raise UserMistake(f"{file} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise UserMistake(f"{file} {error}") from None


def _judged(outline: Outline, known: dict[str, SourceId], taken: set[SourceId], shortest: timedelta) -> Imported:
    title = inert(outline.title, 200)
    shown = Imported(line=outline.line, title=title, url=inert(without_credentials(outline.url), 300))
    try:
        url = read_web_address(outline.url)
    except ValueError as error:
        return replace(shown, skipped=f"its address {error}")
    holder = known.get(canonical_url(url))
    if holder is not None:
        return replace(shown, skipped=f"watched already as {holder}")
    own = dict(outline.own)
    kind = SourceKind(own["kind"]) if own.get("kind") in list(SourceKind) else SourceKind.FEED
    rank = int(own["rank"]) if own.get("rank") in ("1", "2", "3", "4") else SourceRank.PRESS.number
    name = title or host_of(url).removeprefix("www.")
    source = Source(
        id=_free(own.get("id", ""), name, url, taken), name=name, url=url, kind=kind, owner=Owner.USER,
        rank=SourceRank.from_number(rank), language=two_letters(outline.language),
        interval=_interval(own.get("interval", ""), shortest),
        selector=_selector(own.get("selector", "")) if kind is SourceKind.LISTING else "",
    )  # fmt: skip
    return replace(shown, source=source)


def _free(wanted: str, name: str, url: str, taken: set[SourceId]) -> SourceId:
    try:
        base = read_id(wanted)
    except ValueError:
        base = (slug(name) or slug(host_of(url)) or "source")[:58].rstrip("-")
    made, number = base, 1
    while made in taken:
        number += 1
        made = f"{base[:58]}-{number}"
    return SourceId(made)


def _interval(text: str, shortest: timedelta) -> timedelta:
    try:
        return read_span(text, shortest, LONGEST_INTERVAL)
    except ValueError:
        return timedelta(minutes=30)


def _selector(text: str) -> str:
    try:
        return read_selector(text)
    except ValueError:
        return ""


def _outline(source: Source) -> Outline:
    own = {"id": source.id, "kind": source.kind.value, "rank": str(source.rank.number),
           "interval": print_span(source.interval), "selector": source.selector}  # fmt: skip
    return Outline(url=without_credentials(source.url), title=source.name, language=source.language,
                   own=tuple(own.items()))  # fmt: skip


def _table(source: Source) -> str:
    values: dict[str, object] = {
        "id": source.id, "name": source.name, "url": without_credentials(source.url), "kind": source.kind.value,
        "language": _known_language(source.language), "rank": source.rank.number,
        "interval": print_span(source.interval),
    }  # fmt: skip
    spans = {"min": source.shortest, "max": source.longest}
    values |= {key: print_span(span) for key, span in spans.items() if span is not None}
    values |= {"selector": source.selector} if source.selector else {}
    values |= {"ignore": list(source.ignore)} if source.ignore else {}
    lines = [f"{key} = {_toml(value)}" for key, value in values.items()]
    if source.fallbacks:
        lines += ["fallbacks = [", *(f"    {_inline(each)}," for each in _fallbacks(source)), "]"]
    lines += ["enabled = false"] if not source.enabled or source.paused else []
    lines += [f"checked = {source.checked}"] if source.checked else []
    lines += [f"note = {_toml(source.note)}"] if source.note else []
    return "\n".join(["[[source]]", *lines, ""])


def _known_language(code: str) -> str:
    try:
        return read_language(code)
    except ValueError:
        return ""


def _fallbacks(source: Source) -> list[dict[str, str]]:
    tables = []
    for each in source.fallbacks:
        table = {"url": without_credentials(each.url), "kind": each.kind.value, "selector": each.selector}
        tables.append({key: value for key, value in table.items() if value})
    return tables


def _inline(table: dict[str, str]) -> str:
    return "{ " + ", ".join(f"{key} = {_toml(value)}" for key, value in table.items()) + " }"


def _toml(value: object) -> str:
    """A JSON text or list of texts is one of TOML too, once DEL is escaped (toml.io, 1.0: basic strings)."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
