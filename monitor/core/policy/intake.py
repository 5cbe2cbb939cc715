"""Triage: which of the entries that a poll found are new, and by which keys they will be known again.

Feeds change ids, links, titles, dates and order at will (RSS 2.0 makes every element of an item optional), so an entry
is known by any of several keys, and no date takes part.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import time

from monitor.core.model.entry import FoundEntry
from monitor.core.urls import canonical_url

MIDNIGHT = time()
TELLING = 8  # blanks between the words of a title and summary that no two notices of one second share by chance
_WORDS = re.compile(r"[^\W_]+")  # runs of what str.isalnum takes, fifteen times as fast


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """A found entry with the keys that identify it within its source."""

    entry: FoundEntry
    keys: tuple[str, ...]
    plain: tuple[str, str] | None = field(default=None, repr=False)  # title and summary, where worked out already

    @property
    def fingerprint(self) -> str:
        """Changes when the source tells the entry otherwise: title, summary, or its own word that it was updated."""
        updated = self.entry.updated.isoformat() if self.entry.updated else ""
        return _digest("f", *(self.plain or _plain_of(self.entry)), updated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What to store: entries not seen before, and further keys of entries that are known."""

    new: tuple[Keyed, ...]
    aliases: tuple[Keyed, ...]  # known entries that came with keys not yet stored


def keyed(entries: Sequence[FoundEntry], *, home: str = "") -> tuple[Keyed, ...]:
    """Give each entry its keys.

    A link or an id that several entries of one document share under different titles (a ticker whose items all point
    at its home page, a constant guid) identifies nothing and is left out; so is the source's own address ``home``.
    Link and id may rotate at every poll (a session's number in both), and all of them change when a site moves. So an
    entry is also known by its words together with the moment it claims, where link or id is missing or the words are
    many; the words alone would take two notices of one title for one.
    """
    plains = [_plain_of(entry) for entry in entries]
    titles = [_digest("t", title, summary[:200]) for title, summary in plains]
    links = [canonical_url(entry.url) if entry.url else "" for entry in entries]
    shared_links = _ambiguous(links, titles)
    shared_guids = _ambiguous([entry.guid for entry in entries], titles)
    home_key = canonical_url(home) if home else ""
    moments = [_moment(entry, title) for entry, title in zip(entries, titles, strict=True)]
    shared_moments = {moment for moment, count in Counter(moments).items() if count > 1}
    result = []
    for entry, plain, title, link, moment in zip(entries, plains, titles, links, moments, strict=True):
        keys = []
        if link and link not in shared_links and link != home_key:
            keys.append(link_key(link))
        if entry.guid and entry.guid not in shared_guids:
            # A guid is believed only together with the title: feeds reuse them for other stories, and a changed
            # title under the same link is caught by the link.
            keys.append(_digest("g", entry.guid, plain[0]))
        if not keys:
            keys.append(title)
        if moment and moment not in shared_moments:
            keys.append(moment)
        result.append(Keyed(entry=entry, keys=tuple(keys), plain=plain))
    return tuple(result)


def link_key(canonical: str) -> str:
    """The key by which an entry is known by its link alone, given in its one form (``urls.canonical_url``)."""
    return _digest("u", canonical)


def is_link_key(key: str) -> bool:
    """Whether a key is of that kind."""
    return key.startswith("u:")


def kind_of(key: str) -> str:
    """Of what a key is made (link, id with title, words, words with moment): the two letters that it begins with."""
    return key[:2]


def triage(found: Sequence[Keyed], known: Collection[str]) -> Intake:
    """Split what was found by whether any of its keys is ``known``; the same entry twice in a document counts once."""
    seen = set(known)
    new, aliases = [], []
    for item in found:
        if not any(key in seen for key in item.keys):
            new.append(item)
        elif any(key not in seen for key in item.keys):
            aliases.append(item)
        seen.update(item.keys)
    return Intake(new=tuple(new), aliases=tuple(aliases))


def _moment(entry: FoundEntry, title: str) -> str:
    """Key of words and claimed time; "" where a day is all that is claimed, or the words are a form's."""
    if not entry.title or entry.published is None:
        return ""
    if entry.url and entry.guid and entry.title.count(" ") + entry.summary[:200].count(" ") < TELLING:
        return ""
    if entry.url and entry.published.time() == MIDNIGHT:  # several rulings of one day may bear one title
        return ""
    return _digest("d", title, entry.published.isoformat())


def _ambiguous(values: Sequence[str], titles: Sequence[str]) -> set[str]:
    pairs = {(value, title) for value, title in zip(values, titles, strict=True) if value}
    return {value for value, count in Counter(value for value, _ in pairs).items() if count > 1}


def _plain_of(entry: FoundEntry) -> tuple[str, str]:
    return _plain(entry.title), _plain(entry.summary)


def _plain(text: str) -> str:
    folded = (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()
    return " ".join(_WORDS.findall(folded))


def _digest(kind: str, *parts: str) -> str:
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return f"{kind}:{hashlib.sha256(data).hexdigest()[:32]}"
