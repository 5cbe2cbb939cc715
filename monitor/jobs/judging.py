"""Judging stored articles one after the other, the same in one process and in a worker of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from monitor.core.model.ids import ArticleId, TopicId
from monitor.jobs.runner import Runner
from monitor.pipeline.context import Context
from monitor.pipeline.detect import detect
from monitor.pipeline.outcome import Outcome, Result
from monitor.pipeline.put_off import note_unjudged


class SetAside(Protocol):
    """Takes what is to be left alone for a while: ``Stuck`` is one."""

    def add(self, article_id: ArticleId, /) -> None:
        """This one met a bug."""
        ...


def judge_each(
    ctx: Context,
    runner: Runner,
    article_ids: Sequence[ArticleId],
    *,
    stuck: SetAside,
    stopping: Callable[[], bool],
    alerted: Callable[[], None],
) -> bool:
    """Judge in order until told to stop or the store fails; False if it failed, and is to be left alone for a while.

    An article that met a bug is added to ``stuck``, so that the others go on. One that the store failed for is not:
    ``Runner.storage_fault`` would not tell, as other threads' success clears it at once. ``alerted`` is called after
    each that has something to send. Topics that had to be left out are told once.
    """
    for article_id in article_ids:
        if stopping():
            return True
        outcome = runner.run("detect", str(article_id), partial(detect, ctx, article_id))
        while ctx.knowledge.unusable:
            runner.run("topic", "", partial(_left_out, *ctx.knowledge.unusable.popitem()))
        if outcome is None:
            continue
        if outcome.bug:
            stuck.add(article_id)
            runner.run("detect", str(article_id), partial(note_unjudged, ctx, article_id, outcome.bug))
        elif outcome.result is Result.FAILED:
            return False
        elif outcome.facts.get("alert"):
            alerted()
    return True


def _left_out(topic_id: TopicId, why: str) -> Outcome:
    reason = f"nothing is told of it: {why}; `monitor doctor` names all such topics"
    return Outcome(stage="topic", subject=topic_id, result=Result.FAILED, reason=reason)
