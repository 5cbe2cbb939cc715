"""Routes and digests: who is told what, when, and what the next digest would say. Addresses are taken, never shown."""

from __future__ import annotations

import re
from urllib.parse import unquote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from monitor.config.routes import print_quiet, print_schedule
from monitor.config.secrets import mask, pointer_of
from monitor.config.settings import VARIABLES
from monitor.core.errors import ChangedMeanwhile, ConfigError, MonitorError, UserMistake
from monitor.core.model.alert import ChannelSpec, SendFailed
from monitor.core.model.ids import ChannelId
from monitor.core.model.route import ChannelPlan, Rule
from monitor.core.model.source import SourceRank
from monitor.services.channels import add_channel, channel_to_test, read_address, read_plan, remove_channel, sample
from monitor.services.marks import mark_of, route_mark_of
from monitor.services.routes import (
    ChannelRoute,
    change_plan,
    change_route,
    channel_routes,
    print_plan,
    topic_routes,
)
from monitor.services.topics import read_rule
from monitor.web.asked import Form, Name, Posted, as_field
from monitor.web.feedback import SPANS
from monitor.web.render import page
from monitor.web.site import Here, Site

router = APIRouter(include_in_schema=False)
VERDICTS = {"new": "new developments", "update": "updates", "correction": "corrections"}
_FILES = frozenset({"ca", "template", "keyfile", "subfile", "pgpkey", "attach"})  # parameters that name a file
_PATHS = ("/", "~", "./", "../", "file:")
RANKS = {"4": "every source", "3": "press and better", "2": "specialists and official bodies", "1": "official bodies"}


@router.get("/routes")
def routes(request: Request, site: Here) -> Response:
    """What of each topic goes where, and how each channel is told."""
    return _page(request, site)


@router.post("/routes/topics/{name}")
def route_topic(request: Request, site: Here, name: Name, form: Posted) -> Response:
    """Tell other news of a topic, or elsewhere."""
    try:
        change_route(site.store, name, channels=form.texts("channel"), rule=_rule(form), now=site.now(),
                     seen=form.text("seen"))  # fmt: skip
    except UserMistake as error:
        return _page(request, site, problem=error, at=f"topic-{name}", form=form)
    return RedirectResponse(f"/routes?said=route#topic-{name}", 303)


@router.post("/routes/channels")
def add(request: Request, site: Here, form: Posted) -> Response:
    """Add a channel, once its address was found to be one that can be used."""
    try:
        spec = typed_channel(form.text("name"), form.text("url"))
        site.open_channel(spec)
        add_channel(site.store, spec.id, spec.url, _plan(form))
    except (UserMistake, ConfigError) as error:
        return _page(request, site, problem=error, at="add", form=form)
    return RedirectResponse(f"/routes?said=channel#channel-{spec.id}", 303)


@router.post("/routes/channels/{name}")
def plan_channel(request: Request, site: Here, name: Name, form: Posted) -> Response:
    """Tell a channel at other times, otherwise, or not at all."""
    try:
        change_plan(site.store, name, plan=_plan(form), enabled=bool(form.text("enabled")), seen=form.text("seen"))
    except UserMistake as error:
        return _page(request, site, problem=error, at=f"channel-{name}", form=form)
    return RedirectResponse(f"/routes?said=route#channel-{name}", 303)


@router.post("/routes/channels/{name}/remove")
def remove(site: Here, name: Name) -> Response:
    """Forget a channel that was added here or on the command line."""
    remove_channel(site.store, name)
    return RedirectResponse("/routes?said=removed", 303)


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


@router.get("/digests")
def digests(request: Request, site: Here) -> Response:
    """What each channel's digest would say now; nothing is sent."""
    rows = channel_routes(site.store, site.now(), site.zone) or [_terminal(site)]
    shown = [(row, site.preview(row.spec.id)) for row in rows if row.spec.enabled]
    return page(request, "digests.html", shown=shown, print_plan=print_plan)


def _page(request: Request, site: Site, *, problem: MonitorError | None = None, at: str = "",
          form: Form | None = None) -> Response:  # fmt: skip
    """``at`` is the card whose form was refused: it shows the problem, what was typed, and what is saved now."""
    now = site.now()
    topics, channels = topic_routes(site.store, now), channel_routes(site.store, now, site.zone)
    marks = {f"topic-{each.topic.id}": route_mark_of(each.topic) for each in topics}
    marks |= {f"channel-{each.spec.id}": mark_of(each.spec) for each in channels}
    if form and at in marks and not isinstance(problem, ChangedMeanwhile):
        marks[at] = form.text("seen") or marks[at]
    return page(
        request, "routes.html", status=422 if problem else 200, problem=as_field(mask(str(problem))) if problem else "",
        at=at if at == "add" or at in marks else "", form=form or Form({}), marks=marks, topics=topics,
        verdicts=VERDICTS, ranks=RANKS, spans=SPANS, print_plan=print_plan, print_quiet=print_quiet,
        print_schedule=print_schedule, channels=[(each, *described(site, each.spec)) for each in channels],
    )  # fmt: skip


def described(site: Site, spec: ChannelSpec) -> tuple[str, str]:
    """What a channel says of itself, without its secrets; and what keeps it from being used."""
    try:
        return mask(site.open_channel(spec).describe()), ""
    except MonitorError as error:
        return "", mask(str(error))


def _terminal(site: Site) -> ChannelRoute:
    """Where everything is printed while no channel is set up."""
    spec = ChannelSpec(id=ChannelId("terminal"), url="terminal:")
    with site.store.read() as tx:
        return ChannelRoute(spec=spec, held=len(tx.outbox.held(spec.id)), last_sent=tx.outbox.last_sent(spec.id),
                            last_digest=None, next_digest=None)  # fmt: skip


def typed_channel(name: str, url: str) -> ChannelSpec:
    """The channel that somebody asks for from afar: no file of this machine is read for it. UserMistake."""
    spec = read_address(name, url)
    kept = pointer_of(spec.url)
    if spec.url.lower().startswith("file:") or kept.startswith("file:"):
        raise UserMistake("an address in a file is added on the command line: monitor channel add NAME file:/path")
    if kept.removeprefix("env:") in VARIABLES:
        raise UserMistake("that variable holds no address of a channel: name one of your own")
    if _reads_a_file(spec.url):
        raise UserMistake("an address that names a file of the monitor's machine is added on the command line: "
                          "monitor channel add NAME env:VARIABLE")  # fmt: skip
    return spec


def _reads_a_file(url: str) -> bool:
    """Whether a parameter names a file, as those of mail servers and apprise may; our own posts read none."""
    scheme, _, rest = url.partition(":")
    if scheme.lower().startswith(("webhook+", "slack", "https")):
        return False
    # As apprise parts them, which is otherwise than the web does: also at ";", with blanks around, quoted twice.
    pairs = (part.partition("=") for part in re.split("[?&;]", rest.partition("?")[2]))
    return any(unquote(name).strip().lower() in _FILES or unquote(unquote(value)).strip().startswith(_PATHS)
               for name, _, value in pairs)  # fmt: skip


def _rule(form: Form) -> Rule:
    if not form.texts("alerts"):
        raise UserMistake("choose at least one kind of news; to hear nothing of the topic, mute it")
    rank = form.number("least_rank")
    return read_rule(alerts=form.texts("alerts"), languages=form.text("languages").replace(",", " ").split(),
                     least_rank=rank if 1 <= rank <= len(SourceRank) else len(SourceRank))  # fmt: skip


def _plan(form: Form) -> ChannelPlan:
    typed = form.text("budget")
    if typed and not 1 <= form.number("budget") <= 1_000:
        raise UserMistake("alerts an hour: write a number from 1 to 1000, or nothing for everybody's budget")
    return read_plan(budget=form.number("budget") or None, quiet=form.text("quiet"), digest=form.text("digest"),
                     zone=form.text("zone"), operator=bool(form.text("operator")))  # fmt: skip
