"""What a watched page says anew, as an entry like those of a feed. Decides from two texts; asks and stores nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from monitor.core.model.entry import FoundEntry
from monitor.core.model.source import Source
from monitor.core.text.diff import new_passages
from monitor.core.urls import without_login
from monitor.sources.parsed import Parsed

MOST_GONE = 5  # rows of a watched page that left together and are told; more is a new design


def page_entries(source: Source, before: str, parsed: Parsed) -> tuple[FoundEntry, ...]:
    """A watched page's new passages as one entry; none at first contact, or if nothing of substance is new.

    A row of a table says little by itself: what the page is about, its title and first lines, stands before each and
    makes a sentence of it ("Amendments to the treaty: Norland | Ratification: 20 Nov 2026").
    """
    ignored = frozenset(parsed.ignored)
    counted = [_without(text, ignored) for text in (before, parsed.page_text)]
    passages = new_passages(*counted) if before else ()
    if not passages:
        return ()
    # A row that left while others came is told along: the state that withdrew, beside the new number of parties.
    gone = [row for row in new_passages(counted[1], counted[0]) if " | " in row and not _edited(row, passages)]
    left = [f"No longer listed: {row}" for row in gone] if len(gone) <= MOST_GONE else []
    about = [line for line in counted[1].split("\n", 4)[:4] if line not in passages]
    in_full = dict(parsed.rows)
    heading = " – ".join(line for line in about if " | " not in line) or parsed.title
    rows = [f"{heading}: {in_full.get(passage, passage)}" for passage in passages if " | " in passage]
    prose = [passage for passage in passages if " | " not in passage]
    text = "\n".join([*rows, *prose, *left, *dict.fromkeys([parsed.title, *about])])
    guid = hashlib.sha256("\n".join(passages).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    title = f"{source.name}: {in_full.get(passages[0], passages[0])[:200]}"
    return (FoundEntry(title=title, url=without_login(source.url), guid=guid, content=text,
                       summary="\n".join(passages)[:500]),)  # fmt: skip


def _edited(row: str, passages: Sequence[str]) -> bool:
    """Whether a row is still there with other words in it: its first cells begin another."""
    first = row.rpartition(" | ")[0].split(" | ")[0]
    return any(passage.startswith(first) for passage in passages)


def _without(text: str, ignored: frozenset[str]) -> str:
    return "\n".join(line for line in text.split("\n") if line not in ignored) if ignored else text
