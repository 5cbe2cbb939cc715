"""Digests, where things stand, and notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.core.digest import DigestItem, compose_digest, compose_standing
from monitor.core.errors import ConfigError
from monitor.core.model.alert import AlertKind, Message
from monitor.core.model.development import Novelty
from monitor.core.notice import Outage, dead_channel, failing_sources, recovered_sources, refused_edit
from tests.channels import samples
from tests.channels.samples import NOW, WATCH


def text_of(message: Message) -> str:
    parts = [message.title]
    for block in message.blocks:
        parts += [block.heading, block.text, *(f"{line.label}: {line.text}" for line in block.lines)]
    return "\n".join(parts)


def test_an_empty_digest_is_proof_of_watch() -> None:
    message = samples.empty_digest()
    assert message.title == "Nothing new on 3 topics; 41 of 43 sources healthy; 2,310 items read"
    assert message.kind is AlertKind.DIGEST


def test_a_digest_holds_all_of_it_grouped_by_topic() -> None:
    message = samples.digest(250)
    links = [line for block in message.blocks for line in block.lines if line.url]
    assert len(links) == 250 and message.topics == ("Harbour levy", "Pilotage fees")
    assert message.title == "250 reports on 2 topics"


def test_an_item_on_two_topics_is_told_once_and_names_the_other() -> None:
    both = replace(samples.item(1), topics=("Harbour levy", "Pilotage fees"))
    message = compose_digest(items=[both], watch=WATCH, key="k", now=NOW)
    assert text_of(message).count("report number 1") == 1 and "also on Pilotage fees" in text_of(message)


def test_a_held_alert_keeps_what_it_said() -> None:
    item = DigestItem.held(samples.alert(novelty=Novelty.UPDATE))
    told = text_of(compose_digest(items=[item], watch=WATCH, key="k", now=NOW))
    for part in ("Update: Council", "announced → imposed", "on: Harbour levy announced", "stage: imposed", "2 origins"):
        assert part in told
    assert item.url == samples.URL


def test_where_things_stand_names_topics_without_a_development() -> None:
    message = compose_standing(topics=["Harbour levy", "Fees"], items=[samples.item(1)], watch=WATCH, key="k", now=NOW)
    assert message.title == "Where things stand: 1 development in the last 14 days"
    assert "Fees\nNothing found in the last 14 days." in text_of(message)


def test_many_sources_that_fail_together_are_one_notice() -> None:
    outages = [Outage(name=f"Source {n}", since=NOW, reason="name not found") for n in range(120)]
    message = failing_sources(outages, sources=130, key="k", now=NOW)
    assert message.title == "120 of 130 sources fail" and message.kind is AlertKind.NOTICE
    assert "this machine's own network" in text_of(message)


def test_sources_that_fail_for_one_reason_share_a_line_of_bounded_length() -> None:
    outages = [Outage(name=f"Source {n}", since=NOW, reason="name not found") for n in range(120)]
    outages.append(Outage(name="Varna Gazette", since=NOW - timedelta(hours=7), reason="took too long"))
    together, alone = failing_sources(outages, sources=130, key="k", now=NOW).blocks[0].lines
    assert together.text.startswith("name not found, 120 sources since 3 Jun 2026, 08:12 UTC: Source 0, Source 1, ")
    assert together.text.endswith(" more") and len(together.text) < 400
    assert alone.text == "Varna Gazette: took too long, since 3 Jun 2026, 01:12 UTC"


def test_what_began_to_fail_at_several_times_says_when_the_first_did() -> None:
    outages = [Outage(name=f"Source {n}", since=NOW - timedelta(hours=n), reason="gone") for n in range(3)]
    (line,) = failing_sources(outages, sources=9, key="k", now=NOW).blocks[0].lines
    assert line.text == "gone, 3 sources, the first since 3 Jun 2026, 06:12 UTC: Source 0, Source 1, Source 2"
    (line,) = recovered_sources(outages, key="k", now=NOW).blocks[0].lines
    assert line.text == "3 sources had failed for up to 2 hours (gone): Source 0, Source 1, Source 2"


def test_names_that_hold_commas_stay_apart() -> None:
    names = ("Assembly of States, documents", "Assembly of States, press", "Al Jazeera")
    outages = [Outage(name=name, since=NOW, reason="took too long") for name in names]
    (line,) = failing_sources(outages, sources=9, key="k", now=NOW).blocks[0].lines
    assert line.text.endswith("Assembly of States, documents; Assembly of States, press; Al Jazeera")


def test_a_notice_of_very_many_reasons_counts_the_rest() -> None:
    outages = [Outage(name=f"Source {n}", since=NOW, reason=f"reason {n}") for n in range(120)]
    assert "And: 70 more" in text_of(failing_sources(outages, sources=130, key="k", now=NOW))


def test_one_source_is_named_in_the_title_and_again_when_it_is_back() -> None:
    outage = Outage(name="Varna Gazette", since=NOW - timedelta(hours=7), reason="took too long")
    assert failing_sources([outage], sources=43, key="k", now=NOW).title == "Source fails: Varna Gazette"
    back = recovered_sources([outage], key="k", now=NOW)
    assert back.title == "Source works again: Varna Gazette" and "failed for 7 hours (took too long)" in text_of(back)
    unknown = recovered_sources([replace(outage, reason="")], key="k", now=NOW)
    assert [line.text for line in unknown.blocks[0].lines] == ["Varna Gazette"]


def test_a_dead_channel_is_told_with_what_it_keeps() -> None:
    outage = Outage(name="team-mail", since=NOW, reason="login refused: 535")
    told = text_of(dead_channel(outage, undelivered=3, key="k", now=NOW))
    assert "team-mail" in told and "535" in told and "3 alerts not delivered" in told


def test_a_refused_edit_names_file_line_and_key() -> None:
    problem = ConfigError("not a number", file="feeds.toml", line=12, key="source.a.interval")
    told = text_of(refused_edit(problem, key="k", now=NOW))
    for part in ("feeds.toml, line 12", "source.a.interval", "not a number", "the configuration it had"):
        assert part in told


def test_hostile_names_are_made_inert_in_digests_and_notices() -> None:
    bad = "x\x1b[31m\u202e\r\ny"
    item = replace(samples.item(1), title=bad, topics=(bad,), url="javascript:alert(1)", facts=(bad,))
    outage = Outage(name=bad, since=NOW, reason=bad)
    for message in (
        compose_digest(items=[item], watch=WATCH, key="k", now=NOW, held=bad),
        failing_sources([outage], sources=2, key="k", now=NOW),
    ):
        told = text_of(message)
        assert "x y" in told and not {"\x1b", "\u202e", "\r"} & set(told)
        assert not [line.url for block in message.blocks for line in block.lines if line.url]
