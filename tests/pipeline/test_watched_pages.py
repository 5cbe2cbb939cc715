"""A depositary's table that is watched: each row that is added is told, by what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from monitor.core.model.alert import Message
from monitor.core.model.development import Novelty
from monitor.core.model.fetched import Fetched, FetchRequest
from monitor.core.model.source import SourceKind, SourceRank
from monitor.packs.loader import load_pack
from monitor.pipeline.watched_page import MOST_GONE, REMEMBERED, kept_text, page_entries
from monitor.sources.parsed import Parsed
from tests.builders import HOUR, NOON, source
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


EMPTIED = table()[: table().index("<tr><td>")] + "</table><p>No entries match these settings.</p></body></html>"
WITHOUT = EMPTIED[: EMPTIED.index("<table>")] + EMPTIED[EMPTIED.index("<p>No entries") :]


@pytest.mark.parametrize("outage", [EMPTIED, WITHOUT], ids=["with its head", "whole"])
def test_a_table_that_is_missing_for_a_while_is_not_told_anew(treaty: Bench, outage: str) -> None:
    for stamp in ("", "<p>Please come back in an hour.</p>"):
        treaty.web.pages[PAGE] = outage.replace("</body>", f"{stamp}</body>")
        treaty.clock.forward(HOUR)
        treaty.poll("treaty")
    look(treaty)
    look(treaty, ("Nepal", "", "20 Nov 2026"))
    *others, last = [entry.summary for entry in treaty.entries()]
    assert last == "Nepal | 20 Nov 2026"
    assert not any("Andorra" in told or "Belgium" in told for told in others)


def test_what_a_page_lost_in_one_piece_and_shows_again_is_no_news_for_a_week() -> None:
    rows = "\n".join(f"State {number} | {number} May 2020" for number in range(1, MOST_GONE))
    before, outage = f"The states\n{rows}", "The states\nNothing was found in the database."
    (told,) = page_entries(source(), before, Parsed(page_text=outage))
    assert "No longer listed" not in told.content
    lost = kept_text(before, Parsed(page_text=outage), NOON)
    assert _passages(lost, f"{before}\nNorland | 2 March 2026") == "Norland | 2 March 2026"
    again = kept_text(lost, Parsed(page_text=outage), NOON + REMEMBERED - HOUR)
    assert _passages(again, before) == ""
    late = kept_text(again, Parsed(page_text=outage), NOON + REMEMBERED)
    assert _passages(late, before) == rows


def test_who_is_told_as_no_longer_listed_is_news_again() -> None:
    states = [f"State {number} | {number} May 2020" for number in range(1, 2 * MOST_GONE)]
    before, after = "\n".join(states), "\n".join([*states[1:], "Norland | 2 March 2026"])
    (told,) = page_entries(source(), before, Parsed(page_text=after))
    assert told.content.count("No longer listed: ") == 1
    kept = kept_text(before, Parsed(page_text=after), NOON)
    assert _passages(kept, f"{after}\n{states[0]}") == states[0]


def test_what_is_remembered_is_never_more_than_a_page_was() -> None:
    text = ""
    for day in range(200):
        shown = "\n".join(f"Line {number} of the long day {day}" for number in range(20))
        text = kept_text(text, Parsed(page_text=shown), NOON + timedelta(days=day))
    assert len(text) < 3 * len(shown)


def _passages(before: str, now: str) -> str:
    return "".join(entry.summary for entry in page_entries(source(), before, Parsed(page_text=now)))


def test_a_watched_page_that_is_led_to_the_front_page_failed(treaty: Bench) -> None:
    home = f"<html><body><h1>Welcome</h1><p>{'Here the office tells its visitors what it does. ' * 30}</body></html>"
    treaty.web.pages[PAGE] = lambda request: _led_to("https://treaties.example.org/", home, request)
    treaty.clock.forward(HOUR)
    assert treaty.poll("treaty").reason == "leads to the site's front page"
    assert not look(treaty)


def _led_to(url: str, body: str, request: FetchRequest) -> Fetched:
    return Fetched(url=request.url, final_url=url, status=200, headers=(("Content-Type", "text/html"),),
                   body=body.encode(), fetched_at=NOON)  # fmt: skip
