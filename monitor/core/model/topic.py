"""Topics and the concepts they share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.core.model.ids import ChannelId, TopicId
from monitor.core.model.source import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One thing under many names, referred to in queries as ``{name}``.

    ``terms`` are names in the topic language (a phrase needs no quotes here; ``trunc*`` works; capitals of up to six
    letters match case-sensitively). An ambiguous term (listed in ``ambiguous``) counts only if one of ``context``
    stands in the same article; it never counts where one of ``refused_by`` does.
    """

    name: str
    terms: tuple[str, ...]
    ambiguous: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    refused_by: tuple[str, ...] = ()
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
    """

    id: TopicId
    title: str
    query: str
    channels: tuple[ChannelId, ...] = ()  # empty = every channel
    ladder: tuple[Rung, ...] = ()
    owner: Owner = Owner.FILE
    created_at: datetime | None = None
