from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core import urls
from monitor.core.urls import canonical_url

SCHEMES = st.sampled_from(["http", "https", "ftp"])
HOSTS = st.sampled_from([
    "a.example.org", "www.a.example.org", "10.0.0.1", "x--y.example", "xn--bcher-kva.example", "-a.example",
    "localhost", "A.example.org", "a..example", "www.example", "127.1", "a_b.example",
])  # fmt: skip
PORTS = st.sampled_from(["", "", ":80", ":443", ":8080", ":080", ":49152", ":65535", ":99999", ":"])
PARTS = st.sampled_from([
    "a", "B", "x-1", "2026", "_", "~u", "index.html", "default.aspx", "a.b", "", ".", "..", "%41", "ä",
])  # fmt: skip
ENDS = st.sampled_from(["", "", "/", "#x", "?#x"])
PARAMETERS = st.sampled_from([
    "a=1", "b=2", "a=0", "B=x.y", "id=a-b_c~d", "utm_source=x", "RSS=1", "a=", "=1", "a", "", "a=b=c", "a=b;c=d",
    "a=%41", "a=ä", "a=b+c",
])  # fmt: skip
QUERIES = st.lists(PARAMETERS, max_size=4)


@given(SCHEMES, HOSTS, PORTS, st.lists(PARTS, max_size=4), QUERIES, ENDS)
@settings(max_examples=1_000)
def test_an_address_in_its_normal_form_is_read_as_any_other(
    scheme: str, host: str, port: str, parts: list[str], query: list[str], end: str
) -> None:
    url = f"{scheme}://{host}{port}{''.join('/' + part for part in parts)}{'?' + '&'.join(query) if query else ''}{end}"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(urls, "_NORMAL", re.compile("(?!)"))
        expected = canonical_url.__wrapped__(url)
    assert canonical_url.__wrapped__(url) == expected


def test_one_page_has_one_form() -> None:
    same = ("http://www.example.org/a/", "https://example.org/a", "https://example.org:443/a/index.html#top")
    assert {canonical_url(url) for url in same} == {"https://example.org/a"}


def test_a_visitors_session_and_the_way_from_a_feed_are_no_part_of_it() -> None:
    ways = ("?id=1", ";jsessionid=0A1B.node2?id=1", "?id=1&PHPSESSID=7f3c", "?maca=en-rss-en-all-1-rdf&id=1")
    same = [f"https://example.org/a{way}" for way in ways]
    assert {canonical_url(url) for url in same} == {"https://example.org/a?id=1"}
    assert canonical_url("https://example.org/a;JSESSIONID=1/b;v=2") == "https://example.org/a/b;v=2"
