"""Starting out: the commented feeds.toml that a new user begins with."""

from __future__ import annotations

from pathlib import Path

from monitor.config.template import template
from monitor.core.errors import AlreadyThere, UserMistake


def write_config(path: Path, *, force: bool = False) -> tuple[Path, Path | None]:
    """Write the shipped feeds.toml to ``path`` (or into it, if it is a folder).

    Gives the file written, and where the one that stood there was kept (with ``force``), if any. Raises AlreadyThere
    without ``force``, UserMistake where the file cannot be written.
    """
    target = path / "feeds.toml" if path.is_dir() or not path.suffix else path
    if target.is_dir():
        raise UserMistake(f"{target} is a folder: name the file itself")
    if target.exists() and not force:
        raise AlreadyThere(f"{target} is there already and was not changed: name another file, or use --force")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        kept = _put_aside(target) if target.exists() else None
        with target.open("x", encoding="utf-8") as file:
            file.write(template())
    except OSError as error:
        raise UserMistake(f"{target} cannot be written: {error.strerror or error}") from error
    return target, kept


def _put_aside(target: Path) -> Path:
    kept = target.with_name(target.name + ".old")
    number = 1
    while kept.exists():
        number += 1
        kept = target.with_name(f"{target.name}.old{number}")
    target.replace(kept)
    return kept
