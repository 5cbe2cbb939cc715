"""Slack: incoming webhooks, and a bot that keeps a development's messages in one thread, the first one up to date."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from monitor.channels import slack_words
from monitor.channels.mask import Mask
from monitor.channels.post import as_json, post
from monitor.channels.slack_blocks import payloads, with_standing
from monitor.channels.webhook import header_value
from monitor.core.message import SO_FAR
from monitor.core.model.alert import Message, SendFailed, SendResult, Sent
from monitor.core.model.fetched import Fetched
from monitor.core.ports import Fetcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The first message of a development in one channel: Slack's reference, and what it said (None = not known)."""

    reference: str
    message: Message | None = None


Openings = Callable[[str], Opening | None]


def no_openings(thread: str) -> Opening | None:  # noqa: ARG001 - the signature is the point
    """Nothing is remembered: every message stands on its own."""
    return None


class SlackWebhook:
    """An incoming webhook: posts, nothing else."""

    def __init__(self, url: str, *, fetcher: Fetcher, mask: Mask) -> None:
        self._url, self._fetcher, self._mask = url, fetcher, mask

    def send(self, message: Message) -> SendResult:
        """Post the message, in several posts where it is longer than one may be; a retry goes on after the last."""
        taken = [*message.taken]
        for number, part in enumerate(payloads(message)):
            if str(number) in taken:
                continue
            headers = (("Idempotency-Key", header_value(f"{message.key}.{number}" if number else message.key)),)
            answer = post(self._fetcher, self._url, as_json(part), headers, self._mask, self._explained)
            if isinstance(answer, SendFailed):
                return replace(answer, taken=tuple(taken))
            if answer.body.strip() != b"ok":
                said = answer.body[:200].decode("utf-8", "replace")
                return SendFailed(detail=self._mask(f"Slack did not say ok, but: {said}"), taken=tuple(taken))
            taken.append(str(number))
        return Sent(detail="ok")

    def _explained(self, body: bytes) -> str:
        return _explained(slack_words.refusal(body), self._mask)

    def describe(self) -> str:
        """What it is, without its secret path."""
        return "Slack webhook"

    def __repr__(self) -> str:
        return "<SlackWebhook …>"


class SlackBot:
    """A bot token: updates go into the development's thread, and its first message says where things stand."""

    def __init__(
        self, token: str, channel: str, *, fetcher: Fetcher, mask: Mask, base_url: str, openings: Openings
    ) -> None:
        """``base_url`` ends with a slash (``https://slack.com/api/``). ``openings`` finds a thread's first message."""
        self._token, self._channel, self._fetcher = token, channel, fetcher
        self._mask, self._base_url, self._openings = mask, base_url, openings

    def send(self, message: Message) -> SendResult:
        """Post the message; ``Sent.reference`` is ``<channel id>:<ts>`` of its first part.

        That the first message of the thread could not be edited is no failure: it is said in ``Sent.detail``.
        """
        opening = self._openings(message.thread) if message.thread else None
        thread = opening.reference.rpartition(":")[2] if opening else ""
        reference = ""
        taken = [*message.taken]
        for number, part in enumerate(payloads(message)):
            done = next((mark for mark in taken if mark.startswith(f"{number}=")), "")
            if not done:
                answer = self._call("chat.postMessage", {**part, **self._where(thread), **_metadata(message)})
                if isinstance(answer, SendFailed):
                    return replace(answer, taken=tuple(taken))
                done = f"{number}={answer.get('channel', self._channel)}:{answer.get('ts', '')}"
                taken.append(done)
            reference = reference or done.partition("=")[2]
            thread = thread or reference.rpartition(":")[2]
        return Sent(detail=self._renew_first(opening, message) if opening else "ok", reference=reference)

    def renew(self, message: Message, reference: str, standing: str) -> SendResult:
        """Edit a message that was sent so that it says how things stand now; see `ports.Editor`."""
        first = payloads(with_standing(message, standing))[0]
        channel, _, ts = reference.rpartition(":")
        answer = self._call("chat.update", {**first, "channel": channel or self._channel, "ts": ts})
        return answer if isinstance(answer, SendFailed) else Sent(detail="ok", reference=reference)

    def _where(self, thread: str) -> dict[str, object]:
        return {"channel": self._channel, **({"thread_ts": thread} if thread else {})}

    def _renew_first(self, opening: Opening, message: Message) -> str:
        """Have the thread's first message say what a later one says of where things stand."""
        standing = next((line.text for block in message.blocks for line in block.lines if line.label == SO_FAR), "")
        if opening.message is None or not standing:
            return "ok"
        answer = self.renew(opening.message, opening.reference, standing.partition(";")[0])
        return f"ok; first message not edited: {answer.detail}" if isinstance(answer, SendFailed) else "ok"

    def _call(self, method: str, body: dict[str, object]) -> dict[str, object] | SendFailed:
        headers = (("Authorization", f"Bearer {self._token}"),)
        answer = post(self._fetcher, self._base_url + method, as_json(body), headers, self._mask, self._explained)
        return answer if isinstance(answer, SendFailed) else self._read(answer)

    def _read(self, answer: Fetched) -> dict[str, object] | SendFailed:
        try:
            said = json.loads(answer.body)
        except ValueError:
            said = None
        if not isinstance(said, dict):
            return SendFailed(detail="Slack's answer is not JSON")
        if said.get("ok") is True:
            return said
        words = slack_words.with_more(said) or "no reason given"
        error = slack_words.error_of(words)
        return SendFailed(detail=_explained(words, self._mask), permanent=error not in slack_words.TEMPORARY,
                          unseen=error in slack_words.MAYBE_DONE)  # fmt: skip

    def _explained(self, body: bytes) -> str:
        return _explained(slack_words.refusal(body), self._mask)

    def describe(self) -> str:
        """``Slack bot in C012345``."""
        return f"Slack bot in {self._channel}"

    def __repr__(self) -> str:
        return f"<SlackBot {self.describe()}>"


def _explained(words: str, mask: Mask) -> str:
    """``Slack refused: no_service – what to do``; "" where Slack said nothing."""
    hint = slack_words.hint(words)
    return mask(f"Slack refused: {words}") + (f" – {hint}" if hint else "") if words else ""


def _metadata(message: Message) -> dict[str, object]:
    payload = {"key": header_value(message.key)}
    return {"metadata": {"event_type": "monitor_message", "event_payload": payload}}
