"""What is mounted where (Linux): whether a file is a mount of its own, as in a container, and on what kind of disk."""

from __future__ import annotations

from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")


def mounted_from(path: Path, mounts: Path = MOUNTS) -> str:
    """Which file is mounted at ``path``, as the kernel now names it; "" if ``path`` is no mount point.

    The name changes when the mounted file is renamed or removed outside: the mount keeps showing the old one (fourth
    field of proc(5), mountinfo).
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    wanted = _escaped(str(path.absolute()))
    found = [fields[3] for fields in (line.split(" ") for line in lines) if len(fields) > 4 and fields[4] == wanted]
    return found[-1] if found else ""


def filesystem_of(path: Path, mounts: Path = MOUNTS) -> str:
    """The kind of file system that ``path`` is on, as "ext4" or "nfs4"; "" if that cannot be told.

    The kind stands after the separator (a lone hyphen) of the last line whose mount point leads to the path.
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    above = {_escaped(str(each)) for each in (path.absolute(), *path.absolute().parents)}
    found = [(len(fields[4]), fields[fields.index("-") + 1])
             for fields in (line.split(" ") for line in lines)
             if len(fields) > 4 and fields[4] in above and "-" in fields[:-1]]  # fmt: skip
    longest = max((length for length, _ in found), default=0)
    return next((kind for length, kind in reversed(found) if length == longest), "")


def _escaped(path: str) -> str:
    for character in "\\ \t\n":
        path = path.replace(character, f"\\{ord(character):03o}")
    return path
