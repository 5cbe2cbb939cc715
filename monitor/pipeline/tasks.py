"""The tasks that worker processes know: parsing and extraction, by name."""

from __future__ import annotations

from monitor.extraction import task as extraction
from monitor.sources import task as sources

TASKS = {**sources.TASKS, **extraction.TASKS}
