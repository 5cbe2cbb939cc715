"""What each channel makes of each kind of message, word for word.

After a wanted change: ``MONITOR_WRITE_GOLDEN=1 pytest tests/channels/test_golden_messages.py``, then read the diff.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.channels import apprise, email, slack_blocks, terminal, webhook
from monitor.core.inert import made_inert
from monitor.core.model.alert import Message
from monitor.core.model.development import Novelty
from monitor.core.model.ids import ArticleId, ChannelId
from monitor.core.policy.feedback import links
from tests.channels import samples

FOLDER = Path(__file__).parents[1] / "golden" / "messages"

MESSAGES: dict[str, Callable[[], Message]] = {
    "new": samples.alert,
    "update": lambda: replace(
        samples.alert(novelty=Novelty.UPDATE, base_url="https://monitor.example/"), maybe_repeat=True
    ),
    "answers": lambda: samples.alert(answers=links("https://monitor.example", "a-secret", ArticleId(7))),
    "digest": samples.digest,
    "empty-digest": samples.empty_digest,
    "standing": samples.standing,
    "notice": samples.notice,
    "storage": samples.storage,
    "test": samples.test_message,
}


def _mail(message: Message) -> str:
    data = email.render(message, ChannelId("team"), "monitor@example.org", ("ana@example.org",))
    return data.decode("ascii").replace("\r\n", "\n")


def _chat(message: Message) -> str:
    title, texts = apprise.render(message, 250, 2000)
    return "\n=====\n".join([title, *texts]) + "\n"


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


RENDERERS: dict[str, Callable[[Message], str]] = {
    "terminal.txt": lambda message: terminal.render(made_inert(message), 88, colour=False),
    "mail.eml": _mail,
    "slack.json": lambda message: _as_json(slack_blocks.payloads(message)),
    "webhook.json": lambda message: _as_json(webhook.payload(message)),
    "chat.txt": _chat,
}


@pytest.mark.parametrize("kind", MESSAGES)
@pytest.mark.parametrize("renderer", RENDERERS)
def test_the_message_is_as_it_was(kind: str, renderer: str) -> None:
    told = RENDERERS[renderer](MESSAGES[kind]())
    golden = FOLDER / f"{kind}.{renderer}"
    if os.environ.get("MONITOR_WRITE_GOLDEN"):
        golden.write_text(told, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == told
