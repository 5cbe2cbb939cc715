"""The wire between a pool and its workers: frames of two lengths, a JSON object and raw bytes.

No pickle: a worker that a hostile page took over can answer with nothing but JSON.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from typing import Any

_PREFIX = struct.Struct(">II")  # bytes of the JSON header, bytes of the body
PREFIX_SIZE = _PREFIX.size
MAX_FRAME = 128 * 1024 * 1024  # bytes; a longer frame means a broken or hostile peer


class BrokenFrame(Exception):
    """The peer sent something that is no frame, or ended in the middle of one."""


def encode(header: Mapping[str, Any], body: bytes = b"") -> bytes:
    """One frame as bytes. ``header`` must be JSON-able; a lone surrogate in it survives as an escape."""
    head = json.dumps(header).encode("ascii")
    return _PREFIX.pack(len(head), len(body)) + head + body


def sizes(prefix: bytes) -> tuple[int, int]:
    """Header and body length of the frame that starts with these ``PREFIX_SIZE`` bytes; BrokenFrame when absurd."""
    head, body = _PREFIX.unpack(prefix)
    if head + body > MAX_FRAME:
        raise BrokenFrame(f"frame of {head + body} bytes")
    return head, body


def decode_header(head: bytes) -> dict[str, Any]:
    """The JSON object of a frame; BrokenFrame when it is something else."""
    try:
        value = json.loads(head)
    except ValueError as error:
        raise BrokenFrame("header is not JSON") from error
    if not isinstance(value, dict):
        raise BrokenFrame("header is not an object")
    return value


def read(take: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Read one frame with ``take(n)``, which gives exactly n bytes, or fewer at the end. None at a clean end.

    Raises BrokenFrame for one that is cut, too long or no frame at all.
    """
    prefix = take(PREFIX_SIZE)
    if not prefix:
        return None
    if len(prefix) < PREFIX_SIZE:
        raise BrokenFrame("ended inside a prefix")
    head_size, body_size = sizes(prefix)
    head, body = take(head_size), take(body_size)
    if len(head) < head_size or len(body) < body_size:
        raise BrokenFrame("ended inside a frame")
    return decode_header(head), body
