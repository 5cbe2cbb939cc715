"""A repeat alerts nobody, but the first message in a channel that can edit says that the story grows: now and then."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from monitor.channels.mask import Mask
from monitor.channels.slack import SlackBot
from monitor.core.model.alert import ChannelSpec
from monitor.core.model.entry import Account
from monitor.core.model.ids import ChannelId, DevelopmentId
from monitor.core.model.route import Mute, MuteAct
from monitor.pipeline.deliver import deliver
from monitor.pipeline.outcome import Result
from monitor.pipeline.renew import EVERY, renew
from tests.builders import HOUR, source
from tests.channels.servers import PlainFetcher, web_server
from tests.channels.slackhost import Slack
from tests.pipeline import press
from tests.pipeline.conftest import Bench
from tests.pipeline.test_path import live

TEAM = ChannelId("team")


@dataclass
class Team:
    """A bench whose one channel is a Slack bot at a Slack-alike."""

    bench: Bench
    slack: Slack
    reprints: int = 0

    def reprint(self, count: int = 1) -> None:
        """Another outlet reprints the first story."""
        for _ in range(count):
            self.reprints += 1
            name = f"outlet{self.reprints}"
            address = f"https://{name}.example.org"
            self.bench.watch(source(name))
            self.bench.web.pages[f"{address}/feed"] = press.feed(address)
            self.bench.poll(name)
            self.bench.web.pages[f"{address}/feed"] = press.feed(address, 1)
            self.bench.web.pages[f"{address}/1"] = press.page(1).replace("</article>", f"<p>By {name}.</p></article>")
            self.bench.poll(name)
        self.work()

    def work(self) -> list[Result]:
        self.bench.work()
        done: list[Result] = []
        while outcome := deliver(self.bench.ctx, TEAM, "t") or renew(self.bench.ctx, TEAM):
            done.append(outcome.result)
        return done

    def later(self, span: timedelta = EVERY) -> list[str]:
        """What the first message says of where things stand, edit by edit, once so much time has passed."""
        self.bench.clock.forward(span)
        self.work()
        return [found for edit in self.slack.edits for found in re.findall(r"\*Now:\* ([^\\]*)", json.dumps(edit))]


@pytest.fixture
def team(bench: Bench) -> Iterator[Team]:
    slack = Slack()
    with web_server(slack.api) as server:
        with bench.ctx.store.write() as tx:
            tx.channels.put(ChannelSpec(id=TEAM, url="env:TEAM"))
        bot = SlackBot(slack.token, "C0TEAM", fetcher=PlainFetcher(), mask=Mask(""), base_url=f"{server.url}/api/",
                       openings=lambda _: None)  # fmt: skip
        bench.ctx = replace(bench.ctx, channels=lambda: {TEAM: bot})
        made = Team(bench, slack)
        live(bench, 1)
        made.work()
        assert len(slack.posts) == 1
        yield made


def test_repeats_within_a_while_are_one_edit_of_the_first_message(team: Team) -> None:
    team.reprint(4)
    assert team.bench.accounts() == [Account.ALERTED, *[Account.REPEAT] * 4]
    assert team.later(timedelta(seconds=30)) == []
    assert team.later() == ["5 reports from 1 origin"]
    assert team.later(HOUR) == ["5 reports from 1 origin"]
    assert len(team.slack.posts) == 1


def test_a_story_that_goes_on_growing_is_edited_again_but_not_more_often(team: Team) -> None:
    for _ in range(12):
        team.reprint()
        team.bench.clock.forward(EVERY / 4)
    assert 3 <= len(team.later()) <= 4
    assert team.later()[-1] == "13 reports from 1 origin"


def test_the_edit_keeps_the_rest_of_the_message(team: Team) -> None:
    team.reprint()
    team.later()
    (edit,) = team.slack.edits
    assert edit["ts"] == "1780.000001" and press.title(1) in json.dumps(edit)
    assert "So far" not in json.dumps(edit)


def test_what_somebody_has_seen_or_muted_is_not_edited_any_more(team: Team) -> None:
    with team.bench.ctx.store.write() as tx:
        tx.mutes.put_development(DevelopmentId(1), Mute(act=MuteAct.ACKNOWLEDGE, at=team.bench.clock.at))
    team.reprint(2)
    assert team.later() == []


@pytest.mark.parametrize(("refusal", "tries"), [("ratelimited", True), ("message_not_found", False)])
def test_an_edit_that_is_refused_for_now_is_tried_again_later(team: Team, refusal: str, tries: bool) -> None:
    team.reprint()
    team.slack.refusal = refusal
    assert team.later() == []
    team.slack.refusal = ""
    assert bool(team.later(HOUR)) is tries


def test_a_channel_that_cannot_edit_is_asked_for_nothing(bench: Bench) -> None:
    live(bench, 1)
    bench.work()
    with bench.ctx.store.write() as tx:
        tx.renewals.ask("development-1", bench.clock.at)
    assert renew(bench.ctx, ChannelId("terminal")) is None
