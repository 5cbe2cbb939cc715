from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.model.fetched import FailureReason
from monitor.fetch.faults import Fault
from monitor.fetch.weburl import read_url, without_credentials


@pytest.mark.parametrize(
    ("given_url", "read"),
    [
        ("http://Example.ORG", "http://example.org/"),
        (" https://example.org:443/a?b=c#d \n", "https://example.org/a?b=c"),
        ("http://example.org:8080/?", "http://example.org:8080/?"),
        ("HTTP://example.org./%7Ea/%2F/../b", "http://example.org/%7Ea/%2F/../b"),
        ("http://example.org/a b/é?q=ü", "http://example.org/a%20b/%C3%A9?q=%C3%BC"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://①②⑦.0.0.1/", "http://127.0.0.1/"),
        ("http://[2001:DB8::0:1]:81/", "http://[2001:db8::1]:81/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0177.0.0.1/", "http://127.0.0.1/"),
        ("http://017700000001/", "http://127.0.0.1/"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://user:secret@example.org/x", "http://example.org/x"),
        ("http://example.org@127.0.0.1/", "http://127.0.0.1/"),
        ("http://a_b.example.org/", "http://a_b.example.org/"),
    ],
)
def test_an_address_has_one_form_without_secrets(given_url: str, read: str) -> None:
    assert str(read_url(given_url)) == read


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "example.org",
        "//example.org/",
        "http:example.org",
        "http:///path",
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://exa\nmple.org/",
        "http://example.org/\x00",
        "http://example.org\\@127.0.0.1/",
        "http://a@b@example.org/",
        "http://exam ple.org/",
        "http://%6cocalhost/",
        "http://example.org:0/",
        "http://example.org:65536/",
        "http://example.org:8x/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://a..b/",
        "http://-a.example/",
        "http://" + "a" * 64 + ".example/",
        "http://1.2.3.4.5/",
        "http://300.1.1.1/",
        "http://example.org/\ud800",
        "http://example.org/" + "a" * 20_000,
        "http://example.org／@evil.example/",
    ],
)
def test_what_is_no_plain_web_address_is_refused(bad: str) -> None:
    with pytest.raises(Fault) as caught:
        read_url(bad)
    assert caught.value.reason is FailureReason.BAD_URL


@given(st.text(max_size=60).map(lambda text: "http://" + text))
def test_no_text_makes_the_reader_fail_otherwise(text: str) -> None:
    try:
        again = read_url(text)
    except Fault:
        return
    assert read_url(str(again)).origin == again.origin


@pytest.mark.parametrize(
    ("location", "goal"),
    [
        ("/x", "https://example.org/x"),
        ("y?z", "https://example.org/a/y?z"),
        ("//other.example/", "https://other.example/"),
        ("http://other.example", "http://other.example/"),
        ("?q", "https://example.org/a/b?q"),
        ("/with space", "https://example.org/with%20space"),
    ],
)
def test_a_redirect_is_read_from_where_it_is_met(location: str, goal: str) -> None:
    assert str(read_url("https://example.org/a/b").joined(location)) == goal


def test_credentials_stay_with_their_host() -> None:
    here = read_url("http://user:secret@example.org/")
    assert here.authorization == "Basic dXNlcjpzZWNyZXQ="
    assert here.joined("/x").authorization
    assert here.joined("https://example.org/").authorization
    for elsewhere in ("http://other.example/", "http://example.org:8080/", "http://a:b@other.example/"):
        assert not here.joined(elsewhere).authorization


def test_credentials_may_be_percent_encoded() -> None:
    assert read_url("http://u%40x:p%3A%2F@example.org/").authorization == "Basic dUB4OnA6Lw=="


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://u:p@example.org/a@b", "http://example.org/a@b"),
        ("http://example.org/a@b", "http://example.org/a@b"),
        ("http://u:p/w@example.org/", "http://example.org/"),
        ("u:p@example.org/", "example.org/"),
        ("http://u:p\\w@example.org/", "http://example.org/"),
    ],
)
def test_a_url_can_be_shown_without_its_credentials(text: str, shown: str) -> None:
    assert without_credentials(text) == shown


def test_an_address_never_shows_its_credentials() -> None:
    assert "c2Vj" not in repr(read_url("http://:secret@example.org/"))
