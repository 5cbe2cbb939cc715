"""What one outlet has published at this moment, and how the acts of the story change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.demo.outlets import Format, Outlet
from monitor.demo.story import AddRow, Change, Edit, Fail, Publish, Repair, Resurface, Withdraw
from monitor.demo.texts import Text, texts_of

_LISTED = 15  # articles in a feed or listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article as it stands on the site. ``path`` is where it was first; ``listed_path`` where the front links to."""

    text: Text
    path: str
    listed_path: str
    guid: str
    published: datetime
    listed: datetime  # the date in the feed
    modified: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """All that the pages of an outlet are made from; replaced whole by each change, so readers need no lock."""

    outlet: Outlet
    stories: tuple[Story, ...] = ()  # newest first
    rows: tuple[tuple[str, ...], ...] = ()
    failing: int = 0  # the status that every page answers; 0 = all is well
    changed: datetime

    @property
    def listed(self) -> tuple[Story, ...]:
        """The newest articles, newest first, as a feed or listing shows them."""
        return tuple(sorted(self.stories, key=lambda story: story.listed, reverse=True))[:_LISTED]

    def find(self, path: str) -> Story | None:
        """The article at that path."""
        return next((story for story in self.stories if path in (story.path, story.listed_path)), None)


_ROWS = (
    ("Ardmere", "11 Dec 2019", "3 Mar 2022", ""),
    ("Castellane", "11 Dec 2019", "19 Sep 2023", "Declaration on territories"),
    ("Isle of Tarn", "4 Feb 2020", "", ""),
    ("Kessary", "", "27 Jun 2024", "Accession to the Statute on the same day"),
    ("Northmark", "11 Dec 2019", "8 Nov 2021", ""),
    ("San Telmo", "11 Dec 2019", "30 Jan 2025", ""),
)


def opened(outlet: Outlet, started: datetime) -> Front:
    """The outlet at the start, with what it published before."""
    stories = [_published(text, started - text.age) for text in _texts(outlet).values() if text.age is not None]
    rows = _ROWS if outlet.format is Format.TABLE else ()
    newest = max((story.published for story in stories), default=started - timedelta(days=20))
    return Front(outlet=outlet, stories=tuple(stories), rows=rows, changed=newest)


def changed(front: Front, change: Change, at: datetime) -> Front:
    """The outlet after that change."""
    match change:
        case Publish(text=key):
            stories = (_published(_texts(front.outlet)[key], at), *front.stories)
            return replace(front, stories=stories, changed=at)
        case Edit(text=key, changes=changes):
            return _with(front, key, lambda story: _edited(story, changes, at), at)
        case Resurface(text=key):
            return _with(front, key, lambda story: _resurfaced(story, at), at)
        case Withdraw(text=key):
            stories = tuple(story for story in front.stories if story.text.key != key)
            return replace(front, stories=stories, changed=at)
        case Fail(status=status):
            return replace(front, failing=status)
        case Repair():
            return replace(front, failing=0)
        case AddRow(cells=cells):
            today = f"{at.day} {at:%b %Y}"
            return replace(front, rows=(*front.rows, tuple(cell.format(today=today) for cell in cells)), changed=at)


def _texts(outlet: Outlet) -> dict[str, Text]:
    return {} if outlet.format is Format.TABLE else {text.key: text for text in texts_of(outlet.id)}


def _with(front: Front, key: str, change: Callable[[Story], Story], at: datetime) -> Front:
    stories = tuple(change(story) if story.text.key == key else story for story in front.stories)
    return replace(front, stories=stories, changed=at)


def _published(text: Text, at: datetime) -> Story:
    path = f"/{at:%Y/%m}/{text.slug}"
    return Story(text=text, path=path, listed_path=path, guid=f"urn:{text.key}", published=at, listed=at, modified=at)


def _edited(story: Story, changes: tuple[tuple[str, str], ...], at: datetime) -> Story:
    title, summary, body = story.text.title, story.text.summary, "\n\n".join(story.text.paragraphs)
    for old, new in changes:
        title, summary, body = title.replace(old, new), summary.replace(old, new), body.replace(old, new)
    return replace(story, text=replace(story.text, title=title, summary=summary, body=body), modified=at)


def _resurfaced(story: Story, at: datetime) -> Story:
    return replace(story, listed=at, guid=f"{story.guid}#{at:%H%M%S}", listed_path=f"/again/{story.text.slug}")
