"""Judging stored articles one after the other, the same in one process and in a worker of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from monitor.core.model.ids import ArticleId
from monitor.jobs.runner import Runner
from monitor.pipeline.context import Context
from monitor.pipeline.detect import detect
from monitor.pipeline.outcome import Result


def judge_each(
    ctx: Context,
    runner: Runner,
    article_ids: Sequence[ArticleId],
    *,
    stuck: set[ArticleId],
    stopping: Callable[[], bool],
    alerted: Callable[[], None],
) -> None:
    """Judge in order until told to stop or the store fails.

    An article that met a bug is added to ``stuck``, so that the others go on; the next start tries it again.
    ``alerted`` is called after each that has something to send.
    """
    for article_id in article_ids:
        if stopping():
            return
        outcome = runner.run("detect", str(article_id), partial(detect, ctx, article_id))
        if runner.storage_fault:
            return
        if outcome is not None and outcome.result is Result.FAILED:
            stuck.add(article_id)
        elif outcome is not None and outcome.facts.get("alert"):
            alerted()
