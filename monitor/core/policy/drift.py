"""Listings that no longer look like themselves: a redesign must show as a failure with its name, not as silence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median
from urllib.parse import urlsplit

from monitor.core.model.source import SourceState

KEPT = 20  # counts of good polls
ENOUGH = 5  # good polls before anything counts as usual
FEW = 0.2  # share of the usual number of links below which something is broken
USUAL_LEAST = 6  # a list that is usually shorter than this may well shrink to one
MOST_PLACES = 20
ACCEPTED_AFTER = timedelta(days=7)  # a list that stays as it is for so long is the usual one from then on
_SHOWN = 60  # characters of a place
_LISTS = "lists "  # how the reason of every drift begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a listing showed: how many links, and the places they lead to."""

    count: int
    places: tuple[str, ...]


def seen(urls: Iterable[str]) -> Seen:
    """The shape of a list of links."""
    found = list(urls)
    return Seen(count=len(found), places=tuple(dict.fromkeys(place(url) for url in found))[:MOST_PLACES])


def place(url: str) -> str:
    """Host and first part of the path, with every number as 0: ``court.example.org/news``."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    first, _, rest = parts.path.lstrip("/").partition("/")
    return f"{host}/{re.sub(r'[0-9]+', '0', first)}" if rest else f"{host}/"


def drift(state: SourceState, now: Seen) -> str:
    """Why this list is unlike what the source usually shows, in words for people; "" if it is not."""
    if len(state.counts) < ENOUGH:
        return ""
    usual = int(median(state.counts))
    if usual >= USUAL_LEAST and now.count < usual * FEW:
        return f"{_LISTS}{now.count} link{'' if now.count == 1 else 's'}, usually {usual}"
    if now.count >= USUAL_LEAST and state.places and not set(now.places) & set(state.places):
        return f"{_LISTS}links to {now.places[0][:_SHOWN]}, usually to {state.places[0][:_SHOWN]}"
    return ""


def remembered(state: SourceState, now: Seen) -> SourceState:
    """The state with this list among those that were good."""
    places = tuple(dict.fromkeys((*now.places, *state.places)))[:MOST_PLACES]
    return replace(state, counts=(*state.counts, now.count)[-KEPT:], places=places)


def accepted(state: SourceState, at: datetime) -> bool:
    """Whether a drift has lasted for so long that the new shape is the usual one."""
    lasting = state.failing_since is not None and at - state.failing_since >= ACCEPTED_AFTER
    return lasting and state.failure.startswith(_LISTS)


def forgotten(state: SourceState) -> SourceState:
    """The state without a memory of lists, to learn them anew."""
    return replace(state, counts=(), places=())
