"""The outlets of the made-up press: who they are, and how each publishes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.core.model.source import SourceKind


class Format(StrEnum):
    """In what form an outlet lists its articles."""

    RSS = "rss"
    ATOM = "atom"
    LISTING = "listing"  # an HTML page; no feed
    TABLE = "table"  # one page with a table; no articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One outlet. ``front`` is the path of what is watched."""

    id: str  # also the name of its texts: texts/<id>.toml
    name: str
    language: str
    rank: int
    format: Format
    front: str
    slogan: str
    sections: tuple[str, ...]
    full_text: bool = False  # its feed carries whole articles
    tracked_links: bool = False  # its feed's links carry tracking parameters

    @property
    def kind(self) -> SourceKind:
        """The kind of source that reads it."""
        kinds = {Format.LISTING: SourceKind.LISTING, Format.TABLE: SourceKind.PAGE}
        return kinds.get(self.format, SourceKind.FEED)


OUTLETS = (
    Outlet(
        id="court-desk",
        name="Court Press Desk",
        language="en",
        rank=1,
        format=Format.RSS,
        front="/rss.xml",
        slogan="Statements and press releases",
        sections=("News", "Cases", "Assembly", "Visit"),
    ),
    Outlet(
        id="justice-hub",
        name="Justice Hub Newsroom",
        language="en",
        rank=1,
        format=Format.RSS,
        front="/press/feed.xml",
        slogan="Judicial cooperation across borders",
        sections=("Press", "Casework", "Joint teams", "About"),
    ),
    Outlet(
        id="northgate",
        name="Northgate Wire",
        language="en",
        rank=3,
        format=Format.ATOM,
        front="/feeds/world.atom",
        slogan="First, and checked",
        sections=("World", "Markets", "Law", "Sport"),
        full_text=True,
    ),
    Outlet(
        id="hague-courier",
        name="The Hague Courier",
        language="en",
        rank=3,
        format=Format.RSS,
        front="/rss",
        slogan="The city's independent daily",
        sections=("City", "Law", "World", "Opinion", "Food"),
    ),
    Outlet(
        id="meridian-post",
        name="The Meridian Post",
        language="en",
        rank=3,
        format=Format.RSS,
        front="/feed/",
        slogan="Reporting from every time zone",
        sections=("Politics", "World", "Business", "Sport"),
        tracked_links=True,
    ),
    Outlet(
        id="statute-watch",
        name="Statute Watch",
        language="en",
        rank=2,
        format=Format.LISTING,
        front="/news",
        slogan="Civil society for a court that works",
        sections=("News", "Briefings", "Members", "Donate"),
    ),
    Outlet(
        id="depositary",
        name="Depositary Register",
        language="en",
        rank=1,
        format=Format.TABLE,
        front="/ViewDetails.aspx?src=STATUTE&mtdsg_no=7-b",
        slogan="Status of multilateral instruments",
        sections=("Status", "Notifications", "Texts", "Help"),
    ),
    Outlet(
        id="journal-quai",
        name="Le Journal du Quai",
        language="fr",
        rank=3,
        format=Format.RSS,
        front="/rss/une.xml",
        slogan="Le quotidien des affaires du monde",
        sections=("Monde", "Justice", "Économie", "Culture"),
    ),
    Outlet(
        id="visnyk",
        name="Вісник над Дніпром",
        language="uk",
        rank=3,
        format=Format.RSS,
        front="/rss/",
        slogan="Новини без прикрас",
        sections=("Політика", "Право", "Наука", "Спорт"),
    ),
)
