"""Taking captures: a page as it was answered, kept in the transaction of what was read from it.

A capture never costs more than itself: where it cannot be stored, what it belongs to is stored without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from monitor import __version__
from monitor.archive.packing import pack
from monitor.core.errors import StorageError
from monitor.core.model.capture import CapturePolicy, Taken
from monitor.core.model.fetched import Fetched
from monitor.core.model.ids import EntryId
from monitor.core.policy.capturing import telling
from monitor.core.urls import without_credentials
from monitor.pipeline.outcome import Outcome
from monitor.store.store import Transaction

Settle = Callable[[Transaction], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """A capture on its way into the store, with the rule by which room is made for it."""

    taken: Taken
    policy: CapturePolicy

    def store(self, tx: Transaction, entry_id: EntryId) -> None:
        """Keep it, and what is let go of for it."""
        tx.captures.add(entry_id, self.taken)
        tx.captures.trim(self.policy, self.taken.taken_at)


def take(page: Fetched) -> Taken:
    """The capture of an answer; its bytes are compressed here, outside of any transaction."""
    packed = pack(page.body)
    return Taken(
        taken_at=page.fetched_at, url=without_credentials(page.url), final_url=without_credentials(page.final_url),
        status=page.status, headers=telling(page.headers), size=packed.size, sha256=packed.sha256, parts=packed.parts,
        program=f"monitor/{__version__}",
    )  # fmt: skip


def settled(write: Callable[[Settle], Outcome], settle: Callable[[Transaction, Keeping | None], Outcome],
            keeping: Keeping | None) -> Outcome:  # fmt: skip
    """Write what ``settle`` keeps; if it cannot be stored with the capture, then without it, and say so.

    ``write`` does work in a transaction. Raises StorageError where it cannot be stored either way.
    """
    if keeping is None:
        return write(lambda tx: settle(tx, None))
    try:
        return write(lambda tx: settle(tx, keeping))
    except StorageError as error:
        outcome = write(lambda tx: settle(tx, None))
        return replace(outcome, facts={**outcome.facts, "capture": f"not kept: {error}"})
