"""A list of one item under one link for ever, as on a page of the latest statement: what it says now may be new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.core.model.ids import EntryId
from monitor.core.model.source import Address, Source, SourceKind
from monitor.core.policy.intake import Keyed
from monitor.core.policy.likeness import is_another
from monitor.store.store import Transaction


def let_go(tx: Transaction, source: Source, address: Address, items: Sequence[Keyed],
           known: Mapping[str, EntryId]) -> dict[str, EntryId]:  # fmt: skip
    """``known``, or nothing if the one item of a feed is not what its link stood for before: then it is a new entry.

    The entry that was known by it is known by its other keys only, and its page, which tells of something else now, is
    not looked at again.
    """
    if len(items) != 1 or len(known) != 1 or address.kind is not SourceKind.FEED:
        return dict(known)
    (item,), (entry_id,) = items, known.values()
    before, now = tx.entries.find(entry_id), item.entry
    if before is None or (now.published is not None and now.published == before.published):
        return dict(known)
    if not is_another((before.title, before.summary), (now.title, now.summary)):
        return dict(known)
    tx.entries.forget_keys(source.id, known)
    tx.rechecks.end(entry_id)
    return {}
