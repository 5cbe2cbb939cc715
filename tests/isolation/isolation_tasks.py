"""What the workers of these tests run."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def echo(header: Json, body: bytes) -> Json:
    return {**header, "size": len(body), "pid": os.getpid()}


def burn(header: Json, body: bytes) -> Json:
    while True:
        pass


def hoard(header: Json, body: bytes) -> Json:
    return {"held": len([bytearray(1 << 20) for _ in range(header["mib"])])}


def doze(header: Json, body: bytes) -> Json:
    time.sleep(header["seconds"])
    return {}


def crash(header: Json, body: bytes) -> Json:
    os._exit(7)


def shout(header: Json, body: bytes) -> Json:
    print("x" * 100_000, flush=True)
    os.write(1, b"raw noise")
    os.write(2, b"more noise")
    return {"ok": True}


def fail(header: Json, body: bytes) -> Json:
    raise ValueError("first line\nsecond \x1b[31mline")


def environment(header: Json, body: bytes) -> Json:
    return {"names": sorted(os.environ), "group": os.getpgid(0), "pid": os.getpid()}


def surrogate(header: Json, body: bytes) -> Json:
    return {"text": "a\ud800b"}


def not_json(header: Json, body: bytes) -> Json:
    return {"value": object()}


def meet(header: Json, body: bytes) -> Json:
    """Wait until so many workers have come."""
    folder = Path(header["folder"])
    (folder / str(os.getpid())).touch()
    while len(list(folder.iterdir())) < header["count"]:
        time.sleep(0.01)
    return {"pid": os.getpid()}
