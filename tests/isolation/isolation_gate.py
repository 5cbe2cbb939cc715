"""A task whose libraries take as long to load as the test wants."""

from __future__ import annotations

import os
from pathlib import Path


def prepare() -> None:
    Path(os.environ["TMPDIR"], "gate").read_bytes()  # a pipe: waits until somebody opens its other end
