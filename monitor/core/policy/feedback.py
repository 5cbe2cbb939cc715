"""Links by which a reader says what an alert was worth: signed, so that they work without a login. Pure.

A link is ``<web page>/feedback/<article>/<opinion>?s=<signature>``. Mail programs fetch links on their own: whoever
serves the address shows a button, and takes the opinion only from a POST to the same address.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from monitor.core.model.alert import Line
from monitor.core.model.ids import ArticleId
from monitor.core.model.route import Opinion

SIGNED_BYTES = 16  # of the HMAC's 32; RFC 2104, 5, asks for at least half
_LABELS = {Opinion.RELEVANT: "Relevant", Opinion.NOT_RELEVANT: "Not relevant", Opinion.REPEAT: "A repeat"}


def sign(secret: str, article_id: ArticleId, opinion: Opinion) -> str:
    """The signature of one link, for use in a URL: HMAC-SHA-256 (RFC 2104), shortened, base64url without padding."""
    said = f"feedback 1\n{article_id}\n{opinion.value}".encode()
    mac = hmac.new(secret.encode(), said, hashlib.sha256).digest()[:SIGNED_BYTES]
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def verify(secret: str, article_id: ArticleId, opinion: Opinion, signature: str) -> bool:
    """Whether the link was made with this secret; takes the same time for every wrong signature. "" is no secret."""
    expected = sign(secret, article_id, opinion).encode()
    return bool(secret) and hmac.compare_digest(expected, signature.encode("utf-8", "replace"))


def links(base_url: str, secret: str, article_id: ArticleId) -> tuple[Line, ...]:
    """The lines that end an alert; none where there is no web page or no secret."""
    if not base_url or not secret:
        return ()
    root = f"{base_url.rstrip('/')}/feedback/{article_id}"
    return tuple(
        Line(label="", text=_LABELS[opinion], url=f"{root}/{opinion.value}?s={sign(secret, article_id, opinion)}")
        for opinion in Opinion
    )
