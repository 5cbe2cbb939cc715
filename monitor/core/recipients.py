"""Recipients: which people a channel's address names. Each of them gets deliveries of their own."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_OF_MAIL = frozenset({"mailto", "mailtos", "smtp", "smtps"})


def recipients_of(url: str) -> tuple[str, ...]:
    """The mail addresses of a channel's address, in its order, each once; () for a channel that has one target.

    ``url`` is resolved already (no ``env:``, no ``file:``). Nothing is checked here: what is no mail address is refused
    when the channel is opened.
    """
    scheme, _, rest = url.strip().partition(":")
    if scheme.lower() not in _OF_MAIL:
        return ()
    if scheme.lower() == "mailto" and not rest.startswith("//"):
        return listed_addresses(unquote(rest.partition("?")[0]))
    try:
        return listed_addresses(parse_qs(urlsplit(url.strip()).query).get("to", [""])[-1])
    except ValueError:  # an address that cannot be split
        return ()


def listed_addresses(text: str) -> tuple[str, ...]:
    """The parts of ``ana@example.org, ben@example.org``, each once."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
