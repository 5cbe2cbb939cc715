"""Reports that another version of the program described are described anew, so that their reprints stay repeats."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from monitor.core.novelty.features import from_json
from monitor.pipeline.detect import detect
from monitor.pipeline.outcome import Outcome, Result
from monitor.store.tables import articles, reports
from tests.builders import source
from tests.pipeline import press
from tests.pipeline.conftest import Bench
from tests.pipeline.test_path import live

OLDER = '{"form":1,"words":40,"language":"en"}'


def _upgraded(bench: Bench, **faded: str) -> None:
    """One story was reported; then came a program that does not know the stored form. ``faded`` columns were pruned."""
    live(bench, 1)
    bench.work()
    with bench.ctx.store.write() as tx:
        tx.connection.execute(update(reports).values(features=OLDER))
        if faded:
            tx.connection.execute(update(articles).values(**faded))
    bench.restart()


def _reprinted(bench: Bench) -> Outcome:
    """What is made of the same story from another paper."""
    bench.watch(source("gazette"))
    bench.publish(source="gazette")
    bench.poll("gazette")
    bench.web.pages["https://gazette.example.org/1"] = press.page(1).replace("on Monday", "on Monday morning")
    bench.publish(1, source="gazette")
    bench.poll("gazette")
    return next(outcome for outcome in bench.work() if outcome.stage == detect.__name__)


def test_a_report_in_an_older_form_is_described_anew_and_stored(bench: Bench) -> None:
    _upgraded(bench)
    outcome = _reprinted(bench)
    assert outcome.result is Result.REPEAT
    assert outcome.facts["described_again"] == 1
    with bench.ctx.store.read() as tx:
        stored = tx.connection.execute(select(reports.c.features)).scalars()
        assert all(from_json(each).words > 10 for each in stored)


def test_a_pruned_text_leaves_its_headline_to_compare_with(bench: Bench) -> None:
    _upgraded(bench, text="")
    assert _reprinted(bench).result is Result.REPEAT


@pytest.mark.parametrize("kept", ["", " "])
def test_a_report_of_which_nothing_is_kept_is_left_out_and_said(bench: Bench, kept: str) -> None:
    _upgraded(bench, text=kept, title=kept)
    outcome = _reprinted(bench)
    assert outcome.result is Result.NEW
    assert "no longer kept: 1" in str(outcome.facts["left_out"])
