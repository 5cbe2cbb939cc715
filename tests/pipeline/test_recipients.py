"""A mail channel with several addresses: a delivery each, and none of them waits for another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from monitor.channels.email import EmailChannel
from monitor.channels.smtp import MailSettings
from monitor.core.message import MAYBE_REPEAT
from monitor.core.model.alert import AlertKind, ChannelSpec, Delivery, DeliveryStatus, Message
from monitor.core.model.ids import ChannelId
from monitor.pipeline.audience import operator_routes, route_to
from monitor.pipeline.context import Context
from monitor.pipeline.deliver import deliver
from monitor.pipeline.outcome import Result
from monitor.pipeline.watch import tell_dead_channel
from monitor.services.alerts import retry_dead
from tests.builders import HOUR
from tests.channels.mailhost import MailHost, mail_host
from tests.pipeline.conftest import Bench

MAIL = ChannelId("mail")
ANA, BEN = "ana@example.org", "ben@example.org"


@dataclass
class Post:
    """A bench whose mail channel has addresses at a real server."""

    bench: Bench
    ctx: Context
    host: MailHost

    def address(self, *people: str) -> None:
        with self.ctx.store.write() as tx:
            tx.channels.put(ChannelSpec(id=MAIL, url=f"smtp://127.0.0.1/?from=m@example.org&to={','.join(people)}"))

    def alert(self, key: str = "one") -> None:
        message = Message(kind=AlertKind.DEVELOPMENT, key=key, title="A strike", blocks=(), at=self.bench.clock.now(),
                          thread="development-1")  # fmt: skip
        with self.ctx.store.write() as tx:
            tx.outbox.add(message, [route_to(tx, MAIL)], now=self.bench.clock.now())

    def work(self) -> list[Result]:
        found: list[Result] = []
        while outcome := deliver(self.ctx, MAIL, "post"):
            found.append(outcome.result)
        return found

    def deliveries(self) -> dict[str, Delivery]:
        with self.ctx.store.read() as tx:
            return {each.delivery.recipient: each.delivery for each in tx.outbox.latest()
                    if each.delivery.channel_id == MAIL}  # fmt: skip

    def states(self) -> dict[str, DeliveryStatus]:
        return {name: each.status for name, each in self.deliveries().items()}


@pytest.fixture
def post(bench: Bench) -> Iterator[Post]:
    with mail_host(MailHost()) as host:
        settings = MailSettings(host="127.0.0.1", port=host.port, sender="m@example.org", tls="none", deadline=60)
        channel = EmailChannel(MAIL, settings, (ANA, BEN))
        ctx = replace(bench.ctx, channels=lambda: {**bench.ctx.channels(), MAIL: channel})
        made = Post(bench, ctx, host)
        made.address(ANA, BEN)
        yield made


def test_every_address_gets_a_mail_of_its_own_in_one_thread(post: Post) -> None:
    post.alert()
    assert post.work() == [Result.SENT, Result.SENT]
    assert post.host.recipients == [[ANA], [BEN]]
    first, second = post.host.mail(0), post.host.mail(1)
    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"] == "<development-1.thread@example.org>"
    assert (first["To"], second["To"]) == (ANA, BEN)


def test_one_bad_address_neither_holds_back_the_others_nor_has_them_told_again(post: Post) -> None:
    post.host.rcpt[ANA] = "450 greylisted"
    post.alert()
    assert post.work() == [Result.RETRY, Result.SENT]
    post.host.rcpt.clear()
    post.bench.clock.forward(HOUR)
    assert post.work() == [Result.SENT]
    assert post.host.recipients == [[BEN], [ANA]]
    assert MAYBE_REPEAT.encode() not in post.host.mails[1]


def test_a_lost_answer_of_one_repeats_to_that_one_alone_under_its_own_id(post: Post) -> None:
    post.host.hang_up = True
    post.alert()
    assert deliver(post.ctx, MAIL, "post") is not None
    post.host.hang_up = False
    post.work()
    post.bench.clock.forward(HOUR)
    post.work()
    assert post.host.recipients == [[ANA], [BEN], [ANA]]
    ids = [post.host.mail(number)["Message-ID"] for number in range(3)]
    assert ids[0] == ids[2] != ids[1]
    assert [MAYBE_REPEAT.encode() in mail for mail in post.host.mails] == [False, False, True]


def test_an_address_that_is_refused_for_good_is_told_to_the_others_by_name(post: Post) -> None:
    post.host.rcpt[ANA] = "550 no such user"
    post.alert()
    assert post.work() == [Result.DEAD, Result.SENT]
    for _ in range(2):
        tell_dead_channel(post.ctx, MAIL, "RCPT TO: 550 no such user")
    post.work()
    assert post.host.mail()["Subject"] == "Notice: Channel does not deliver: mail to a…@example.org"
    assert post.host.recipients == [[BEN], [BEN]]


def test_a_channel_whose_every_address_is_refused_is_told_elsewhere_as_a_whole(post: Post) -> None:
    post.host.data = "554 never"
    post.alert()
    assert post.work() == [Result.DEAD, Result.DEAD]
    told = tell_dead_channel(post.ctx, MAIL, "554 never")
    assert told is not None and told.reason == "Channel does not deliver: mail"
    assert tell_dead_channel(post.ctx, MAIL, "554 never") is None
    post.bench.work()
    assert [message.title for message in post.bench.channel.messages] == ["Channel does not deliver: mail"]


def test_an_address_whose_secret_is_not_set_yet_is_asked_when_it_is_sent(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    with post.ctx.store.write() as tx:
        tx.channels.put(ChannelSpec(id=MAIL, url="env:DESK_ADDRESS"))
    post.alert()
    assert list(post.deliveries()) == [""]
    monkeypatch.setenv("DESK_ADDRESS", f"mailto:{ANA},{BEN}")
    assert post.work() == [Result.SENT, Result.SENT]
    assert post.states() == {ANA: DeliveryStatus.SENT, BEN: DeliveryStatus.SENT}


def test_what_waited_for_a_channel_that_was_removed_reaches_every_address_once_it_is_there_again(post: Post) -> None:
    post.alert()
    without = replace(post.ctx, channels=post.bench.ctx.channels)
    with post.ctx.store.write() as tx:
        tx.channels.remove(MAIL)
    while deliver(without, MAIL, "post") is not None:
        pass
    assert post.states() == {ANA: DeliveryStatus.DEAD, BEN: DeliveryStatus.DEAD}
    told = tell_dead_channel(without, MAIL, "the channel was removed")
    assert told is not None and told.reason == "Channel does not deliver: mail"
    post.address(ANA, BEN)
    assert len(retry_dead(post.ctx.store, MAIL, post.bench.clock.now())) == 2
    assert post.work() == [Result.SENT, Result.SENT]
    assert sorted(post.host.recipients) == [[ANA], [BEN]]


def test_notices_go_to_every_address_but_those_that_take_nothing(post: Post) -> None:
    with post.ctx.store.read() as tx:
        (route,) = operator_routes(tx, post.bench.clock.now(), post.ctx.zone, without={(MAIL, ANA)})
    assert (route.channel_id, route.recipients) == (MAIL, (BEN,))
