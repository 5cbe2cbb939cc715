"""The API's part for readers: one article in full, and what people say of articles, developments and topics."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from monitor.core.inert import inert, inert_url
from monitor.core.model.ids import ArticleId
from monitor.core.model.route import Opinion
from monitor.services import developments, feedback, mutes
from monitor.services.dossier import ArticleFile, Look, article_file
from monitor.web import api_model as say
from monitor.web import api_shape as shape
from monitor.web.api_asked import Name, Number
from monitor.web.asked import LARGEST_NUMBER, clean
from monitor.web.site import Here

router = APIRouter()


class ChangeOut(BaseModel):
    """Words that an edit took out and put in, with a few words on each side."""

    lead: str
    removed: str
    added: str
    tail: str


class VersionOut(BaseModel):
    """What a later look at the article's page found, as "edited" or "gone"; ``change`` says it in a line."""

    kind: str
    seen: datetime
    change: str
    changes: list[ChangeOut]


class ArticleOut(BaseModel):
    """An article as stored. Offsets of its evidence are into ``title`` or ``text`` as they were before being shown."""

    id: int
    title: str
    url: str
    source: str
    author: str
    language: str
    published: datetime | None
    first_seen: datetime
    text: str
    account: str
    reason: str
    development: int | None
    evidence: list[say.EvidenceOut]
    versions: list[VersionOut]
    opinions: list[str]


class OpinionIn(BaseModel):
    """What a reader says of a report."""

    opinion: Opinion
    note: str = Field("", max_length=2_000)


class OtherIn(BaseModel):
    """The article with which this one is compared."""

    other: int = Field(ge=1, le=LARGEST_NUMBER)


class MuteIn(BaseModel):
    """For how long nothing is sent: "1d", "7d", "" until it is taken back."""

    span: str = Field("", pattern="^([1-9][0-9]{0,3}[hdw])?$")


class PrecisionOut(BaseModel):
    """How the alerts of a topic or source were judged; ``share`` is that of relevant ones, null without a judgement."""

    kind: str
    name: str
    alerted: int
    judged: int
    share: float | None


@router.get("/articles/{id}")
def article(site: Here, number: Number) -> ArticleOut:
    """One article with its text, its evidence and what later looks at its page found."""
    return _article(article_file(site.store, number), [each.opinion.value for each in
                                                       feedback.of_article(site.store, ArticleId(number))])  # fmt: skip


@router.post("/articles/{id}/feedback", status_code=204)
def judge(site: Here, number: Number, wanted: OpinionIn) -> None:
    """Say whether a report was relevant, not relevant, or a repeat; the latest word counts."""
    feedback.give(site.store, ArticleId(number), wanted.opinion, note=clean(wanted.note), via="api", now=site.now())


@router.post("/articles/{id}/same")
def same(site: Here, number: Number, wanted: OtherIn) -> say.DevelopmentOut:
    """Another article tells of the same happening: their developments become one."""
    return shape.development(developments.say_same(site.store, number, wanted.other, site.now()))


@router.post("/articles/{id}/notsame")
def not_same(site: Here, number: Number, wanted: OtherIn) -> say.DevelopmentOut:
    """Another article tells of a different happening: it is taken out if they are filed together."""
    return shape.development(developments.say_not_same(site.store, number, wanted.other, site.now()))


@router.post("/developments/{id}/mute", status_code=204)
def mute_development(site: Here, number: Number, wanted: MuteIn) -> None:
    """Send nothing more on a development, for a time."""
    mutes.mute_development(site.store, number, site.now(), mutes.read_until(wanted.span, site.now()))


@router.post("/developments/{id}/unmute", status_code=204)
def unmute_development(site: Here, number: Number) -> None:
    """Send again what comes on a development."""
    mutes.unmute_development(site.store, number)


@router.post("/developments/{id}/seen", status_code=204)
def acknowledge(site: Here, number: Number) -> None:
    """A development was seen up to now."""
    mutes.acknowledge(site.store, number, site.now())


@router.post("/topics/{id}/mute", status_code=204)
def mute_topic(site: Here, name: Name, wanted: MuteIn) -> None:
    """Send nothing on a topic, for a time."""
    mutes.mute_topic(site.store, name, site.now(), mutes.read_until(wanted.span, site.now()))


@router.post("/topics/{id}/unmute", status_code=204)
def unmute_topic(site: Here, name: Name) -> None:
    """Send again what comes on a topic."""
    mutes.unmute_topic(site.store, name)


@router.get("/precision")
def precision(site: Here) -> list[PrecisionOut]:
    """How alerts were judged: all, each topic, each source."""
    return [PrecisionOut(kind=each.kind, name=each.name, alerted=each.alerted, judged=each.answers,
                         share=round(each.share, 4) if each.share is not None else None)
            for each in feedback.precision(site.store)]  # fmt: skip


def _article(file: ArticleFile, opinions: list[str]) -> ArticleOut:
    each = file.article
    return ArticleOut(
        id=each.id, title=inert(each.title), url=inert_url(each.url), source=inert(each.source_name),
        author=inert(each.author), language=inert(each.language, 20), published=each.published,
        first_seen=each.first_seen, text="\n".join(inert(line) for line in each.text.splitlines()),
        account=file.account, reason=inert(file.reason), development=file.development,
        evidence=[shown for match in file.matches for shown in shape.evidence(match)],
        versions=[_version(look) for look in file.looks], opinions=opinions,
    )  # fmt: skip


def _version(look: Look) -> VersionOut:
    changes = [ChangeOut(lead=inert(each.lead), removed=inert(each.removed), added=inert(each.added),
                         tail=inert(each.tail)) for each in (*look.title_changes, *look.changes)]  # fmt: skip
    return VersionOut(kind=look.version.kind.value, seen=look.version.seen_at, change=inert(look.version.change),
                      changes=changes)  # fmt: skip
