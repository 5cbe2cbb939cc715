"""The API's part for what is set up: concepts, routes of topics, channels, digests and tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from fastapi import APIRouter

from monitor.config.routes import print_quiet, print_schedule
from monitor.config.secrets import mask
from monitor.core.errors import ConfigError, NotFound, UserMistake
from monitor.core.inert import inert, inert_url
from monitor.core.model.alert import SendFailed
from monitor.core.model.route import ChannelPlan
from monitor.core.model.topic import Concept
from monitor.services.channels import (
    add_channel,
    channel_to_test,
    find_channel,
    read_plan,
    remove_channel,
    sample,
)
from monitor.services.concept_trial import Shift, try_concept
from monitor.services.concepts import (
    LISTS,
    ConceptRow,
    list_concepts,
    put_concept,
    read_concept,
    remove_concept,
    show_concept,
)
from monitor.services.routes import ChannelRoute, change_plan, change_route, channel_routes
from monitor.services.topics import read_rule, show_topic
from monitor.web import api_model, api_shape
from monitor.web import api_setup_model as say
from monitor.web.api_asked import ConceptName, Name
from monitor.web.asked import clean
from monitor.web.routes import described, typed_channel
from monitor.web.site import Here, Site

router = APIRouter()


@router.get("/concepts")
def concepts(site: Here) -> list[say.ConceptOut]:
    """All concepts."""
    return [_concept(row) for row in list_concepts(site.store)]


@router.get("/concepts/{name}")
def concept(site: Here, name: ConceptName) -> say.ConceptOut:
    """One concept."""
    return _concept(show_concept(site.store, name))


@router.put("/concepts/{name}")
def write_concept(site: Here, name: ConceptName, wanted: say.ConceptIn) -> say.ConceptOut:
    """Add or change a concept that is not declared in feeds.toml."""
    made = read_concept(name, _lists(wanted))
    put_concept(site.store, _with_people(site, made), site.now())
    return _concept(show_concept(site.store, name))


@router.delete("/concepts/{name}", status_code=204)
def delete_concept(site: Here, name: ConceptName) -> None:
    """Forget a concept that no topic names."""
    remove_concept(site.store, name, site.now())


@router.post("/try/concept")
def try_names(site: Here, question: say.ConceptQuestion) -> say.ImpactOut:
    """What saving a concept would change on the archive, topic by topic."""
    wanted = _with_people(site, replace(read_concept("tried", _lists(question)), name=question.name))
    with site.one_trial():
        found = try_concept(site.store, wanted, since=site.now() - timedelta(weeks=question.weeks))
    return say.ImpactOut(articles=found.articles, saved=found.saved, own=_shift(found.own),
                         topics=[_shift(each) for each in found.topics])  # fmt: skip


@router.put("/topics/{id}/route")
def route_topic(site: Here, name: Name, wanted: say.RouteIn) -> api_model.TopicOut:
    """What of a topic is told, and where, if it is not declared in feeds.toml."""
    rule = read_rule(alerts=[each.value for each in wanted.alerts], least_rank=wanted.least_rank,
                     languages=[clean(each) for each in wanted.languages])  # fmt: skip
    change_route(site.store, name, channels=[clean(each) for each in wanted.channels], rule=rule, now=site.now())
    return api_shape.topic(show_topic(site.store, name))


@router.get("/channels")
def channels(site: Here) -> list[say.ChannelOut]:
    """All channels, without their addresses."""
    return [_channel(site, each) for each in channel_routes(site.store, site.now(), site.zone)]


@router.post("/channels", status_code=201)
def new_channel(site: Here, wanted: say.ChannelIn) -> say.ChannelOut:
    """Add a channel; its address is checked and never shown."""
    spec = typed_channel(clean(wanted.id), clean(wanted.url))
    plan = _plan(wanted)
    try:
        site.open_channel(spec)
    except ConfigError as error:
        raise UserMistake(mask(str(error))) from None
    add_channel(site.store, spec.id, spec.url, plan)
    return _one(site, spec.id)


@router.put("/channels/{id}")
def put_channel(site: Here, name: Name, wanted: say.PlanIn) -> say.ChannelOut:
    """Tell a channel otherwise, if it is not declared in feeds.toml."""
    change_plan(site.store, name, plan=_plan(wanted), enabled=wanted.enabled)
    return _one(site, name)


@router.delete("/channels/{id}", status_code=204)
def delete_channel(site: Here, name: Name) -> None:
    """Forget a channel that is not declared in feeds.toml."""
    remove_channel(site.store, name)


@router.get("/channels/{id}/digest")
def digest(site: Here, name: Name) -> say.DigestOut:
    """What the channel's digest would say now; nothing is sent."""
    message, spec = site.preview(channel_to_test(site.store, name).id), channel_to_test(site.store, name)
    with site.store.read() as tx:
        held = len(tx.outbox.held(spec.id))
    return say.DigestOut(channel=spec.id, held=held, title=inert(message.title), blocks=[
        say.BlockOut(heading=inert(block.heading), text=inert(block.text), quote=inert(block.quote),
                     lines=[say.LineOut(label=inert(line.label), text=inert(line.text), url=inert_url(line.url))
                            for line in block.lines]) for block in message.blocks])  # fmt: skip


@router.post("/channels/{id}/test")
def test(site: Here, name: Name) -> say.TestOut:
    """Send a message that says that it is a test."""
    spec = channel_to_test(site.store, name)
    try:
        answer = site.open_channel(spec).send(sample(name, site.now()))
    except ConfigError as error:
        answer = SendFailed(detail=str(error))
    return say.TestOut(sent=not isinstance(answer, SendFailed), detail=inert(mask(answer.detail)))


def _concept(row: ConceptRow) -> say.ConceptOut:
    each = row.concept
    loose = set(each.ambiguous)
    return say.ConceptOut(
        name=each.name, terms=[inert(term) for term in each.terms if term not in loose], owner=each.owner.value,
        ambiguous=[inert(term) for term in each.ambiguous], context=[inert(term) for term in each.context],
        refused_by=[inert(term) for term in each.refused_by], topics=list(row.topics),
        people=[say.PersonOut(name=inert(person.name), aliases=[inert(alias) for alias in person.aliases],
                              role=inert(person.role), since=person.since, until=person.until)
                for person in each.people],
    )  # fmt: skip


def _lists(wanted: say.ConceptIn) -> dict[str, list[str]]:
    return {key: [clean(each) for each in getattr(wanted, key)] for key in LISTS}


def _with_people(site: Site, made: Concept) -> Concept:
    """A changed concept keeps the people on its list."""
    try:
        return replace(made, people=show_concept(site.store, made.name).concept.people)
    except NotFound:
        return made


def _shift(each: Shift) -> say.ShiftOut:
    return say.ShiftOut(topic=each.topic, both=each.both, gained=[hit.article.id for hit in each.gained],
                        lost=[hit.article.id for hit in each.lost],
                        regraded=[now.article.id for _, now in each.regraded])  # fmt: skip


def _plan(wanted: say.PlanIn) -> ChannelPlan:
    return read_plan(quiet=clean(wanted.quiet), digest=clean(wanted.digest), zone=clean(wanted.zone),
                     budget=wanted.budget, operator=wanted.operator)  # fmt: skip


def _one(site: Site, name: str) -> say.ChannelOut:
    spec = find_channel(site.store, name)
    return next(_channel(site, each) for each in channel_routes(site.store, site.now(), site.zone)
                if each.spec.id == spec.id)  # fmt: skip


def _channel(site: Site, each: ChannelRoute) -> say.ChannelOut:
    spec, plan = each.spec, each.spec.plan
    words, problem = described(site, spec)
    return say.ChannelOut(
        id=spec.id, describes=inert(words), problem=inert(problem), owner=spec.owner.value, held=each.held,
        quiet=print_quiet(plan.quiet) if plan.quiet else "", digest=print_schedule(plan.digest) if plan.digest else "",
        budget=plan.budget, zone=plan.zone, operator=plan.operator, enabled=spec.enabled, last_sent=each.last_sent,
        last_digest=each.last_digest, next_digest=each.next_digest,
    )  # fmt: skip
