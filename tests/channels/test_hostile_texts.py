"""Hostile text through every channel: delivered, inert, within limits."""

from __future__ import annotations

import html.parser
import io
import json
import re
import unicodedata
from email import message_from_bytes
from email.policy import default

import pytest

from monitor.channels import apprise, email, slack_blocks, terminal, webhook
from monitor.core.inert import inert, inert_url, made_inert
from monitor.core.message import subject
from monitor.core.model.alert import Block, Line, Message, Sent
from monitor.core.model.development import Novelty
from monitor.core.model.ids import ChannelId
from tests.channels import samples
from tests.channels.conftest import channel
from tests.channels.hostile import HOSTILE
from tests.channels.mailhost import MailHost, mail_host
from tests.channels.servers import web_server
from tests.channels.slackhost import Slack, faults

NUMBERS = range(len(HOSTILE))
HEADERS = {
    "Subject", "From", "To", "Date", "Message-ID", "In-Reply-To", "References", "List-Id", "Auto-Submitted",
    "X-Auto-Response-Suppress", "X-Monitor-Key", "X-Monitor-Kind", "Content-Type", "MIME-Version",
}  # fmt: skip
TAGS = {
    "html", "head", "meta", "title", "style", "body", "div", "p", "span", "h1", "h2", "a", "blockquote", "table", "tr",
    "td",
}  # fmt: skip


def composed(text: str) -> Message:
    return samples.alert(
        headline=text, sentence=text, source=text, topic=text, url=text, first=text, novelty=Novelty.UPDATE
    )


def raw(text: str) -> Message:
    """A message that never met `inert`, as a careless caller would make it."""
    line = Line(label=text, text=text, url=text)
    block = Block(heading=text, url=text, quote=text, text=text, lines=(line,))
    return Message(
        kind=samples.alert().kind, key=text, title=text, blocks=(block,), thread=text, topics=(text,),
        novelty=Novelty.NEW, at=samples.NOW, footer=text,
    )  # fmt: skip


def messages(number: int) -> tuple[Message, Message]:
    return composed(HOSTILE[number]), raw(HOSTILE[number])


def is_plain(text: str) -> bool:
    bad = {"Cc", "Cs", "Zl", "Zp"}
    formats = {letter for letter in text if unicodedata.category(letter) == "Cf"}
    return not any(unicodedata.category(letter) in bad for letter in text) and formats <= {"\u200b"}


def test_there_are_enough_of_them() -> None:
    assert len(set(HOSTILE)) >= 54


@pytest.mark.parametrize("number", NUMBERS)
def test_inert_text_is_plain_short_and_stays_as_it_is(number: int) -> None:
    text = inert(HOSTILE[number], 200)
    assert is_plain(text) and "\u200b" not in text and len(text) <= 200
    assert inert(text, 200) == text
    text.encode("utf-8")
    for message in messages(number):
        assert len(subject(message)) <= 120 and is_plain(subject(message))
        assert made_inert(made_inert(message)) == made_inert(message)


@pytest.mark.parametrize("number", NUMBERS)
def test_an_address_is_a_web_address_or_nothing(number: int) -> None:
    url = inert_url(HOSTILE[number])
    assert url == "" or re.fullmatch(r"https?://[A-Za-z0-9.:_-]+([/?#][\x21-\x7e]*)?", url)
    assert not set(url) & set("<>\"'|\\ ()[]`{}")


class _Page(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]


@pytest.mark.parametrize("number", NUMBERS)
def test_mail(number: int) -> None:
    for message in messages(number):
        data = email.render(message, ChannelId("team"), "m@example.org", ("ana@example.org",))
        assert data.isascii() and max(len(line) for line in data.split(b"\r\n")) <= 998
        mail = message_from_bytes(data, policy=default)
        assert set(mail.keys()) <= HEADERS and len(mail.keys()) == len(set(mail.keys()))
        assert not mail.defects and str(mail["To"]) == "ana@example.org"
        page = _Page()
        part = mail.get_body(("html",))
        assert part is not None
        page.feed(part.get_content())
        assert page.tags <= TAGS and not {name for name in page.attributes if name.startswith("on")}
        assert all(re.match("https?://", link) for link in page.links)


@pytest.mark.parametrize("number", NUMBERS)
def test_slack(number: int) -> None:
    for message in messages(number):
        posts = slack_blocks.payloads(message)
        assert [faults(post) for post in posts] == [[]] * len(posts)


@pytest.mark.parametrize("number", NUMBERS)
def test_webhook(number: int) -> None:
    for message in messages(number):
        told = json.dumps(webhook.payload(message), ensure_ascii=False)
        told.encode("utf-8")
        assert all(is_plain(part) for part in json.loads(told)["text"].split("\n"))


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("width", [40, 88])
def test_terminal(number: int, width: int) -> None:
    for message in messages(number):
        stream = io.StringIO()
        assert isinstance(terminal.TerminalChannel(stream, width=width, colour=False).send(message), Sent)
        rows = stream.getvalue().split("\n")
        assert all(is_plain(row) for row in rows)
        assert [row for row in rows if terminal.cells(row) > width and "://" not in row] == []


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(("title_limit", "body_limit"), [(250, 2000), (0, 4096), (0, 160), (250, 32768)])
def test_services_of_apprise(number: int, title_limit: int, body_limit: int) -> None:
    for message in messages(number):
        title, texts = apprise.render(message, title_limit, body_limit)
        assert len(texts) == 1 and len(texts[0]) > 0 and len(title) + len(texts[0]) <= (title_limit + body_limit)
        told = f"{title}\n{texts[0]}"
        assert all(is_plain(part) for part in told.split("\n"))
        assert not re.search(r"@(everyone|here|channel|all)\b|<[@#!]|<users/|\]\(", told)


def test_all_of_them_arrive_by_mail() -> None:
    with mail_host(MailHost()) as host:
        target = channel(f"smtp://127.0.0.1:{host.port}/?from=m@example.org&to=ana@example.org&tls=none")
        results = [target.send(raw(text)) for text in HOSTILE]
    assert all(isinstance(result, Sent) for result in results) and len(host.mails) == len(HOSTILE)


def test_all_of_them_arrive_in_slack() -> None:
    slack = Slack()
    with web_server(slack.hook) as server:
        target = channel(f"slack+{server.url}/services/T/B/X")
        results = [target.send(raw(text)) for text in HOSTILE]
    assert all(isinstance(result, Sent) for result in results)


def test_all_of_them_arrive_at_a_webhook() -> None:
    with web_server(lambda _: (200, {}, b"")) as server:
        target = channel(f"webhook+{server.url}/in")
        results = [target.send(raw(text)) for text in HOSTILE]
    assert all(isinstance(result, Sent) for result in results) and len(server.posted) == len(HOSTILE)


def test_all_of_them_arrive_through_apprise() -> None:
    with web_server(lambda _: (200, {}, b"")) as server:
        target = channel(f"json://127.0.0.1:{server.port}/in")
        results = [target.send(raw(text)) for text in HOSTILE]
    assert all(isinstance(result, Sent) for result in results) and len(server.posted) == len(HOSTILE)
