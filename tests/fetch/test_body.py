from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest
import zstandard

from monitor.core.model.fetched import FailureReason
from monitor.fetch.body import read_body
from monitor.fetch.faults import Fault

TEXT = "".join(f"<p>Paragraph {n} of a ruling.</p>\n" for n in range(4_000)).encode()


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def zstd(data: bytes) -> bytes:
    packer = zstandard.ZstdCompressor().compressobj()  # as a server streams it: no size in the frame
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "br": lambda data: bytes(brotli.compress(data, quality=4)),
    "zstd": zstd,
}


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def read(data: bytes, encoding: str, size: int = 65_536, wire: int = 1 << 20, decoded: int = 1 << 20) -> bytes:
    return read_body(pieces(data, size), encoding, max_wire=wire, max_decoded=decoded)[0]


def reason(data: bytes, encoding: str, **limits: int) -> FailureReason:
    with pytest.raises(Fault) as caught:
        read(data, encoding, **limits)
    return caught.value.reason


@pytest.mark.parametrize("encoding", PACKERS)
@pytest.mark.parametrize("size", [1, 127, 65_536])
def test_what_was_packed_comes_out_whatever_the_size_of_the_pieces(encoding: str, size: int) -> None:
    assert read(PACKERS[encoding](TEXT), encoding, size) == TEXT


@pytest.mark.parametrize("encoding", PACKERS)
def test_a_packed_body_that_ends_early_is_truncated(encoding: str) -> None:
    packed = PACKERS[encoding](TEXT)
    for kept in (1, len(packed) // 2, len(packed) - 1):
        assert reason(packed[:kept], encoding) is FailureReason.TRUNCATED, kept


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_not_packed_as_its_header_says_cannot_be_decoded(encoding: str) -> None:
    assert reason(b"\xff<html>plain text</html>" * 9, encoding) is FailureReason.DECODE


@pytest.mark.parametrize("encoding", PACKERS)
def test_an_empty_body_is_empty_whatever_its_header_says(encoding: str) -> None:
    assert read(b"", encoding) == b""


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_refused_without_growing_memory(encoding: str) -> None:
    bomb = PACKERS[encoding](bytes(64 << 20))
    tracemalloc.start()
    try:
        assert reason(bomb, encoding, decoded=1 << 20) is FailureReason.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 12 << 20
    finally:
        tracemalloc.stop()


def test_a_bomb_inside_another_packing_is_refused() -> None:
    inner = gzip.compress(gzip.compress(bytes(64 << 20)))
    assert reason(inner, "gzip, gzip", decoded=1 << 20) is FailureReason.TOO_LARGE


def test_what_lies_between_two_packings_is_limited_too() -> None:
    outer = zlib.compress(gzip.compress(b"x") + bytes(8 << 20))
    flood = brotli.compress(raw_deflate(b"") + bytes(8 << 20))
    assert read(outer, "gzip, deflate") == b"x"  # stops at the end of the inner data
    assert reason(zlib.compress(b"\x1f\x8b\x08\x08" + bytes(6) + b"a" * (8 << 20)), "gzip, deflate") is (
        FailureReason.TOO_LARGE
    )
    assert read(flood, "deflate, br") == b""


def test_packings_are_undone_last_first() -> None:
    assert read(brotli.compress(gzip.compress(TEXT)), "gzip, identity, br") == TEXT


def test_too_many_or_unknown_packings_are_refused() -> None:
    assert reason(TEXT, "gzip, gzip, gzip, gzip") is FailureReason.DECODE
    assert reason(TEXT, "compress") is FailureReason.DECODE


def test_gzip_members_follow_each_other_and_garbage_after_them_is_ignored() -> None:
    assert read(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0garbage", "gzip", 5) == b"one two"


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_flood_of_empty_members_is_refused(encoding: str) -> None:
    assert reason(PACKERS[encoding](b"") * 2_000, encoding) is FailureReason.TOO_LARGE


def test_garbage_after_packed_data_is_ignored() -> None:
    for encoding in ("gzip", "deflate", "Deflate"):
        assert read(PACKERS[encoding](TEXT) + b"garbage", encoding, 100) == TEXT


def test_more_than_the_limit_on_the_wire_is_too_large() -> None:
    assert read(b"x" * 100, "", wire=100) == b"x" * 100
    assert reason(b"x" * 101, "", wire=100) is FailureReason.TOO_LARGE
    assert reason(gzip.compress(b"x") + bytes(500), "gzip", wire=100) is FailureReason.TOO_LARGE


def test_exactly_the_limit_passes_and_one_more_does_not() -> None:
    assert len(read(gzip.compress(bytes(1_000)), "gzip", decoded=1_000)) == 1_000
    assert reason(gzip.compress(bytes(1_001)), "gzip", decoded=1_000) is FailureReason.TOO_LARGE


def test_a_body_may_be_cut_where_only_its_beginning_is_wanted() -> None:
    body, _ = read_body(pieces(TEXT, 999), "", max_wire=10_000, max_decoded=5_000, cut=True)
    assert body == TEXT[:5_000]


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "none", "binary", "aws-chunked", "aws-chunked,gzip"])
def test_what_is_no_packing_at_all_is_read_as_browsers_read_it(encoding: str) -> None:
    assert read(gzip.compress(TEXT) if "gzip" in encoding else TEXT, encoding) == TEXT
