from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.sources import links
from monitor.sources.links import absolute

BASES = st.sampled_from(["https://a.example/feed", "http://b.example/x/y?z#f", "", "https://a.example"])
STARTS = st.sampled_from([
    "https://a.example", "http://A.example", "HTTP://a.example", "https://a.example:8080", "https://a.example:99999",
    "https://", "https:", "", "//a.example", "mailto:a@a.example", "http://[::1]", "http://a b.example", "https://ä.x",
    "https://u:p@a.example", "https://-", "https://.", "https://a.example:",
])  # fmt: skip
PARTS = st.sampled_from(["a", "B-1", "..", ".", "", "%41", "ä", "a b", "a;b", "a=b&c", "@", "\t", "\u200b", "'", "\\"])
ENDS = st.sampled_from(["", "", "/", "?", "#", "?a=1&b=%20", "?a=b?c", "?;", "#x", "?a#", ";", " "])


@given(BASES, STARTS, st.lists(PARTS, max_size=3), ENDS)
@settings(max_examples=1_000)
def test_a_whole_address_of_harmless_characters_is_read_as_any_other(
    base: str, start: str, parts: list[str], end: str
) -> None:
    link = f"{start}{''.join('/' + part for part in parts)}{end}"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(links, "_WHOLE", re.compile("(?!)"))
        expected = absolute(base, link)
    assert absolute(base, link) == expected
