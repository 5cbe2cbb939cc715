"""TLS is verified, always. The certificates in data/ were made for these tests (``openssl req``, valid to 2125)."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from monitor.core.model.fetched import FailureReason, FetchRequest
from monitor.fetch.client import HttpFetcher
from tests.fetch.servers import BRIEF, FixedClock, answer, ask, failed, got, redirect, serving

DATA = Path(__file__).parent / "data"


def server_context(name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(DATA / f"{name}.pem")
    return context


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(DATA / "ca.pem"))


def test_an_unknown_authority_is_a_tls_fault() -> None:
    with serving({"/": answer()}, tls=server_context("loopback")) as server:
        failure = failed(ask(server.url()))
        assert failure.reason is FailureReason.TLS
        assert "certificate of 127.0.0.1" in failure.detail
        assert server.asked == []


def test_a_certificate_for_another_host_is_a_tls_fault() -> None:
    with serving({"/": answer()}, tls=server_context("elsewhere")) as server:
        assert failed(ask(server.url(), tls=trusting())).reason is FailureReason.TLS
        assert server.asked == []


def test_a_good_certificate_is_accepted() -> None:
    with serving({"/": answer(b"safe")}, tls=server_context("loopback")) as server:
        assert got(ask(server.url(), tls=trusting())).body == b"safe"


def test_the_name_asked_is_the_name_verified_not_the_address() -> None:
    with serving({"/": answer()}, tls=server_context("elsewhere")) as server:
        url = f"https://elsewhere.example:{server.port}/"
        assert got(ask(url, tls=trusting(), resolve=lambda host, port: ("127.0.0.1",))).body == b"ok"


def test_a_server_without_tls_is_a_tls_fault() -> None:
    with serving({"*": answer()}) as server:
        failure = failed(ask(server.url().replace("http", "https"), limits=BRIEF))
    assert failure.reason in (FailureReason.TLS, FailureReason.TIMEOUT)


def test_a_robots_txt_behind_a_bad_certificate_says_so() -> None:
    with serving({"/": answer()}, tls=server_context("loopback")) as server:
        failure = failed(ask(server.url(), purpose="page"))
    assert failure.reason is FailureReason.TLS
    assert "robots.txt" in failure.detail


def test_nothing_secret_goes_from_https_to_http() -> None:
    with serving({"/": answer(b"plain")}) as plain, serving(tls=server_context("loopback")) as server:
        server.paths["/"] = redirect(plain.url())
        assert got(ask(server.url(), tls=trusting())).body == b"plain"
        secret = FetchRequest(url="", purpose="feed", headers=(("Authorization", "x"),))
        assert failed(ask(server.url(), request=secret, tls=trusting())).reason is FailureReason.REDIRECTS
        with_password = server.url().replace("//", "//u:p@")
        assert failed(ask(with_password, tls=trusting())).reason is FailureReason.REDIRECTS
        assert len(plain.asked) == 1


def test_a_context_that_does_not_verify_is_not_accepted() -> None:
    lax = ssl.create_default_context()
    lax.check_hostname = False
    with pytest.raises(ValueError, match="verify"):
        HttpFetcher(clock=FixedClock(), tls=lax)
