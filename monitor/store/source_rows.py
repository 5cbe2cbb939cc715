"""Rows of the tables ``sources`` and ``source_states`` to model objects and back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import RowMapping

from monitor.core.model.source import (
    Address,
    Owner,
    Source,
    SourceKind,
    SourceRank,
    SourceState,
    Told,
    Validators,
)

_PLAIN = ("body_hash", "address", "polls", "unchanged", "failures", "failure", "failing_since", "baseline_at",
          "polled_at", "succeeded_at", "newest_entry_at", "next_poll_at", "page_text", "full_at", "moved_to",
          "moved_polls", "fallback_since", "own_failure", "older_url")  # fmt: skip
_SPANS = ("wait", "usual_gap", "longest_gap")
_LISTS = ("met", "skip_hours", "counts", "places")

# What is forgotten when an address is to be read in another way, and what when there is another address.
UNREAD: dict[str, Any] = {"etag": "", "last_modified": "", "body_hash": "", "counts": "[]", "places": "[]"}
UNASKED: dict[str, Any] = {"address": 0, "failures": 0, "failure": "", "failing_since": None, "told": "[]",
                           "moved_to": "", "moved_polls": 0, "fallback_since": None, "own_failure": "",
                           "older_url": "", "wait_s": None, "skip_hours": "[]"}  # fmt: skip
STATE_COLUMNS = (*_PLAIN, *(f"{name}_s" for name in _SPANS), *_LISTS, "etag", "last_modified")  # of state_values


def source_values(source: Source) -> dict[str, Any]:
    """The columns of a source in use, without its id."""
    return {
        "name": source.name, "url": source.url, "kind": source.kind.value, "language": source.language,
        "rank": source.rank.value, "interval_s": int(source.interval.total_seconds()),
        "shortest_s": _seconds(source.shortest), "longest_s": _seconds(source.longest), "selector": source.selector,
        "ignore": json.dumps(source.ignore),
        "fallbacks": json.dumps([{"url": each.url, "kind": each.kind.value, "selector": each.selector}
                                 for each in source.fallbacks]),
        "enabled": source.enabled, "owner": source.owner.value, "paused": source.paused, "note": source.note,
        "checked": source.checked, "removed_at": None,
    }  # fmt: skip


def read_addresses(row: RowMapping) -> tuple[Address, ...]:
    """``Source.addresses`` of a row with ``url``, ``kind``, ``selector`` and ``fallbacks``."""
    own = Address(url=row["url"], kind=SourceKind(row["kind"]), selector=row["selector"])
    return (own, *_fallbacks(row["fallbacks"]))


def _fallbacks(text: str) -> tuple[Address, ...]:
    return tuple(Address(url=it["url"], kind=SourceKind(it["kind"]), selector=it["selector"]) for it in _list(text))


def read_source(row: RowMapping) -> Source:
    """The source of a row with the columns of ``sources``."""
    return Source(
        id=row["id"], name=row["name"], url=row["url"], kind=SourceKind(row["kind"]), language=row["language"],
        rank=SourceRank(row["rank"]), interval=timedelta(seconds=row["interval_s"]),
        shortest=_span(row["shortest_s"]), longest=_span(row["longest_s"]), selector=row["selector"],
        ignore=tuple(_list(row["ignore"])),
        fallbacks=_fallbacks(row["fallbacks"]),
        enabled=row["enabled"], owner=Owner(row["owner"]), paused=row["paused"], note=row["note"],
        checked=row["checked"],
    )  # fmt: skip


def state_values(state: SourceState) -> dict[str, Any]:
    """The columns named in ``STATE_COLUMNS``: neither ``told`` nor the claim."""
    values = {name: getattr(state, name) for name in _PLAIN}
    spans = {f"{name}_s": _seconds(getattr(state, name)) for name in _SPANS}
    lists = {name: json.dumps(getattr(state, name)) for name in _LISTS}
    return values | spans | lists | {"etag": state.validators.etag, "last_modified": state.validators.last_modified}


def read_state(row: RowMapping) -> SourceState:
    """The state of a row with the columns of ``source_states``."""
    values: dict[str, Any] = {name: row[name] for name in _PLAIN}
    values |= {name: _span(row[f"{name}_s"]) for name in _SPANS}
    values |= {name: tuple(_list(row[name])) for name in _LISTS}
    return SourceState(
        source_id=row["source_id"],
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        told=frozenset(Told(each) for each in _list(row["told"])),
        **values,
    )


def _list(text: str) -> list[Any]:
    found: list[Any] = json.loads(text) if text != "[]" else []
    return found


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())


def _span(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
