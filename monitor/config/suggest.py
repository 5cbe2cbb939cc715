"""The nearest known name to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """The known name most like ``name`` (difflib ratio of at least ``likeness``); "" if none is."""
    from difflib import get_close_matches  # only needed when something is wrong

    known = list(known)
    if same := next((each for each in known if each.casefold() == name.casefold()), ""):
        return same
    return next(iter(get_close_matches(name[:100], known, n=1, cutoff=likeness)), "")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``did you mean 'interval'?`` or, with no name near, ``known are a, b, c``."""
    names = list(known)
    near = nearest(name, names)
    return f"did you mean {near!r}?" if near else f"known are {', '.join(names)}"
