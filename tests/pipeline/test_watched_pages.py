"""A depositary's table that is watched: each row that is added is told, by what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from monitor.core.model.alert import Message
from monitor.core.model.development import Novelty
from monitor.core.model.source import SourceKind, SourceRank
from monitor.packs.loader import load_pack
from tests.builders import HOUR, source
from tests.pipeline.conftest import Bench

PAGE = "https://treaties.example.org/status"
FIRST = (("Andorra", "12 Jun 2010", "1 Mar 2021"), ("Belgium", "", "4 Apr 2019 A"))


def table(*more: Sequence[str]) -> str:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (*FIRST, *more))
    return (
        "<html><head><title>Status of Treaties</title></head><body><p>CHAPTER XVIII</p><h1>Amendment to the Rome "
        "Statute of the International Criminal Court</h1><table><tr><th>Participant</th><th>Signature</th>"
        f"<th>Ratification, Acceptance(A)</th></tr>{rows}</table></body></html>"
    )


@pytest.fixture
def treaty(bench: Bench) -> Bench:
    watched = source("treaty", url=PAGE, kind=SourceKind.PAGE, rank=SourceRank.OFFICIAL)
    pack = load_pack("icc")
    with bench.ctx.store.write() as tx:
        tx.topics.replace_concepts(pack.concepts)
    bench.watch(watched, topics=pack.topics)
    look(bench)
    return bench


def look(bench: Bench, *more: Sequence[str]) -> list[Message]:
    """The next look at the page, with these rows added; all that was told so far."""
    bench.web.pages[PAGE] = table(*more)
    bench.clock.forward(HOUR)
    bench.poll("treaty")
    bench.work()
    return bench.channel.messages


def test_a_new_row_is_told_with_the_names_of_its_columns(treaty: Bench) -> None:
    (alert,) = look(treaty, ("Nepal", "", "20 Nov 2026"))
    assert alert.title == "Treaty: Nepal | Ratification, Acceptance(A): 20 Nov 2026"
    assert alert.blocks[0].quote.endswith("Criminal Court: Nepal | Ratification, Acceptance(A): 20 Nov 2026")


def test_two_states_of_one_day_are_two_alerts(treaty: Bench) -> None:
    look(treaty, ("Nepal", "", "20 Nov 2026"))
    told = look(treaty, ("Nepal", "", "20 Nov 2026"), ("Kiribati", "", "20 Nov 2026"))
    assert [message.novelty for message in told] == [Novelty.NEW, Novelty.NEW]
    assert "Kiribati" in told[1].title


def test_a_row_that_was_told_is_not_told_again(treaty: Bench) -> None:
    look(treaty, ("Nepal", "", "20 Nov 2026"))
    look(treaty)
    assert len(look(treaty, ("Nepal", "", "20 Nov 2026"))) == 1


def test_a_page_that_turns_to_data_fails_with_its_reason_and_is_no_news(treaty: Bench) -> None:
    treaty.web.pages[PAGE] = '{"parties": [{"name": "Nepal", "ratified": "20 Nov 2026"}]}'
    treaty.clock.forward(HOUR)
    assert treaty.poll("treaty").reason == "JSON data, but no JSON Feed"
    assert not look(treaty)
