"""Limits that a worker process puts on itself before each task. POSIX; what a system lacks is left out."""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import resource
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


def address_space() -> int | None:
    """Bytes of address space this process holds now; None where the system does not tell (no /proc)."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * _PAGE
    except (OSError, ValueError):
        return None


def _set_soft(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY and (value == resource.RLIM_INFINITY or value > hard):
        value = hard
    resource.setrlimit(kind, (value, hard))


def forbid_core_dumps() -> None:
    """A killed worker leaves no core file (it would hold page texts)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_cpu(seconds: float) -> None:
    """Let this process use ``seconds`` more of CPU time, then die by SIGXCPU. Counted in whole seconds, rounded up."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _set_soft(resource.RLIMIT_CPU, math.ceil(usage.ru_utime + usage.ru_stime + seconds))


def limit_memory(more_bytes: int) -> None:
    """Let this process grow by ``more_bytes`` of address space (RLIMIT_AS); beyond that an allocation fails."""
    now = address_space()
    if now is not None:
        _set_soft(resource.RLIMIT_AS, now + more_bytes)


def lift() -> None:
    """Take the limits on CPU and memory back, so that reading the next task cannot hit them."""
    _set_soft(resource.RLIMIT_CPU, resource.RLIM_INFINITY)
    _set_soft(resource.RLIMIT_AS, resource.RLIM_INFINITY)


def give_back() -> None:
    """Give memory that is free back to the system, where the C library can (malloc_trim(3))."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
