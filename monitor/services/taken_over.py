"""What a person added and feeds.toml declares under the same name: the file's holds, and that is said.

The file wins without a word of its author, who may not know of what was added: so it is remembered for a while, for the
log and ``monitor doctor``. Moving something of one's own into the file, as it is, takes nothing over.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.core.model.alert import ChannelSpec
from monitor.core.model.source import Owner, Source
from monitor.core.model.topic import Topic
from monitor.core.urls import canonical_url
from monitor.core.wording import when
from monitor.store.store import Store, Transaction
from monitor.store.versions import TAKEN_OVER

TOLD_FOR = timedelta(days=14)
ADVICE = "if both are wanted, give that table another name and add yours again"

Declarable = Source | Topic | ChannelSpec


def note(tx: Transaction, kind: str, before: Declarable | None, declared: Declarable, now: datetime) -> None:
    """Remember that ``declared`` takes the place of what a person added, if it does and is not the same."""
    if before is not None and before.owner is Owner.USER and _what_it_does(before) != _what_it_does(declared):
        tx.facts.put(_fact(kind, before.id), now.isoformat())


def forget(tx: Transaction, kind: str, name: str) -> None:
    """The file declares it no longer."""
    tx.facts.put(_fact(kind, name), "")


def taken_over(store: Store, now: datetime) -> list[str]:
    """What was taken over lately, a line each."""
    with store.read() as tx:
        found = tx.facts.starting(TAKEN_OVER)
    moments = {subject: datetime.fromisoformat(at) for subject, at in found.items()}
    return [
        f"{subject} is declared here and was added by hand too: this one holds since {when(at)}, the other is gone"
        for subject, at in sorted(moments.items()) if now - at < TOLD_FOR
    ]  # fmt: skip


def _fact(kind: str, name: str) -> str:
    return f"{TAKEN_OVER}{kind} {name}"


def _what_it_does(each: Declarable) -> object:
    """What would be missed: a name or a title is not."""
    if isinstance(each, Topic):
        return each.query, each.channels, each.rule
    if isinstance(each, Source):
        return canonical_url(each.url), each.kind, each.selector, each.ignore
    return each.url, each.enabled, each.plan
