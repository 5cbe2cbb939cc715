"""Feeds out: Atom and JSON Feed for all topics or one, under a key in their address, which can be revoked."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import PlainTextResponse, Response

from monitor.core.errors import NotFound
from monitor.outputs import atom, json_feed
from monitor.outputs.feed import Feed, identity, item
from monitor.services.access import find_key
from monitor.services.overview import cards
from monitor.services.topics import list_topics
from monitor.store.web_keys import KeyKind
from monitor.web.site import Here, Site

router = APIRouter(include_in_schema=False)
ITEMS = 50
_FORMATS = {"atom": (atom.render, atom.MEDIA_TYPE), "json": (json_feed.render, json_feed.MEDIA_TYPE)}
Key = Annotated[str, Path(max_length=100)]
FileName = Annotated[str, Path(pattern=r"^(topic-)?[a-z0-9][a-z0-9-]{0,63}\.(atom|json)$")]


@router.get("/feeds/{key}/{name}")
def feed(request: Request, site: Here, key: Key, name: FileName) -> Response:
    """``all.atom``, ``all.json`` or ``topic-<name>.atom``; 304 where a reader has it already."""
    if find_key(site.store, KeyKind.FEED, key, site.now()) is None:
        return PlainTextResponse("This feed link was revoked, or never was.\n", 404)
    stem, _, kind = name.rpartition(".")
    topic = stem.removeprefix("topic-") if stem != "all" else ""
    if stem != "all" and not stem.startswith("topic-"):
        raise NotFound(f"no feed {name!r}: there are all.atom, all.json, topic-NAME.atom and topic-NAME.json")
    render, media_type = _FORMATS[kind]
    body = render(_feed(site, request, topic, f"/feeds/{key}/{name}"))
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, max-age=60", "referrer-policy": "no-referrer"}
    if _holds(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _holds(asked: str, tag: str) -> bool:
    """Whether a reader has it already (RFC 9110, 13.1.2): any of several tags, also one that a proxy made weak."""
    return tag in [each.strip().removeprefix("W/") for each in asked.split(",")]


def home(site: Site, request: Request) -> str:
    """The address of this site as its readers write it, without a slash at the end."""
    return site.url.rstrip("/") or f"http://{request.headers.get('host', '')}"


def _feed(site: Site, request: Request, topic: str, path: str) -> Feed:
    root = home(site, request)
    titles: dict[str, str] = {row.topic.id: row.topic.title for row in list_topics(site.store)}
    found = cards(site.store, topic=topic, limit=ITEMS)
    items = tuple(item(each.development, each.report, each.verdict, each.evidence, titles=titles, home=root)
                  for each in found)  # fmt: skip
    latest = max((each.updated for each in items), default=site.now().replace(hour=0, minute=0, second=0))
    title = f"monitor: {titles[topic]}" if topic else "monitor: all topics"
    return Feed(
        id=identity("feed", topic or "all"), title=title, url=root + path, home=root, updated=latest, items=items
    )
