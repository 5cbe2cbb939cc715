"""What a watched page says anew, as an entry like those of a feed. Decides from two texts; asks and stores nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from monitor.core.model.entry import FoundEntry
from monitor.core.model.source import Source
from monitor.core.text.diff import new_passages
from monitor.core.urls import without_login
from monitor.sources.page import MAX_TEXT
from monitor.sources.parsed import Parsed

MOST_GONE = 5  # rows of a watched page that left together and are told; more is a new design
REMEMBERED = timedelta(days=7)  # a table that failed to load is back by then; what comes back later is told
_NEVER = datetime.min.replace(tzinfo=UTC)
_MUCH = 0.5  # share of a page's lines that leave together only when something is wrong with it
_LOST = re.compile(r"\n\x1f(\S+)\n")  # parts what is shown from what was lost then; no line of a page begins so


def page_entries(source: Source, before: str, parsed: Parsed) -> tuple[FoundEntry, ...]:
    """A watched page's new passages as one entry; none at first contact, or if nothing of substance is new.

    A row of a table says little by itself: what the page is about, its title and first lines, stands before each and
    makes a sentence of it ("Amendments to the treaty: Norland | Ratification: 20 Nov 2026"). ``before`` is what
    ``kept_text`` gave at the last poll.
    """
    ignored = frozenset(parsed.ignored)
    now = _without(parsed.page_text, ignored)
    passages = new_passages(_without(before, ignored), now) if before else ()
    if not passages:
        return ()
    shown = _without(_parted(before)[0], ignored)
    left = [f"No longer listed: {row}" for row in _gone(shown, now, passages)]
    about = [line for line in now.split("\n", 4)[:4] if line not in passages]
    in_full = dict(parsed.rows)
    heading = " – ".join(line for line in about if " | " not in line) or parsed.title
    rows = [f"{heading}: {in_full.get(passage, passage)}" for passage in passages if " | " in passage]
    prose = [passage for passage in passages if " | " not in passage]
    text = "\n".join([*rows, *prose, *left, *dict.fromkeys([parsed.title, *about])])
    guid = hashlib.sha256("\n".join(passages).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    title = f"{source.name}: {in_full.get(passages[0], passages[0])[:200]}"
    return (FoundEntry(title=title, url=without_login(source.url), guid=guid, content=text,
                       summary="\n".join(passages)[:500]),)  # fmt: skip


def kept_text(before: str, parsed: Parsed, now: datetime) -> str:
    """What to remember of a page after a poll: what it shows and, for a while, what it lost in one piece.

    A page that comes without its table once says nothing anew when the table is back. ``before`` was remembered so far.
    """
    shown, since, lost = _parted(before)
    if now - since >= REMEMBERED:
        lost = ""
    current = frozenset(parsed.page_text.split("\n"))
    missing = _lost_at_once(shown.split("\n"), current)
    room = min(max(len(shown), len(lost)), MAX_TEXT - len(parsed.page_text))  # never more than a page was
    kept = [line for line in dict.fromkeys((*missing, *lost.split("\n"))) if line and line not in current]
    text = "\n".join(kept)[: max(room, 0)]
    return f"{parsed.page_text}\n\x1f{(now if missing else since).isoformat()}\n{text}" if text else parsed.page_text


def _parted(remembered: str) -> tuple[str, datetime, str]:
    """What the page showed, when it lost something last, and that, by line; "" if it lost nothing."""
    mark = _LOST.search(remembered)
    if mark is None:
        return remembered, _NEVER, ""
    return remembered[: mark.start()], datetime.fromisoformat(mark[1]), remembered[mark.end() :]


def _lost_at_once(shown: Sequence[str], current: frozenset[str]) -> list[str]:
    """The lines that left, if so many did that it was no edit; without rows that may be told as no longer listed."""
    missing = [line for line in shown if line not in current]
    rows = sum(" | " in line for line in missing)
    told = rows <= MOST_GONE and _still_lists(shown, current)
    if len(missing) < _MUCH * len(shown) and (told or not rows):
        return []
    return [line for line in missing if not (told and " | " in line)]


def _still_lists(shown: Sequence[str], current: Collection[str]) -> bool:
    """Whether the page has a list: a row that came, or more of them than the one that may name the columns."""
    rows = {line for line in current if " | " in line}
    return len(rows) > 1 or not rows.issubset(shown)


def _gone(shown: str, now: str, passages: Sequence[str]) -> Sequence[str]:
    """Rows that left while others came, as the state that withdrew, beside the new number of parties.

    None where the page lists nothing at all any more: then the table is gone, not what it lists.
    """
    if not _still_lists(shown.split("\n"), now.split("\n")):
        return ()
    gone = [row for row in new_passages(now, shown) if " | " in row and not _edited(row, passages)]
    return gone if len(gone) <= MOST_GONE else ()


def _edited(row: str, passages: Sequence[str]) -> bool:
    """Whether a row is still there with other words in it: its first cells begin another."""
    first = row.rpartition(" | ")[0].split(" | ")[0]
    return any(passage.startswith(first) for passage in passages)


def _without(text: str, ignored: frozenset[str]) -> str:
    return "\n".join(line for line in text.split("\n") if line not in ignored) if ignored else text
