from __future__ import annotations

import subprocess
import sys

import pytest

from monitor.jobs import heap

# In a process of its own: the setting holds for good.
MANY_THREADS = """
import threading
from monitor.jobs import heap
assert heap.keep_small()
def work():
    kept = [bytes(700) for _ in range(20_000)]
threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
heap.give_back()
reserved = [line for line in open("/proc/self/maps") if "---p 00000000 00:00 0" in line]
print(sum(int(high, 16) - int(low, 16) > 60 << 20 for low, high in (line.split()[0].split("-") for line in reserved)))
"""


@pytest.mark.skipif(not heap._library(), reason="another C library")
def test_threads_share_one_heap() -> None:
    done = subprocess.run([sys.executable, "-c", MANY_THREADS], capture_output=True, text=True, check=True)
    assert int(done.stdout) == 0  # a heap of a thread's own reserves 64 MiB of address space
