"""Search over the stored articles."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.core.errors import UserMistake
from monitor.services.search import Hits, read_question
from monitor.services.search import search as find
from monitor.web.asked import Page, Text
from monitor.web.render import page
from monitor.web.site import Here

router = APIRouter(include_in_schema=False)


@router.get("/search")
def search(request: Request, site: Here, q: Text = "", topic: Text = "", source: Text = "", since: Text = "",
           until: Text = "", number: Page = 1) -> Response:  # fmt: skip
    """Articles that hold every word, newest first."""
    found: Hits | None = None
    problem = ""
    if q.strip() or topic or source or since or until:
        try:
            asked = read_question(q, topic=topic, source=source, since=since, until=until)
            found = find(site.store, asked, page=number)
        except UserMistake as error:
            problem = str(error)
    asked_for = {"q": q, "topic": topic, "source": source, "since": since, "until": until}
    with site.store.read() as tx:
        sources, topics = tx.sources.all(), tx.topics.all()
    return page(request, "search.html", status=422 if problem else 200, found=found, problem=problem, number=number,
                asked=asked_for, topics=topics, sources=sources)  # fmt: skip
