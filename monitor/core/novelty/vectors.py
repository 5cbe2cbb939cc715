"""Sparse vectors of terms in compact form: sorted 32-bit term numbers and small counts."""

from __future__ import annotations

import base64
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

_MOST: Final = 255  # a count takes one byte


_EMPTY: Final = array("I")


def numbers(values: Iterable[int] = ()) -> array[int]:
    """Term numbers as a compact array, in the order given. All empty ones are one object: never change it."""
    made = array("I", values)
    return made if made else _EMPTY


def pack(values: array[int]) -> str:
    """An array as printable text, the same on every machine (32-bit little-endian, base64)."""
    copy = array("I", values)
    if sys.byteorder == "big":
        copy.byteswap()
    return base64.b64encode(copy.tobytes()).decode("ascii")


def unpack(text: str) -> array[int]:
    """What ``pack`` made of an array. ValueError if the text is not of that form."""
    values = array("I")
    values.frombytes(base64.b64decode(text, validate=True))
    if sys.byteorder == "big":
        values.byteswap()
    return values if values else _EMPTY


@dataclass(frozen=True, slots=True)
class Bag:
    """Terms with how often they occur (1 to 255), in ascending order of term number."""

    ids: array[int]
    counts: bytes

    @classmethod
    def of(cls, terms: Iterable[int], most: int) -> Bag:
        """The ``most`` commonest terms; of equals, those that come first."""
        counted = Counter(terms)
        common = sorted(counted.items() if len(counted) <= most else counted.most_common(most))
        return cls(numbers([term for term, _ in common]), bytes([min(count, _MOST) for _, count in common]))

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids)

    def items(self) -> Iterable[tuple[int, int]]:
        """Pairs of term and count."""
        return zip(self.ids, self.counts, strict=True)

    def dump(self) -> list[str]:
        """As two printable texts."""
        return [pack(self.ids), base64.b64encode(self.counts).decode("ascii")]

    @classmethod
    def load(cls, stored: list[str]) -> Bag:
        """What ``dump`` made of a bag. ValueError if it is not of that form."""
        ids, counts = stored
        bag = cls(unpack(ids), base64.b64decode(counts, validate=True))
        if not bag.ids:
            return NOTHING
        if len(bag.ids) != len(bag.counts):
            raise ValueError("as many counts as terms are needed")
        return bag


NOTHING: Final = Bag(_EMPTY, b"")
