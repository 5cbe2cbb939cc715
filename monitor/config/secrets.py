"""Secrets that feeds.toml and the environment only point to: where they are read, and how text is printed without them.

No error here repeats a value; it names the variable or the file.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from monitor.config.values import secret_path
from monitor.core.errors import ConfigError

LARGEST_SECRET = 64 * 1024  # bytes; more is surely the wrong file

_URL = re.compile(r"\b([a-zA-Z][a-zA-Z0-9+.-]*)://((?:\S*@)?[^\s\"'<>`]+)")  # a password may hold a quote
_MAILTO = re.compile(r"\bmailto:([^\s\"'<>`]+)", re.IGNORECASE)
_SIGNED = re.compile(r"((?i:webhook\+https?):[^?#]*\?(?:[^#]*&)?secret=)([^&#]*)")  # the last one counts
_USER_INFO = re.compile(r"^[^/?#]*@")  # greedy: up to the last @ before the path, since passwords may hold one
_DATABASE_USER_INFO = re.compile(r"^.*@")  # an unescaped slash in a password is a common mistake
_SECRET_PARAMETER = re.compile(
    r"(?i)([?&;#](?:[a-z0-9_.-]*(?:token|secret|passw(?:or)?d|pwd|passwd|signature|credential)|(?:api|access|private)?[_-]?key"
    r"|pass|auth|sig|code)=)[^&;#\s]+"
)
_WEBHOOK_PATH = re.compile(r"(?i)(hooks?\.[^/]+|/(?:hooks?|(?:incoming)?web[-_]?hooks?(?:b2)?))/.+|(/bot)\d+:[^/]+")
_PRINTABLE_SCHEMES = {"http", "https", "sqlite", "file", "postgresql", "postgres"}
_ASSIGNED = re.compile(
    r"(?i)\b((?:[a-z0-9_-]*(?:password|passwd|secret|token|api[_-]?key))\s*[=:]\s*)(?!//)[^\s,;&\"']+"
)
_BEARER = re.compile(r"(?i)\b((?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}")

MASK = "…"


def resolve(url: str, environ: Mapping[str, str] | None = None) -> str:
    """The address that a channel's ``url`` stands for: ``env:NAME`` and ``file:/path`` are read, others given back.

    A webhook's ``?secret=env:NAME`` is read in the same way. ``environ`` is the environment (None = the process's own).
    Raises ConfigError that names the variable or the file.
    """
    if url.startswith("env:"):
        name = url[4:].strip()
        value = (os.environ if environ is None else environ).get(name)
        if value is None:
            raise ConfigError("is not set: set it where the monitor is started", key=f"environment variable {name}")
        return _signed(_single(value, f"environment variable {name}"), environ)
    if url.startswith("file:"):
        return _signed(read_secret_file(Path(secret_path(url))), environ)
    return _signed(url, environ)


def pointer_of(url: str) -> str:
    """Where the secret of a channel is kept, ``env:NAME`` or ``file:/path``; "" where its address does not say.

    That is the address itself, or the ``secret`` by which a webhook signs.
    """
    if url.startswith(("env:", "file:")):
        return url
    found = _SIGNED.match(url)
    pointer = unquote(found[2]) if found else ""
    return pointer if pointer.startswith(("env:", "file:")) else ""


def _signed(address: str, environ: Mapping[str, str] | None) -> str:
    """The address of a webhook with the secret itself, where it only pointed to it; any other as it is."""
    found, pointer = _SIGNED.match(address), pointer_of(address)
    if found is None or not pointer:
        return address
    return f"{found[1]}{quote(resolve(pointer, environ), safe='')}{address[found.end() :]}"


def stamp(url: str) -> tuple[int, ...]:
    """By what a change of the file behind ``url`` is seen; empty where ``url`` names no file, or one that is not there.

    A file that was put in the place of another, as container platforms and editors do, is another file.
    """
    file = pointer_of(url)
    if not file.startswith("file:"):
        return ()
    try:
        found = Path(secret_path(file)).stat()
    except (OSError, ValueError):
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino


def from_environment(name: str, environ: Mapping[str, str]) -> str | None:
    """The variable's value, or the content of the file that ``NAME_FILE`` names; None if neither is set.

    An empty variable counts as not set, as in a compose file with ``NAME: ${NAME:-}``. Raises ConfigError.
    """
    direct, pointer = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "").strip()
    if direct and pointer:
        raise ConfigError(f"is set together with {name}_FILE: unset one of the two", key=name)
    if not pointer:
        return direct or None
    try:
        return read_secret_file(Path(pointer))
    except ConfigError as error:
        raise ConfigError(error.problem, file=error.file, key=f"{name}_FILE") from None


def read_secret_file(path: Path) -> str:
    """The one line that the file holds, without white space around it. Raises ConfigError."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ConfigError("is not a regular file: it must be a file that holds the secret", file=str(path))
        if os.name == "posix" and status.st_mode & stat.S_IWOTH:
            raise ConfigError("can be changed by every user of this machine: run chmod o-w on it", file=str(path))
        if status.st_size > LARGEST_SECRET:
            raise ConfigError("is too large to be a secret: is it the right file?", file=str(path))
        value = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError("is not UTF-8 text", file=str(path)) from None
    except FileNotFoundError:
        raise ConfigError("does not exist: it must hold the secret", file=str(path)) from None
    except PermissionError:
        raise ConfigError("may not be read by this user: change its owner or permissions", file=str(path)) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a usable path"
        raise ConfigError(f"cannot be read: {reason}", file=str(path)) from None
    return _single(value, f"file {path}")


def _single(value: str, where: str) -> str:
    secret = value.strip()
    if not secret:
        raise ConfigError("is empty: it must hold the secret", key=where)
    if re.search(r"[\x00-\x1f\x7f]", secret):
        raise ConfigError("must hold one line of text and nothing else", key=where)
    if secret.startswith(("env:", "file:")):
        raise ConfigError("points on to another place: it must hold the secret itself", key=where)
    return secret


def mask(text: str) -> str:
    """The text with every secret in its addresses replaced by "…": fit for logs, listings and errors.

    Of web and database addresses, user info, secret-looking parameters and webhook paths go; of any other address (chat
    services keep their tokens in the path) all but the scheme goes.
    """
    masked = _URL.sub(_masked_url, text)
    masked = _MAILTO.sub(lambda found: "mailto:" + _masked_mailbox(found[1]), masked)
    return _BEARER.sub(rf"\1{MASK}", _ASSIGNED.sub(rf"\1{MASK}", masked))


def _masked_url(found: re.Match[str]) -> str:
    scheme, rest = found[1], found[2]
    if scheme.lower().split("+")[0] not in _PRINTABLE_SCHEMES:
        return f"{scheme}://{MASK}"
    web = scheme.lower() in ("http", "https")
    rest = (_USER_INFO if web else _DATABASE_USER_INFO).sub(f"{MASK}@", rest)
    if web:
        rest = _WEBHOOK_PATH.sub(lambda path: f"{path[1]}/{MASK}" if path[1] else f"{path[2]}{MASK}", rest, count=1)
    return f"{scheme}://" + _SECRET_PARAMETER.sub(rf"\1{MASK}", rest)


def _masked_mailbox(address: str) -> str:
    name, at, host = address.split("?", maxsplit=1)[0].rpartition("@")
    return f"{name[:1]}{MASK}{at}{host}"
