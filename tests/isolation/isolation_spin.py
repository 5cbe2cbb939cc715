"""A task that uses a given amount of CPU time."""

from __future__ import annotations

import os
import time
from typing import Any


def spin(header: dict[str, Any], body: bytes) -> dict[str, Any]:
    end = time.process_time() + header["seconds"]
    while time.process_time() < end:
        pass
    return {"pid": os.getpid()}
