"""What happens in the made-up press, second by second, and what a watcher ought to make of it.

The meaning (``topic``, ``meant``) is for narrators and tests; the sites never show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Meant(StrEnum):
    """What an act is for the reader who follows the topics."""

    NEW = "a new development"
    UPDATE = "a step in a known development"
    REPEAT = "a report of what is known"
    CORRECTION = "a correction of what was reported"
    MENTION = "a mention in passing"
    OFF_TOPIC = "off topic"
    FAILURE = "a source that fails"
    RECOVERY = "a source that works again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """An article appears."""

    text: str  # key of the Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A published article is changed in place: each pair of words is replaced, in title, summary and body."""

    text: str
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """An article leaves the feed, and its page answers 404."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resurface:
    """An old article comes back at the top of the feed: with today's date, another id and another address."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fail:
    """Every page of an outlet answers with an error."""

    outlet: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """The outlet answers again."""

    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRow:
    """A row is added to the table of a treaty-status page; ``{today}`` in a cell becomes the day's date."""

    outlet: str
    cells: tuple[str, ...]


Change = Publish | Edit | Withdraw | Resurface | Fail | Repair | AddRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that happens, ``at`` so long after the start (at speed 1)."""

    at: timedelta
    change: Change
    meant: Meant
    topic: str = ""  # as named in the pack "icc"; "" = none
    follows: str = ""  # key of the text that opened the development

    @property
    def outlet(self) -> str:
        """The id of the outlet where it happens."""
        change = self.change
        return change.outlet if isinstance(change, Fail | Repair | AddRow) else change.text.split("/", maxsplit=1)[0]


def _act(seconds: int, change: Change, meant: Meant, topic: str = "", follows: str = "") -> Act:
    return Act(at=timedelta(seconds=seconds), change=change, meant=meant, topic=topic, follows=follows)


SANCTIONS, AMENDMENTS, ICPA = "sanctions", "rome-statute-amendments", "icpa"

_DESIGNATION = "northgate/treasury-lists-judges"
_PROPOSAL = "statute-watch/ecocide-proposal-filed"
_ACCESSION = "justice-hub/northmark-joins-icpa"
_CLOSURE = "meridian-post/icpa-closure-report"

_THIRD_JUDGE = (
    ("two judges", "three judges"),
    (
        "Judge Ilse Thornqvist and Judge Mateo Arvelo",
        "Judge Ilse Thornqvist, Judge Mateo Arvelo and Judge Runa Solheim",
    ),
    ("both had", "all three had"),
)

STORY = (
    _act(6, Publish(text=_DESIGNATION), Meant.NEW, SANCTIONS, _DESIGNATION),
    _act(12, Publish(text=_PROPOSAL), Meant.NEW, AMENDMENTS, _PROPOSAL),
    _act(16, Publish(text="hague-courier/judges-listed-reprint"), Meant.REPEAT, SANCTIONS, _DESIGNATION),
    _act(20, Publish(text=_ACCESSION), Meant.NEW, ICPA, _ACCESSION),
    _act(24, Publish(text="meridian-post/cricket-icc-sanctions"), Meant.OFF_TOPIC),
    _act(28, Publish(text="journal-quai/magistrates-sanctionnees"), Meant.REPEAT, SANCTIONS, _DESIGNATION),
    _act(32, Publish(text="hague-courier/harbour-quarter-hotel"), Meant.MENTION, SANCTIONS),
    _act(35, Publish(text="northgate/chamber-of-commerce-rules"), Meant.OFF_TOPIC),
    _act(38, Publish(text="visnyk/northmark-icpa"), Meant.REPEAT, ICPA, _ACCESSION),
    _act(42, Fail(outlet="journal-quai", status=500), Meant.FAILURE),
    _act(45, Publish(text="hague-courier/ecocide-proposal"), Meant.REPEAT, AMENDMENTS, _PROPOSAL),
    _act(50, Publish(text="court-desk/statement-on-measures"), Meant.UPDATE, SANCTIONS, _DESIGNATION),
    _act(54, Publish(text="visnyk/space-station-crew"), Meant.OFF_TOPIC),
    _act(58, Publish(text="court-desk/assembly-adopts-ecocide"), Meant.UPDATE, AMENDMENTS, _PROPOSAL),
    _act(60, Repair(outlet="journal-quai"), Meant.RECOVERY),
    _act(63, Publish(text="justice-hub/northmark-funding-signed"), Meant.UPDATE, ICPA, _ACCESSION),
    _act(67, Publish(text="meridian-post/retiring-rector"), Meant.MENTION, AMENDMENTS),
    _act(71, Publish(text=_CLOSURE), Meant.NEW, ICPA, _CLOSURE),
    _act(79, Publish(text="meridian-post/judges-sue-treasury"), Meant.UPDATE, SANCTIONS, _DESIGNATION),
    _act(84, Edit(text=_DESIGNATION, changes=_THIRD_JUDGE), Meant.CORRECTION, SANCTIONS, _DESIGNATION),
    _act(
        89,
        AddRow(outlet="depositary", cells=("Valdoria", "{today}", "{today}", "Ratification")),
        Meant.NEW,
        AMENDMENTS,
    ),
    _act(94, Resurface(text="hague-courier/assembly-rejects-pressure"), Meant.REPEAT, SANCTIONS),
    _act(98, Withdraw(text=_CLOSURE), Meant.CORRECTION, ICPA, _CLOSURE),
    _act(102, Publish(text="northgate/week-in-the-hague"), Meant.REPEAT, SANCTIONS, _DESIGNATION),
)
