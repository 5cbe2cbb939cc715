"""apprise's services: one target, no redirect, one deadline, no secret in any log."""

from __future__ import annotations

import io
import json
import logging
import socket
import ssl
import threading
import time
from contextlib import suppress

import httpx
import pytest

from monitor.channels.apprise import AppriseChannel, build, known_schemes, render
from monitor.channels.mask import Mask
from monitor.core.errors import ConfigError
from monitor.core.model.alert import SendFailed, Sent
from tests.channels import samples
from tests.channels.conftest import channel
from tests.channels.servers import Certificate, raw_server, web_server


def open_service(url: str, deadline: float = 60.0) -> AppriseChannel:
    return build(url, Mask(url), lambda host: "", deadline)


def test_a_message_arrives() -> None:
    with web_server(lambda _: (200, {}, b"")) as server:
        result = channel(f"json://127.0.0.1:{server.port}/in").send(samples.alert())
    assert isinstance(result, Sent)
    body = json.loads(server.posted[0].body)
    assert body["title"].startswith("New: ") and samples.SENTENCE in body["message"]


def test_a_redirect_is_not_followed_even_where_the_address_asks_for_it() -> None:
    with web_server(lambda _: (200, {}, b"")) as inner:
        target = {"Location": f"http://127.0.0.1:{inner.port}/inside"}
        with web_server(lambda _: (307, target, b"")) as outer:
            result = open_service(f"json://127.0.0.1:{outer.port}/in?redirect=yes").send(samples.alert())
    assert isinstance(result, SendFailed) and inner.posted == []


@pytest.mark.parametrize(("status", "permanent"), [(401, True), (404, True), (429, False), (503, False)])
def test_the_status_decides_whether_a_retry_can_help(status: int, permanent: bool) -> None:
    with web_server(lambda _: (status, {}, b"")) as server:
        result = open_service(f"json://me:planted-pass@127.0.0.1:{server.port}/planted-path").send(samples.alert())
    assert isinstance(result, SendFailed) and (result.permanent, result.unseen) == (permanent, False)
    assert "planted" not in result.detail and str(status) in result.detail


def test_a_dropped_answer_is_unseen() -> None:
    with web_server(lambda _: None) as server:
        result = open_service(f"json://127.0.0.1:{server.port}/in").send(samples.alert())
    assert isinstance(result, SendFailed) and result.unseen and not result.permanent


@pytest.mark.parametrize("scheme", ["json", "ntfy", "matrix", "gotify"])
def test_what_was_never_sent_is_not_called_unseen(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    where = {"json": "/in", "ntfy": "/topic", "matrix": "/#room", "gotify": "/token"}[scheme]
    user = "me:password@" if scheme == "matrix" else ""
    result = open_service(f"{scheme}://{user}127.0.0.1:{port}{where}").send(samples.alert())
    assert isinstance(result, SendFailed) and not result.unseen and not result.permanent
    assert "password" not in result.detail


def test_a_certificate_that_is_refused_is_not_called_unseen(certificate: Certificate) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain, certificate.key)

    def greet(link: socket.socket, over: threading.Event) -> None:
        with suppress(OSError):
            context.wrap_socket(link, server_side=True)

    with raw_server(greet) as port:
        result = open_service(f"jsons://localhost:{port}/in").send(samples.alert())
    assert isinstance(result, SendFailed) and not result.unseen


def test_a_target_that_drips_is_left_at_the_deadline_and_blocks_only_itself() -> None:
    def drip(link: socket.socket, over: threading.Event) -> None:
        link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not over.wait(0.05):
            link.sendall(b"x")

    with raw_server(drip) as port:
        target = open_service(f"json://127.0.0.1:{port}/in", deadline=0.5)
        started = time.monotonic()
        first, second = target.send(samples.alert()), target.send(samples.alert())
        lasted = time.monotonic() - started
    assert isinstance(first, SendFailed) and first.unseen and lasted < 30
    assert isinstance(second, SendFailed) and not second.unseen and "earlier message" in second.detail


def test_messages_are_not_throttled_inside_apprise() -> None:
    with web_server(lambda _: (200, {}, b"")) as server:
        target = open_service(f"ntfy://127.0.0.1:{server.port}/topic")
        started = time.monotonic()
        results = [target.send(samples.alert()) for _ in range(6)]  # apprise itself would take 27 seconds
    assert all(isinstance(result, Sent) for result in results) and time.monotonic() - started < 25


def test_a_target_that_is_not_allowed_is_not_connected_to() -> None:
    with web_server(lambda _: (200, {}, b"")) as server:
        url = f"json://127.0.0.1:{server.port}/in"
        result = build(url, Mask(url), lambda host: f"{host} is loopback").send(samples.alert())
    assert isinstance(result, SendFailed) and "127.0.0.1 is loopback" in result.detail and server.posted == []


def test_no_secret_is_logged_at_debug() -> None:
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(1)
    try:
        with web_server(lambda _: (500, {}, b"planted-body")) as server:
            target = open_service(f"json://me:planted-pass@127.0.0.1:{server.port}/planted-path?+X-Key=planted-head")
            result = target.send(samples.alert())
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    assert isinstance(result, SendFailed) and lines.getvalue() == ""
    assert "planted" not in result.detail + repr(target) + target.describe()


def test_several_targets_in_one_address_are_refused() -> None:
    with pytest.raises(ConfigError, match="one channel for each") as refused:
        open_service("tgram://123456789:planted-token-abcdefghijklmnopqrs/12345/67890")
    assert "planted" not in str(refused.value)


@pytest.mark.parametrize("rest", ["://a/@b/#c/+1234567890/!d", "://", "://a:b@c/d/e/f?to=%00"])
def test_an_address_that_a_service_did_not_expect_is_opened_or_refused_and_no_bug(rest: str) -> None:
    for scheme in known_schemes():
        with suppress(ConfigError):
            open_service(scheme + rest)


def test_an_address_that_apprise_cannot_use_is_refused_without_its_secrets() -> None:
    with pytest.raises(ConfigError, match="cannot be used") as refused:
        open_service("pover://planted-key")
    assert "planted" not in str(refused.value)


def test_a_digest_for_a_service_with_short_messages_comes_in_parts() -> None:
    title, texts = render(samples.digest(10), 250, 2000)
    told = "\n".join(texts)
    assert title.startswith("Digest: 10 reports") and 1 < len(texts) <= 5 and all(len(text) <= 2000 for text in texts)
    assert all(f"report number {number}\n" in told for number in range(1, 11))


def test_a_digest_beyond_all_measure_says_how_much_is_left_out() -> None:
    _, texts = render(samples.digest(500), 250, 2000)
    assert len(texts) == 5 and texts[-1].endswith("more lines") and all(len(text) <= 2000 for text in texts)


def test_a_gateway_that_waited_in_vain_saw_no_answer() -> None:
    with web_server(lambda _: (504, {}, b"")) as server:
        result = open_service(f"json://127.0.0.1:{server.port}/in").send(samples.alert())
    assert isinstance(result, SendFailed) and (result.permanent, result.unseen) == (False, True)


class Stumbling:
    """A plug-in as written by many hands: it posts the message, and did not expect the answer."""

    service_name, template_tokens, host = "Stumbling", dict[str, str](), ""
    title_maxlen, body_maxlen = 250, 2_000

    def __init__(self, url: str) -> None:
        self._url = url

    def notify(self, body: str, **_: object) -> bool:
        answer = httpx.post(self._url, content=body, trust_env=False).json()
        return bool(answer["result"]["id"])


def test_a_message_whose_answer_a_service_stumbled_over_may_have_been_taken() -> None:
    with web_server(lambda _: (200, {}, b'{"result": []}')) as server:
        url = f"http://127.0.0.1:{server.port}/in"
        target = AppriseChannel(Stumbling(url), scheme="json", mask=Mask(url), allowed_target=str, deadline=60.0)
        result = target.send(samples.alert())
    assert len(server.posted) == 1
    assert isinstance(result, SendFailed) and result.unseen and not result.permanent
