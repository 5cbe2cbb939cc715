"""Plays Slack on loopback: refuses what Slack's documented limits refuse, keeps threads and edits."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from tests.channels.servers import Answer, Posted

_LINK = re.compile(r"<https?://[^<>|\s]+\|[^<>|]+>")


def faults(payload: dict[str, Any]) -> list[str]:
    """What Slack would refuse, and what it would act on although it came from outside."""
    found = []
    blocks = payload["blocks"]
    if not 1 <= len(blocks) <= 50:
        found.append(f"{len(blocks)} blocks")
    if payload["parse"] != "none" or payload["link_names"] or payload["unfurl_links"]:
        found.append("automatic parsing is on")
    found += _markup(payload["text"], links=False)
    for block in blocks:
        for text in block.get("elements", [block.get("text")]):
            limit = {"header": 150, "section": 3000, "context": 2000}[block["type"]]
            if not 1 <= len(text["text"]) <= limit:
                found.append(f"{block['type']} of {len(text['text'])} characters")
            if block["type"] == "header" and text["type"] != "plain_text":
                found.append("header is not plain text")
            if text["type"] == "mrkdwn" and text["verbatim"] is not True:
                found.append("automatic parsing is on in a section")
            found += _markup(text["text"], links=text["type"] == "mrkdwn")
    return found


def _markup(text: str, *, links: bool) -> list[str]:
    rest = _LINK.sub("", text) if links else text
    found = [f"raw {sign}" for sign in "<>" if sign in rest]
    if re.search(r"&(?!amp;|lt;|gt;)", rest):
        found.append("a bare or cut entity")
    return found


@dataclass
class Slack:
    """Answers like Slack; ``refusal`` is given instead of ok to the next posts."""

    token: str = "xoxb-planted-token"
    refusal: str = ""
    posts: list[dict[str, Any]] = field(default_factory=list)
    edits: list[dict[str, Any]] = field(default_factory=list)

    def hook(self, posted: Posted) -> Answer:
        """An incoming webhook."""
        payload = json.loads(posted.body)
        wrong = faults(payload)
        if wrong:
            return 400, {}, f"invalid_blocks {wrong}".encode()
        self.posts.append(payload)
        return 200, {}, b"ok"

    def api(self, posted: Posted) -> Answer:
        """chat.postMessage and chat.update."""
        payload = json.loads(posted.body)
        headers = {name.lower(): value for name, value in posted.headers.items()}  # names have no case
        if headers.get("authorization") != f"Bearer {self.token}":
            return _said(ok=False, error="invalid_auth")
        if self.refusal or faults(payload):
            return _said(ok=False, error=self.refusal or str(faults(payload)))
        if posted.path.endswith("chat.update"):
            self.edits.append(payload)
            return _said(ok=True, ts=payload["ts"])
        self.posts.append(payload)
        return _said(ok=True, channel="C0RESOLVED", ts=f"1780.{len(self.posts):06d}")


def _said(**answer: object) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(answer).encode()
