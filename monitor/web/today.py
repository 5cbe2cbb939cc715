"""Today: what is new on each topic since the reader's last visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.core.model.ids import ChannelId
from monitor.services import overview
from monitor.services.channels import list_channels
from monitor.services.overview import Card
from monitor.services.topics import list_topics
from monitor.web.asked import Page, Text
from monitor.web.render import page
from monitor.web.routes import described
from monitor.web.site import Here, Site

router = APIRouter(include_in_schema=False)
SHOWN = 50


@router.get("/")
def today(request: Request, site: Here, number: Page = 1) -> Response:
    """New and updated developments first, by topic, page by page; then the earlier ones."""
    now = site.now()
    since = overview.visit(site.store, now)
    cards, news = _news(site, since, number)
    rows = list_topics(site.store)
    return page(
        request, "today.html", health=overview.health(site.store, now), since=since, groups=_by_topic(cards),
        titles={row.topic.id: row.topic.title for row in rows}, total=len(cards), topics=rows, shown=SHOWN,
        news=news, number=number, more=news > number * SHOWN, new=sum(card.fresh == "new" for card in cards),
        updated=sum(card.fresh == "updated" for card in cards), unusable=_unusable(site),
    )  # fmt: skip


def _unusable(site: Site) -> list[ChannelId]:
    """The channels whose alerts wait because their address, or its secret, cannot be used."""
    return [spec.id for spec in list_channels(site.store) if spec.enabled and described(site, spec)[1]]


def _news(site: Site, since: datetime | None, number: int) -> tuple[list[Card], int]:
    """What is news to the reader, and how much there is of it; the first page is filled up with what is not."""
    if since is None:
        return overview.cards(site.store, limit=SHOWN), 0
    cards, news = overview.fresh_cards(site.store, since, limit=SHOWN, offset=(number - 1) * SHOWN)
    if number == 1 and len(cards) < SHOWN:
        shown = {card.development.id for card in cards}
        earlier = overview.cards(site.store, since=since, limit=SHOWN)
        cards += [card for card in earlier if card.development.id not in shown][: SHOWN - len(cards)]
    return cards, news


@router.post("/read")
def mark_read(site: Here) -> Response:
    """What is there counts as seen."""
    overview.mark_read(site.store, site.now())
    return RedirectResponse("/?said=read", 303)


@router.get("/developments")
def developments(request: Request, site: Here, topic: Text = "", number: Page = 1) -> Response:
    """All developments, page by page."""
    cards = overview.cards(site.store, topic=topic, limit=SHOWN + 1, offset=(number - 1) * SHOWN)
    rows = list_topics(site.store)
    return page(request, "developments.html", cards=cards[:SHOWN], more=len(cards) > SHOWN, number=number, topic=topic,
                topics=rows, titles={row.topic.id: row.topic.title for row in rows})  # fmt: skip


def _by_topic(cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    """The cards under their first topic, topics with something fresh first; each list as it came."""
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(card.development.topics[0] if card.development.topics else "", []).append(card)
    return sorted(groups.items(), key=lambda group: not any(card.fresh for card in group[1]))
