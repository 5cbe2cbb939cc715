"""What an alert says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.core.inert import inert, inert_url
from monitor.core.message import subject
from monitor.core.model.alert import Message
from monitor.core.model.development import Novelty
from monitor.core.model.ids import ArticleId
from monitor.core.policy.feedback import links
from monitor.core.wording import claimed, counted, when
from tests.channels import samples


def said(message: Message) -> dict[str, str]:
    return {line.label: line.text for block in message.blocks for line in block.lines}


def test_an_alert_on_a_new_development_says_what_who_when_and_why() -> None:
    message = samples.alert()
    main = message.blocks[0]
    assert (main.heading, main.url, main.quote) == (samples.HEADLINE, samples.URL, samples.SENTENCE)
    assert said(message) == {
        "New development": "first report of it",
        "Stage": "imposed",
        "Source": "Varna Gazette (official source, rank 1 of 4)",
        "Claim": "official statement",
        "Published": "3 Jun 2026, 09:52 CEST (07:52 UTC)",
        "First seen": "3 Jun 2026, 10:11 CEST (08:11 UTC)",
        "So far": "1 report from 1 origin",
        "Why": 'Harbour levy: an act is told in the lead; matched "harbour levy"',
    }


def test_an_update_names_the_first_headline_and_what_changed() -> None:
    facts = said(samples.alert(novelty=Novelty.UPDATE))
    assert facts["Update of"].startswith("Harbour levy announced; opened 1 Jun 2026")
    assert (facts["What is new"], facts["Changed"]) == ("announced → imposed", "stage")
    assert facts["So far"] == "4 reports from 2 origins"


def test_messages_of_one_development_share_a_thread() -> None:
    assert samples.alert(key="a").thread == samples.alert(key="b", novelty=Novelty.UPDATE).thread == "development-5"


def test_a_page_address_leads_to_the_development() -> None:
    line = samples.alert(base_url="https://monitor.example/").blocks[0].lines[-1]
    assert (line.label, line.url) == ("All reports", "https://monitor.example/developments/5")


@pytest.mark.parametrize(
    ("novelty", "head"), [(Novelty.NEW, "New: "), (Novelty.UPDATE, "Update: "), (Novelty.CORRECTION, "Correction: ")]
)
def test_the_subject_says_topic_and_kind(novelty: Novelty, head: str) -> None:
    line = subject(samples.alert(novelty=novelty))
    assert line.startswith(f"{head}Council") and line.endswith(" [Harbour levy]") and len(line) <= 120


def test_a_long_headline_is_cut_in_the_subject_and_its_topic_stays() -> None:
    long = replace(samples.alert(), title="Council " * 30, topics=("The Port of Varna " * 9,))
    line = subject(long)
    assert len(line) <= 120 and line.startswith("New: Council") and line.endswith("…]") and "… [The Port" in line


def test_a_reader_is_told_how_to_say_that_it_is_not_right() -> None:
    told = samples.alert().footer
    assert "monitor feedback 7 not-relevant" in told
    linked = samples.alert(answers=links("https://monitor.example", "a-secret", ArticleId(7)))
    assert "feedback" not in linked.footer


def test_a_day_without_a_time_is_told_as_that_day_in_every_zone() -> None:
    zone = ZoneInfo("America/New_York")
    assert claimed(datetime(2026, 6, 3, tzinfo=UTC), zone) == "3 Jun 2026"
    assert claimed(datetime(2026, 6, 3, 7, 52, tzinfo=UTC), zone) == "3 Jun 2026, 03:52 EDT (07:52 UTC)"


def test_a_moment_is_told_in_both_zones_and_with_both_days_where_they_differ() -> None:
    at = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    assert when(at) == "31 Jan 2026, 23:30 UTC"
    assert when(at, ZoneInfo("Europe/Kyiv")) == "1 Feb 2026, 01:30 EET (31 Jan 2026, 23:30 UTC)"
    assert when(at, ZoneInfo("Asia/Kathmandu")) == "1 Feb 2026, 05:15 UTC+0545 (31 Jan 2026, 23:30 UTC)"


def test_counts_read_well() -> None:
    assert [counted(n, "item") for n in (0, 1, 2310)] == ["0 items", "1 item", "2,310 items"]
    assert counted(2, "entry") == "2 entries"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\x1b[1;31mred\x1b[0m text", "red text"),
        ("\x1b]8;;https://evil.example\x1b\\court\x1b]8;;\x1b\\", "court"),
        ("cafe\u0301 \u202eevil\u202c", "cafe\u0301 evil"),
        ("one\r\ntwo\u2028three\tfour", "one two three four"),
        ("a\ud800b", "ab"),
        ("\U000e0041x", "x"),
        ("quote â\x80\x9d debris of a wrong decoding", "quote â debris of a wrong decoding"),
        ("Größe — Стаття 8 bis نص عربي 判所", "Größe — Стаття 8 bis نص عربي 判所"),
        ("क्ष ಕ್ಷ", "क्ष ಕ್ಷ"),
    ],
)
def test_text_is_made_inert_and_letters_stay(text: str, plain: str) -> None:
    assert inert(text) == plain


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert inert("a" * 300, 100) == "a" * 99 + "…"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://court.example/a?b=1&c=[2]", "https://court.example/a?b=1&c=%5B2%5D"),
        ("https://суд.example/шлях", "https://xn--d1azg.example/%D1%88%D0%BB%D1%8F%D1%85"),
        ("https://court.example@evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("https://court.example/\u202egpj", ""),
        ("https://court.example/" + "a" * 2_000, ""),
        ("//court.example/x", ""),
    ],
)
def test_an_address_is_made_safe_or_left_out(url: str, shown: str) -> None:
    assert inert_url(url) == shown
