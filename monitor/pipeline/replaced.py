"""A link under which another happening is told now: a page of the latest statement, a live page that is used again.

A feed that goes on under one link with a title and words that have nothing in common with those before means no edit of
what is long over, and what it tells now must not be lost.
"""

from __future__ import annotations

from collections.abc import Mapping

from monitor.core.model.ids import EntryId, SourceId
from monitor.core.policy.intake import Keyed, is_link_key
from monitor.core.policy.likeness import is_another
from monitor.store.store import Transaction

MOST = 0.25  # of what is listed; where more is told otherwise at once, as in another language, it is the same as before


def replaced(tx: Transaction, listed: Mapping[EntryId, Keyed], edited: list[EntryId],
             known: Mapping[str, EntryId]) -> set[EntryId]:  # fmt: skip
    """Which of the ``edited`` entries are not what is listed under their link now, which is a new entry then.

    ``listed`` are the entries of the answer that were stored before, ``known`` the keys by which they are known.
    """
    found = {each for each in edited if _is_known_by_link(listed[each], known) and _is_other(tx, each, listed[each])}
    return found if len(found) <= max(1, MOST * len(listed)) else set()


def let_go(tx: Transaction, source_id: SourceId, gone: set[EntryId], known: Mapping[str, EntryId]) -> None:
    """The links of these stand for other entries from now on; their pages are not looked at again."""
    tx.entries.forget_keys(source_id, [key for key, entry_id in known.items() if entry_id in gone])
    for entry_id in gone:
        tx.rechecks.end(entry_id)


def _is_known_by_link(item: Keyed, known: Mapping[str, EntryId]) -> bool:
    return all(is_link_key(key) for key in item.keys if key in known)


def _is_other(tx: Transaction, entry_id: EntryId, item: Keyed) -> bool:
    before, now = tx.entries.find(entry_id), item.entry
    if before is None or (now.published is not None and now.published == before.published):
        return False
    return is_another((before.title, before.summary), (now.title, now.summary))
