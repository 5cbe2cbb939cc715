"""JSON Feed, version 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from monitor.outputs.feed import Feed, Item

MEDIA_TYPE = "application/feed+json; charset=utf-8"


def render(feed: Feed) -> bytes:
    """The feed as a JSON document in UTF-8."""
    document = {
        "version": "https://jsonfeed.org/version/1.1", "title": feed.title, "home_page_url": feed.home,
        "feed_url": feed.url, "items": [_item(each) for each in feed.items],
    }  # fmt: skip
    return json.dumps({key: value for key, value in document.items() if value != ""}, ensure_ascii=False).encode()


def _item(item: Item) -> dict[str, object]:
    fields: dict[str, object] = {
        "id": item.id, "url": item.page or item.url, "external_url": item.url if item.page else "",
        "title": item.title, "content_text": item.summary, "date_published": _moment(item.published),
        "date_modified": _moment(item.updated), "authors": [{"name": item.source}] if item.source else "",
        "tags": list(item.topics), "language": item.language,
    }  # fmt: skip
    return {key: value for key, value in fields.items() if value != ""}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
