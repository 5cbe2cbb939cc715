"""Topics and the concepts they share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.core.model.ids import ChannelId, TopicId
from monitor.core.model.route import EVERYTHING, Rule
from monitor.core.model.source import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody (or a body) on a concept's list, with the role and the dates that put the name there.

    ``since`` and ``until`` are ISO dates, "" = unknown or still so. Names and aliases are terms of the concept.
    """

    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing under many names, referred to in queries as ``{name}``.

    ``terms`` are names in the topic language (a phrase needs no quotes here; ``trunc*`` works; capitals of up to six
    letters match case-sensitively). ``people`` add their names. An ambiguous term (listed in ``ambiguous``) counts
    only if one of ``context`` or an unambiguous term stands in the same article, and never in a sentence with one of
    ``refused_by``; where the refusing words are the more frequent in an article, it does not count there at all.
    """

    name: str
    terms: tuple[str, ...]
    ambiguous: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    refused_by: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    owner: Owner = Owner.FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One stage of a topic's ladder of acts ("threatened", "imposed", "lifted") and the words that tell of it."""

    stage: str
    terms: tuple[str, ...]  # in the topic language: phrases, trunc*, several languages


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a user tracks: a query in the topic language, and where its alerts go.

    ``ladder`` is in ascending order; empty for topics made on the command line, which are graded by general act words.
    ``report`` is what one sentence must hold to report on the topic, in the topic language; "" = the query without its
    NOT parts and facts. ``background`` are words that make a sentence background for this topic; ``states`` do so in an
    item of few sentences only: they tell in what state somebody has been for long.
    """

    id: TopicId
    title: str
    query: str
    channels: tuple[ChannelId, ...] = ()  # empty = every channel that is not the operator's own
    rule: Rule = EVERYTHING
    ladder: tuple[Rung, ...] = ()
    report: str = ""
    background: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    owner: Owner = Owner.FILE
    created_at: datetime | None = None
