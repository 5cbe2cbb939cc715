"""The webhook against a receiver that checks the signature as the reference page tells it to."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from pathlib import Path

import pytest

from monitor.core.model.alert import SendFailed, Sent
from tests.channels import samples
from tests.channels.conftest import channel
from tests.channels.servers import Answer, Posted, web_server

SECRET = "planted-secret"


def receiver(posted: Posted) -> Answer:
    """Takes what is signed with the secret."""
    found = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", posted.headers.get("X-Monitor-Signature", ""))
    if not found:
        return 401, {}, b""
    expected = hmac.new(SECRET.encode(), found[1].encode() + b"." + posted.body, hashlib.sha256).hexdigest()
    return (204 if hmac.compare_digest(expected, found[2]) else 401), {}, b""


def test_a_signed_message_is_taken() -> None:
    with web_server(receiver) as server:
        result = channel(f"webhook+{server.url}/in?team=7&secret={SECRET}").send(samples.alert())
    assert isinstance(result, Sent)
    got = server.posted[0]
    assert got.path == "/in?team=7" and SECRET.encode() not in got.body
    assert got.headers["Idempotency-Key"] == "alert-7-mail" == json.loads(got.body)["key"]
    assert got.headers["X-Monitor-Signature"].startswith(f"t={int(samples.NOW.timestamp())},")


def test_another_secret_is_refused_for_good_and_not_told() -> None:
    with web_server(receiver) as server:
        result = channel(f"webhook+{server.url}/in?secret=an0ther-secret").send(samples.alert())
    assert isinstance(result, SendFailed) and result.permanent and "an0ther" not in result.detail


def test_a_redirect_is_refused() -> None:
    with web_server(lambda _: (307, {"Location": "http://127.0.0.1:1/"}, b"")) as server:
        result = channel(f"webhook+{server.url}/in").send(samples.alert())
    assert isinstance(result, SendFailed) and result.permanent and len(server.posted) == 1


def test_a_login_page_in_front_of_the_receiver_is_a_failure() -> None:
    page = b"<!DOCTYPE html><html><body>Please sign in"
    with web_server(lambda _: (200, {"Content-Type": "text/html"}, page)) as server:
        result = channel(f"webhook+{server.url}/in").send(samples.alert())
    assert isinstance(result, SendFailed) and not result.permanent and "web page" in result.detail


def test_a_dropped_answer_is_unseen_and_the_retry_carries_the_same_key() -> None:
    drops = [True]
    with web_server(lambda posted: None if drops and drops.pop() else (200, {}, b"")) as server:
        target = channel(f"webhook+{server.url}/hooks/planted-path")
        first, second = target.send(samples.alert()), target.send(samples.alert())
    assert isinstance(first, SendFailed) and first.unseen and "planted-path" not in first.detail
    assert isinstance(second, Sent)
    assert len({posted.headers["Idempotency-Key"] for posted in server.posted}) == 1


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503])
def test_a_refusal_is_tried_again_and_is_no_repeat(status: int) -> None:
    with web_server(lambda _: (status, {}, b"later")) as server:
        result = channel(f"webhook+{server.url}/in").send(samples.alert())
    assert isinstance(result, SendFailed) and (result.permanent, result.unseen) == (False, False)


def test_a_receiver_that_nobody_reached_saw_no_message() -> None:
    with web_server(lambda _: (200, {}, b"")) as server:
        url = server.url
    result = channel(f"webhook+{url}/in").send(samples.alert())
    assert isinstance(result, SendFailed) and (result.permanent, result.unseen) == (False, False)


def test_the_reference_page_names_every_field() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "webhook.md").read_text(encoding="utf-8")
    with web_server(lambda _: (200, {}, b"")) as server:
        channel(f"webhook+{server.url}/in").send(samples.alert())
    body = json.loads(server.posted[0].body)
    names = {*body, *body["blocks"][0], *body["blocks"][0]["lines"][0]}
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []


def test_a_gateway_that_waited_in_vain_saw_no_answer() -> None:
    with web_server(lambda _: (504, {}, b"")) as server:
        result = channel(f"webhook+{server.url}/in").send(samples.alert())
    assert isinstance(result, SendFailed) and (result.permanent, result.unseen) == (False, True)
