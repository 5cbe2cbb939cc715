"""Alerts: what was sent, what waits and what was refused; channels without their secrets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.config.secrets import mask
from monitor.core.errors import ConfigError, UserMistake
from monitor.core.model.alert import ChannelSpec, DeliveryStatus, SendFailed
from monitor.core.model.ids import DeliveryId
from monitor.services.channels import channel_to_test, last_sent, list_channels, list_deliveries, sample
from monitor.web.asked import Name, Number, Page, Text
from monitor.web.render import page
from monitor.web.site import Here, Site

router = APIRouter(include_in_schema=False)
SHOWN = 50
AGAIN = frozenset({DeliveryStatus.DEAD, DeliveryStatus.PENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """A channel as it may be shown: what it is, without its secrets."""

    spec: ChannelSpec
    words: str
    last: datetime | None


@router.get("/alerts")
def alerts(request: Request, site: Here, status: Text = "", number: Page = 1) -> Response:
    """The outbox, latest first."""
    wanted = status if status in {each.value for each in DeliveryStatus} else ""
    listed = list_deliveries(site.store, status=wanted or None, limit=number * SHOWN + 1)
    with site.store.read() as tx:
        counts = tx.outbox.counts()
    return page(request, "alerts.html", listed=listed[(number - 1) * SHOWN : number * SHOWN], wanted=wanted,
                counts={each.value: counts.get(each, 0) for each in DeliveryStatus}, number=number,
                more=len(listed) > number * SHOWN, channels=_channels(site), again=AGAIN)  # fmt: skip


@router.post("/alerts/{number}/again")
def again(site: Here, number: Number) -> Response:
    """Send once more what was refused or waits."""
    with site.store.write() as tx:
        if not tx.outbox.try_again(DeliveryId(number), site.now()):
            raise UserMistake("it was sent, or is being sent: there is nothing to send again")
    return RedirectResponse("/alerts?said=again", 303)


@router.post("/channels/{name}/test")
def test(request: Request, site: Here, name: Name) -> Response:
    """Send a message that says that it is a test, and tell what came of it."""
    spec = channel_to_test(site.store, name)
    try:
        answer = site.open_channel(spec).send(sample(name, site.now()))
    except ConfigError as error:
        answer = SendFailed(detail=mask(str(error)))
    good = not isinstance(answer, SendFailed)
    return page(request, "channel-test.html", status=200 if good else 502, name=name, good=good,
                detail=mask(answer.detail))  # fmt: skip


def _channels(site: Site) -> list[ChannelRow]:
    return [ChannelRow(spec=spec, words=_described(site, spec), last=last_sent(site.store, spec.id))
            for spec in list_channels(site.store)]  # fmt: skip


def _described(site: Site, spec: ChannelSpec) -> str:
    try:
        return site.open_channel(spec).describe()
    except ConfigError as error:
        return f"cannot be used: {mask(str(error))}"
