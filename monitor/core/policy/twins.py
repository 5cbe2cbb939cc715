"""Sources that watch one address twice: mostly a table of feeds.toml that was copied and not wholly changed."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.core.model.source import Source
from monitor.core.urls import canonical_url


def twins(sources: Iterable[Source]) -> tuple[tuple[Source, ...], ...]:
    """Those of the polled sources that ask the same address for the same, together, two or more in each group.

    An address that is read in two ways (another kind, another selector) is watched twice on purpose, and one that is
    also another source's fallback is only asked while that one fails.
    """
    groups: dict[tuple[str, str, str], list[Source]] = {}
    for source in sources:
        if source.enabled and not source.paused:
            key = (canonical_url(source.url) or source.url, source.kind.value, source.selector)
            groups.setdefault(key, []).append(source)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
