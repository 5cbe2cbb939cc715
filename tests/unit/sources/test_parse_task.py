from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.model.source import SourceKind
from monitor.sources.kinds import PARSERS, parse
from monitor.sources.task import discover_task, feeds_from_wire, from_wire, parse_task, request

FEED = (
    b"<rss><channel><title>T</title><ttl>60</ttl><item><title>One</title><guid>1</guid><link>https://example.org/1</link>"
    b"<pubDate>Thu, 12 Mar 2026 12:00:00 GMT</pubDate></item></channel></rss>"
)
PIECES = st.sampled_from(
    """<rss> <channel> <item> </item> <title> </title> <a_href='/x'> <table><tr><td> <![CDATA[ ]]> &#xD800; &# &x; <!--
    <feed_xmlns='http://www.w3.org/2005/Atom'> <entry> <!DOCTYPE_x_[ \ud800 \x00 { "items":[ <p>
    Court_opens_the_third_hearing
    12_March_2026 <urlset> <url><loc> http://[::1 //x:y/ <base_href='http://[x'>""".replace("\n", " ").split()
).map(lambda piece: piece.replace("_", " "))


def test_every_kind_has_a_parser() -> None:
    assert set(PARSERS) == set(SourceKind)


def test_the_answer_of_the_task_holds_all_that_was_parsed() -> None:
    header = json.loads(json.dumps(request(SourceKind.FEED, url="https://example.org/feed")))
    answer = json.loads(json.dumps(parse_task(header, FEED)))
    assert from_wire(answer) == parse(SourceKind.FEED, FEED, url="https://example.org/feed")


def test_discovery_goes_over_the_wire_too() -> None:
    (feed,) = feeds_from_wire(json.loads(json.dumps(discover_task({"url": "https://example.org/feed"}, FEED))))
    assert feed.title == "T"


@pytest.mark.parametrize("kind", list(SourceKind))
@settings(max_examples=60)
@given(
    body=st.one_of(
        st.binary(max_size=300),
        st.lists(PIECES, max_size=25).map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass")),
    )
)
def test_no_bytes_make_a_parser_raise(kind: SourceKind, body: bytes) -> None:
    answer = parse_task(request(kind, url="https://example.org/x"), body)
    json.dumps(answer).encode("ascii")
    for entry in from_wire(answer).entries:
        (entry.title + entry.url + entry.summary + entry.content).encode("utf-8")
