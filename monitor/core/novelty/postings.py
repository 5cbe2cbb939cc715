"""Which reports hold a term: for each term the slots of its newest reports, in compact form."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final

NEWEST: Final = 192  # reports looked at for one term


class Postings:
    """Slots only grow. A term of a single report costs no more than the number of its slot."""

    def __init__(self) -> None:
        self._slots: dict[int, int | array[int]] = {}

    def add(self, term: int, slot: int) -> None:
        """Note that the report in a slot holds the term. The oldest of too many are let go."""
        known = self._slots.get(term)
        if known is None:
            self._slots[term] = slot
        elif isinstance(known, int):
            self._slots[term] = array("I", (known, slot))
        else:
            known.append(slot)
            if len(known) > 2 * NEWEST:
                self._slots[term] = known[-NEWEST:]

    def remove(self, term: int, slot: int) -> None:
        """Forget the report in a slot; it is no fault if it was let go before."""
        known = self._slots.get(term)
        if isinstance(known, int):
            if known == slot:
                del self._slots[term]
        elif known is not None and slot in known:
            known.remove(slot)
            if not known:
                del self._slots[term]

    def newest(self, term: int) -> Sequence[int]:
        """Slots of the newest reports that hold the term, oldest first."""
        known = self._slots.get(term)
        if known is None:
            return ()
        return (known,) if isinstance(known, int) else known[-NEWEST:]
