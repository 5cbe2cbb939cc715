"""Stand-ins that come in through the ports: a web from a table, a channel that remembers, a clock by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core.model.alert import Message, SendResult, Sent
from monitor.core.model.fetched import (
    FailureReason,
    Fetched,
    FetchFailed,
    FetchRequest,
    FetchResult,
    NotModified,
)
from monitor.core.model.source import Validators
from tests.builders import NOON

Answer = bytes | str | FailureReason | Callable[[FetchRequest], FetchResult]


@dataclass
class HandClock:
    """Stands still until it is moved."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def forward(self, span: timedelta) -> None:
        self.at += span


@dataclass
class TableWeb:
    """A web of fixed answers, by address. An ETag is made of the body, and a matching one gets 304."""

    clock: HandClock
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[FetchRequest] = field(default_factory=list)

    def fetch(self, request: FetchRequest) -> FetchResult:
        self.asked.append(request)
        answer = self.pages.get(request.url, FailureReason.NOT_FOUND)
        if callable(answer):
            return answer(request)
        if isinstance(answer, FailureReason):
            return FetchFailed(url=request.url, reason=answer, fetched_at=self.clock.now())
        body = answer.encode() if isinstance(answer, str) else answer
        etag = f'"{hash(body):x}"'
        if request.validators.etag == etag:
            return NotModified(url=request.url, fetched_at=self.clock.now())
        kind = "text/xml" if body.lstrip().startswith(b"<?xml") else "text/html; charset=utf-8"
        return Fetched(
            url=request.url, final_url=request.url, status=200, headers=(("Content-Type", kind),), body=body,
            fetched_at=self.clock.now(), validators=Validators(etag=etag),
        )  # fmt: skip


@dataclass
class Recorder:
    """A channel that keeps what it was sent, and answers as told."""

    messages: list[Message] = field(default_factory=list)
    answer: SendResult = field(default_factory=Sent)

    def send(self, message: Message) -> SendResult:
        self.messages.append(message)
        return self.answer

    def describe(self) -> str:
        return "recorder"
