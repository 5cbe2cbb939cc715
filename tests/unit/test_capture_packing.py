from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.archive.packing import PART, Damaged, pack, unpack

NOISE = random.Random(7).randbytes(3 * PART)  # nothing that can be compressed


@given(st.binary(max_size=5_000))
def test_what_was_packed_comes_back(body: bytes) -> None:
    packed = pack(body)
    assert b"".join(unpack(packed.parts)) == body
    assert (packed.size, packed.sha256) == (len(body), hashlib.sha256(body).hexdigest())


@pytest.mark.parametrize("body", [b"", NOISE, b"x" * (3 * PART + 1)])
def test_no_part_and_no_piece_is_large(body: bytes) -> None:
    parts = pack(body).parts
    pieces = list(unpack(parts))
    assert b"".join(pieces) == body
    assert parts and max(map(len, (*parts, *pieces))) <= PART


@pytest.mark.parametrize("spoil", [lambda parts: parts[:-1], lambda parts: parts[1:], lambda parts: ()])
def test_a_missing_part_is_noticed(spoil: object) -> None:
    with pytest.raises(Damaged):
        list(unpack(spoil(pack(NOISE).parts)))  # type: ignore[operator]


def test_a_changed_byte_is_noticed() -> None:
    part = bytearray(pack(b"two judges were listed " * 50).parts[0])
    part[20] ^= 1
    with pytest.raises(Damaged):
        list(unpack([bytes(part)]))
