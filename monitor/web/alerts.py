"""Alerts: what was sent, what waits and what was refused."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.core.model.alert import DeliveryStatus
from monitor.services.alerts import retry
from monitor.services.channels import list_deliveries
from monitor.web.asked import Number, Page, Text
from monitor.web.render import page
from monitor.web.site import Here

router = APIRouter(include_in_schema=False)
SHOWN = 50
AGAIN = frozenset({DeliveryStatus.DEAD, DeliveryStatus.PENDING})


@router.get("/alerts")
def alerts(request: Request, site: Here, status: Text = "", number: Page = 1) -> Response:
    """The outbox, latest first."""
    wanted = status if status in {each.value for each in DeliveryStatus} else ""
    listed = list_deliveries(site.store, status=wanted or None, limit=SHOWN + 1, offset=(number - 1) * SHOWN)
    with site.store.read() as tx:
        counts = tx.outbox.counts()
    return page(request, "alerts.html", listed=listed[:SHOWN], wanted=wanted,
                counts={each.value: counts.get(each, 0) for each in DeliveryStatus}, number=number,
                more=len(listed) > SHOWN, again=AGAIN)  # fmt: skip


@router.post("/alerts/{number}/again")
def again(site: Here, number: Number) -> Response:
    """Send once more what was refused or waits."""
    retry(site.store, [number], site.now())
    return RedirectResponse("/alerts?said=again", 303)
