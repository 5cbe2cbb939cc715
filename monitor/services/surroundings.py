"""Checks of what the monitor stands on: its files and folders, how it is reached, and how it shows itself to sites.

They need neither the database nor the network, so that they tell what is wrong also where nothing works yet.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

from monitor.config.database_url import sqlite_file
from monitor.config.mounted import filesystem_of, mounted_from
from monitor.config.settings import Settings
from monitor.services.findings import Finding, fail, ok, warn

LEAST_FREE = 200 * 1024**2  # bytes on the disk of the database
CONTAINER_CONFIG = Path("/config")
# SQLite's own paper on WAL: it "does not work over a network filesystem" (sqlite.org/wal.html).
_NETWORK_DISKS = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "ceph", "glusterfs", "lustre", "afs")


def check_places(settings: Settings) -> Iterator[Finding]:
    """Whether the files are where they last, and may be written where they must be."""
    yield from _config_place(settings.config)
    path = sqlite_file(settings.database_url)
    if path is not None:
        yield from _database_place(path)
    if settings.heartbeat is not None and not os.access(settings.heartbeat.parent, os.W_OK):
        yield fail("heartbeat", f"{settings.heartbeat.parent} cannot be written, so that a health check fails",
                   "name another file: MONITOR_HEARTBEAT_FILE")  # fmt: skip


def _config_place(config: Path) -> Iterator[Finding]:
    if config.parent == CONTAINER_CONFIG and not (mounted_from(config) or mounted_from(config.parent)):
        yield warn("feeds.toml", f"{config} is the one that came with the image: no edit reaches it",
                   "mount your own there, as docker-compose.yml does")  # fmt: skip


def _database_place(path: Path) -> Iterator[Finding]:
    folder = next(each for each in (path.parent, *path.parent.parents) if each.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        user = f"{os.geteuid()}:{os.getegid()}"
        yield fail("database", f"{folder} may not be written by this user ({user})",
                   f"chown -R {user} {folder} (for a container: on the folder that is mounted there)")  # fmt: skip
    if path.exists() and path.stat().st_mode & 0o004:
        yield warn("database", f"{path} may be read by everybody on this machine, with the secrets in it",
                   f"chmod o-r {path} {path}-wal {path}-shm")  # fmt: skip
    kind = filesystem_of(folder)
    if kind.startswith(_NETWORK_DISKS):
        yield warn("database", f"{folder} is a network disk ({kind}), where SQLite can lose data",
                   "put it on a disk of this machine, or use PostgreSQL")  # fmt: skip
    elif kind in ("tmpfs", "ramfs", "overlay") and path.parent == Path("/data"):
        yield warn("database", f"{folder} does not outlive this container ({kind})", "mount a volume on /data")
    if (free := shutil.disk_usage(folder).free) < LEAST_FREE:
        yield warn("disk", f"{free // 1024**2} MB are free in {folder}", "make room before it is full")


def check_reach(settings: Settings, *, has_password: bool) -> Iterator[Finding]:
    """Whether the web page is open to those who shall reach it, and to nobody else."""
    bind = settings.web
    protected = has_password or bool(settings.web_password) or settings.sign_in is not None
    if bind is None:
        yield ok("web", "the web page is switched off")
        return
    if not protected and not bind.is_loopback and not settings.web_first_link:
        yield fail("web", f"{bind.shown} is open to other machines, and no password is set: the monitor does not start",
                   "set one: monitor web password")  # fmt: skip
    elif not protected:
        yield warn("web", "no password is set, so nobody can use the web page", "a link to set one: monitor web link")
    if settings.web_url.startswith("http://") and not _is_here(settings.web_url):
        yield warn("web", "readers come without TLS: the password and all they read can be listened to",
                   "put a proxy with TLS before it, and set MONITOR_WEB_URL=https://…")  # fmt: skip
    if protected:
        yield ok("web", f"on {bind.shown}" + (f", for readers at {settings.web_url}" if settings.web_url else ""))


def _is_here(url: str) -> bool:
    from urllib.parse import urlsplit

    return urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")


def check_manners(settings: Settings) -> Iterator[Finding]:
    """Whether sites can tell who asks, and whether the guard of one's own network is in force.

    ``settings`` are those completed by feeds.toml.
    """
    if settings.contact:
        yield ok("contact", f"sites are told {settings.contact}")
    else:
        yield warn("contact", "sites that are polled are not told whom to write to, and block sooner",
                   "[monitor] contact in feeds.toml, or MONITOR_CONTACT")  # fmt: skip
    wide = [each for each in settings.allow_hosts if _is_everything(each)]
    if wide:
        yield warn("guard", f"{', '.join(wide)}: whatever a feed links to may lead to every machine in it",
                   "name single hosts in MONITOR_ALLOW_HOSTS")  # fmt: skip


def check_zone(settings: Settings) -> Iterator[Finding]:
    """In which zone alerts tell their times; ``settings`` are those completed by feeds.toml."""
    name = settings.zone or settings.system_zone
    if name == "UTC" and not settings.zone:
        yield ok("zone", "times are shown in UTC: [monitor] zone in feeds.toml sets another")
    else:
        yield ok("zone", f"times are shown in {name}")


def _is_everything(allowed: str) -> bool:
    try:
        return ip_network(allowed).prefixlen <= 8  # as wide as the widest private network
    except ValueError:
        return False
