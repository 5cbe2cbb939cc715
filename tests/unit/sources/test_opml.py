from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from monitor.sources.opml import Outline, read_opml, write_opml
from tests.builders import NOON

FOLDERS = b"""<?xml version="1.0"?><!DOCTYPE opml><opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Harbours"><outline text="Inner">
<outline text="Quay &lt;b&gt;Post&lt;/b&gt;" xmlUrl=" https://quay.example.org/rss "/></outline></outline>
<outline title="Docket" xmlurl="https://docket.example.org/feed" language="fr"/>
<outline text="A link" type="link" url="https://link.example.org/"/>
</body></opml>"""


def test_subscriptions_are_found_in_folders_and_titles_are_plain() -> None:
    first, second = read_opml(FOLDERS)
    assert (first.url, first.title, first.line) == ("https://quay.example.org/rss", "Quay Post", 3)
    assert (second.url, second.title, second.language) == ("https://docket.example.org/feed", "Docket", "fr")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no XML"),
        (b"<opml><body><outline xmlUrl='a'></body>", "line 1"),
        (b"<rss/>", "no OPML: it begins with <rss>"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body><outline xmlUrl="&a;"/></body></opml>', "entities"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml/>'
         .encode("utf-16"), "entities"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(body: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_opml(body)


def test_what_is_written_is_read_back_whatever_the_titles_hold() -> None:
    outlines = [
        Outline(url="https://a.example/?a=1&b=2", title='Law & "order" > all', language="en", own=(("rank", "1"),)),
        Outline(url="https://b.example/news", title="News\x00\x0b", own=(("kind", "listing"), ("selector", "ul > a"))),
    ]
    text = write_opml(outlines, title="<Mine>", now=NOON)
    back = read_opml(text.encode())
    assert [each.url for each in back] == [each.url for each in outlines]
    assert (back[0].title, back[1].title) == ('Law & "order" > all', "News")
    assert (dict(back[0].own), dict(back[1].own)) == ({"rank": "1"}, {"kind": "listing", "selector": "ul > a"})
    feeds = [node.get("xmlUrl") for node in ElementTree.fromstring(text).iter("outline") if node.get("type") == "rss"]
    assert feeds == ["https://a.example/?a=1&b=2"]
