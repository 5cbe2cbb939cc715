"""The shape of feeds.toml as pydantic models. Imports pydantic (slow to load): import this module inside functions.

The models check one table at a time; what concerns several tables (names that must exist, ids that must differ) is
checked in ``feeds_toml``. Values are strict: a number is not taken for text, nor text for a number.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from monitor.config import routes, values
from monitor.config.suggest import nearest
from monitor.core.model.capture import Captured
from monitor.core.model.source import SourceKind
from monitor.core.policy import retention


def _checked(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The reader as a pydantic validator: its ValueError becomes the problem's text, word for word."""

    def check(text: Any) -> Any:
        try:
            return read(text)
        except ValueError as error:
            raise PydanticCustomError("value", "{problem}", {"problem": str(error)}) from None

    return check


def _kept(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same for a reader whose value is made later: the text stays."""
    check = _checked(read)

    def keep(given: Any) -> Any:
        check(given)
        return given

    return keep


def _kind(value: object) -> SourceKind:
    known = [kind.value for kind in SourceKind]
    if isinstance(value, str) and value in known:
        return SourceKind(value)
    hint = nearest(str(value), known) if isinstance(value, str) else ""
    problem = f"use one of {', '.join(known)}" + (f" (did you mean {hint!r}?)" if hint else "")
    raise PydanticCustomError("value", "{problem}", {"problem": problem})


def _captured(value: object) -> Captured:
    known = [each.value for each in Captured]
    if isinstance(value, str) and value in known:
        return Captured(value)
    hint = nearest(value, known) if isinstance(value, str) else ""
    problem = f"use one of {', '.join(known)}" + (f" (did you mean {hint!r}?)" if hint else "")
    raise PydanticCustomError("value", "{problem}", {"problem": problem})


_INTERVALS = ("interval", "min", "max")


def _span(least: timedelta, most: timedelta) -> Callable[[object, ValidationInfo], timedelta]:
    def check(value: object, info: ValidationInfo) -> timedelta:
        shortest = (info.context or {}).get("interval", least) if info.field_name in _INTERVALS else least
        if not isinstance(value, str):
            problem = 'write the time in quotes with its unit, as in "15m", "6h" or "1d"'
            raise PydanticCustomError("value", "{problem}", {"problem": problem})
        span: timedelta = _checked(lambda text: values.read_span(text, shortest, most))(value)
        return span

    return check


def _day(value: object) -> str:
    try:
        if type(value) is date:
            return value.isoformat()
        if isinstance(value, str):
            return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        pass
    raise PydanticCustomError("value", "{problem}", {"problem": "write a date, as in 2026-06-03"})


def _fallback(value: object) -> object:
    return {"url": value} if isinstance(value, str) else value


def _concept(value: object) -> object:
    return {"terms": value} if isinstance(value, list) else value


Id = Annotated[str, AfterValidator(_checked(values.read_id))]
Line = Annotated[str, AfterValidator(_checked(values.read_line))]
Note = Annotated[str, AfterValidator(_checked(lambda text: values.read_line(text) if text else ""))]
WebAddress = Annotated[str, AfterValidator(_checked(values.read_web_address))]
PageAddress = Annotated[str, AfterValidator(_checked(values.read_page_address))]
ChannelAddress = Annotated[str, AfterValidator(_checked(values.read_channel_address))]
Language = Annotated[str, AfterValidator(_checked(values.read_language))]
Contact = Annotated[str, AfterValidator(_checked(values.read_contact))]
Zone = Annotated[str, AfterValidator(_checked(values.read_zone))]
Day = Annotated[str, BeforeValidator(_day)]
Kind = Annotated[SourceKind, BeforeValidator(_kind)]
Interval = Annotated[timedelta, BeforeValidator(_span(values.SHORTEST_INTERVAL, values.LONGEST_INTERVAL))]
Spacing = Annotated[timedelta, BeforeValidator(_span(timedelta(seconds=1), timedelta(hours=1)))]
CapturedOf = Annotated[Captured, BeforeValidator(_captured)]
Keep = Annotated[timedelta, BeforeValidator(_span(timedelta(days=1), timedelta(days=36_500)))]
KeepTexts = Annotated[timedelta, BeforeValidator(_span(retention.SHORTEST, retention.LONGEST))]
Pattern = Annotated[str, AfterValidator(_checked(values.read_pattern))]
Selector = Annotated[str, AfterValidator(_checked(values.read_selector))]
Query = Annotated[str, Field(max_length=20_000)]
QuietHours = Annotated[str, AfterValidator(_kept(routes.read_quiet))]
Digests = Annotated[str, AfterValidator(_kept(routes.read_schedule))]
Verdicts = Annotated[list[str], AfterValidator(_kept(routes.read_verdicts))]
Secret = Annotated[str, AfterValidator(_checked(values.read_secret_pointer))]
PingAddress = Annotated[str, AfterValidator(_checked(values.read_ping_address))]
MailHost = Annotated[str, AfterValidator(_checked(values.read_mail_host))]
MailSender = Annotated[str, AfterValidator(_checked(values.read_mail_address))]
Security = Annotated[str, AfterValidator(_checked(values.read_security))]


class Table(BaseModel):
    """What all tables share: no unknown keys, no conversion of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class FallbackTable(Table):
    """One entry of a source's ``fallbacks``; ``kind`` None = the source's own."""

    url: WebAddress
    kind: Kind | None = None
    selector: Selector = ""


class SourceTable(Table):
    """``[[source]]``."""

    id: Id
    name: Line
    url: WebAddress
    kind: Kind = SourceKind.FEED
    language: Language = "en"
    rank: Annotated[int, Field(ge=1, le=4)] = 3
    interval: Interval = timedelta(minutes=30)
    min: Interval | None = None
    max: Interval | None = None
    selector: Selector = ""
    ignore: list[Pattern] = []
    fallbacks: list[Annotated[FallbackTable, BeforeValidator(_fallback)]] = []
    enabled: bool = True
    checked: Day = ""
    note: Note = ""


class ConceptTable(Table):
    """``[concept.<name>]``."""

    terms: list[Line] = []
    ambiguous: list[Line] = []
    context: list[Line] = []
    refused_by: list[Line] = []


class TopicTable(Table):
    """``[[topic]]``; ``query`` None = take it from a pack."""

    name: Id
    title: Line | None = None
    query: Query | None = None
    channels: list[Id] = []
    alerts: Verdicts | None = None
    least_rank: Annotated[int, Field(ge=1, le=4)] = 4
    languages: list[Language] = []


class ChannelTable(Table):
    """``[[channel]]``."""

    name: Id
    url: ChannelAddress
    enabled: bool = True
    budget: Annotated[int, Field(ge=1, le=1000)] | None = None
    quiet: QuietHours | None = None
    digest: Digests | None = None
    zone: Zone = ""
    operator: bool = False


class MailTable(Table):
    """``[mail]``: the server through which ``mailto:`` channels send."""

    host: MailHost
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Security = "starttls"
    user: Line | None = None
    password: Secret | None = None
    sender: MailSender = Field(alias="from")


class CapturesTable(Table):
    """``[captures]``."""

    of: CapturedOf = Captured.REPORTS
    keep: Keep | None = None
    most_megabytes: Annotated[int, Field(ge=1, le=10_000_000)] = 2_000


class MonitorSettings(Table):
    """``[monitor]``."""

    contact: Contact = ""
    zone: Zone = ""
    spacing: Spacing | None = None
    keep: KeepTexts | None = None
    alerts_per_hour: Annotated[int, Field(ge=1, le=1000)] | None = None
    web_url: PageAddress | None = None
    ping: PingAddress | None = None


class FeedsFile(Table):
    """The whole file."""

    packs: list[Id] = []
    monitor: MonitorSettings = MonitorSettings()
    source: list[SourceTable] = []
    concept: dict[Id, Annotated[ConceptTable, BeforeValidator(_concept)]] = {}
    topic: list[TopicTable] = []
    channel: list[ChannelTable] = []
    mail: MailTable | None = None
    captures: CapturesTable | None = None


TABLES: dict[str, type[Table]] = {
    "source": SourceTable,
    "fallbacks": FallbackTable,
    "concept": ConceptTable,
    "topic": TopicTable,
    "channel": ChannelTable,
    "mail": MailTable,
    "captures": CapturesTable,
    "monitor": MonitorSettings,
}
