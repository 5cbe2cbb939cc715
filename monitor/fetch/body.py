"""Bodies: read piece by piece, decoded piece by piece, never larger than asked.

A decoder that is handed 992 bytes of brotli or zstd may answer with a gigabyte (measured with brotli 1.1 and zstandard
0.25), so each decoder here gives out small pieces and the sum is checked after each. Nothing is kept but the result.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from monitor.core.model.fetched import FailureReason
from monitor.fetch.faults import Fault

if TYPE_CHECKING:
    import zstandard

Pieces = Iterator[bytes]

_STEP = 65_536  # largest piece that gzip, deflate and brotli give out
# A zstd block of 4 bytes becomes at most 128 KiB (RFC 8878, 3.1.1.2): 128 bytes of input are at most 4.2 MiB of output.
_ZSTD_STEP = 128
_ZSTD_WINDOW = 8 << 20  # RFC 9659: the largest window for HTTP
_MAX_MEMBERS = 1_024  # gzip members or zstd frames in one body
_MAX_ENCODINGS = 3
# No packing at all; and what servers write here by mistake, where browsers read on: a charset, "none", S3's framing.
_PLAIN = frozenset({"", "identity", "none", "utf-8", "utf8", "iso-8859-1", "windows-1252", "text/html", "text/xml",
                    "binary", "8bit", "7bit", "aws-chunked"})  # fmt: skip


def accepted_encodings() -> str:
    """What to offer in Accept-Encoding."""
    return "gzip, deflate, br, zstd"


def read_body(
    chunks: Pieces, encoding: str, *, max_wire: int, max_decoded: int, cut: bool = False,
    small: int | None = None, make_room: Callable[[], None] = lambda: None,
) -> tuple[bytes, int]:  # fmt: skip
    """Read and decode a body: the bytes and how many of them came over the wire.

    ``encoding`` is the Content-Encoding, a comma list in the order of application. With ``cut`` a body that is too
    large is cut at ``max_decoded`` instead of refused. ``make_room`` is called once, before more than ``small`` bytes
    are held. Raises Fault TOO_LARGE, DECODE or TRUNCATED, and what ``make_room`` raises.
    """
    counted = _Counted(chunks, max_wire)
    out = io.BytesIO()
    try:
        for piece in decoded(counted, encoding, max_decoded):
            if small is not None and out.tell() + len(piece) > small:
                small = None
                make_room()
            out.write(piece)
            if out.tell() > max_decoded:
                raise _too_large("unpacked", max_decoded)
        for _ in counted:  # what follows the end of the packed data: read for the framing's sake, dropped
            pass
    except Fault as fault:
        if not (cut and fault.reason is FailureReason.TOO_LARGE):
            raise
        return out.getvalue()[:max_decoded], counted.total
    return out.getvalue(), counted.total


class _Counted:
    """Pieces from the wire, counted and limited."""

    def __init__(self, chunks: Pieces, limit: int) -> None:
        self._chunks, self._limit, self.total = chunks, limit, 0

    def __iter__(self) -> _Counted:
        return self

    def __next__(self) -> bytes:
        piece = next(self._chunks)
        self.total += len(piece)
        if self.total > self._limit:
            raise _too_large("on the wire", self._limit)
        return piece


def decoded(pieces: Pieces, encoding: str, limit: int) -> Pieces:
    """Undo each encoding in turn; what lies between two of them is limited like the result. Raises Fault."""
    names = [name.strip().lower() for name in encoding.split(",")]
    names = [name for name in names if name not in _PLAIN]
    if len(names) > _MAX_ENCODINGS:
        raise Fault(FailureReason.DECODE, f"packed {len(names)} times over")
    for position, name in enumerate(reversed(names)):
        decoder = _DECODERS.get(name)
        if decoder is None:
            raise Fault(FailureReason.DECODE, "unknown Content-Encoding")
        pieces = decoder(pieces if position == 0 else _limited(pieces, limit))
    return pieces


def _limited(pieces: Pieces, limit: int) -> Pieces:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise _too_large("unpacked", limit)
        yield piece


def _too_large(where: str, limit: int) -> Fault:
    return Fault(FailureReason.TOO_LARGE, f"more than {limit:,} bytes {where}")


def _truncated() -> Fault:
    return Fault(FailureReason.TRUNCATED, "the packed body ends too early")


def _broken(name: str) -> Fault:
    return Fault(FailureReason.DECODE, f"the body is not {name}")


def _gunzip(pieces: Pieces) -> Pieces:
    """Gzip with any number of members; what follows the last member is ignored, as browsers do."""
    members = 0
    unpacker: zlib._Decompress | None = None
    for received in pieces:
        piece = received
        while piece:
            if unpacker is None or unpacker.eof:
                if members and not piece.startswith(b"\x1f\x8b"[: len(piece)]):
                    return
                members += 1
                if members > _MAX_MEMBERS:
                    raise _too_large("in gzip members", _MAX_MEMBERS)
                unpacker = zlib.decompressobj(31)
            try:
                out = unpacker.decompress(piece, _STEP)
            except zlib.error:
                raise _broken("gzip") from None
            if out:
                yield out
            piece = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if unpacker is not None:
        yield from _rest(unpacker, "gzip")


def _inflate(pieces: Pieces) -> Pieces:
    """Deflate as RFC 9110 means it (zlib) and as some servers send it (raw), told apart by the first two bytes."""
    start = b""
    unpacker: zlib._Decompress | None = None
    for received in pieces:
        piece = received
        if unpacker is None:
            start += piece
            if len(start) < 2:
                continue
            has_zlib_header = start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0
            unpacker = zlib.decompressobj(15 if has_zlib_header else -15)
            piece = start
        while piece:
            if unpacker.eof:  # what follows is ignored
                return
            try:
                out = unpacker.decompress(piece, _STEP)
            except zlib.error:
                raise _broken("deflate") from None
            if out:
                yield out
            piece = unpacker.unconsumed_tail
    if unpacker is not None:
        yield from _rest(unpacker, "deflate")
    elif start:
        raise _truncated()


def _rest(unpacker: zlib._Decompress, name: str) -> Pieces:
    """What zlib still holds when its input has ended."""
    out = unpacker.unconsumed_tail
    while True:
        try:
            out = unpacker.decompress(out, _STEP)
        except zlib.error:
            raise _broken(name) from None
        if not out:
            break
        yield out
        out = unpacker.unconsumed_tail
    if not unpacker.eof:
        raise _truncated()


def _unbrotli(pieces: Pieces) -> Pieces:
    import brotli

    unpacker = brotli.Decompressor()
    begun = False
    for received in pieces:
        piece = received
        begun = begun or bool(piece)
        while not unpacker.is_finished():
            try:
                out = unpacker.process(piece, output_buffer_limit=_STEP)
            except brotli.error:
                raise _broken("brotli") from None
            if out:
                yield out
            piece = b""
            if not out:
                break
    if begun and not unpacker.is_finished():
        raise _truncated()


def _unzstd(pieces: Pieces) -> Pieces:
    import zstandard

    frames = 0
    unpacker: zstandard.ZstdDecompressionObj | None = None
    for step in _in_steps(pieces, _ZSTD_STEP):
        part = step
        while part:
            if unpacker is None or unpacker.eof:
                frames += 1
                if frames > _MAX_MEMBERS:
                    raise _too_large("in zstd frames", _MAX_MEMBERS)
                unpacker = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
            try:
                out = unpacker.decompress(part)
            except zstandard.ZstdError:
                raise _broken("zstd") from None
            if out:
                yield out
            part = unpacker.unused_data if unpacker.eof else b""
    if unpacker is not None and not unpacker.eof:
        raise _truncated()


def _in_steps(pieces: Pieces, step: int) -> Pieces:
    for piece in pieces:
        for start in range(0, len(piece), step):
            yield piece[start : start + step]


_DECODERS: dict[str, Callable[[Pieces], Pieces]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
