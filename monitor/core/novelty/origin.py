"""Who told it first, and who vouches for it."""

from __future__ import annotations

from monitor.core.model.article import Article
from monitor.core.model.development import ClaimStatus


def named_origin(article: Article) -> str:
    """Placeholder, replaced below."""
    return ""


def claim_status(article: Article) -> ClaimStatus:
    """Placeholder, replaced below."""
    return ClaimStatus.NAMED_REPORT


def is_correction(article: Article) -> bool:
    """Placeholder, replaced below."""
    return False
