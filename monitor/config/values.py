"""The small languages inside feeds.toml and the environment: ids, times, addresses, zones.

Each reader takes text and gives the value, or raises ValueError with one line that says what is wrong and what to
write. No message repeats an address, which may hold a password.
"""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

from monitor.config.suggest import nearest
from monitor.core.recipients import MAIL_ADDRESS

SHORTEST_INTERVAL = timedelta(minutes=1)
LONGEST_INTERVAL = timedelta(days=7)
LONGEST_URL = 2048  # longer ones are cut by servers and proxies on the way


_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_SPAN = re.compile(r"(?:\d{1,6}[smhdw])+")
_PART = re.compile(r"(\d+)([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_CHANNEL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S*")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def read_id(text: str) -> str:
    """A name by which a source, topic, channel, concept or pack is known: ``[a-z0-9][a-z0-9-]*``, at most 64 long."""
    if not _ID.fullmatch(text):
        raise ValueError("use at most 64 small letters a-z, digits and hyphens, the first no hyphen")
    return text


def read_line(text: str) -> str:
    """Text for people: not empty, one line, without control characters."""
    if not text.strip():
        raise ValueError("is empty: write some text")
    if _CONTROL.search(text):
        raise ValueError("holds a line break or control character: write one line of plain text")
    return text.strip()


def read_span(text: str, least: timedelta, most: timedelta) -> timedelta:
    """A length of time such as "15m", "6h", "1d" or "1h30m", within the bounds (both allowed)."""
    cleaned = text.replace(" ", "").lower()
    if len(cleaned) > 40 or not _SPAN.fullmatch(cleaned):
        raise ValueError('write a number and a unit (s, m, h, d, w), as in "15m", "6h" or "1d"')
    span = sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in _PART.findall(cleaned)), timedelta())
    if not least <= span <= most:
        raise ValueError(f"must be between {print_span(least)} and {print_span(most)}")
    return span


def print_span(span: timedelta) -> str:
    """The shortest form that ``read_span`` reads back: "15m", "1d", "1h30m"."""
    rest, out = int(span.total_seconds()), ""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m"), (1, "s")):
        count, rest = divmod(rest, size)
        out += f"{count}{unit}" if count else ""
    return out or "0s"


def read_web_address(text: str) -> str:
    """An absolute http or https URL with a host; credentials in it are allowed."""
    if _CONTROL.search(text) or re.search(r"\s", text.strip()):
        raise ValueError("holds a space or line break: write the address without (a space inside is %20)")
    url = text.strip()
    if len(url) > LONGEST_URL:
        raise ValueError(f"is longer than {LONGEST_URL} characters")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("is not a usable address: check the host and port") from None
    if not parts.scheme or "://" not in url:
        raise ValueError("is not a full address: begin with https:// or http://")
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"begins with {parts.scheme}://, but only http and https can be polled")
    if not host or host.startswith(".") or ".." in host:
        raise ValueError("names no usable host: write it as in https://www.example.org/feed")
    return url


def read_page_address(text: str) -> str:
    """Where readers reach the web page: all its links begin at the root of a host, so that a path would break them."""
    url = read_web_address(text)
    parts = urlsplit(url)
    if parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError('write scheme and host alone, as in "https://monitor.example.org": the page needs a host name '
                         "of its own")  # fmt: skip
    return url


def read_selector(text: str) -> str:
    """A CSS selector, or an XPath that begins with "/", "./" or "("; "" for none. Whether it fits is seen at a poll."""
    selector = text.strip()
    if _CONTROL.search(selector) or len(selector) > 500:
        raise ValueError('write one line, a CSS selector or an XPath, as in "main li a" or "//main//li"')
    if not selector.startswith(("/", "./", "(")):
        from cssselect import SelectorError, parse

        try:
            parse(selector) if selector else None
        except SelectorError as error:
            raise ValueError(f"is no CSS selector: {error}") from None
    return selector


def read_pattern(text: str) -> str:
    """A text that a line holds, or a regular expression between slashes, as in "/^Page [0-9]+/"."""
    pattern = read_line(text)
    if len(pattern) > 500:
        raise ValueError("is longer than 500 characters")
    if len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/"):
        try:
            empty = re.compile(pattern[1:-1], re.IGNORECASE).search("")
        except (re.error, OverflowError, RecursionError) as error:
            raise ValueError(f"is no regular expression: {error}") from None
        if empty:
            raise ValueError("matches every line: say which ones")
    return pattern


def read_channel_address(text: str) -> str:
    """Where alerts go: ``env:NAME``, ``file:/path``, or an address with a scheme. The scheme itself is judged later."""
    address = text.strip()
    if address.startswith("env:"):
        if not _VARIABLE.fullmatch(address[4:]):
            raise ValueError('after "env:" write the name of an environment variable, as in "env:SLACK_URL"')
    elif address.startswith("file:"):
        if not secret_path(address).startswith("/") and not re.match(r"[A-Za-z]:[\\/]", secret_path(address)):
            raise ValueError('after "file:" write a full path, as in "file:/run/secrets/slack_url"')
    elif address.lower().startswith(("env:", "file:")):
        raise ValueError('write "env:" and "file:" in small letters, as in "env:SLACK_URL"')
    elif found := re.fullmatch(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?", address):
        raise ValueError(f'for an environment variable write "env:{found[1]}"')
    elif re.fullmatch(r"[a-z]+:\s+[^@\s]+@[^@\s]+", address):
        raise ValueError("holds a space: write the address without")
    elif re.fullmatch(r"[^@\s:/]+@[^@\s:/]+", address):
        raise ValueError(f"for e-mail write mailto:{address}")
    elif _CONTROL.search(address) or not _CHANNEL.fullmatch(address):
        raise ValueError('write "env:NAME", "file:/path", or an address with a scheme, as in "terminal:"')
    return address


def read_secret_pointer(text: str) -> str:
    """Where a secret is kept: ``env:NAME`` or ``file:/path``; the secret itself does not belong into the file."""
    if not text.strip().startswith(("env:", "file:")):
        raise ValueError('write where it is kept, not the secret itself: "env:NAME" or "file:/path"')
    return read_channel_address(text)


def read_ping_address(text: str) -> str:
    """A web address to call, as it is or by ``env:NAME`` or ``file:/path``."""
    return read_channel_address(text) if text.strip().startswith(("env:", "file:")) else read_web_address(text)


def read_mail_host(text: str) -> str:
    """The name or address of a mail server."""
    host = text.strip().lower()
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9._:-]{0,251}[a-z0-9])?", host) or ".." in host or "://" in host:
        raise ValueError('write the name of the mail server alone, as in "smtp.example.org"')
    return host


def read_mail_address(text: str) -> str:
    """A bare mail address in ASCII."""
    address = text.strip()
    if not MAIL_ADDRESS.fullmatch(address):
        raise ValueError('write a mail address alone, as in "monitor@example.org"')
    return address


def read_security(text: str) -> str:
    """How the connection to a mail server is secured."""
    if text not in ("starttls", "tls", "none"):
        raise ValueError('write "starttls" (port 587), "tls" (from the first byte, port 465) or "none"')
    return text


def read_port(text: str) -> int:
    """A TCP port."""
    if not re.fullmatch(r"\d{1,5}", text) or not 1 <= int(text) <= 65535:
        raise ValueError("must be a number between 1 and 65535")
    return int(text)


def secret_path(address: str) -> str:
    """The path in ``file:/path`` or ``file:///path``."""
    rest = address.removeprefix("file:")
    return "/" + rest.lstrip("/") if rest.startswith("//") else rest


def _zone_like(name: str) -> str:
    """The zone that was meant by a city alone or with a letter wrong; "" if none is near."""
    from zoneinfo import available_timezones

    known = sorted(available_timezones())
    city = name.replace(" ", "_").casefold()
    return next((zone for zone in known if zone.rpartition("/")[2].casefold() == city), "") or nearest(
        name, known, likeness=0.8
    )


def read_zone(text: str) -> str:
    """An IANA time zone name such as "Europe/Amsterdam"."""
    from zoneinfo import ZoneInfo  # reads files: only when a zone is set

    name = text.strip()
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # unknown, a folder, or not a name at all
        near = _zone_like(name)
        advice = f'did you mean "{near}"?' if near else 'write an IANA name, as in "Europe/Amsterdam" or "UTC"'
        raise ValueError(f"is not a known time zone: {advice}") from None
    return name


def read_contact(text: str) -> str:
    """Who to write to about this monitor: a mail address or web page, printable ASCII since it goes into a header."""
    contact = text.strip()
    usable = contact.isascii() and contact.isprintable() and 0 < len(contact) <= 200 and " " not in contact
    if not usable or not re.search(r".@.|^https?://.", contact) or re.search(r"[()<>\\]", contact):
        raise ValueError('write a mail address or web page, as in "watch@example.org" or "https://example.org/monitor"')
    return contact


def read_language(text: str) -> str:
    """A two-letter ISO 639-1 code, or "" for "find out per article"."""
    if not re.fullmatch(r"(?:[a-z]{2})?", text):
        raise ValueError('write a two-letter code in small letters, as in "en", or "" when it varies')
    return text
