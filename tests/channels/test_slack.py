"""Slack's webhook and bot against a server that keeps Slack's limits."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.channels.mask import Mask
from monitor.channels.slack import Opening, SlackBot
from monitor.channels.slack_blocks import escaped, payloads
from monitor.core.digest import compose_digest
from monitor.core.model.alert import SendFailed, Sent
from monitor.core.model.development import Novelty
from tests.channels import samples
from tests.channels.conftest import channel
from tests.channels.servers import PlainFetcher, web_server
from tests.channels.slackhost import Slack


def words(payload: dict[str, Any]) -> str:
    return json.dumps(payload["blocks"], ensure_ascii=False)


def test_an_alert_is_posted_to_a_webhook() -> None:
    slack = Slack()
    with web_server(slack.hook) as server:
        result = channel(f"slack+{server.url}/services/T0/B0/planted").send(samples.alert())
    assert isinstance(result, Sent) and len(slack.posts) == 1
    assert samples.SENTENCE in words(slack.posts[0])
    assert f"<{samples.URL.replace('&', '&amp;')}|Read it at the source>" in words(slack.posts[0])
    assert server.posted[0].headers["Idempotency-Key"] == "alert-7-mail"


def test_a_pause_that_slack_asks_for_is_passed_on() -> None:
    with web_server(lambda _: (429, {"Retry-After": "7"}, b"")) as server:
        result = channel(f"slack+{server.url}/services/T0/B0/planted").send(samples.alert())
    assert isinstance(result, SendFailed) and not result.permanent and result.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize(("status", "permanent"), [(404, True), (403, True), (500, False), (302, True)])
def test_the_status_decides_whether_a_retry_can_help(status: int, permanent: bool) -> None:
    with web_server(lambda _: (status, {}, b"no_service")) as server:
        result = channel(f"slack+{server.url}/services/T0/B0/planted").send(samples.alert())
    assert isinstance(result, SendFailed) and result.permanent is permanent and "planted" not in result.detail


def test_a_login_page_is_not_ok() -> None:
    with web_server(lambda _: (200, {}, b"<html>Sign in</html>")) as server:
        result = channel(f"slack+{server.url}/services/T0/B0/planted").send(samples.alert())
    assert isinstance(result, SendFailed) and "did not say ok" in result.detail


def test_a_long_digest_comes_whole_in_several_posts() -> None:
    slack = Slack()
    with web_server(slack.hook) as server:
        result = channel(f"slack+{server.url}/services/T0/B0/planted").send(samples.digest(120))
    told = "".join(words(post) for post in slack.posts)
    assert isinstance(result, Sent) and 1 < len(slack.posts) <= 5
    assert all(f"report number {number}|" in told or f"report number {number}>" in told for number in range(1, 121))


def test_a_retry_of_a_long_digest_goes_on_after_the_posts_that_were_taken() -> None:
    slack = Slack()
    down = [False, True]
    with web_server(lambda posted: (503, {}, b"") if down and down.pop(0) else slack.hook(posted)) as server:
        target_url = f"slack+{server.url}/services/T0/B0/planted"
        first = channel(target_url).send(samples.digest(120))
        assert isinstance(first, SendFailed) and len(first.taken) == 1
        second = channel(target_url).send(replace(samples.digest(120), taken=first.taken))
    assert isinstance(second, Sent)
    assert len({words(post) for post in slack.posts}) == len(slack.posts) == len(payloads(samples.digest(120)))


def test_a_row_of_a_table_is_a_link_as_every_headline() -> None:
    slack, row = Slack(), replace(samples.item(1), title="Treaty: Norland | Ratification: 20 Nov 2026")
    message = compose_digest(items=[row], watch=samples.WATCH, key="k", now=samples.NOW)
    with web_server(slack.hook) as server:  # which refuses a label with a pipe in it
        assert isinstance(channel(f"slack+{server.url}/services/T0/B0/planted").send(message), Sent)
    assert "|Treaty: Norland ∣ Ratification: 20 Nov 2026>" in words(slack.posts[0])


def test_a_digest_beyond_all_measure_says_how_much_is_left_out() -> None:
    posts = payloads(samples.digest(3000))
    assert len(posts) == 5 and "more sections" in words(posts[-1])


def test_a_text_is_never_cut_inside_an_entity() -> None:
    for limit in range(2, 30):
        cut = escaped("a&b<c>" * 10, limit)
        assert len(cut) <= limit and cut.endswith("…")
        assert not cut[:-1].replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").count("&")


def bot(base: str, opening: Opening | None = None) -> SlackBot:
    return SlackBot(
        "xoxb-planted-token",
        "C0TEAM",
        fetcher=PlainFetcher(),
        mask=Mask("slack+bot://xoxb-planted-token@C0TEAM"),
        base_url=base,
        openings=lambda thread: opening if thread == "development-5" else None,
    )


def test_a_bot_gives_back_the_reference_of_its_message() -> None:
    slack = Slack()
    with web_server(slack.api) as server:
        url = f"slack+bot://xoxb-planted-token@C0TEAM?base_url={server.url}/api"
        result = channel(url).send(samples.alert())
    assert isinstance(result, Sent) and result.reference == "C0RESOLVED:1780.000001"
    assert server.posted[0].path == "/api/chat.postMessage" and slack.posts[0]["channel"] == "C0TEAM"
    assert slack.posts[0]["metadata"]["event_payload"] == {"key": "alert-7-mail"}


def test_an_update_goes_into_the_thread_and_the_first_message_says_where_things_stand() -> None:
    slack = Slack()
    first = samples.alert(headline="Harbour levy announced")
    with web_server(slack.api) as server:
        opening = Opening(reference="C0RESOLVED:1780.000001", message=first)
        result = bot(f"{server.url}/api/", opening).send(samples.alert(novelty=Novelty.UPDATE))
    assert isinstance(result, Sent) and slack.posts[0]["thread_ts"] == "1780.000001"
    assert slack.edits[0]["ts"] == "1780.000001" and slack.edits[0]["channel"] == "C0RESOLVED"
    assert "Harbour levy announced" in words(slack.edits[0]) and "*Now:* 4 reports from 2 origins" in words(
        slack.edits[0]
    )


@pytest.mark.parametrize(("error", "permanent"), [("ratelimited", False), ("channel_not_found", True)])
def test_what_slack_says_decides_whether_a_retry_can_help(error: str, permanent: bool) -> None:
    slack = Slack(refusal=error)
    with web_server(slack.api) as server:
        result = bot(f"{server.url}/api/").send(samples.alert())
    assert isinstance(result, SendFailed) and result.permanent is permanent and error in result.detail


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (
            404,
            b"no_service",
            "Slack refused: no_service \u2013 the webhook was removed or switched off",
        ),
        (
            410,
            b"channel_is_archived",
            "Slack refused: channel_is_archived \u2013 the channel is archived",
        ),
        (403, b"action_prohibited", "Slack refused: action_prohibited \u2013 an administrator"),
        (400, b"no_text\n", "Slack refused: no_text \u2013 the fault is in the message"),
        (400, b"some_new_word of theirs", "Slack refused: some_new_word of theirs (client error answer, HTTP 400)"),
        (403, b'{"ok": false, "error": "invalid_auth"}', "Slack refused: invalid_auth \u2013 the token is not known"),
        (403, b"<!DOCTYPE html><p>Blocked by a proxy", "refused by the server, HTTP 403"),
        (500, b"", "server error answer, HTTP 500"),
    ],
)
def test_what_slack_says_is_told_with_what_to_do(status: int, body: bytes, told: str) -> None:
    with web_server(lambda _: (status, {}, body)) as server:
        result = channel(f"slack+{server.url}/services/T0/B0/planted").send(samples.alert())
    assert isinstance(result, SendFailed) and result.detail.startswith(told)
    assert f"HTTP {status}" in result.detail and result.permanent is (status < 500)


def test_what_slack_says_is_one_short_line_without_secrets() -> None:
    said = b"no_service planted \x1b[31m xoxb-planted-token\n" + b"x" * 4000
    with web_server(lambda _: (404, {}, said)) as server:
        hook = channel(f"slack+{server.url}/services/T0/B0/planted").send(samples.alert())
        result = bot(f"{server.url}/api/").send(samples.alert())
    assert isinstance(hook, SendFailed) and isinstance(result, SendFailed)
    assert "planted" not in hook.detail and "planted-token" not in result.detail
    assert len(hook.detail) < 500 and hook.detail.isprintable()


def test_a_bot_is_told_which_scope_or_field_slack_wants() -> None:
    said: list[dict[str, Any]] = [
        {"error": "missing_scope", "needed": "chat:write", "provided": "users:read"},
        {"error": "invalid_blocks", "response_metadata": {"messages": ["[ERROR] missing required field: type"]}},
    ]
    bodies = [json.dumps({"ok": False, **each}).encode() for each in said]
    with web_server(lambda _: (200, {}, bodies.pop(0))) as server:
        scope, field = (bot(f"{server.url}/api/").send(samples.alert()) for _ in range(2))
    assert isinstance(scope, SendFailed) and "missing_scope (needs chat:write) \u2013 give the app" in scope.detail
    assert isinstance(field, SendFailed) and "(…ERROR… missing" in field.detail.replace("[", "…").replace("]", "…")


def test_a_post_that_slack_may_have_taken_all_the_same_is_said_to_be_perhaps_a_repeat() -> None:
    slack = Slack(refusal="internal_error")
    with web_server(slack.api) as server:
        result = bot(f"{server.url}/api/").send(samples.alert())
    assert isinstance(result, SendFailed) and result.unseen and not result.permanent
