"""What the API changes, for tokens with the scope "write"."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path

from monitor.core.model.source import SourceKind, SourceRank
from monitor.services import developments
from monitor.services import sources as source_service
from monitor.services import topics as topic_service
from monitor.services.alerts import retry
from monitor.services.explain import explain_text
from monitor.services.topic_editing import change_topic
from monitor.services.trial import try_out
from monitor.web import api_model as say
from monitor.web import api_shape as shape
from monitor.web.api_asked import Name, Number
from monitor.web.asked import LARGEST_NUMBER, clean
from monitor.web.site import Here, Site

router = APIRouter()


@router.post("/topics", status_code=201)
def add_topic(site: Here, wanted: say.TopicIn) -> say.TopicOut:
    """Track a topic from now on."""
    topic_service.add_topic(site.store, clean(wanted.id), clean(wanted.query), title=clean(wanted.title),
                            channels=[clean(each) for each in wanted.channels], now=site.now())  # fmt: skip
    return shape.topic(topic_service.show_topic(site.store, wanted.id))


@router.put("/topics/{id}")
def put_topic(site: Here, name: Name, wanted: say.TopicChange) -> say.TopicOut:
    """Change a topic that was not declared in feeds.toml."""
    channels = None if wanted.channels is None else [clean(each) for each in wanted.channels]
    change_topic(site.store, name, clean(wanted.query), title=clean(wanted.title), channels=channels, now=site.now())
    return shape.topic(topic_service.show_topic(site.store, name))


@router.delete("/topics/{id}", status_code=204)
def delete_topic(site: Here, name: Name) -> None:
    """Stop tracking a topic; its developments stay."""
    topic_service.remove_topic(site.store, name, site.now())


@router.post("/try/query")
def try_topic(site: Here, question: say.Question) -> say.TrialOut:
    """What a query, or the saved topic of that name, finds in the stored articles."""
    with site.one_trial():
        tried = try_out(site.store, clean(question.query), since=site.now() - timedelta(weeks=question.weeks)).trial
    return say.TrialOut(articles=tried.articles, reports_a_week=round(tried.reports_a_week, 2),
                        hits=[shape.trial_hit(hit) for hit in tried.hits[:500]])  # fmt: skip


@router.post("/developments/{id}/merge")
def merge(site: Here, number: Number, wanted: say.MergeIn) -> say.DevelopmentOut:
    """File the reports of ``gone`` under this one."""
    return shape.development(developments.merge(site.store, number, wanted.gone, site.now()))


@router.post("/developments/{id}/split", status_code=201)
def split(site: Here, number: Number, wanted: say.SplitIn) -> say.DevelopmentOut:
    """Give some reports a development of their own."""
    chosen = [each for each in wanted.articles if 0 < each <= LARGEST_NUMBER]
    return shape.development(developments.split(site.store, number, chosen, site.now()))


@router.post("/sources", status_code=201)
def add_source(site: Here, wanted: say.SourceIn) -> say.SourceOut:
    """Poll an address too, after a look at what it answers."""
    kind = SourceKind(wanted.kind).value if wanted.kind else None
    wish = source_service.read_wish(
        clean(wanted.url), ident=clean(wanted.id), name=clean(wanted.name), kind=kind,
        rank=SourceRank.from_number(wanted.rank).number, language=clean(wanted.language),
        interval=clean(wanted.interval), shortest=site.shortest_interval,
    )  # fmt: skip
    added = source_service.add_source(site.store, site.asking, wish, site.now())
    return _source(site, added.source.id)


@router.post("/sources/{id}/{act}")
def act_on_source(site: Here, name: Name, act: Annotated[str, Path(pattern="^(pause|resume|poll)$")]) -> say.SourceOut:
    """Pause, resume, or make due now."""
    if act == "poll":
        source_service.make_due(site.store, name, site.now())
    elif act == "resume":
        source_service.resume(site.store, name, site.now())
    else:
        source_service.pause(site.store, name)
    return _source(site, name)


@router.delete("/sources/{id}", status_code=204)
def delete_source(site: Here, name: Name) -> None:
    """Stop watching a source that a person added; what it brought stays."""
    source_service.remove(site.store, name, site.now(), file=site.config)


@router.post("/alerts/{id}/again", status_code=202)
def send_again(site: Here, number: Number) -> None:
    """Send once more what was refused or waits."""
    retry(site.store, [number], site.now())


@router.post("/explain")
def explain_words(site: Here, wanted: say.TextIn) -> list[say.TopicAnswerOut]:
    """How every topic sees a text."""
    return [shape.answer(each) for each in explain_text(site.store, clean(wanted.text), site.now())]


def _source(site: Site, name: str) -> say.SourceOut:
    return next(shape.source(row) for row in source_service.list_sources(site.store) if row.source.id == name)
